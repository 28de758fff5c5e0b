/** Users and groups of the identity store: the lists have full objects, so nothing needs to be described (reference, section 4.3). */

import type { Group, User } from '@aws-sdk/client-identitystore';
import { IssueError } from '../core/issue.ts';
import type { Key } from '../core/key.ts';
import { groupKey, userKey } from '../core/key.ts';
import type { Api } from './api.ts';
import type { IdentityStoreSdk } from './clients.ts';
import type { Ground } from './ground.ts';
import type { Names } from './names.ts';

export interface LiveUser {
  readonly id: string;
  readonly name: string;
  /** It carries an external id: a provider writes it. */
  readonly external: boolean;
  readonly enabled: boolean;
  readonly user: User;
}

export interface LiveGroup {
  readonly id: string;
  readonly name: string;
  readonly external: boolean;
  readonly description: string | undefined;
}

interface DirectoryParts {
  readonly ground: Pick<Ground, 'instance'>;
  readonly identityStore: Api<IdentityStoreSdk>;
  readonly names: Names;
}

/** Every user, by name; their ids are remembered. */
export async function readUsers({
  ground,
  identityStore,
  names,
}: DirectoryParts): Promise<ReadonlyMap<string, LiveUser>> {
  const { identityStoreId } = await ground.instance();
  const users = await identityStore.list('ListUsers', { IdentityStoreId: identityStoreId }, (page) => page.Users);
  const live = users.flatMap((user) => liveUser(user));
  for (const { name, id } of live) names.remember(userKey(name), id);
  return byName(live, userKey, 'users');
}

/** A user of the service in the terms of this program; nothing for one without an id. */
export function liveUser(user: User): readonly LiveUser[] {
  const { UserId: id, UserName: name } = user;
  if (id === undefined) return [];
  const external = (user.ExternalIds ?? []).length > 0;
  return [{ id, name: name ?? `~${id}`, external, enabled: user.UserStatus !== 'DISABLED', user }];
}

/** Every group, by name; their ids are remembered. */
export async function readGroups({
  ground,
  identityStore,
  names,
}: DirectoryParts): Promise<ReadonlyMap<string, LiveGroup>> {
  const { identityStoreId } = await ground.instance();
  const groups = await identityStore.list('ListGroups', { IdentityStoreId: identityStoreId }, (page) => page.Groups);
  const live = groups.flatMap((group) => liveGroup(group));
  for (const { name, id } of live) names.remember(groupKey(name), id);
  return byName(live, groupKey, 'groups');
}

/** A group of the service in the terms of this program; nothing for one without an id. */
export function liveGroup(group: Group): readonly LiveGroup[] {
  const { GroupId: id, DisplayName: name, Description: description } = group;
  if (id === undefined) return [];
  const external = (group.ExternalIds ?? []).length > 0;
  return [{ id, name: name ?? `~${id}`, external, description: description === '' ? undefined : description }];
}

/** By name; two of one name cannot be told apart in a configuration, so nothing can be planned. */
export function byName<T extends { readonly name: string }>(
  items: readonly T[],
  keyOf: (name: string) => Key,
  what: string,
): ReadonlyMap<string, T> {
  const named = new Map(items.map((item) => [item.name, item]));
  if (named.size === items.length) return named;
  const twice = items.filter((item) => named.get(item.name) !== item).map(({ name }) => keyOf(name));
  throw new IssueError({
    code: 'AWS_AMBIGUOUS',
    severity: 'error',
    message: `several ${what} have the same name: ${[...new Set(twice)].toSorted().join(', ')}`,
    hint: 'a configuration names things, so names must be unique: rename one of them',
  });
}
