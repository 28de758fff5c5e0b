/** Writes and reads the file that undoes an apply: `schemas/undo.schema.json`. */

import type { Result } from '../core/issue.ts';
import type { UndoChange, UndoDocument } from '../core/undo.types.ts';
import { parseDocument } from './document-file.ts';
import { jsonText, specDocument, targetDocument } from './json.ts';
import { undoShape } from './undo-shape.ts';

/** The file's text: everything in one order, so that equal inverses are equal bytes. */
export function undoJson({ undoes, digest, target, changes, notes }: UndoDocument): string {
  return jsonText({
    formatVersion: 1,
    undoes: { plan: undoes.plan, ended: undoes.ended },
    digest,
    target: targetDocument(target),
    changes: changes.map(changeDocument),
    notes: notes.map(({ id, message }) => ({ id, message })),
  });
}

function changeDocument({ id, kind, verb, before, after }: UndoChange) {
  return { id, kind, verb, before: specDocument(before), after: specDocument(after) };
}

/** The undo file that a text holds, or the issues of `parseDocument`. `digestOf` is that of `core/plan.ts`. */
export function parseUndoDocument(text: string, digestOf: (undo: UndoDocument) => string): Result<UndoDocument> {
  return parseDocument(text, {
    name: 'undo file',
    shape: undoShape,
    isAsDigested: (document) => document.digest === digestOf(document),
    hint: 'only the file that an apply wrote can be undone; without it, revert the commit and have its plan reviewed',
  });
}
