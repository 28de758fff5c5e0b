/**
 * Who has a seat, as the subscription service lists it. Claims are what users and groups have of their own, in the profile's
 * application; subscriptions are the people behind them, of every profile in the Region (reference, section 6.2).
 */

import type { Members } from '../../aws/private-answer.ts';
import type { AwsSession } from '../../aws/session.ts';
import { canonicalSubscription, greaterSubscription } from '../../core/subscriptions.ts';

export interface Seats {
  /** `USER id` or `GROUP id` → the type of the seat of its own. */
  readonly own: ReadonlyMap<string, string>;
  /** User id → the type that the user has by whatever way, in this profile or in another of the Region. */
  readonly effective: ReadonlyMap<string, string>;
}

const PAGE = 100;
const LARGE_PAGE = 1_000;

/** The seats that are not cancelled. */
export async function readSeats(
  { codewhisperer, survey }: AwsSession,
  { applicationArn, region }: { readonly applicationArn: string; readonly region: string },
): Promise<Seats> {
  const { instanceArn, region: centerRegion } = await survey.instance();
  const { subscriptions } = codewhisperer;
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
  const { effective, cancelled } = subscriptionsOf(rows);
  return { own: claimsOf(claims, cancelled), effective };
}

function subscriptionsOf(rows: readonly Members[]) {
  const effective = new Map<string, string>();
  const cancelled = new Set<string>();
  for (const row of rows) {
    const user = member(row, 'principal', 'user');
    const type = member(row, 'type', 'amazonQ');
    if (user === undefined || type === undefined) continue;
    const name = canonicalSubscription(type);
    if (isCancelled(row)) cancelled.add(user);
    else effective.set(user, greaterSubscription(effective.get(user) ?? name, name));
  }
  return { effective, cancelled: new Set([...cancelled].filter((user) => !effective.has(user))) };
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

/** Both spellings were seen. */
function isCancelled({ status }: Members): boolean {
  return typeof status === 'string' && /^cancell?ed$/iu.test(status);
}

function member(row: Members, outer: string, inner: string): string | undefined {
  const value = row[outer];
  const found = typeof value === 'object' && value !== null ? (value as Members)[inner] : undefined;
  return typeof found === 'string' && found !== '' ? found : undefined;
}
