/** Where the inverse of an apply is kept, so that it outlives the process. */

import path from 'node:path';
import { IssueError } from '../core/issue.ts';
import { digestOf } from '../core/plan.ts';
import type { UndoDocument } from '../core/undo.types.ts';
import type { UndoKeeper } from '../engine/reconcile.ts';
import { parseUndoDocument, undoJson } from '../report/undo-file.ts';
import { readTextFile, removeTextFile, writeNewTextFile, writeTextFile } from '../text-file.ts';

/** Most undo files beside each other; with more of them somebody has to tidy up. */
const MOST = 1_000;

/** A file that holds the inverse of an apply. */
export interface UndoFile {
  readonly file: string;
  /** How many changes lead back: none where all that was done is such that no undo gives it back, which its notes say. */
  readonly changes: number;
}

export interface KeptUndo extends UndoKeeper {
  /** The file as it is now; absent when nothing was done. */
  file(): UndoFile | undefined;
}

/**
 * Keeps it in `wanted`, such as `undo.json`. A file that is there is never overwritten, since it undoes another apply: then it
 * is `undo-2.json`, `undo-3.json`, and so on. Written as a whole before the first change, and again at the end.
 */
export function keepUndo(wanted: string, warn: (message: string) => void): KeptUndo {
  let file: string | undefined;
  let changes = 0;
  return {
    file: () => (file === undefined ? undefined : { file, changes }),
    begin: async (undo) => {
      file = await writeBeside(wanted, undoJson(undo));
      changes = undo.changes.length;
    },
    end: async (undo) => {
      if (file === undefined) return;
      try {
        if (undo.changes.length === 0 && undo.notes.length === 0) {
          await removeTextFile(file);
          file = undefined;
        } else await writeTextFile(file, undoJson(undo));
        changes = undo.changes.length;
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        warn(`${file} still holds all of the plan, also what was not done (an undo passes that over): ${why}`);
      }
    },
  };
}

async function writeBeside(wanted: string, text: string): Promise<string> {
  const { dir, name, ext } = path.parse(wanted);
  for (let number = 1; number <= MOST; number += 1) {
    const file = number === 1 ? wanted : path.join(dir, `${name}-${number}${ext}`);
    if (await writeNewTextFile(file, text)) return file;
  }
  throw new IssueError({
    code: 'USAGE_FILE',
    severity: 'error',
    message: `${wanted} and all its numbered names are taken`,
    hint: 'move the undo files of earlier applies away',
  });
}

/** The undo file of a path; an IssueError when there is none or it cannot be used. */
export async function readUndoFile(file: string): Promise<UndoDocument> {
  const text = await readTextFile(file);
  if (text === undefined) {
    const hint = 'every apply writes one, and says where';
    throw new IssueError({ code: 'USAGE_APPLY', severity: 'error', message: `there is no undo file ${file}`, hint });
  }
  const parsed = parseUndoDocument(text, digestOf);
  if (parsed.ok) return parsed.value;
  throw new IssueError(...parsed.issues.map((issue) => ({ ...issue, message: `${file}: ${issue.message}` })));
}
