/** Seats of a profile, and what they come to for each user. */

import type { Seat } from '../codewhisperer.types.ts';
import { membersOf } from '../world.ts';
import type { IdentityCenterWorld, World } from '../world.types.ts';

/** Where a profile is: one per account and Region. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

export function seatKey({ account, region }: Place, principalId: string): string {
  return `${account}/${region}|${principalId}`;
}

/** All seats of the profile at that place, those that were cancelled too. */
export function seatsOf(world: World, { account, region }: Place): readonly Seat[] {
  return [...world.codewhisperer.seats.values()].filter((seat) => seat.account === account && seat.region === region);
}

/** Whether the seat still counts. */
export function isLive(seat: Seat): boolean {
  return !/^cancel/iu.test(seat.status ?? '');
}

/** The group seats that the user has a place by. */
export function seatsThroughGroups(world: World, place: Place, userId: string): readonly Seat[] {
  const groups = [...(world.identityCenter?.groupsOf.get(userId)?.keys() ?? [])];
  return groups.flatMap((groupId) => world.codewhisperer.seats.get(seatKey(place, groupId)) ?? []);
}

/** A seat as it reaches a user: by itself, or through a group. */
export interface Reach {
  readonly userId: string;
  readonly seat: Seat;
}

/** Every user whom a seat of that Region reaches; a group's reaches a member `delay` milliseconds after both began. */
export function reaches(
  world: World,
  center: IdentityCenterWorld,
  options: { readonly region: string; readonly now: number; readonly delay: number },
): readonly Reach[] {
  const seats = [...world.codewhisperer.seats.values()].filter((seat) => seat.region === options.region);
  return seats.flatMap((seat): readonly Reach[] => {
    if (seat.principalType === 'USER') return [{ userId: seat.principalId, seat }];
    return membersOf(center, seat.principalId)
      .filter((member) => Math.max(member.created, seat.created) + options.delay <= options.now)
      .map(({ userId }) => ({ userId, seat }));
  });
}
