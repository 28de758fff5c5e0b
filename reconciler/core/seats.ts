/**
 * Who has a paid seat before and after a plan: users with one of their own, and the members of groups that have one. A user
 * who is reached twice has one seat, of the greater type (reference/codewhisperer-control-plane.md, section 6.1).
 */

import type { Change } from './change.ts';
import { byCodePoint } from './json.ts';
import type { Key } from './key.ts';
import { groupKey } from './key.ts';
import type { AuthorizationSpec, LiveResource, MembershipSpec, Resource } from './resource.ts';
import { greaterSubscription } from './subscriptions.ts';

/** What a plan means for one person's seat; types of seats, `null` for none. */
export interface SeatEffect {
  readonly user: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What seats cost; at most, since a seat that nobody has used yet is not charged. */
export interface Pricing {
  /** Three letters. */
  readonly currency: string;
  /** By type, under its one name; a type without a price counts nothing. */
  readonly perSeatMonthly: ReadonlyMap<string, number>;
}

export interface Money {
  /** Three letters. */
  readonly currency: string;
  readonly before: number;
  readonly after: number;
}

export interface Seats {
  /** People. */
  readonly before: number;
  readonly after: number;
  /** Those for whom it is not the same at both ends; sorted. */
  readonly people: readonly SeatEffect[];
  /** A month, at most; absent when the file has no prices. */
  readonly monthly?: Money;
}

interface SeatsInput {
  readonly live: readonly LiveResource[];
  readonly changes: readonly Change[];
}

type Thing = Pick<Resource, 'kind' | 'key' | 'spec'>;
/** User → type of the seat. */
type Holders = ReadonlyMap<string, string>;

/** Seats at both ends of a plan, as far as the members of groups were read. */
export function seatsBeforeAfter({ live, changes }: SeatsInput, pricing?: Pricing): Seats {
  const before = holdersAmong(live);
  const after = holdersAmong(thingsAfter(live, changes));
  const people = [...new Set([...before.keys(), ...after.keys()])]
    .map((user) => ({ user, before: before.get(user) ?? null, after: after.get(user) ?? null }))
    .filter((effect) => effect.before !== effect.after)
    .toSorted((a, b) => byCodePoint(a.user, b.user));
  const seats = { before: before.size, after: after.size, people };
  if (pricing === undefined) return seats;
  const { currency } = pricing;
  return { ...seats, monthly: { currency, before: costOf(before, pricing), after: costOf(after, pricing) } };
}

/** Rounded to hundredths: prices are decimal, and their sum should be. */
function costOf(holders: Holders, { perSeatMonthly }: Pricing): number {
  const sum = [...holders.values()].reduce((total, type) => total + (perSeatMonthly.get(type) ?? 0), 0);
  return Math.round(sum * 100) / 100;
}

function thingsAfter(live: readonly LiveResource[], changes: readonly Change[]): readonly Thing[] {
  const changed = new Set<Key>(changes.map(({ key }) => key));
  const profileGoes = changes.some(({ kind, verb }) => kind === 'profile' && verb === 'delete');
  return [
    ...live.filter(({ key }) => !changed.has(key)),
    ...changes.flatMap((change) => (change.verb === 'delete' ? [] : [change.after])),
    // Every seat is the profile's, and goes with it.
  ].filter(({ kind }) => !(profileGoes && kind === 'authorization'));
}

function holdersAmong(things: readonly Thing[]): Holders {
  const members = membersAmong(things);
  const holders = new Map<string, string>();
  for (const { kind, spec } of things) {
    if (kind !== 'authorization') continue;
    const { principalType, principal, subscription } = spec as AuthorizationSpec;
    if (subscription === null) continue;
    for (const user of principalType === 'user' ? [principal] : (members.get(principal) ?? [])) {
      // What remains of a deleted principal is nobody who pays.
      if (!user.startsWith('~'))
        holders.set(user, greaterSubscription(holders.get(user) ?? subscription, subscription));
    }
  }
  return holders;
}

function membersAmong(things: readonly Thing[]): ReadonlyMap<string, readonly string[]> {
  const members = new Map<string, string[]>();
  for (const { kind, spec } of things) {
    if (kind !== 'membership') continue;
    const { group, user } = spec as MembershipSpec;
    const others = members.get(group);
    if (others === undefined) members.set(group, [user]);
    else others.push(user);
  }
  return members;
}

/** The groups that have seats at either end: their members must be known. */
export function groupsWithSeats({ live, changes }: SeatsInput): ReadonlySet<Key> {
  const things: readonly Thing[] = [
    ...live,
    ...changes.flatMap((change) => (change.verb === 'delete' ? [] : [change.after])),
  ];
  const groups = things
    .filter(({ kind }) => kind === 'authorization')
    .map(({ spec }) => spec as AuthorizationSpec)
    .filter(({ principalType, subscription }) => principalType === 'group' && subscription !== null);
  return new Set(groups.map(({ principal }) => groupKey(principal)));
}
