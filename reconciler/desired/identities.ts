/** Users, groups and memberships as written → canonical specs; and the live ones that are named without being declared. */

import type { Facts } from '../core/facts.ts';
import type { Issue } from '../core/issue.ts';
import type { Key, PrincipalType } from '../core/key.ts';
import { groupKey, membershipKey, principalKey, userKey } from '../core/key.ts';
import { getOrInsert } from '../core/once.ts';
import type { GroupSpec, MembershipSpec, Resource, UserSpec } from '../core/resource.ts';
import { mistake } from './codes.ts';
import type { Configuration, PrincipalMention } from './configuration.ts';
import { at } from './configuration.ts';
import type { InForce } from './in-force.ts';
import { inForce } from './in-force.ts';
import { candidatesHint } from './names.ts';

/** The users of the file. */
export function userResources(configuration: Configuration): readonly Resource<UserSpec>[] {
  return (configuration.document.users ?? []).map((user, index) => ({
    kind: 'user',
    key: userKey(user.userName),
    spec: {
      userName: user.userName,
      givenName: user.givenName,
      familyName: user.familyName,
      displayName: user.displayName ?? `${user.givenName} ${user.familyName}`,
      ...(user.email === undefined ? {} : { email: user.email }),
    },
    needs: [],
    at: at(configuration, ['users', index]),
  }));
}

/** The groups of the file, without their members. */
export function groupResources(configuration: Configuration): readonly Resource<GroupSpec>[] {
  return (configuration.document.groups ?? []).map(({ name, description }, index) => ({
    kind: 'group',
    key: groupKey(name),
    spec: { name, ...(description === undefined ? {} : { description }) },
    needs: [],
    at: at(configuration, ['groups', index]),
  }));
}

/** The members of the groups of the file, at one moment. */
export function memberships(configuration: Configuration, now: number): InForce<MembershipSpec> {
  // One text for each group and user, since there are many more memberships.
  const groupKeys = new Map<string, Key>();
  const userKeys = new Map<string, Key>();
  return inForce(configuration, configuration.members, now, ({ group, name: user }) => ({
    kind: 'membership',
    key: membershipKey(group, user),
    spec: { group, user },
    needs: [getOrInsert(groupKeys, group, () => groupKey(group)), getOrInsert(userKeys, user, () => userKey(user))],
  }));
}

/**
 * Finds the principals that are named but not declared among the live ones; one that does not exist is an issue with
 * candidates, once for each name.
 */
export function referencedPrincipals(
  mentions: Iterable<PrincipalMention>,
  configuration: Configuration,
  facts: Facts,
  issues: Issue[],
): ReadonlySet<Key> {
  const { document } = configuration;
  const declared: { readonly [type in PrincipalType]: readonly string[] } = {
    user: (document.users ?? []).map(({ userName }) => userName),
    group: (document.groups ?? []).map(({ name }) => name),
  };
  const live: typeof declared = {
    user: facts.users.map(({ name }) => name),
    group: facts.groups.map(({ name }) => name),
  };
  const declaredKeys = new Set([...declared.user.map(userKey), ...declared.group.map(groupKey)]);
  const liveKeys = new Set([...live.user.map(userKey), ...live.group.map(groupKey)]);
  const found = new Set<Key>();
  for (const mention of mentions) {
    const { type, name } = mention;
    const key = principalKey(type, name);
    if (declaredKeys.has(key) || found.has(key)) continue;
    found.add(key);
    if (liveKeys.has(key)) continue;
    const hint = candidatesHint(name, [...declared[type], ...live[type]]);
    issues.push(
      mistake('CONFIG_REFERENCE', at(configuration, mention.path), `no ${type} "${name}", declared or live`, hint),
    );
  }
  return found;
}
