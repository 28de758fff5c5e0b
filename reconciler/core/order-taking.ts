/**
 * Keep, where a grant is taken away: the people behind it who hold its cell at the end too have another path before.
 *
 * Auditor on prod goes from `developers` to `engineers`: it is taken from `developers` after `engineers` has it, if anybody is in both,
 * and after those of `developers` who join `engineers` have joined.
 */

import type { Accesses, Cell, Grant, Membership, Principal } from './access.ts';
import { BOTH, changesOn, END, hasUnchangedPath, pathsOf, sideOf, START, usersOf } from './access.ts';
import { unchangedPattern } from './grant-patterns.ts';
import { getOrInsert, oncePerPair } from './once.ts';
import type { Waits } from './waits.ts';
import { addWaits } from './waits.ts';

/** Each grant that is taken away waits for all by which the people behind it keep its cell. */
export function addTakingWaits(waits: Waits, { grants }: Accesses): void {
  // The same two groups come again and again.
  const usersBetween = oncePerPair(newUsersBetween);
  for (const grant of grants) {
    const { principal, cell, side, change } = grant;
    if (side !== START) continue;
    // Several grants may share a list.
    const lists = principal.type === 'user' ? [ownCreations(principal, cell)] : creationsForTaking(grant, usersBetween);
    for (const creations of lists) addWaits(waits, 2, [change], creations);
  }
}

/** The creations on the paths of a user to a cell at the end, if none of the paths is unchanged. */
function ownCreations(user: Principal, cell: Cell): readonly number[] {
  if (hasUnchangedPath(user, cell)) return [];
  return pathsOf(user, cell)
    .filter((path) => (sideOf(path) & END) !== 0)
    .flatMap((path) => changesOn(path, END));
}

/** The people behind an old principal (at the start) who are also behind a new one (at the end). */
interface UsersBetween {
  /** Behind the new one at both ends. */
  readonly stayers: readonly Principal[];
  /** Made members of the new one by the plan. */
  readonly joiners: readonly Membership[];
  /** Those of them who have no unchanged path to a cell, by the `unchangedPattern` of the cell. */
  readonly uncovered: Map<string, Uncovered>;
}

interface Uncovered {
  /** Whether there are any. */
  readonly any: boolean;
  /** The numbers of the changes that make some of them members of the new principal. */
  readonly joinings: readonly number[];
}

type FindUsersBetween = (lost: Principal, gained: Principal) => UsersBetween;

/** What must be there before a grant of a group is taken away: the cell's other grants, and members of their groups. */
function creationsForTaking(
  { principal, cell }: Grant,
  usersBetween: FindUsersBetween,
): readonly (readonly number[])[] {
  const pattern = unchangedPattern(cell);
  const made: number[] = [];
  const joinings: (readonly number[])[] = [];
  for (const { principal: gained, side, change } of cell.grants) {
    const isSuccessor = side === END || (side === BOTH && gained.changedMemberships.length > 0);
    if (!isSuccessor) continue;
    const uncovered = uncoveredAmong(usersBetween(principal, gained), cell, pattern);
    if (uncovered.any && side === END) made.push(change);
    joinings.push(uncovered.joinings);
  }
  return [made, ...joinings];
}

function uncoveredAmong({ stayers, joiners, uncovered }: UsersBetween, cell: Cell, pattern: string): Uncovered {
  return getOrInsert(uncovered, pattern, () => {
    const isUncovered = (user: Principal): boolean => !hasUnchangedPath(user, cell);
    const joinings = joiners.filter(({ user }) => isUncovered(user)).map(({ change }) => change);
    return { any: joinings.length > 0 || stayers.some(isUncovered), joinings };
  });
}

function newUsersBetween(lost: Principal, gained: Principal): UsersBetween {
  const fewer = gained.type === 'user' || gained.memberships.length < lost.memberships.length ? gained : lost;
  return {
    stayers: usersOf(fewer).filter((user) => isBehind(user, lost, START) && isBehind(user, gained, BOTH)),
    joiners:
      gained.type === 'user'
        ? []
        : gained.changedMemberships.filter(({ user, side }) => side === END && isBehind(user, lost, START)),
    uncovered: new Map(),
  };
}

/** Whether a user is a principal, or in it at these ends. */
function isBehind(user: Principal, principal: Principal, ends: number): boolean {
  return (
    user === principal || user.memberships.some(({ group, side }) => group === principal && (side & ends) === ends)
  );
}
