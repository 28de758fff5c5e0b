/** `export`: what is live as a configuration whose plan is empty. Reads AWS, writes a folder. */

import { mkdir } from 'node:fs/promises';
import type { Issue } from '../core/issue.ts';
import { IssueError } from '../core/issue.ts';
import type { ExportKind } from '../core/export-kinds.ts';
import { EXPORT_KINDS } from '../core/export-kinds.ts';
import { byCodePoint } from '../core/json.ts';
import { YAML_ENDINGS } from '../desired/load.ts';
import { writeDocument } from '../desired/write.ts';
import { writeFiles } from '../desired/write-files.ts';
import { readWhole } from '../engine/export.ts';
import { exportInto } from '../engine/export-into.ts';
import type { Files } from '../files.ts';
import { filesIn, openFiles } from '../files.ts';
import { renderIssues } from '../report/issues.ts';
import { printFailure } from './failure.ts';
import type { ExportOptions } from './options.ts';
import { EXIT } from './options.ts';
import { withRun } from './run.ts';

/** Resolves to 0 when the folder says what is live, to 1 when it could not be read or written. */
export async function exportLive(options: ExportOptions): Promise<number> {
  const { out, into } = options;
  if (out !== undefined && into === undefined && options.acceptRemovals !== true) return exportOut(options, out);
  if (into !== undefined && out === undefined) return exportIn(options, into);
  printFailure(
    problem(
      'give either --out with a new folder, or --into with one that is there',
      'only --into takes --accept-removals',
    ),
    options.verbose,
  );
  return EXIT.failed;
}

/** Edits the configuration that is there, and lists what stays in the plan. */
async function exportIn(options: ExportOptions, into: string): Promise<number> {
  return withRun({ ...options, config: into, needsConfig: true }, async ({ configuration, cloud, terminal, now }) => {
    const opened = await openFiles(into);
    if (!opened.ok) throw new IssueError(...opened.issues);
    const kinds = kindsOf(options.only, { withOwners: false });
    const acceptRemovals = options.acceptRemovals === true;
    const { texts, notices } = await exportInto({
      opened: opened.value,
      configuration,
      cloud,
      kinds,
      acceptRemovals,
      now,
    });
    terminal.endProgress();
    if (notices.length > 0) terminal.err(renderIssues(notices));
    // Policies first: what names one finds it, also after an interruption.
    const inOrder = [...texts].toSorted(([a], [b]) => Number(isPart(a)) - Number(isPart(b)) || byCodePoint(a, b));
    const written = await writeAll(opened.value.files, inOrder);
    terminal.out(written.length === 0 ? 'no file was changed' : written.map((file) => `changed ${file}`).join('\n'));
    return EXIT.done;
  });
}

function isPart(file: string): boolean {
  return !file.endsWith('.json');
}

async function exportOut(options: ExportOptions, out: string): Promise<number> {
  return withRun(options, async ({ configuration, cloud, terminal, now }) => {
    await expectEmpty(out);
    const { input, notices: unread } = await readWhole(
      configuration,
      cloud,
      kindsOf(options.only, { withOwners: true }),
      now,
    );
    const { document, notices } = writeDocument(input);
    const files = writeFiles(document);
    terminal.endProgress();
    const told = [...unread, ...notices];
    if (told.length > 0) terminal.err(renderIssues(told));
    const written = await writeAll(filesIn(out), files);
    terminal.out(written.map((file) => `wrote ${file}`).join('\n'));
    return EXIT.done;
  });
}

/** Members are part of a group, and who holds a set is said beside it: in a new folder, that is. */
function kindsOf(
  only: readonly ExportKind[] | undefined,
  { withOwners }: { readonly withOwners: boolean },
): ReadonlySet<ExportKind> {
  const kinds = new Set(only ?? EXPORT_KINDS);
  if (!withOwners) return kinds;
  if (kinds.has('membership')) kinds.add('group');
  if (kinds.has('assignment')) kinds.add('permission-set');
  if (kinds.has('authorization')) kinds.add('profile');
  return kinds;
}

/** Another configuration must not be mixed with what is written, nor lost. */
async function expectEmpty(folder: string): Promise<void> {
  const error = await mkdir(folder, { recursive: true }).catch((reason: NodeJS.ErrnoException) => reason);
  if (error instanceof Error) throw problem(`${folder} cannot be made a folder (${error.code})`, 'name another place');
  const { paths } = await filesIn(folder).list(YAML_ENDINGS);
  if (paths.length === 0) return;
  throw problem(`${folder} already has a configuration`, 'name an empty folder, or a new one');
}

async function writeAll(port: Files, files: Iterable<readonly [string, string]>): Promise<readonly string[]> {
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
