/**
 * Grants that two entries give. One may select an account that the other names; but where both name it, as they might once a
 * selector is cut down to names, the folder is in error (`CONFIG_OVERLAP`).
 */

import type { Key } from '../../core/key.ts';
import type { GrantEntry } from '../configuration.ts';
import type { Cell } from './blocks.ts';

/** What an entry gives, and how the accounts would be written of what is left of it. */
export interface Cutting {
  readonly entry: GrantEntry;
  readonly keyOf: (cell: Cell) => Key;
  /** Whether the entry selects an account now (12 digits), and would name it with so much left. */
  readonly namesNewly: (left: readonly Cell[]) => (account: string) => boolean;
}

/** The grants that entries name so far, without those that have an end or a reason, which are an entry's own. */
export type Named = Set<Key>;

/** What is left of an entry without what another one names, and notes what this one comes to name. */
export function saidOnce(left: readonly Cell[], named: Named, cutting: Cutting): readonly Cell[] {
  const { entry, keyOf, namesNewly } = cutting;
  if (hasItsOwn(entry)) return left;
  const isNew = namesNewly(left);
  const comes = left.filter(({ account }) => isNew(account));
  const twice = new Set(comes.filter((cell) => named.has(keyOf(cell))));
  // With fewer accounts others may be the shorter words.
  if (twice.size > 0)
    return saidOnce(
      left.filter((cell) => !twice.has(cell)),
      named,
      cutting,
    );
  for (const cell of comes) named.add(keyOf(cell));
  return left;
}

/** Whether an entry gives something that another one of the same grant does not. */
export function hasItsOwn({ expires, reason }: GrantEntry): boolean {
  return expires !== undefined || reason !== undefined;
}
