/**
 * Waits of strength 3, Do not leak, around a permission set that gets another content: who loses the set must not get the new
 * content, and who gains it must not get the old one.
 *
 * The plan gives Auditor another policy, takes Auditor on prod from Eve, and gives it to Ada: first Eve loses it, then its policy
 * changes, and then Ada gets it.
 */

import type { Accesses, Cell, Grant, Principal } from './access.ts';
import { BOTH, holding, START, usersOf } from './access.ts';
import type { Change } from './change.ts';
import { patternUnder } from './grant-patterns.ts';
import { grouped } from './grouped.ts';
import { addPair } from './pairs.ts';
import type { PermissionSetSpec } from './resource.ts';
import type { Waits } from './waits.ts';
import { addWaits } from './waits.ts';

/** An update waits for what takes its set from those who lose it; what gives the set to those who gain it waits for the update. */
export function addContentWaits(waits: Waits, { cells, changes }: Accesses): void {
  const cellsOf = new Map<string, Set<Cell>>();
  for (const cell of cells.values()) for (const { set } of cell.grants) addPair(cellsOf, set, cell);
  for (const [number, change] of changes.entries()) {
    const set = updatedSet(change);
    if (set === undefined) continue;
    const { removals, creations } = movesAround(set, cellsOf.get(set) ?? new Set());
    addWaits(waits, 3, [number], removals);
    addWaits(waits, 3, creations, [number]);
  }
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

/** The numbers of the changes by which people lose a set, and of those by which they gain it. */
interface Moves {
  readonly removals: Set<number>;
  readonly creations: Set<number>;
}

function movesAround(set: string, cells: Iterable<Cell>): Moves {
  const moves: Moves = { removals: new Set(), creations: new Set() };
  for (const alike of grouped(cells, (cell) => patternUnder(set, cell)).values()) {
    // In all these cells the same people move, and by the same memberships.
    const grants = grantsOf(set, alike[0]);
    for (const grant of grants) addMemberships(moves, grant);
    const moving = new Set(grants.filter(movesSomebody).map(({ principal }) => principal));
    for (const cell of alike) addGrants(moves, grantsOf(set, cell), moving);
  }
  return moves;
}

function grantsOf(set: string, { grants }: Cell): readonly Grant[] {
  return grants.filter((grant) => grant.set === set);
}

/** Whether a grant is made or taken away, and somebody behind it holds its set there only after or before that. */
function movesSomebody({ principal, cell, set, side }: Grant): boolean {
  return side !== BOTH && usersOf(principal).some((user) => holding(user, cell, set) === side);
}

function addGrants({ removals, creations }: Moves, grants: readonly Grant[], moving: ReadonlySet<Principal>): void {
  for (const { principal, side, change } of grants) {
    if (moving.has(principal)) (side === START ? removals : creations).add(change);
  }
}

/** The memberships behind a grant that move somebody, whether or not the grant itself stays. */
function addMemberships({ removals, creations }: Moves, { principal, cell, set }: Grant): void {
  if (principal.type === 'user') return;
  for (const { user, side, change } of principal.changedMemberships) {
    const found = side === START ? removals : creations;
    if (!found.has(change) && holding(user, cell, set) === side) found.add(change);
  }
}
