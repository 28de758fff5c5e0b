/** The two lists that seats can be read from: one row per user whom a seat reaches, and one row per seat. */

import { isLive, reaches } from '../codewhisperer/seats.ts';
import type { Reach } from '../codewhisperer/seats.ts';
import type { Seat } from '../codewhisperer.types.ts';
import { uuidOf } from '../ids.ts';
import { lowerPage } from '../lower-pages.ts';
import type { UserSubscriptionsOperations } from '../models/user-subscriptions.types.ts';
import { inOrder } from '../pages.ts';
import { Refusal } from '../refusal.ts';
import type { Call, Handlers } from '../service.ts';
import type { IdentityCenterWorld } from '../world.types.ts';
import { higherPlan, shownPlan } from './plans.ts';

type Subscription = UserSubscriptionsOperations['ListUserSubscriptions']['output']['subscriptions'][number];

/** The largest page that programs ask for. */
const MOST = 1000;

/** The instance, which only its own Region knows. */
function centerOf(call: Call): IdentityCenterWorld {
  const center = call.world.identityCenter;
  if (center !== undefined) return center;
  throw new Refusal('InvalidSignatureException', 'Credential should be scoped to a valid region.');
}

/** All seats that reach one user in one account's profile. */
interface Row {
  readonly key: string;
  readonly userId: string;
  readonly seats: readonly Seat[];
}

function rowsOf(all: readonly Reach[]): readonly Row[] {
  const rows = new Map<string, { userId: string; seats: Seat[] }>();
  for (const { userId, seat } of all) {
    const key = `${seat.account}|${userId}`;
    const row = rows.get(key) ?? { userId, seats: [] };
    row.seats.push(seat);
    rows.set(key, row);
  }
  const ordered = [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return ordered.map(([key, row]) => ({ key, ...row }));
}

function aggregated(seats: readonly Seat[]): string {
  const types = new Set(seats.map((seat) => seat.principalType));
  if (types.size === 2) return 'INDIVIDUAL_AND_GROUP';
  return types.has('USER') ? 'INDIVIDUAL' : 'GROUP';
}

function shownRow(call: Call, row: Row): Subscription {
  const live = row.seats.filter(isLive);
  const counted = live.length === 0 ? row.seats : live;
  const best = counted.reduce((a, b) => (higherPlan(a.subscription, b.subscription) ? a : b));
  const isActive = live.length > 0 && call.world.codewhisperer.activeUsers.has(row.userId);
  const type = { amazonQ: shownPlan(call.world, best) };
  return {
    principal: { user: row.userId },
    type,
    status: best.status ?? (isActive ? 'ACTIVE' : 'PENDING'),
    ...(isActive ? { activatedType: type, activationDate: best.created } : {}),
    aggregatedSubscriptionType: aggregated(counted),
  };
}

export const listHandlers: Handlers<UserSubscriptionsOperations> = {
  ListUserSubscriptions(input, call) {
    const center = centerOf(call);
    if (input.instanceArn !== center.instanceArn) {
      throw new Refusal('ResourceNotFoundException', 'The instance does not exist.');
    }
    const { subscriptionRegion: region } = input;
    const all = reaches(call.world, center, { region, now: call.now, delay: call.limits.memberSeatMilliseconds });
    const page = lowerPage(call, input, rowsOf(all), { cursorOf: (row) => row.key, most: MOST });
    return { subscriptions: page.items.map((row) => shownRow(call, row)), nextToken: page.nextToken };
  },

  ListApplicationClaims(input, call) {
    centerOf(call);
    const profile = [...call.world.codewhisperer.profiles.values()].find(
      (one) => one.applicationArn === input.applicationArn && one.region === input.subscriptionRegion,
    );
    if (profile === undefined) throw new Refusal('ResourceNotFoundException', 'The application does not exist.');
    const { account, region } = profile;
    const seats = [...call.world.codewhisperer.seats.values()].filter(
      (seat) => seat.account === account && seat.region === region && (isLive(seat) || call.limits.cancelledClaims),
    );
    const page = lowerPage(call, input, inOrder(seats), { cursorOf: (seat) => seat.sequence, most: MOST });
    const claims = page.items.map((seat) => ({
      identifier: uuidOf('claim', account, region, seat.principalId),
      principal: seat.principalType === 'USER' ? { user: seat.principalId } : { group: seat.principalId },
      type: { amazonQ: shownPlan(call.world, seat) },
    }));
    return { claims, nextToken: page.nextToken };
  },
};
