/**
 * Waits of strength 3, Do not leak: nobody has, for a while, what is theirs neither before nor after the plan.
 *
 * Here by crossing paths, of which one leg is old and the other new, so that they are there only while a removal waits for its
 * turn. There are two:
 *
 * - Ada joins `developers`, which loses Billing on prod: she joins after it is lost.
 * - Eve leaves `developers`, which gains Billing on prod: it gains that after she has left.
 *
 * Neither waits where the person holds Billing on prod at one end of the plan by another path. The other leaks are those of sets
 * that change (`order-contents.ts`). Each wait is there for the sake of somebody: `order-warnings.ts` says who, where a cycle
 * drops one.
 */

import type { Accesses, Cell, Grant, Membership, Principal } from './access.ts';
import { END, holding, START } from './access.ts';
import { patternUnder } from './grant-patterns.ts';
import type { NonEmpty } from './grouped.ts';
import { grouped } from './grouped.ts';
import { getOrInsert } from './once.ts';
import type { Waits } from './waits.ts';
import { addWaits } from './waits.ts';

/** A creation waits for the removals that end the crossing paths which it would complete. */
export function addCrossingWaits(waits: Waits, accesses: Accesses): void {
  addJoiningWaits(waits, accesses);
  addGrantingWaits(waits, accesses);
}

/** Who joins a group waits until those of its grants have gone that are theirs at neither end. */
function addJoiningWaits(waits: Waits, { memberships }: Accesses): void {
  const takings = new Map<Principal, Taking>();
  for (const { user, group, side, change } of memberships) {
    if (side !== END) continue;
    const taking = getOrInsert(takings, group, () => takingFrom(group));
    if (taking.alike.length > 0) addWaits(waits, 3, [change], removalsFor(user, taking));
  }
}

/** What a group loses. */
interface Taking {
  /** Its grants that go, those together that the same people hold. */
  readonly alike: readonly NonEmpty<Grant>[];
  /** Lists of their changes that were asked for: most people who join a group wait for the same ones. */
  readonly lists: Map<string, readonly number[]>;
}

function takingFrom(group: Principal): Taking {
  const going = group.changedGrants.filter(({ side }) => side === START);
  const alike = grouped(going, ({ cell, set }) => patternUnder(set, cell));
  return { alike: [...alike.values()], lists: new Map() };
}

/** What must have gone before somebody joins: the grants of the group that are theirs neither before nor after. */
function removalsFor(user: Principal, { alike, lists }: Taking): readonly number[] {
  const strange = alike.map(([{ cell, set }]) => holding(user, cell, set) === 0);
  return getOrInsert(lists, strange.join(), () =>
    alike.filter((_, index) => strange[index]).flatMap((grants) => grants.map(({ change }) => change)),
  );
}

/** What is granted to a group waits until those have left whose it is at neither end. */
function addGrantingWaits(waits: Waits, { memberships, grants }: Accesses): void {
  const leaving = grouped(
    memberships.filter(({ side }) => side === START),
    ({ group }) => group,
  );
  // By the group and the pattern of what it gains: most of that is held by the same people.
  const lists = new Map<string, readonly number[]>();
  for (const { principal, cell, set, side, change } of grants) {
    const leavers = leaving.get(principal);
    if (side !== END || leavers === undefined) continue;
    const name = `${principal.number} ${patternUnder(set, cell)}`;
    const removals = getOrInsert(lists, name, () => changesOfStrangers(leavers, cell, set));
    addWaits(waits, 3, [change], removals);
  }
}

/** The changes of those of some memberships whose users hold a set in a cell at neither end. */
function changesOfStrangers(memberships: readonly Membership[], cell: Cell, set: string): readonly number[] {
  return memberships.filter(({ user }) => holding(user, cell, set) === 0).map(({ change }) => change);
}
