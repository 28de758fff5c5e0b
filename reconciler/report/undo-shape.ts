/** The shape of an undo file: the same as `schemas/undo.schema.json`, and beyond it that each id is that of its specs. */

import type { Fields } from '../core/json.ts';
import { keyOf } from '../core/key-of.ts';
import type { KindName } from '../core/key.ts';
import { KIND_NAMES } from '../core/key.ts';
import { targetShape } from './plan-shape.ts';
import type { Shape } from './shape.ts';
import { anything, flag, list, matching, object, oneOf, orNull, text } from './shape.ts';
import { SPEC_SHAPES } from './spec-shape.ts';

interface WrittenChange {
  readonly id: string;
  readonly kind: KindName;
  readonly verb: string;
  readonly before: Fields | null;
  readonly after: Fields | null;
}

const changeMembers = object({
  id: text,
  kind: oneOf(KIND_NAMES),
  verb: oneOf(['create', 'update', 'replace', 'delete']),
  before: anything,
  after: anything,
});

const change: Shape = (value, at) => {
  const mistakes = changeMembers(value, at);
  if (mistakes.length > 0) return mistakes;
  const { id, kind, verb, before, after } = value as WrittenChange;
  const spec = orNull(SPEC_SHAPES[kind]);
  const ofSpecs = [...spec(before, `${at}.before`), ...spec(after, `${at}.after`)];
  if (ofSpecs.length > 0) return ofSpecs;
  if ((before === null) !== (verb === 'create') || (after === null) !== (verb === 'delete'))
    return [`${at} has not the sides of a ${verb}`];
  // A group that gets its old name back stands under it.
  const sides = kind === 'group' && verb === 'update' ? [after] : [before, after];
  const keys = sides.flatMap((side) => (side === null ? [] : [keyOf(kind, side)]));
  return keys.every((key) => key === id) ? [] : [`${at}.id is not that of what it is about`];
};

const changesOnce: Shape = (value, at) => {
  const mistakes = list(change)(value, at);
  if (mistakes.length > 0) return mistakes;
  const ids = (value as readonly WrittenChange[]).map(({ id }) => id);
  return new Set(ids).size === ids.length ? [] : [`${at} has an id twice`];
};

const digest = matching('sha256: and 64 hex digits', /^sha256:[0-9a-f]{64}$/u);

/** All of an undo document. */
export const undoShape: Shape = object({
  formatVersion: oneOf([1]),
  undoes: object({ plan: digest, ended: flag }),
  digest,
  target: targetShape,
  changes: changesOnce,
  notes: list(object({ id: text, message: text })),
});
