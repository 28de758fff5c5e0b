/** What the guards ask about live things: what becomes of them, and what they name. */

import { addTo } from './grouped.ts';
import type { GuardInput } from './guard.types.ts';
import type { Key, KindName } from './key.ts';
import { groupKey, NEEDED_BY_NOBODY, permissionSetKey, principalKey, userKey } from './key.ts';
import { once } from './once.ts';
import type { AssignmentSpec, LiveResource, MembershipSpec, Resource, Standing } from './resource.ts';

/** The input with what several guards need, each worked out once. */
export interface GuardView extends GuardInput {
  /** Keys of what the file wants. */
  readonly wanted: ReadonlySet<Key>;
  /** Keys of grants in the file whose time has passed. */
  readonly expired: ReadonlySet<Key>;
  /**
   * What is gone after the plan: what its changes remove, and what falls with it without a change of its own. A limit
   * that did not count such edges was the mistake of kubernetes/org#4365.
   */
  readonly removed: readonly LiveResource[];
  readonly gone: ReadonlySet<Key>;
  /** How many live things of each kind a plan could remove: declared ones, and undeclared ones where the file removes them. */
  readonly removable: ReadonlyMap<KindName, number>;
  /** Live grants and memberships by what they name. */
  readonly naming: ReadonlyMap<Key, readonly LiveResource[]>;
}

export function viewOf(input: GuardInput): GuardView {
  const { changes, live, desired } = input;
  // Most plans take nothing away, and then nobody asks.
  const [wanted, naming] = [once(() => keysOf(desired.resources)), once(() => byName(live))];
  const removable = once(() => removableAmong(live, { wanted: wanted(), desired }));
  // A replacement removes what was there.
  const direct = changes.flatMap((change) =>
    change.verb === 'delete' || change.verb === 'replace' ? [change.before] : [],
  );
  const [keys, named] = [keysOf(direct), keysOf(direct.filter(({ kind }) => !NEEDED_BY_NOBODY.has(kind)))];
  const falls = (resource: LiveResource): boolean =>
    !keys.has(resource.key) &&
    namedKeys(resource).some((key) => named.has(key)) &&
    standingOf(resource, { wanted: wanted(), desired }) !== 'ignored';
  const fallen = named.size === 0 ? [] : live.filter(falls);
  const removed = [...direct, ...fallen];
  return {
    ...input,
    get wanted() {
      return wanted();
    },
    expired: keysOf(desired.expired),
    removed,
    gone: keysOf(removed),
    get removable() {
      return removable();
    },
    get naming() {
      return naming();
    },
  };
}

function keysOf(resources: readonly Pick<Resource, 'key'>[]): ReadonlySet<Key> {
  return new Set(resources.map(({ key }) => key));
}

function removableAmong(
  live: readonly LiveResource[],
  view: Pick<GuardView, 'wanted' | 'desired'>,
): ReadonlyMap<KindName, number> {
  const counts = new Map<KindName, number>();
  for (const resource of live) {
    if (resource.external === true || !['declared', 'removable'].includes(standingOf(resource, view))) continue;
    counts.set(resource.kind, (counts.get(resource.kind) ?? 0) + 1);
  }
  return counts;
}

function byName(live: readonly LiveResource[]): ReadonlyMap<Key, readonly LiveResource[]> {
  const naming = new Map<Key, LiveResource[]>();
  for (const resource of live) {
    for (const key of namedKeys(resource)) addTo(naming, key, resource);
  }
  return naming;
}

/** `declared` for what the file wants; else what the file says becomes of it. */
export function standingOf(live: LiveResource, { wanted, desired }: Pick<GuardView, 'wanted' | 'desired'>): Standing {
  return wanted.has(live.key) ? 'declared' : desired.standing(live);
}

/** Whether the file says by name that it must not exist, or that what it is about must not. */
export function isNamed(resource: LiveResource, removed: ReadonlySet<Key>): boolean {
  return removed.has(resource.key) || namedKeys(resource).some((key) => removed.has(key));
}

/** What a grant or a membership is about: the keys of the users, groups and permission sets that it names. */
export function namedKeys(resource: Pick<Resource, 'kind' | 'spec' | 'needs'>): readonly Key[] {
  if (resource.kind === 'membership') {
    const { group, user } = resource.spec as MembershipSpec;
    return [groupKey(group), userKey(user)];
  }
  if (resource.kind === 'assignment') {
    const { permissionSet, principalType, principal } = resource.spec as AssignmentSpec;
    return [permissionSetKey(permissionSet), principalKey(principalType, principal)];
  }
  return resource.needs;
}

/** The removals by which somebody may lose the set on the account: of grants, of the set, of groups and their members. */
export function removalsBehind(permissionSet: string, account: string, view: GuardView): readonly LiveResource[] {
  const set = permissionSetKey(permissionSet);
  const grants = (view.naming.get(set) ?? []).filter(({ spec }) => (spec as AssignmentSpec).account === account);
  const through = new Set([set, ...grants.flatMap((grant) => [grant.key, ...namedKeys(grant)])]);
  // Of a member only the group counts: somebody who holds the set directly may leave any other group.
  return view.removed.filter(
    (resource) =>
      through.has(resource.key) ||
      (resource.kind === 'membership' && through.has(groupKey((resource.spec as MembershipSpec).group))),
  );
}
