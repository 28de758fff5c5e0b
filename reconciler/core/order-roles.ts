/**
 * Waits of strength 4, role names: AWS removes the role of a set on an account with its last assignee, and makes one of
 * another name for the next, which breaks trust policies and EKS mappings.
 */

import type { Accesses, Cell } from './access.ts';
import { BOTH, END, START } from './access.ts';
import type { Waits } from './waits.ts';
import { addWaits } from './waits.ts';

/** An account and a live or wanted set, with the changes of its assignees. */
export interface RoleAssignees {
  readonly permissionSet: string;
  readonly account: string;
  readonly stays: boolean;
  readonly removals: readonly number[];
  readonly creations: readonly number[];
}

/** The assignees of each account and set of a cell: two sets where one is being renamed. */
export function roleAssignees({ account, grants }: Cell): readonly RoleAssignees[] {
  const sets = [...new Set(grants.map(({ set }) => set))];
  return sets.map((permissionSet) => {
    const own = grants.filter(({ set }) => set === permissionSet);
    const changesOf = (end: number): readonly number[] =>
      own.filter(({ side }) => side === end).map(({ change }) => change);
    const stays = own.some(({ side }) => side === BOTH);
    return { permissionSet, account, stays, removals: changesOf(START), creations: changesOf(END) };
  });
}

/** Where no assignee of an account and set stays, all creations come before the removals. */
export function addRoleWaits(waits: Waits, { cells }: Accesses): void {
  for (const cell of cells.values()) {
    for (const { stays, removals, creations } of roleAssignees(cell)) {
      if (!stays) addWaits(waits, 4, removals, creations);
    }
  }
}
