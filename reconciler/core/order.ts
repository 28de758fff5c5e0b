/**
 * Changes put in an order that is safe at every moment (DESIGN section 4, "Order"): whatever set of changes a crash leaves
 * behind, as long as each of them came after what it waits for, nobody has lost what they keep, nobody holds what is theirs at
 * neither end, and administrators remain.
 *
 * What waits for what is a graph. Its waits are, strongest first, 0 what a service needs, 1 administrators, 2 Keep,
 * 3 Do not leak, 4 role names. A cycle loses its waits of strength 4, then 3, with a warning.
 *
 * Waits 0 to 2 alone have no cycle. Call deletions removals, and all other changes creations. By wait 0 a creation
 * waits for creations only: of what it needs, or of a user's own seat, which waits for no seat itself. A removal waits by it for what ceases to need the removed thing: removals,
 * and updates or replacements. Both follow `needs`, which leads from a grant or a membership to its set, group and user and
 * no further, so never in a circle. By waits 1 and 2 a removal waits for creations. So a path along waits that has come to
 * a creation stays among creations, and neither among these nor among removals is there a way back.
 */

import type { Accesses } from './access.ts';
import type { Change } from './change.ts';
import type { AdministratorsGuard, Desired } from './desired.ts';
import type { Issue } from './issue.ts';
import { byCodePoint } from './json.ts';
import type { Key } from './key.ts';
import { KIND_NAMES } from './key.ts';
import { getOrInsert } from './once.ts';
import { addAdministratorWaits, holdersOf } from './order-administrators.ts';
import { addContentWaits } from './order-contents.ts';
import { addCrossingWaits } from './order-crossing.ts';
import { addKeepWaits } from './order-keep.ts';
import { addRoleWaits } from './order-roles.ts';
import { addSeatWaits } from './order-seats.ts';
import { addServiceWaits } from './order-services.ts';
import type { Leak } from './order-warnings.ts';
import { leaksOf, leakWarnings, roleWarnings } from './order-warnings.ts';
import type { AccessInput } from './read-accesses.ts';
import { readAccesses } from './read-accesses.ts';
import type { LiveResource } from './resource.ts';
import { touchedBy } from './touched.ts';
import type { Waits } from './waits.ts';
import { createWaits } from './waits.ts';
import { dropInsideCycles } from './waits-cycles.ts';
import { inOrder, shortenLongLists } from './waits-sequence.ts';

export interface OrderInput {
  /** With empty `needs`. */
  readonly changes: readonly Change[];
  /** Everything that was read, renamed groups under their new names. */
  readonly live: readonly LiveResource[];
  readonly renames: Pick<Desired['renames'], 'permissionSets'>;
  readonly administrators: readonly AdministratorsGuard[];
  /** Names of users who cannot sign in: they do not count as administrators. */
  readonly disabled?: ReadonlySet<string>;
  /** Id → name, for the warnings. */
  readonly accountNames?: ReadonlyMap<string, string>;
}

export interface Ordered {
  /** In the order of execution, each with the keys of the changes that it waits for. */
  readonly changes: readonly Change[];
  readonly warnings: readonly Issue[];
  /** What the warnings of code `ORDER_LEAK` say, in full. */
  readonly leaks: readonly Leak[];
}

/**
 * The changes in the order of execution, and what each waits for. The order of the input makes no difference. Throws when
 * the resources need each other in a circle.
 */
export function order(input: OrderInput): Ordered {
  return orderAmong(rankedAccesses(input), input);
}

/** Who has what at both ends, as far as the changes and the guards touch it; the changes numbered as `orderAmong` wants them. */
export function rankedAccesses({ live, renames, changes, administrators }: RankedInput): Accesses {
  const newNames = new Map([...renames.permissionSets].map(([name, oldName]) => [oldName, name]));
  const newName = (set: string): string => newNames.get(set) ?? set;
  const touched = touchedBy({ live, changes, newName, administrators });
  const ranked = changes.toSorted((a, b) => rank(a) - rank(b) || byCodePoint(a.key, b.key));
  return readAccesses({ live: touched, renames, changes: ranked });
}

type RankedInput = AccessInput & Pick<OrderInput, 'administrators'>;

/** `order`, where others need the accesses too. */
export function orderAmong(accesses: Accesses, input: Omit<OrderInput, 'changes' | 'live'>): Ordered {
  const { changes } = accesses;
  const waits = waitsBetween(changes, accesses, input);
  const freedRoles = dropInsideCycles(waits, 4);
  const leaks = leaksOf(dropInsideCycles(waits, 3), accesses, changes);
  const accountName = (id: string): string => input.accountNames?.get(id) ?? id;
  const warnings = [...leakWarnings(leaks, accountName), ...roleWarnings(freedRoles, accesses, accountName)];
  const sequence = inOrder(waits);
  shortenLongLists(waits, sequence);
  return { changes: withNeeds(changes, waits, sequence), warnings, leaks };
}

function waitsBetween(
  changes: readonly Change[],
  accesses: Accesses,
  input: Omit<OrderInput, 'changes' | 'live'>,
): Waits {
  const waits = createWaits(changes.length);
  addServiceWaits(waits, changes, input.renames.permissionSets);
  addSeatWaits(waits, accesses);
  for (const guard of input.administrators) {
    const holders = holdersOf(accesses, guard, input.renames, input.disabled ?? new Set());
    if (holders !== undefined) addAdministratorWaits(waits, holders, guard.atLeast);
  }
  addKeepWaits(waits, accesses);
  addCrossingWaits(waits, accesses);
  addContentWaits(waits, accesses);
  addRoleWaits(waits, accesses);
  return waits;
}

/** Where a change stands among those that are free to start: by kind, removals last and in reverse. */
function rank(change: Change): number {
  const place = KIND_NAMES.indexOf(change.kind);
  return change.verb === 'delete' ? 2 * KIND_NAMES.length - place : place;
}

/** So many waits cost less than it takes to find who has the same ones. */
const SHORT = 4;

function withNeeds(changes: readonly Change[], waits: Waits, sequence: readonly number[]): readonly Change[] {
  const keyOf = (number: number): Key => (changes[number] as Change).key;
  const awaitedIn = (node: number): readonly number[] =>
    (waits.shared[node - waits.count] as Waits['shared'][number]).awaited;
  // Changes that wait for the same long lists share one array, since they may be many; short ones are not worth it.
  const known = new Map<string, readonly Key[]>();
  const needsOf = (lists: readonly number[]): readonly Key[] =>
    [...new Set(lists.flatMap(awaitedIn))].map(keyOf).toSorted(byCodePoint);
  const isLong = (node: number): boolean => awaitedIn(node).length > SHORT;
  return sequence.map((number) => {
    const lists = waits.listsOf[number] as readonly number[];
    const needs = lists.some(isLong) ? getOrInsert(known, lists.join(), () => needsOf(lists)) : needsOf(lists);
    return { ...(changes[number] as Change), needs };
  });
}
