/**
 * Single files that a person names on the command line: plan files, simulator states, undo files. Not part of a configuration.
 *
 * What has that name may be no file at all: /dev/stdout, /dev/null, a pipe of the shell. That is written to as it is, since to put
 * a file in its place would take it from everybody else on the machine.
 */

import { createReadStream } from 'node:fs';
import { open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { IssueError } from './core/issue.ts';

/** The text of a file, or `undefined` when there is none; an IssueError when it cannot be read or is not UTF-8. */
export async function readTextFile(file: string): Promise<string | undefined> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await bytesOf(file));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw problem(`${file} cannot be read`, error);
  }
}

/** Of a file that is read, in bytes: as long as a text can be. A device would be read without end. */
const MOST_BYTES = 500_000_000;
/** That are read at a time: a large file costs a quarter of what it does in Node's usual pieces of 64 KiB. */
const PIECE_BYTES = 1_048_576;

async function bytesOf(file: string): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: PIECE_BYTES })) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > MOST_BYTES) throw new Error(`it is larger than ${MOST_BYTES / 1_000_000} MB`);
  }
  return Buffer.concat(chunks);
}

/** Writes the file as a whole or not at all; where its name is a link, the file that the link leads to. */
export async function writeTextFile(file: string, text: string): Promise<void> {
  try {
    const found = await foundAt(file);
    if (found?.isFile() === false) await writeFile(file, text);
    else await writeWhole(await realpath(file).catch(() => file), text, found?.mode);
  } catch (error) {
    throw problem(`${file} cannot be written`, error);
  }
}

/** Writes a file that is not there yet, as a whole or not at all; false when there is one of that name. */
export async function writeNewTextFile(file: string, text: string): Promise<boolean> {
  try {
    await writeNew(file, text);
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw problem(`${file} cannot be written`, error);
  }
  if ((await foundAt(file))?.isFile() !== false) return false;
  await writeTextFile(file, text);
  return true;
}

/** Removes a file; what is none stays. */
export async function removeTextFile(file: string): Promise<void> {
  if ((await foundAt(file))?.isFile() === true) await rm(file);
}

/** Puts a file with this text and mode there, in the place of one that may be there; a failure leaves what was there. */
export async function writeWhole(file: string, text: string, mode = 0o666): Promise<void> {
  // Two runs may write the same file at the same time. What stands under that name is left over from one that was killed.
  const whole = `${file}.${process.pid}.new`;
  await rm(whole, { force: true });
  await writeNew(whole, text, mode);
  try {
    await rename(whole, file);
  } catch (error) {
    await rm(whole, { force: true });
    throw error;
  }
}

/** A link of that name is not followed; of a file that could not be written to its end nothing stays. */
async function writeNew(file: string, text: string, mode = 0o666): Promise<void> {
  const handle = await open(file, 'wx', mode);
  try {
    await handle.writeFile(text);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

async function foundAt(file: string): Promise<{ readonly mode: number; isFile(): boolean } | undefined> {
  return stat(file).catch(() => undefined);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function problem(what: string, cause: unknown): IssueError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new IssueError({ code: 'USAGE_FILE', severity: 'error', message: `${what}: ${why}`, cause });
}
