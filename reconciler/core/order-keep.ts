/**
 * Waits of strength 2, Keep: who holds an access at both ends of the plan holds it at every moment.
 *
 * Two removals can interrupt an access: that of a membership (`creationsForLeaving`) and that of a grant
 * (`creationsForTaking`). Each asks which people would be left without the access for a while, and waits for the memberships
 * and grants by which these people have it at the end. Who keeps one path unchanged is never interrupted, and asks for
 * nothing. The same pairs of an old and a new principal come again and again, so what they have in common is kept.
 */

import type { Accesses, Cell, Grant, Membership, Principal } from './access.ts';
import { BOTH, changesOn, END, holding, pathsOf, sideOf, START, UNCHANGED, usersOf } from './access.ts';
import { getOrInsert } from './once.ts';
import type { Waits } from './waits.ts';
import { addWaits } from './waits.ts';

/**
 * For each access that is held at both ends and has no path unchanged, each removal on an old path waits for all
 * creations on the new ones. A set that is renamed or updated is one access.
 */
export function addKeepWaits(waits: Waits, { memberships, grants }: Accesses): void {
  const pairs: Pairs = { cells: new Map(), users: new Map(), uncovered: new Map() };
  for (const membership of memberships) {
    if (membership.side === START) addWaits(waits, 2, [membership.change], creationsForLeaving(membership, pairs));
  }
  for (const grant of grants) {
    if (grant.side !== START) continue;
    for (const creations of creationsForTaking(grant, pairs)) addWaits(waits, 2, [grant.change], creations);
  }
}

/** A user who leaves a group, and the number of the change by which that user joins another one; -1: by none. */
interface Mover {
  readonly user: Principal;
  readonly joining: number;
}

/** The people behind an old principal (at the start) who are also behind a new one (at the end). */
interface UsersBetween {
  /** Behind the new one at both ends. */
  readonly stayers: readonly Principal[];
  /** Made members of the new one by the plan. */
  readonly joiners: readonly Membership[];
}

/** What an old principal holds at the start and a new one at the end. */
interface CellsBetween {
  readonly all: readonly Cell[];
  /** Of these, what the plan gives to the new one. */
  readonly made: readonly Grant[];
}

/** What an old and a new principal have in common, by the old one and then the new one: worked out once. */
interface Pairs {
  readonly cells: Map<Principal, Map<Principal, CellsBetween>>;
  readonly users: Map<Principal, Map<Principal, UsersBetween>>;
  /** By the grants of a cell that are unchanged, too (`unchangedIn`): they decide who has an unchanged path there. */
  readonly uncovered: Map<Principal, Map<Principal, Map<string, Uncovered>>>;
}

/** The people behind both principals who have no unchanged path to a cell. */
interface Uncovered {
  /** Whether there are any. */
  readonly any: boolean;
  /** The numbers of the changes that make some of them members of the new principal. */
  readonly joinings: readonly number[];
}

function onceForPair<B>(
  known: Map<Principal, Map<Principal, B>>,
  first: Principal,
  second: Principal,
  make: () => B,
): B {
  return getOrInsert(
    getOrInsert(known, first, () => new Map<Principal, B>()),
    second,
    make,
  );
}

/** The creations that must be done before a user may leave a group: all by which the user keeps what the group gave. */
function creationsForLeaving({ user, group }: Membership, pairs: Pairs): readonly number[] {
  const creations = new Set<number>();
  gather(creations, group, { user, joining: -1 }, user, pairs);
  for (const { group: gained, side, change } of user.memberships) {
    if ((side & END) !== 0) gather(creations, group, { user, joining: change }, gained, pairs);
  }
  return [...creations];
}

/** Adds the creations on the new paths through `gained` to the cells of `lost`. */
function gather(creations: Set<number>, lost: Principal, mover: Mover, gained: Principal, pairs: Pairs): void {
  const isUncovered = (cell: Cell): boolean => (holding(mover.user, cell) & UNCHANGED) === 0;
  const { all, made } = cellsBetween(lost, gained, pairs);
  if (mover.joining !== -1 && all.some(isUncovered)) creations.add(mover.joining);
  for (const grant of made) if (isUncovered(grant.cell)) creations.add(grant.change);
}

function cellsBetween(lost: Principal, gained: Principal, pairs: Pairs): CellsBetween {
  return onceForPair(pairs.cells, lost, gained, () => {
    const smaller = lost.grants.size < gained.grants.size ? lost : gained;
    return {
      all: [...smaller.grants.keys()].filter((cell) => has(lost, cell, START) && has(gained, cell, END)),
      made: gained.changedGrants.filter(({ side, cell }) => side === END && has(lost, cell, START)),
    };
  });
}

function has(principal: Principal, cell: Cell, side: number): boolean {
  return (principal.grants.get(cell) ?? []).some((grant) => (grant.side & side) !== 0);
}

/** The creations that must be done before a grant may be taken away, in lists that several grants may share. */
function creationsForTaking({ principal, cell }: Grant, pairs: Pairs): readonly (readonly number[])[] {
  if (principal.type === 'user') return [ownCreations(principal, cell)];
  const unchanged = unchangedIn(cell);
  const successors = cell.grants.filter(
    (grant) => grant.side === END || (grant.side === BOTH && grant.principal.changedMemberships.length > 0),
  );
  const uncovered = successors.map((grant) => ({ grant, ...uncoveredBy(principal, grant, unchanged, pairs) }));
  const made = uncovered.filter(({ grant, any }) => any && grant.side === END).map(({ grant }) => grant.change);
  return [made, ...uncovered.map(({ joinings }) => joinings)];
}

function ownCreations(user: Principal, cell: Cell): readonly number[] {
  if ((holding(user, cell) & UNCHANGED) !== 0) return [];
  return pathsOf(user, cell)
    .filter((path) => (sideOf(path) & END) !== 0)
    .flatMap((path) => changesOn(path, END));
}

/** Whose grants of a cell are unchanged: with the memberships, all that decides who has an unchanged path. */
function unchangedIn(cell: Cell): string {
  return cell.grants
    .filter(({ side }) => side === BOTH)
    .map(({ principal: { type, name } }) => JSON.stringify([type, name]))
    .toSorted()
    .join('');
}

function uncoveredBy(lost: Principal, grant: Grant, unchanged: string, pairs: Pairs): Uncovered {
  const { principal, cell } = grant;
  const known = onceForPair(pairs.uncovered, lost, principal, () => new Map<string, Uncovered>());
  return getOrInsert(known, unchanged, () => {
    const { stayers, joiners } = usersBetween(lost, principal, pairs);
    const isUncovered = (user: Principal): boolean => (holding(user, cell) & UNCHANGED) === 0;
    const joinings = joiners.filter(({ user }) => isUncovered(user)).map(({ change }) => change);
    return { any: joinings.length > 0 || stayers.some(isUncovered), joinings };
  });
}

function usersBetween(lost: Principal, gained: Principal, pairs: Pairs): UsersBetween {
  return onceForPair(pairs.users, lost, gained, () => {
    const fewer = gained.type === 'user' || gained.memberships.length < lost.memberships.length ? gained : lost;
    return {
      stayers: usersOf(fewer).filter((user) => isIn(user, lost, START) && isIn(user, gained, BOTH)),
      joiners: gained.changedMemberships.filter(
        ({ user, side }) => user !== gained && side === END && isIn(user, lost, START),
      ),
    };
  });
}

function isIn(user: Principal, principal: Principal, ends: number): boolean {
  return (
    user === principal || user.memberships.some(({ group, side }) => group === principal && (side & ends) === ends)
  );
}
