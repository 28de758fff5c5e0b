/**
 * Who may use the profile of CodeWhisperer at one moment, and by which way: signing in to its application, and a paid seat,
 * each by a grant of one's own or as a member of a group (reference/codewhisperer-control-plane.md, section 6).
 */

import type { Change } from './change.ts';
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
  /** Seats of users and groups that no longer exist. */
  readonly orphaned: readonly OrphanedUse[];
}

type Thing = Pick<Resource, 'kind' | 'key' | 'spec'>;

/** The uses before the changes. */
export function usesBefore({ live }: UseInput): ProfileUse {
  return usesAmong(live);
}

/** The uses after the changes, as far as the members of groups are known. */
export function usesAfter({ live, changes }: UseInput): ProfileUse {
  const changed = new Set<Key>(changes.map(({ key }) => key));
  const profileGoes = changes.some(({ kind, verb }) => kind === 'profile' && verb === 'delete');
  const things: readonly Thing[] = [
    ...live.filter(({ key }) => !changed.has(key)),
    ...changes.flatMap((change) => (change.verb === 'delete' ? [] : [change.after])),
  ];
  // Whatever hangs on the profile goes with it.
  return usesAmong(things.filter(({ kind }) => !(profileGoes && kind === 'authorization')));
}

function usesAmong(things: readonly Thing[]): ProfileUse {
  const members = membersAmong(things);
  const isOff = things.some(({ kind, spec }) => kind === 'application' && !(spec as ApplicationSpec).enabled);
  const signIns = new Map<string, Path[]>();
  const seats = new Map<string, { readonly type: string; readonly through: Path[] }>();
  const orphaned: OrphanedUse[] = [];
  for (const { kind, key, spec } of things) {
    if (kind !== 'authorization') continue;
    const { principalType, principal, signIn, subscription } = spec as AuthorizationSpec;
    if (isGone(principal)) {
      if (subscription !== null) orphaned.push({ key, principal, type: subscription });
      continue;
    }
    const path = principalType === 'user' ? {} : { group: principal };
    for (const user of principalType === 'user' ? [principal] : (members.get(principal) ?? [])) {
      if (signIn && !isOff) signIns.set(user, [...(signIns.get(user) ?? []), path]);
      if (subscription === null) continue;
      const { type, through } = seats.get(user) ?? { type: subscription, through: [] };
      seats.set(user, { type: greaterSubscription(type, subscription), through: [...through, path] });
    }
  }
  for (const paths of signIns.values()) paths.sort(byPath);
  for (const { through } of seats.values()) through.sort(byPath);
  return { signIns, seats, orphaned: orphaned.sort((a, b) => byCodePoint(a.key, b.key)) };
}

/** DESIGN, References: `~` and the AWS id stand for a principal that no longer exists. */
function isGone(principal: string): boolean {
  return principal.startsWith('~');
}

function byPath(a: Path, b: Path): number {
  return byCodePoint(a.group ?? '', b.group ?? '');
}

function membersAmong(things: readonly Thing[]): ReadonlyMap<string, readonly string[]> {
  const members = new Map<string, string[]>();
  for (const { kind, spec } of things) {
    if (kind !== 'membership') continue;
    const { group, user } = spec as MembershipSpec;
    if (isGone(user)) continue;
    const others = members.get(group);
    if (others === undefined) members.set(group, [user]);
    else others.push(user);
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
  const things: readonly Thing[] = [
    ...live,
    ...changes.flatMap((change) => (change.verb === 'delete' ? [] : [change.after])),
  ];
  const all = changes.some(({ kind }) => ABOUT_SIGNING_IN.has(kind));
  const groups = things
    .filter(({ kind }) => kind === 'authorization')
    .map(({ spec }) => spec as AuthorizationSpec)
    .filter(({ principalType, subscription }) => principalType === 'group' && (all || subscription !== null));
  return new Set(groups.map(({ principal }) => groupKey(principal)));
}
