/**
 * Who may use the profile of CodeWhisperer at one moment, and by which way: signing in to its application, and a paid seat,
 * each by a grant of one's own or as a member of a group (reference/codewhisperer-control-plane.md, section 6).
 */

import type { Change } from './change.ts';
import { isGone } from './gone.ts';
import { addTo } from './grouped.ts';
import { byCodePoint } from './json.ts';
import type { Key } from './key.ts';
import { groupKey } from './key.ts';
import type { Path } from './plan.types.ts';
import type { ApplicationSpec, AuthorizationSpec, LiveResource, MembershipSpec, Resource } from './resource.ts';
import { greaterSubscription } from './subscriptions.ts';

/** What is live, and what a plan does about it. */
export interface UseInput {
  readonly live: readonly LiveResource[];
  readonly changes: readonly Change[];
}

export interface SeatUse {
  /** The greatest of those by which the person is reached: it is the one that is paid for. */
  readonly type: string;
  /** Direct first, then by group; never empty. */
  readonly through: readonly Path[];
}

export interface OrphanedUse {
  readonly key: Key;
  /** `~` and the AWS id. */
  readonly principal: string;
  readonly type: string;
}

export interface ProfileUse {
  /** Who can sign in, by which ways; nobody while the application is switched off. */
  readonly signIns: ReadonlyMap<string, readonly Path[]>;
  readonly seats: ReadonlyMap<string, SeatUse>;
  /** Authorisations of users and groups who are there, with a seat. */
  readonly paid: ReadonlySet<Key>;
  /** Seats of users and groups that no longer exist; sorted. */
  readonly orphaned: readonly OrphanedUse[];
}

/** At both ends of a plan. */
export interface ProfileUses {
  readonly before: ProfileUse;
  readonly after: ProfileUse;
}

type Thing = Pick<Resource, 'kind' | 'key' | 'spec'>;

/** The uses before and after the changes, as far as the members of groups are known; in time linear in all that is read. */
export function usesOf({ live, changes }: UseInput): ProfileUses {
  const before = usesAmong(live);
  // Most plans are not about the profile, or there is none.
  const isUsed = live.some(isAuthorization) || changes.some(isAuthorization);
  if (!isUsed || !changes.some(({ kind }) => ABOUT_SIGNING_IN.has(kind))) return { before, after: before };
  const changed = new Set<Key>(changes.map(({ key }) => key));
  const profileGoes = changes.some(({ kind, verb }) => kind === 'profile' && verb === 'delete');
  const stays = live.filter(({ key }) => !changed.has(key));
  const things = [
    ...stays,
    ...changes.flatMap((change): readonly Thing[] => (change.verb === 'delete' ? [] : [change.after])),
  ];
  return {
    before,
    // Whatever hangs on the profile goes with it.
    after: usesAmong(profileGoes ? things.filter(({ kind }) => kind !== 'authorization') : things),
  };
}

function isAuthorization({ kind }: Pick<Thing, 'kind'>): boolean {
  return kind === 'authorization';
}

function usesAmong(things: readonly Thing[]): ProfileUse {
  // In this order everybody's ways come direct first, then by group.
  const grants = things.filter(isAuthorization).sort(byHolder);
  const members = membersAmong(things, grants);
  const isOff = things.some(({ kind, spec }) => kind === 'application' && !(spec as ApplicationSpec).enabled);
  const signIns = new Map<string, Path[]>();
  const seats = new Map<string, SeatUse & { readonly through: Path[] }>();
  const paid = new Set<Key>();
  const orphaned: OrphanedUse[] = [];
  for (const { key, spec } of grants) {
    const { principalType, principal, signIn, subscription: type } = spec as AuthorizationSpec;
    if (isGone(principal)) {
      if (type !== null) orphaned.push({ key, principal, type });
      continue;
    }
    if (type !== null) paid.add(key);
    const path = principalType === 'user' ? {} : { group: principal };
    for (const user of principalType === 'user' ? [principal] : (members.get(principal) as readonly string[])) {
      if (signIn && !isOff) addTo(signIns, user, path);
      if (type !== null) addSeat(seats, user, { type, through: [path] });
    }
  }
  return { signIns, seats, paid, orphaned: orphaned.sort((a, b) => byCodePoint(a.key, b.key)) };
}

function addSeat(
  seats: Map<string, SeatUse & { readonly through: Path[] }>,
  user: string,
  seat: SeatUse & { readonly through: Path[] },
): void {
  const other = seats.get(user);
  if (other === undefined) return void seats.set(user, seat);
  other.through.push(...seat.through);
  const type = greaterSubscription(other.type, seat.type);
  if (type !== other.type) seats.set(user, { type, through: other.through });
}

function byHolder(a: Thing, b: Thing): number {
  const [one, other] = [a.spec as AuthorizationSpec, b.spec as AuthorizationSpec];
  return byCodePoint(other.principalType, one.principalType) || byCodePoint(one.principal, other.principal);
}

/** The members of the groups that are authorised; most memberships are of others. */
function membersAmong(things: readonly Thing[], grants: readonly Thing[]): ReadonlyMap<string, readonly string[]> {
  const members = new Map<string, string[]>();
  for (const { spec } of grants) {
    const { principalType, principal } = spec as AuthorizationSpec;
    if (principalType === 'group') members.set(principal, []);
  }
  for (const { kind, spec } of things) {
    if (kind !== 'membership') continue;
    const { group, user } = spec as MembershipSpec;
    if (!isGone(user)) members.get(group)?.push(user);
  }
  return members;
}

const ABOUT_SIGNING_IN: ReadonlySet<Change['kind']> = new Set([
  'authorization',
  'application',
  'profile',
  'membership',
]);

/**
 * The groups whose members must be known to say what the changes mean for people: those with seats at either end, and
 * once anything changes that lets people sign in, all that are authorised.
 */
export function groupsInUse({ live, changes }: UseInput): ReadonlySet<Key> {
  const made = changes.flatMap((change): readonly Thing[] => (change.verb === 'delete' ? [] : [change.after]));
  const all = changes.some(({ kind }) => ABOUT_SIGNING_IN.has(kind));
  const groups = [...live.filter(isAuthorization), ...made.filter(isAuthorization)]
    .map(({ spec }) => spec as AuthorizationSpec)
    .filter(({ principalType, subscription }) => principalType === 'group' && (all || subscription !== null));
  return new Set(groups.map(({ principal }) => groupKey(principal)));
}
