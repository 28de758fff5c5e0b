/** A configuration as it was at a commit, for `--base`: read with git into a folder of its own. */

import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { IssueError } from './core/issue.ts';
import { filesIn } from './files.ts';

const run = promisify(execFile);
/** Of one answer of git: a part of a configuration is at most 16 MB. */
const MOST_BYTES = 64_000_000;

/**
 * Does the work with the path of the configuration as it was at `ref` (a branch, tag or commit), and takes it away
 * again. An IssueError when git does not know the commit, or the configuration was not there.
 */
export async function withConfigurationAt<T>(
  ref: string,
  configPath: string,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const isFolder = (await stat(configPath)).isDirectory();
  const folder = isFolder ? configPath : path.dirname(configPath);
  const commit = (await git(folder, ['rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`], ref)).trim();
  const files = await filesAt(folder, commit, ref);
  const copy = await mkdtemp(path.join(tmpdir(), 'cw-gitops-base-'));
  try {
    const inside = filesIn(copy);
    for (const { blob, file } of files) {
      const written = await inside.write(file, await git(folder, ['cat-file', 'blob', blob], ref));
      // Nothing stops a commit that was made by hand from naming its files as it likes.
      if (!written.ok) throw noBase(`at ${ref}, ${file}: ${written.issues.map(({ message }) => message).join()}`);
    }
    return await work(isFolder ? copy : path.join(copy, path.basename(configPath)));
  } finally {
    await rm(copy, { recursive: true });
  }
}

interface Blob {
  readonly blob: string;
  /** Relative to the folder of the configuration. */
  readonly file: string;
}

const REGULAR = /^100(?:644|755) blob ([0-9a-f]{40,64})\t(.+)$/su;

async function filesAt(folder: string, commit: string, ref: string): Promise<readonly Blob[]> {
  const listed = await git(folder, ['ls-tree', '-r', '-z', commit, '.'], ref);
  const lines = listed.split('\0').filter((line) => line !== '');
  if (lines.length === 0) throw noBase(`at ${ref} there is no ${folder}`);
  return lines.flatMap((line) => {
    const [, blob, file] = REGULAR.exec(line) ?? [];
    // A link was refused by the check of that commit already.
    return blob === undefined || file === undefined ? [] : [{ blob, file }];
  });
}

async function git(folder: string, args: readonly string[], ref: string): Promise<string> {
  try {
    return (await run('git', ['-C', folder, ...args], { maxBuffer: MOST_BYTES })).stdout;
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw problem(`git cannot read the configuration at ${ref}: ${said}`);
  }
}

/** The commit is there, but no configuration that a plan could be compared with. */
export function noBase(message: string): IssueError {
  return new IssueError({ code: 'PLAN_BASE', severity: 'error', message });
}

function problem(message: string): IssueError {
  const hint = 'is the commit fetched? (actions/checkout takes only the last one unless fetch-depth says more)';
  return new IssueError({ code: 'USAGE_BASE', severity: 'error', message, hint });
}
