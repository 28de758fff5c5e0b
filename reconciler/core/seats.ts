/**
 * The ledger of paid seats: who has one before and after a plan, through what, in which state, and what that costs. A user
 * who is reached twice has one seat, of the greater type (reference/codewhisperer-control-plane.md, section 6.1).
 */

import { isGone } from './gone.ts';
import { byCodePoint, canonicalJson } from './json.ts';
import type { Key } from './key.ts';
import { authorizationKey } from './key.ts';
import type { Path } from './plan.types.ts';
import type { ProfileUse, ProfileUses, SeatUse } from './profile-use.ts';
import { losesPath } from './sign-in.ts';

export type SeatState = 'active' | 'pending' | 'cancelled';

/** What the service lists of somebody's seat, in whichever profile of the Region. */
export interface SeatStatus {
  /** `pending`: given and never used, so not charged. */
  readonly state: SeatState;
  /** The type that is charged, where it is not yet the one that was asked for. */
  readonly charged?: string;
}

/** By user name; `~` and the AWS id for a user who no longer exists. */
export type SeatStatuses = ReadonlyMap<string, SeatStatus>;

export interface HeldSeat extends SeatUse {
  readonly state: 'active' | 'pending';
}

/** What a plan means for people who have the same seat before and the same after; `null` for none. */
export type SeatEffect = SeatEnds & {
  /** Sorted; never empty. */
  readonly users: readonly string[];
};

export type SeatEnds =
  | { readonly before: null; readonly after: HeldSeat }
  | { readonly before: HeldSeat; readonly after: HeldSeat | null };

/** What seats cost; at most, since a seat that nobody has used yet is not charged. */
export interface Pricing {
  /** Three letters. */
  readonly currency: string;
  /** By type, under its one name; a type without a price counts nothing. */
  readonly perSeatMonthly: ReadonlyMap<string, number>;
}

/** A month. The profile's seats whose person is gone are counted too: nothing says that they cost nothing. */
export interface Money {
  /** Three letters. */
  readonly currency: string;
  /** As if every seat were used. */
  readonly before: number;
  readonly after: number;
  /** What is used today. */
  readonly charged: number;
}

/** A seat whose user or group no longer exists. */
export interface OrphanedSeat {
  /** Of the authorisation that it is, or would be. */
  readonly id: Key;
  /** Absent where only the list of people names it: of which profile it is, is not said. */
  readonly type?: string;
  /** The plan takes it away. */
  readonly goes: boolean;
}

export interface Seats {
  /** People. */
  readonly before: number;
  readonly after: number;
  /** How many of them use it: the others' seats are pending. */
  readonly active: { readonly before: number; readonly after: number };
  /** Those for whom it is not the same at both ends; sorted by the first user. */
  readonly people: readonly SeatEffect[];
  /** People without a seat whose former one is still listed; sorted. */
  readonly cancelled: readonly string[];
  readonly orphaned: readonly OrphanedSeat[];
  /** Authorisations of somebody who is there, with a seat, that the file does not declare and the plan leaves; sorted. */
  readonly undeclared: readonly Key[];
  /** Absent when the file has no prices. */
  readonly monthly?: Money;
}

export interface SeatFacts {
  /** Absent: nobody's seat has been used. */
  readonly statuses?: SeatStatuses;
  /** What the plan leaves although nobody declared it. */
  readonly unmanaged?: readonly { readonly key: Key }[];
  readonly pricing?: Pricing | undefined;
}

/** The ledger of a plan, as far as the members of groups were read. */
export function seatLedger(
  uses: ProfileUses,
  { statuses = new Map<string, SeatStatus>(), unmanaged = [], pricing }: SeatFacts = {},
): Seats {
  const before = heldSeats(uses.before, statuses, uses.before);
  const after = heldSeats(uses.after, statuses, uses.before);
  const seats: Seats = {
    before: before.size,
    after: after.size,
    active: { before: activeAmong(before), after: activeAmong(after) },
    people: effectsOf(before, after),
    cancelled: [...statuses]
      .filter(([user, { state }]) => state === 'cancelled' && !before.has(user) && !isGone(user))
      .map(([user]) => user)
      .sort(byCodePoint),
    orphaned: orphanedSeats(uses, statuses),
    undeclared: unmanaged.map(({ key }) => key).filter((key) => uses.before.paid.has(key)),
  };
  return pricing === undefined ? seats : { ...seats, monthly: moneyOf({ before, after, uses }, statuses, pricing) };
}

