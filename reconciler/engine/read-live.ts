/** Reading what is live for a plan: at first what the file asks for, then what the changes turn out to depend on. */

import type { Desired } from '../core/desired.ts';
import type { Facts, FactsWanted } from '../core/facts.ts';
import type { Key, KindName } from '../core/key.ts';
import type { Scope } from '../core/kind.ts';
import { groupsInUse } from '../core/profile-use.ts';
import { underNewNames } from '../core/rename.ts';
import type { AssignmentSpec, LiveResource } from '../core/resource.ts';
import type { About } from '../core/scope.ts';
import { grantsToExpand, groupsToExpand, isLookedAt, scopeOf } from '../core/scope.ts';
import type { Cloud } from './cloud.ts';

/** Everything live that the plan of what is desired depends on. */
export async function readLive(
  desired: Desired,
  facts: Facts,
  wanted: FactsWanted,
  cloud: Cloud,
): Promise<readonly LiveResource[]> {
  const scope = scopeOf(desired, facts, wanted);
  await cloud.settleUnderWay();
  const live = await readAll(scope, cloud);
  return underNewNames(live, desired, facts);
}

/** Users and groups come last: whom the other reads met is among them. */
async function readAll(scope: Scope, cloud: Cloud): Promise<readonly LiveResource[]> {
  const readThose = (those: (kind: KindName) => boolean) =>
    Promise.all([...cloud.drivers].filter(([kind]) => those(kind)).map(([, driver]) => driver.read(scope)));
  const others = await readThose((kind) => !isPrincipal(kind));
  const principals = await readThose(isPrincipal);
  return [...principals, ...others].flat();
}

function isPrincipal(kind: KindName): boolean {
  return kind === 'user' || kind === 'group';
}

/** The facts with whom the reads met since; where every one was read before, nobody can have come. */
export async function withMet(facts: Facts, { named = {} }: FactsWanted, cloud: Cloud): Promise<Facts> {
  return named.users === undefined && named.groups === undefined ? facts : { ...facts, ...(await cloud.identities()) };
}

/** All that is live, with what the changes turn out to depend on: whom they concern, and what decides what they mean. */
export async function readBehind(
  live: readonly LiveResource[],
  wanted: FactsWanted,
  behind: Behind,
): Promise<readonly LiveResource[]> {
  const withGrants = await withGrantsBehind(live, behind);
  const withHolders = await withPrincipalsMet(withGrants, wanted, behind);
  const withMembers = await withMembersOfTouchedGroups(withHolders, behind);
  return withPrincipalsMet(withMembers, wanted, behind);
}

interface Behind extends About {
  readonly facts: Facts;
  readonly cloud: Cloud;
}

/** With users and groups whom later reads met. */
async function withPrincipalsMet(
  live: readonly LiveResource[],
  { named = {} }: FactsWanted,
  { desired, facts, cloud }: Behind,
): Promise<readonly LiveResource[]> {
  const kinds: readonly KindName[] = [
    ...(named.users === undefined ? [] : (['user'] as const)),
    ...(named.groups === undefined ? [] : (['group'] as const)),
  ];
  if (kinds.length === 0) return live;
  const scope = { keys: new Set<Key>(), whole: new Set(kinds) };
  const lists = await Promise.all(kinds.map(async (kind) => (await cloud.drivers.get(kind)?.read(scope)) ?? []));
  return withNew(live, underNewNames(lists.flat(), desired, facts));
}

/** With those of the others that are not there already. */
function withNew(live: readonly LiveResource[], others: readonly LiveResource[]): readonly LiveResource[] {
  if (others.length === 0) return live;
  const known = new Set(live.map(({ key }) => key));
  return [...live, ...others.filter(({ key }) => !known.has(key))];
}

/** With grants that nobody asked for at first, but that decide what the changes mean. */
async function withGrantsBehind(live: readonly LiveResource[], behind: Behind): Promise<readonly LiveResource[]> {
  const { desired, facts, cloud } = behind;
  const scope = grantsToExpand(facts, behind);
  if (scope === undefined) return live;
  const found = (await cloud.drivers.get('assignment')?.read(scope)) ?? [];
  const isTouched = ({ spec }: LiveResource): boolean => isLookedAt((spec as AssignmentSpec).account, behind);
  return withNew(live, underNewNames(found.filter(isTouched), desired, facts));
}

/** With all members of these groups. */
export async function withMembersOf(
  groups: readonly Key[],
  live: readonly LiveResource[],
  cloud: Cloud,
): Promise<readonly LiveResource[]> {
  const scope = { keys: new Set(groups), whole: new Set<KindName>() };
  return withNew(live, (await cloud.drivers.get('membership')?.read(scope)) ?? []);
}

/**
 * With the members of groups that the changes touch, where nobody asked for them before. What is known of those already may
 * be a part of them only: the memberships of somebody who is to be removed.
 */
async function withMembersOfTouchedGroups(
  live: readonly LiveResource[],
  behind: Behind,
): Promise<readonly LiveResource[]> {
  const { changes, desired, cloud } = behind;
  const inUse = desired.profile === undefined ? [] : groupsInUse({ live, changes });
  const asked = new Set([...groupsToExpand(live, behind), ...inUse]);
  if (asked.size === 0) return live;
  const isAsked = ({ kind, key }: Pick<LiveResource, 'kind' | 'key'>): boolean => kind === 'group' && asked.has(key);
  const declared = new Set(desired.resources.filter(isAsked).map(({ key }) => key));
  const isUnread = (group: LiveResource): boolean =>
    !declared.has(group.key) && desired.standing(group) !== 'removable';
  const groups = live.filter(isAsked).filter(isUnread);
  const keys = new Set(groups.map(({ key }) => key));
  return keys.size === 0 ? live : withMembersOf([...keys], live, cloud);
}
