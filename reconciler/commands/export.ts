/** `export`: what is live as a configuration whose plan is empty. Reads AWS, writes a folder. */

import { mkdir } from 'node:fs/promises';
import type { Issue } from '../core/issue.ts';
import { IssueError } from '../core/issue.ts';
import type { ExportKind } from '../core/export-kinds.ts';
import { EXPORT_KINDS } from '../core/export-kinds.ts';
import { writeDocument } from '../desired/write.ts';
import type { WrittenFiles } from '../desired/write-files.ts';
import { writeFiles } from '../desired/write-files.ts';
import { readWhole } from '../engine/export.ts';
import { filesIn } from '../files.ts';
import { renderIssues } from '../report/issues.ts';
import type { ExportOptions } from './options.ts';
import { EXIT } from './options.ts';
import { withRun } from './run.ts';

/** Resolves to 0 when the folder says what is live, to 1 when it could not be read or written. */
export async function exportLive(options: ExportOptions): Promise<number> {
  return withRun(options, async ({ configuration, cloud, terminal, now }) => {
    await expectEmpty(options.out);
    const { input, notices: unread } = await readWhole(configuration, cloud, kindsOf(options.only), now);
    const { document, notices } = writeDocument(input);
    const files = writeFiles(document);
    terminal.endProgress();
    const told = [...unread, ...notices];
    if (told.length > 0) terminal.err(renderIssues(told));
    const written = await writeAll(options.out, files);
    terminal.out(written.map((file) => `wrote ${file}`).join('\n'));
    return EXIT.done;
  });
}

/** Members are part of a group, and who holds a set is said beside it. */
function kindsOf(only: readonly ExportKind[] | undefined): ReadonlySet<ExportKind> {
  const kinds = new Set(only ?? EXPORT_KINDS);
  if (kinds.has('membership')) kinds.add('group');
  if (kinds.has('assignment')) kinds.add('permission-set');
  if (kinds.has('authorization')) kinds.add('profile');
  return kinds;
}

/** Another configuration must not be mixed with what is written, nor lost. */
async function expectEmpty(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { paths } = await filesIn(folder).list(['.yaml', '.yml']);
  if (paths.length === 0) return;
  throw problem(`${folder} already has a configuration`, 'name an empty folder, or a new one');
}

async function writeAll(folder: string, files: WrittenFiles): Promise<readonly string[]> {
  const port = filesIn(folder);
  const written: string[] = [];
  for (const [file, text] of files) {
    const result = await port.write(file, text);
    if (!result.ok) throw new IssueError(...result.issues);
    written.push(result.value);
  }
  return written;
}

function problem(message: string, hint: string): IssueError {
  const issue: Issue = { code: 'USAGE_EXPORT', severity: 'error', message, hint };
  return new IssueError(issue);
}