type Holders = ReadonlyMap<string, HeldSeat>;

/** Whoever had no seat before has not used it, whatever the list says of one in another profile. */
function heldSeats({ seats }: ProfileUse, statuses: SeatStatuses, before: ProfileUse): Holders {
  return new Map(
    [...seats].map(([user, seat]) => {
      const isActive = before.seats.has(user) && statuses.get(user)?.state === 'active';
      return [user, { ...seat, state: isActive ? 'active' : 'pending' }];
    }),
  );
}

function activeAmong(holders: Holders): number {
  return [...holders.values()].filter(({ state }) => state === 'active').length;
}

function effectsOf(before: Holders, after: Holders): readonly SeatEffect[] {
  const ends: readonly (readonly [string, SeatEnds])[] = [
    ...[...before].map(([user, seat]) => [user, { before: seat, after: after.get(user) ?? null }] as const),
    ...[...after]
      .filter(([user]) => !before.has(user))
      .map(([user, seat]) => [user, { before: null, after: seat }] as const),
  ];
  const shapes = new Map<string, SeatEffect & { readonly users: string[] }>();
  for (const [user, effect] of ends.toSorted(([a], [b]) => byCodePoint(a, b))) {
    if (!differs(effect)) continue;
    const shape = canonicalJson([seatJson(effect.before), seatJson(effect.after)]);
    const others = shapes.get(shape);
    if (others === undefined) shapes.set(shape, { users: [user], ...effect });
    else others.users.push(user);
  }
  return [...shapes.values()];
}

/** Also where the seat stays, but no longer by a way that gave it. */
function differs({ before, after }: SeatEnds): boolean {
  if (before === null || after === null) return true;
  return before.type !== after.type || losesPath(before.through, after.through);
}

function seatJson(seat: HeldSeat | null) {
  return seat === null ? null : [seat.type, seat.state, seat.through.map((path: Path) => ({ ...path }))];
}

/** Those with an authorisation here, and people of the list who are nobody any more. */
function orphanedSeats({ before, after }: ProfileUses, statuses: SeatStatuses): readonly OrphanedSeat[] {
  const stays = new Set(after.orphaned.map(({ key }) => key));
  const own = before.orphaned.map(({ key, type }): OrphanedSeat => ({ id: key, type, goes: !stays.has(key) }));
  const known = new Set(own.map(({ id }) => id));
  const listed = [...statuses]
    .filter(([user, { state }]) => isGone(user) && state !== 'cancelled')
    .map(([user]): OrphanedSeat => ({ id: authorizationKey('user', user), goes: false }))
    .filter(({ id }) => !known.has(id));
  return [...own, ...listed].sort((a, b) => byCodePoint(a.id, b.id));
}

interface Ends {
  readonly before: Holders;
  readonly after: Holders;
  readonly uses: ProfileUses;
}

function moneyOf({ before, after, uses }: Ends, statuses: SeatStatuses, pricing: Pricing): Money {
  const charged = [...before].flatMap(([user, { type, state }]) =>
    state === 'active' ? [statuses.get(user)?.charged ?? type] : [],
  );
  const old = uses.before.orphaned;
  const orphaned = old.filter(({ principal }) => statuses.get(principal)?.state === 'active').map(typeOf);
  return {
    currency: pricing.currency,
    before: costOf([...before.values(), ...old].map(typeOf), pricing),
    after: costOf([...after.values(), ...uses.after.orphaned].map(typeOf), pricing),
    charged: costOf([...charged, ...orphaned], pricing),
  };
}

function typeOf({ type }: { readonly type: string }): string {
  return type;
}

/** Rounded to hundredths: prices are decimal, and their sum should be. */
function costOf(types: readonly string[], { perSeatMonthly }: Pricing): number {
  const sum = types.reduce((total, type) => total + (perSeatMonthly.get(type) ?? 0), 0);
  return Math.round(sum * 100) / 100;
}
