/**
 * Keep, where somebody leaves a group: what the group gave, and what the person has at the end too, comes in another way before.
 *
 * Ada moves from `developers` to `engineers`, and both hold Auditor on prod: she leaves `developers` after she has joined
 * `engineers`. Where the plan also grants Auditor on prod to `engineers`, she leaves after that as well.
 */

import type { Accesses, Cell, Grant, Membership, Principal } from './access.ts';
import { END, hasUnchangedPath, START } from './access.ts';
import { oncePerPair } from './once.ts';
import type { Waits } from './waits.ts';
import { addWaits } from './waits.ts';

/** Each membership that is taken away waits for all by which its user keeps what the group gave. */
export function addLeavingWaits(waits: Waits, { memberships }: Accesses): void {
  // The same two groups come again and again.
  const cellsBetween = oncePerPair(newCellsBetween);
  for (const membership of memberships) {
    if (membership.side !== START) continue;
    addWaits(waits, 2, [membership.change], creationsForLeaving(membership, cellsBetween));
  }
}

/** What an old principal holds at the start and a new one at the end. */
interface CellsBetween {
  readonly all: readonly Cell[];
  /** Of these, what the plan gives to the new one. */
  readonly made: readonly Grant[];
}

type FindCellsBetween = (lost: Principal, gained: Principal) => CellsBetween;

function newCellsBetween(lost: Principal, gained: Principal): CellsBetween {
  const smaller = lost.grants.size < gained.grants.size ? lost : gained;
  return {
    all: [...smaller.grants.keys()].filter((cell) => holds(lost, cell, START) && holds(gained, cell, END)),
    made: gained.changedGrants.filter(({ side, cell }) => side === END && holds(lost, cell, START)),
  };
}

function holds(principal: Principal, cell: Cell, end: number): boolean {
  return (principal.grants.get(cell) ?? []).some(({ side }) => (side & end) !== 0);
}

function creationsForLeaving({ user, group }: Membership, cellsBetween: FindCellsBetween): readonly number[] {
  const needsNewPath = (cell: Cell): boolean => !hasUnchangedPath(user, cell);
  const creations = new Set<number>();
  const addGrantsTo = (gained: Principal): void => {
    for (const { cell, change } of cellsBetween(group, gained).made) if (needsNewPath(cell)) creations.add(change);
  };
  addGrantsTo(user);
  for (const { group: gained, side, change } of user.memberships) {
    if ((side & END) === 0) continue;
    if (side === END && cellsBetween(group, gained).all.some(needsNewPath)) creations.add(change);
    addGrantsTo(gained);
  }
  return [...creations];
}
