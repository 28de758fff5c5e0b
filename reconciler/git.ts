/** A configuration as it was at a commit, for `--base`: read with git into a folder of its own. */

import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { IssueError } from './core/issue.ts';
import { isPartName, MAX_PART_BYTES } from './desired/load.ts';
import { filesIn } from './files.ts';

const run = promisify(execFile);
/** Of one answer of git, in bytes. */
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
  const only = isFolder ? undefined : path.basename(configPath);
  const repository: Repository = { folder, ref };
  const verified = await git(repository, ['rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`]);
  const blobs = (await blobsAt(repository, verified.toString().trim())).filter(({ file }) => isOfIt(file, only));
  const copy = await mkdtemp(path.join(tmpdir(), 'cw-gitops-base-'));
  try {
    const inside = filesIn(copy);
    for (const batch of batches(blobs)) {
      const texts = await contents(repository, batch);
      const written = await Promise.all(
        [...texts].map(async ([file, text]) => [file, await inside.write(file, text)] as const),
      );
      // Nothing stops a commit that was made by hand from naming its files as it likes.
      for (const [file, result] of written)
        if (!result.ok) throw noBase(`at ${ref}, ${file}: ${result.issues.map(({ message }) => message).join()}`);
    }
    return await work(path.join(copy, only ?? '.'));
  } finally {
    await rm(copy, { recursive: true });
  }
}

interface Repository {
  /** Of the configuration. */
  readonly folder: string;
  readonly ref: string;
}

interface Blob {
  readonly blob: string;
  /** In bytes. */
  readonly size: number;
  /** Relative to the folder of the configuration. */
  readonly file: string;
}

const REGULAR = /^100(?:644|755) blob ([0-9a-f]{40,64}) +(\d+)\t(.+)$/su;

async function blobsAt(repository: Repository, commit: string): Promise<readonly Blob[]> {
  const listed = await git(repository, ['ls-tree', '-r', '-l', '-z', commit, '.']);
  const lines = listed
    .toString()
    .split('\0')
    .filter((line) => line !== '');
  if (lines.length === 0) throw noBase(`at ${repository.ref} there is no ${repository.folder}`);
  return lines.flatMap((line) => {
    const [, blob, size, file] = REGULAR.exec(line) ?? [];
    // A link was refused by the check of that commit already.
    return blob === undefined || file === undefined ? [] : [{ blob, size: Number(size), file }];
  });
}

/** Whether a file can be a part or a policy: a folder may hold all of a repository. `only` is the one part, where that is named. */
function isOfIt(file: string, only: string | undefined): boolean {
  const isPart = only === undefined ? isPartName(file) : file === only;
  return isPart || file.endsWith('.json');
}

/** So many at once that each of them fits into one answer. What is too large for a part, or a policy, stays behind. */
function batches(blobs: readonly Blob[]): readonly (readonly Blob[])[] {
  const made: Blob[][] = [];
  let room = 0;
  for (const blob of blobs.filter(({ size }) => size <= MAX_PART_BYTES)) {
    const takes = blob.size + HEAD;
    if (takes > room) {
      made.push([]);
      room = MOST_BYTES;
    }
    made.at(-1)?.push(blob);
    room -= takes;
  }
  return made;
}

/** Bytes around an object in the answer of `cat-file --batch`, at most: its id, type and size, and two line ends. */
const HEAD = 100;
const LINE_END = 0x0a;

/** The texts by their files: one process of git for all of them. */
async function contents(repository: Repository, blobs: readonly Blob[]): Promise<ReadonlyMap<string, string>> {
  const answer = await git(repository, ['cat-file', '--batch'], blobs.map(({ blob }) => `${blob}\n`).join(''));
  const texts = new Map<string, string>();
  let start = 0;
  for (const { blob, size, file } of blobs) {
    const body = answer.indexOf(LINE_END, start) + 1;
    const head = answer.toString('utf8', start, body).trim();
    if (head !== `${blob} blob ${size}`) throw problem(repository, `${file}: ${head}`);
    texts.set(file, answer.toString('utf8', body, body + size));
    start = body + size + 1;
  }
  return texts;
}

async function git(repository: Repository, args: readonly string[], input = ''): Promise<Buffer> {
  const options = { encoding: 'buffer', maxBuffer: MOST_BYTES, env: { ...process.env, LC_ALL: 'C' } } as const;
  const running = run('git', ['-C', repository.folder, ...args], options);
  const { stdin } = running.child;
  // One that ends without having read it says why.
  stdin?.on('error', () => undefined);
  stdin?.end(input);
  try {
    return (await running).stdout;
  } catch (error) {
    throw problem(repository, saidBy(error));
  }
}

function saidBy(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'there is no git on this machine';
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  return said.trim().replaceAll(/\s+/gu, ' ') || (error instanceof Error ? error.message : String(error));
}

/** The commit is there, but no configuration that a plan could be compared with. */
export function noBase(message: string): IssueError {
  return new IssueError({ code: 'PLAN_BASE', severity: 'error', message });
}

/** Of a name that stands for no commit: git's own words do not say why. */
const UNKNOWN = /Needed a single revision|missing/u;

function problem({ ref }: Repository, said: string): IssueError {
  const message = `git cannot read the configuration at ${ref}: ${said}`;
  const hint = 'is the commit fetched? (actions/checkout takes only the last one unless fetch-depth says more)';
  return new IssueError({
    code: 'USAGE_BASE',
    severity: 'error',
    message,
    ...(UNKNOWN.test(said) ? { hint } : {}),
  });
}
