/**
 * Waits of strength 3, Do not leak: nobody has, for a while, what is theirs neither before nor after the plan.
 *
 * There are two ways to such an access. A crossing path: one leg is old and the other new, so that it is there only while
 * the removal waits for its turn. And a set with another content: who loses the set must not get the new content, and who
 * gains it must not get the old one. Each wait is there for the sake of
 * somebody: `order-warnings.ts` says who, where a cycle drops one.
 */

import type { Accesses, Cell, Grant, Membership, Principal } from './access.ts';
import { BOTH, END, holding, START, usersOf } from './access.ts';
import type { Change } from './change.ts';
import { addTo } from './grouped.ts';
import { getOrInsert } from './once.ts';
import { addPair } from './pairs.ts';
import type { PermissionSetSpec } from './resource.ts';
import type { Waits } from './waits.ts';
import { addWaits } from './waits.ts';

export function addLeakWaits(waits: Waits, accesses: Accesses, changes: readonly Change[]): void {
  addCrossingWaits(waits, accesses);
  const cellsOf = new Map<string, Set<Cell>>();
  for (const cell of accesses.cells.values()) for (const { set } of cell.grants) addPair(cellsOf, set, cell);
  for (const [number, change] of changes.entries()) {
    const set = updatedSet(change);
    if (set !== undefined) addContentWaits(waits, { set, number, cells: cellsOf.get(set) ?? new Set() });
  }
}

/** A creation waits for the removals that end the crossing paths which it would complete. */
function addCrossingWaits(waits: Waits, { memberships, grants }: Accesses): void {
  const leavers = new Map<Principal, Membership[]>();
  const takings = new Map<Principal, Taking>();
  for (const membership of memberships) {
    if (membership.side === START) {
      addTo(leavers, membership.group, membership);
      continue;
    }
    const { user, group, change } = membership;
    const taking = getOrInsert(takings, group, () => takingFrom(group));
    if (taking.alike.length > 0) addWaits(waits, 3, [change], removalsFor(user, taking));
  }
  const strangers = new Map<string, readonly number[]>();
  for (const { principal, cell, set, side, change } of grants) {
    const leaving = leavers.get(principal);
    if (side !== END || leaving === undefined) continue;
    const name = JSON.stringify([principal.name, holdersPattern(cell, set)]);
    const removals = getOrInsert(strangers, name, () =>
      leaving.filter(({ user }) => holding(user, cell, set) === 0).map((membership) => membership.change),
    );
    addWaits(waits, 3, [change], removals);
  }
}

/** The grants that a group loses, those together that the same people hold; and lists of their changes that were asked for. */
interface Taking {
  readonly alike: readonly (readonly Grant[])[];
  readonly lists: Map<string, readonly number[]>;
}

function takingFrom(group: Principal): Taking {
  const alike = new Map<string, Grant[]>();
  for (const grant of group.changedGrants) {
    if (grant.side === START) addTo(alike, holdersPattern(grant.cell, grant.set), grant);
  }
  return { alike: [...alike.values()], lists: new Map() };
}

/** What must have gone before somebody joins: the grants of the group that are theirs neither before nor after. */
function removalsFor(user: Principal, { alike, lists }: Taking): readonly number[] {
  const strange = alike.map((grants) => {
    const { cell, set } = grants[0] as Grant;
    return holding(user, cell, set) === 0;
  });
  return getOrInsert(lists, strange.join(), () =>
    alike.filter((_, index) => strange[index]).flatMap((grants) => grants.map(({ change }) => change)),
  );
}

/** Who is granted a set on an account, and when: with the memberships, all that decides who holds it. */
function holdersPattern(cell: Cell, set: string): string {
  return cell.grants
    .filter((grant) => grant.set === set)
    .map(({ principal: { type, name }, side }) => JSON.stringify([type, name, side]))
    .toSorted()
    .join('');
}

// What a holder may do, or for how long; a description, a relay state and tags give nobody anything.
const CONTENT: ReadonlySet<string> = new Set([
  'managedPolicies',
  'customerManagedPolicies',
  'permissionsBoundary',
  'inlinePolicy',
  'sessionDuration',
  'provisioned',
] satisfies readonly (keyof PermissionSetSpec)[]);

/** The name of the set that a change gives another content, if it does. */
export function updatedSet(change: Change): string | undefined {
  if (change.kind !== 'permission-set' || change.verb === 'create' || change.verb === 'delete') return undefined;
  const { fields, after } = change;
  return fields.some(({ field }) => CONTENT.has(field)) ? (after.spec as PermissionSetSpec).name : undefined;
}

interface Update {
  readonly set: string;
  readonly number: number;
  readonly cells: ReadonlySet<Cell>;
}

/** The update waits for what takes the set from those who lose it; what gives it to those who gain it waits for the update. */
function addContentWaits(waits: Waits, { set, number, cells }: Update): void {
  const removals = new Set<number>();
  const creations = new Set<number>();
  const movingBy = new Map<string, ReadonlySet<Principal>>();
  for (const cell of cells) {
    const grants = cell.grants.filter((grant) => grant.set === set);
    const pattern = holdersPattern(cell, set);
    const moving = movingBy.get(pattern) ?? new Set(grants.filter(movesSomebody).map(({ principal }) => principal));
    if (!movingBy.has(pattern)) for (const grant of grants) addMemberships(grant, removals, creations);
    movingBy.set(pattern, moving);
    for (const { principal, side, change } of grants) {
      if (moving.has(principal)) (side === START ? removals : creations).add(change);
    }
  }
  addWaits(waits, 3, [number], removals);
  addWaits(waits, 3, creations, [number]);
}

/** Whether a grant is made or taken away, and somebody behind it holds its set there only after or before that. */
function movesSomebody({ principal, cell, set, side }: Grant): boolean {
  return side !== BOTH && usersOf(principal).some((user) => (holding(user, cell, set) & BOTH) === side);
}

/** The same for the memberships behind a grant, whether or not the grant itself stays. */
function addMemberships({ principal, cell, set }: Grant, removals: Set<number>, creations: Set<number>): void {
  for (const { user, side, change } of principal.type === 'group' ? principal.changedMemberships : []) {
    const found = side === START ? removals : creations;
    if (!found.has(change) && (holding(user, cell, set) & BOTH) === side) found.add(change);
  }
}
