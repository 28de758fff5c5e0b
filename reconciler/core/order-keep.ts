/** Waits of strength 2, Keep: who holds an access at both ends of the plan holds it at every moment. */

import type { Accesses, Cell, Grant, Membership, Principal } from './access.ts';
import { BOTH, changesOn, END, holding, pathsOf, sideOf, START, UNCHANGED } from './access.ts';
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

/** A user who is in one principal at the start and in another at the end, and by which change (-1: by none). */
interface Mover {
  readonly user: Principal;
  readonly joining: number;
}

/** What two principals, an old and a new one, have to do with each other: worked out once for each pair. */
interface Pairs {
  /** The cells that the first has at the start and the second at the end. */
  readonly cells: Map<Principal, Map<Principal, readonly Cell[]>>;
  readonly users: Map<Principal, Map<Principal, readonly Mover[]>>;
  /** Those users without an unchanged path, by what is unchanged. */
  readonly uncovered: Map<Principal, Map<Principal, Map<string, Uncovered>>>;
}

interface Uncovered {
  readonly any: boolean;
  readonly joinings: readonly number[];
}

function once<A, B>(known: Map<A, B>, key: A, make: () => B): B {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}

function onceForPair<B>(
  known: Map<Principal, Map<Principal, B>>,
  first: Principal,
  second: Principal,
  make: () => B,
): B {
  return once(
    once(known, first, () => new Map<Principal, B>()),
    second,
    make,
  );
}

/** What must be made before a user may leave a group: all that newly leads to what the group gave and the user keeps. */
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
  const makesGrants = gained.changedGrants.some(({ side }) => side === END);
  if (mover.joining === -1 && !makesGrants) return;
  for (const cell of commonCells(lost, gained, pairs)) {
    if ((holding(mover.user, cell) & UNCHANGED) !== 0) continue;
    if (mover.joining !== -1) creations.add(mover.joining);
    // No cell can add more than the joining itself.
    if (!makesGrants) return;
    for (const grant of gained.grants.get(cell) as readonly Grant[])
      if (grant.side === END) creations.add(grant.change);
  }
}

function commonCells(lost: Principal, gained: Principal, pairs: Pairs): readonly Cell[] {
  return onceForPair(pairs.cells, lost, gained, () => {
    const smaller = lost.grants.size < gained.grants.size ? lost : gained;
    return [...smaller.grants.keys()].filter((cell) => has(lost, cell, START) && has(gained, cell, END));
  });
}

function has(principal: Principal, cell: Cell, side: number): boolean {
  return (principal.grants.get(cell) ?? []).some((grant) => (grant.side & side) !== 0);
}

/** Lists of what must be made before a grant may be taken away. */
function creationsForTaking({ principal, cell }: Grant, pairs: Pairs): readonly (readonly number[])[] {
  if (principal.type === 'user') return [ownCreations(principal, cell)];
  const unchanged = unchangedIn(cell);
  const creations: number[] = [];
  const joinings: (readonly number[])[] = [];
  for (const grant of cell.grants) {
    if ((grant.side & END) === 0) continue;
    const uncovered = uncoveredBy(principal, grant.principal, cell, unchanged, pairs);
    if (uncovered.any && grant.side === END) creations.push(grant.change);
    joinings.push(uncovered.joinings);
  }
  return [creations, ...joinings];
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

function uncoveredBy(lost: Principal, gained: Principal, cell: Cell, unchanged: string, pairs: Pairs): Uncovered {
  const known = onceForPair(pairs.uncovered, lost, gained, () => new Map<string, Uncovered>());
  return once(known, unchanged, () => {
    const movers = moversBetween(lost, gained, pairs).filter(({ user }) => (holding(user, cell) & UNCHANGED) === 0);
    return {
      any: movers.length > 0,
      joinings: movers.filter(({ joining }) => joining !== -1).map(({ joining }) => joining),
    };
  });
}

function moversBetween(lost: Principal, gained: Principal, pairs: Pairs): readonly Mover[] {
  return onceForPair(pairs.users, lost, gained, () =>
    lost.memberships
      .filter(({ side }) => (side & START) !== 0)
      .flatMap(({ user }): readonly Mover[] => {
        if (user === gained) return [{ user, joining: -1 }];
        const joined = user.memberships.find(({ group, side }) => group === gained && (side & END) !== 0);
        return joined === undefined ? [] : [{ user, joining: joined.change }];
      }),
  );
}
