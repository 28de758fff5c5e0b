/** Single files that a person names on the command line: plan files, simulator states. Not part of a configuration. */

import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { IssueError } from './core/issue.ts';

/** The text of a file, or `undefined` when there is none; an IssueError when it cannot be read or is not UTF-8. */
export async function readTextFile(file: string): Promise<string | undefined> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw problem(`${file} cannot be read`, error);
  }
}

/** Writes the file as a whole or not at all. */
export async function writeTextFile(file: string, text: string): Promise<void> {
  try {
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  } catch (error) {
    await rm(`${file}.new`, { force: true });
    throw problem(`${file} cannot be written`, error);
  }
}

/** Writes a file that is not there yet; false when there is one of that name. */
export async function writeNewTextFile(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw problem(`${file} cannot be written`, error);
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function problem(what: string, cause: unknown): IssueError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new IssueError({ code: 'USAGE_FILE', severity: 'error', message: `${what}: ${why}`, cause });
}
