/**
 * The Files port: list, read and write inside one folder, and never outside it. Configurations are read and written here only.
 *
 * A part of the configuration that is silently left out, or that comes from somewhere else than it seems to, would take
 * people's access away or give it; so a symbolic link, a file that is not regular, and a path outside are errors.
 */

import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Issue, Result } from './core/issue.ts';
import { byCodePoint } from './core/json.ts';
import { writeWhole } from './text-file.ts';

export interface Files {
  /** How a path inside the folder is shown: the folder as given, normalised, and the path. */
  shown(file: string): string;
  /**
   * The files below the folder whose names end in one of `endings`, relative to it, with `/`, by code point.
   * Links and special files with such a name, linked folders, and folders that cannot be read are issues.
   */
  list(endings: readonly string[]): Promise<Listed>;
  /** The text of a file (UTF-8, with or without BOM, returned without), of `limit` bytes at most. */
  read(file: string, limit: number): Promise<Result<string>>;
  /** Whether anything has that name. */
  has(file: string): Promise<boolean>;
  /** Writes a file as a whole or not at all, with the folders on its way; one that is replaced keeps its byte order mark. */
  write(file: string, text: string): Promise<Result<string>>;
}

export interface Listed {
  readonly paths: readonly string[];
  readonly issues: readonly Issue[];
}

export interface Opened {
  readonly files: Files;
  /** The one file that the path names, relative to its folder; absent when it names a folder. */
  readonly only?: string;
}

/** Opens the folder that the path names, or that the file it names lies in. */
export async function openFiles(given: string): Promise<Result<Opened>> {
  const found = await stat(given).catch(asError);
  if (found instanceof Error) return refuse(unreachable(given, found));
  if (found.isDirectory()) return accept({ files: filesIn(given) });
  return accept({ files: filesIn(path.dirname(given)), only: path.basename(given) });
}

/** The port onto one folder, which must exist. */
export function filesIn(folder: string): Files {
  const shown = (file: string) => slashes(path.normalize(path.join(folder, file)));
  return {
    shown,
    list: async (endings) => {
      const issues: Issue[] = [];
      const found = await listBelow({ folder, endings, shown, issues }, '');
      return { paths: found.toSorted(byCodePoint), issues };
    },
    read: async (file, limit) => {
      const mistake = await mistakeOnTheWay(folder, file);
      return mistake === undefined
        ? readRegular(path.join(folder, file), shown(file), limit)
        : refuse(mistake, shown(file));
    },
    has: async (file) =>
      lstat(path.join(folder, file)).then(
        () => true,
        () => false,
      ),
    write: async (file, text) => {
      const mistake = await mistakeOnTheWay(folder, file);
      if (mistake !== undefined) return refuse(mistake, shown(file));
      const error = await replace(path.join(folder, file), text).catch(asError);
      return error === undefined ? accept(shown(file)) : refuse(`cannot be written (${error.code})`, shown(file));
    },
  };
}

async function replace(target: string, text: string): Promise<undefined> {
  await mkdir(path.dirname(target), { recursive: true });
  const { mark, mode } = await replaced(target);
  await writeWhole(target, mark + text, mode);
}

const BYTE_ORDER_MARK = '\uFEFF';

/** What a new file keeps of the one that it replaces. */
async function replaced(file: string): Promise<{ readonly mark: string; readonly mode: number }> {
  const [bytes, found] = await Promise.all([readFile(file).catch(asError), stat(file).catch(asError)]);
  const isMarked = !(bytes instanceof Error) && bytes.toString('utf8').startsWith(BYTE_ORDER_MARK);
  return { mark: isMarked ? BYTE_ORDER_MARK : '', mode: found instanceof Error ? 0o666 : found.mode };
}

interface Listing {
  readonly folder: string;
  readonly endings: readonly string[];
  readonly shown: (file: string) => string;
  readonly issues: Issue[];
}

async function listBelow(listing: Listing, below: string): Promise<readonly string[]> {
  const entries = await readdir(path.join(listing.folder, below), { withFileTypes: true }).catch(asError);
  if (entries instanceof Error) {
    listing.issues.push(fileIssue(unreadable(entries), listing.shown(below)));
    return [];
  }
  const found = await Promise.all(
    entries.map(async (entry): Promise<readonly string[]> => {
      const file = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) return listBelow(listing, file);
      const wanted = listing.endings.some((ending) => entry.name.endsWith(ending));
      if (entry.isFile()) return wanted ? [file] : [];
      const linked = entry.isSymbolicLink();
      if (wanted || (linked && (await leadsToFolder(path.join(listing.folder, file))))) {
        listing.issues.push(fileIssue(linked ? LINK : SPECIAL, listing.shown(file)));
      }
      return [];
    }),
  );
  return found.flat();
}

async function leadsToFolder(link: string): Promise<boolean> {
  return stat(link).then(
    (target) => target.isDirectory(),
    () => false,
  );
}

const LINK = 'is a symbolic link, or is reached through one; put the file itself there';
const SPECIAL = 'is not a regular file';

async function mistakeOnTheWay(folder: string, file: string): Promise<string | undefined> {
  const inside = path.normalize(file);
  if (path.isAbsolute(file) || inside === '..' || inside.startsWith(`..${path.sep}`)) {
    return 'lies outside the folder of the configuration';
  }
  let walked = folder;
  for (const step of inside.split(path.sep)) {
    walked = path.join(walked, step);
    const found = await lstat(walked).catch(() => undefined);
    if (found?.isSymbolicLink() === true) return LINK;
  }
  return undefined;
}

async function readRegular(file: string, shown: string, limit: number): Promise<Result<string>> {
  // A named pipe would block the opening, and a link put there since the check must not be followed.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(file, flags).catch(asError);
  if (handle instanceof Error) return refuse(unreadable(handle), shown);
  try {
    const found = await handle.stat();
    if (!found.isFile()) return refuse(SPECIAL, shown);
    if (found.size > limit) return refuse(`is larger than ${limit / 1_000_000} MB`, shown);
    const bytes = await handle.readFile();
    return decode(bytes, shown);
  } finally {
    await handle.close();
  }
}

function decode(bytes: Uint8Array, shown: string): Result<string> {
  try {
    return accept(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return refuse('is not UTF-8 text', shown);
  }
}

function unreachable(given: string, error: NodeJS.ErrnoException): string {
  return error.code === 'ENOENT' ? `there is no file or folder ${given}` : `${given} cannot be read (${error.code})`;
}

function unreadable(error: NodeJS.ErrnoException): string {
  return error.code === 'ENOENT' ? 'does not exist' : `cannot be read (${error.code})`;
}

/** Errors of the file system are results here: their codes say what to do. */
function asError(error: NodeJS.ErrnoException): NodeJS.ErrnoException {
  return error;
}

function accept<T>(value: T): Result<T> {
  return { ok: true, value, warnings: [] };
}

function refuse(message: string, shown?: string): { readonly ok: false; readonly issues: readonly Issue[] } {
  return { ok: false, issues: [fileIssue(message, shown)] };
}

function fileIssue(message: string, shown?: string): Issue {
  const issue = { code: 'CONFIG_FILE', severity: 'error' } as const;
  return shown === undefined
    ? { ...issue, message, hint: 'name the file or folder with --config' }
    : { ...issue, message: `this file ${message}`, at: { file: shown, line: 1, column: 1 } };
}

function slashes(file: string): string {
  return file.split(path.sep).join('/');
}
