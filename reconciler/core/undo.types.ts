/** What would undo an apply, as data; `schemas/undo.schema.json` describes the same for other programs. */

import type { Fields } from './json.ts';
import type { Key, KindName } from './key.ts';
import type { Target } from './plan.types.ts';

/** One change that leads back: `before` is what the apply left, `after` what it found. */
export type UndoChange = { readonly id: Key; readonly kind: KindName } & (
  | { readonly verb: 'create'; readonly before: null; readonly after: Fields }
  | { readonly verb: 'update' | 'replace'; readonly before: Fields; readonly after: Fields }
  | { readonly verb: 'delete'; readonly before: Fields; readonly after: null }
);

/** Something that does not come back as it was, in words. */
export interface UndoNote {
  readonly id: Key;
  readonly message: string;
}

/** The file that every apply writes, and that `apply --undo` takes. */
export interface UndoDocument {
  readonly formatVersion: 1;
  /** Tells this file from a plan file. */
  readonly undoes: {
    /** The digest of the plan that was applied. */
    readonly plan: string;
    /** False while the apply goes on, and for good when it was killed: then all of the plan is in it, done or not. */
    readonly ended: boolean;
  };
  /** Over format version, target and changes, like that of a plan (`core/plan.ts`). */
  readonly digest: string;
  readonly target: Target;
  /** The reverse of the order in which they were done; an undo works out its own. */
  readonly changes: readonly UndoChange[];
  readonly notes: readonly UndoNote[];
}
