/**
 * Who has a seat, as the subscription service lists it. Claims are what users and groups have of their own, in the profile's
 * application; subscriptions are the people behind them, of every profile in the Region (reference, section 6.2).
 */

import type { SeatStatus } from '../core/seats.ts';
import { canonicalSubscription, greaterSubscription } from '../core/subscriptions.ts';
import type { Instance } from './instance.ts';
import type { Members } from './private-answer.ts';
import type { PrivateApi } from './private-api.ts';

export interface Seats {
  /** `USER id` or `GROUP id` → the type of the seat of its own. */
  readonly own: ReadonlyMap<string, string>;
  /** User id → the type that the user has by whatever way, in this profile or in another of the Region. */
  readonly effective: ReadonlyMap<string, string>;
  /** Ids of users who are listed with a seat of their own and one through a group. */
  readonly both: ReadonlySet<string>;
  /** User id → what is listed of the user's seat, in this profile or in another of the Region. */
  readonly statuses: ReadonlyMap<string, SeatStatus>;
}

const PAGE = 100;
const LARGE_PAGE = 1_000;

/** Of which profile. */
export interface SeatsOf {
  readonly applicationArn: string;
  /** Of the profile. */
  readonly region: string;
}

/** The seats that are not cancelled. */
export async function readSeats(
  subscriptions: Pick<PrivateApi, 'list'>,
  { instanceArn, region: centerRegion }: Pick<Instance, 'instanceArn' | 'region'>,
  { applicationArn, region }: SeatsOf,
): Promise<Seats> {
  const [claims, rows] = await Promise.all([
    subscriptions.list('ListApplicationClaims', { applicationArn, subscriptionRegion: region }, ['claims', 'Claims'], {
      region: centerRegion,
      about: 'seats of the profile',
      pageSize: PAGE,
    }),
    subscriptions.list(
      'ListUserSubscriptions',
      { instanceArn, subscriptionRegion: region },
      ['subscriptions', 'UserSubscriptions'],
      { region: centerRegion, about: 'people with a seat', pageSize: LARGE_PAGE },
    ),
  ]);
  const { effective, cancelled, statuses } = subscriptionsOf(rows);
  return { own: claimsOf(claims, cancelled), effective, both: withBoth(rows), statuses };
}

function subscriptionsOf(rows: readonly Members[]) {
  const effective = new Map<string, string>();
  const cancelled = new Set<string>();
  const statuses = new Map<string, SeatStatus>();
  for (const row of rows) {
    const user = member(row, 'principal', 'user');
    const type = member(row, 'type', 'amazonQ');
    if (user === undefined || type === undefined) continue;
    const name = canonicalSubscription(type);
    if (isCancelled(row)) cancelled.add(user);
    else effective.set(user, greaterSubscription(effective.get(user) ?? name, name));
    statuses.set(user, further(statuses.get(user), statusOf(row, name)));
  }
  return { effective, cancelled: new Set([...cancelled].filter((user) => !effective.has(user))), statuses };
}

/** The one value of this member that anybody has told of. */
function withBoth(rows: readonly Members[]): ReadonlySet<string> {
  const both = rows.filter((row) => row['aggregatedSubscriptionType'] === 'INDIVIDUAL_AND_GROUP' && !isCancelled(row));
  return new Set(both.flatMap((row) => member(row, 'principal', 'user') ?? []));
}

/** Whatever is neither pending nor cancelled is in use, and paid for: the service has words that nobody has heard of. */
function statusOf(row: Members, type: string): SeatStatus {
  if (isCancelled(row)) return { state: 'cancelled' };
  if (/^pending$/iu.test(String(row['status']))) return { state: 'pending' };
  const activated = canonicalSubscription(member(row, 'activatedType', 'amazonQ') ?? type);
  return { state: 'active', ...(activated === type ? {} : { charged: activated }) };
}

const FURTHER = ['cancelled', 'pending', 'active'] as const;

/** The state that counts of somebody who is listed twice. */
function further(one: SeatStatus | undefined, other: SeatStatus): SeatStatus {
  return one === undefined || FURTHER.indexOf(other.state) > FURTHER.indexOf(one.state) ? other : one;
}

function claimsOf(claims: readonly Members[], cancelled: ReadonlySet<string>): ReadonlyMap<string, string> {
  const own = new Map<string, string>();
  for (const claim of claims) {
    const type = member(claim, 'type', 'amazonQ');
    const user = member(claim, 'principal', 'user');
    const group = member(claim, 'principal', 'group');
    if (type === undefined || isCancelled(claim)) continue;
    if (group !== undefined) own.set(`GROUP ${group}`, canonicalSubscription(type));
    else if (user !== undefined && !cancelled.has(user)) own.set(`USER ${user}`, canonicalSubscription(type));
  }
  return own;
}

/** Both spellings were seen, and one program tells of seats whose removal is pending until the month is over. */
function isCancelled({ status }: Members): boolean {
  return typeof status === 'string' && /^(?:cancell?ed|pending[ _-]?removal)$/iu.test(status);
}

function member(row: Members, outer: string, inner: string): string | undefined {
  const value = row[outer];
  const found = typeof value === 'object' && value !== null ? (value as Members)[inner] : undefined;
  return typeof found === 'string' && found !== '' ? found : undefined;
}
