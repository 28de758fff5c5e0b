/** Users and groups of the identity store: the lists have full objects, so nothing needs to be described (reference, section 4.3). */

import type { Group, User } from '@aws-sdk/client-identitystore';
import { groupKey, userKey } from '../core/key.ts';
import type { Api } from './api.ts';
import type { IdentityStoreSdk } from './clients.ts';
import { unlessMissing } from './create.ts';
import type { Ground } from './ground.ts';
import type { Names } from './names.ts';
import { createRoster, type Roster } from './roster.ts';

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

interface Store {
  readonly ground: Pick<Ground, 'instance'>;
  readonly identityStore: Api<IdentityStoreSdk>;
}

interface DirectoryParts extends Store {
  readonly names: Names;
  /** Told how they are read. */
  readonly note: (text: string) => void;
}

/** The users; their ids are remembered. */
export function createUsers(parts: DirectoryParts): Roster<LiveUser> {
  const { ground, identityStore, names, note } = parts;
  return createRoster({
    what: 'users',
    keyOf: userKey,
    names,
    note,
    open: async () => {
      const { identityStoreId } = await ground.instance();
      const input = { IdentityStoreId: identityStoreId };
      return identityStore.pages('ListUsers', input, (page) => page.Users?.flatMap((user) => liveUser(user)));
    },
    idOf: (name) => userIdOf(parts, name),
    describe: (id) => describeUser(parts, id),
  });
}

/** The id of the user of a name; a call. */
export async function userIdOf({ ground, identityStore }: Store, name: string): Promise<string | undefined> {
  const { identityStoreId } = await ground.instance();
  const AlternateIdentifier = { UniqueAttribute: { AttributePath: 'userName', AttributeValue: name } };
  const input = { IdentityStoreId: identityStoreId, AlternateIdentifier };
  return (await unlessMissing(() => identityStore.call('GetUserId', input)))?.UserId;
}

/** The user of an id, or `undefined` when it is gone; a call. */
export async function describeUser({ ground, identityStore }: Store, id: string): Promise<LiveUser | undefined> {
  const { identityStoreId } = await ground.instance();
  const input = { IdentityStoreId: identityStoreId, UserId: id };
  const user = await unlessMissing(() => identityStore.call('DescribeUser', input));
  return user === undefined ? undefined : liveUser(user)[0];
}

/** A user of the service in the terms of this program; nothing for one without an id. */
function liveUser(user: User): readonly LiveUser[] {
  const { UserId: id, UserName: name } = user;
  if (id === undefined) return [];
  const external = (user.ExternalIds ?? []).length > 0;
  return [{ id, name: name ?? `~${id}`, external, enabled: user.UserStatus !== 'DISABLED', user }];
}

/** The groups; their ids are remembered. */
export function createGroups(parts: DirectoryParts): Roster<LiveGroup> {
  const { ground, identityStore, names, note } = parts;
  return createRoster({
    what: 'groups',
    keyOf: groupKey,
    names,
    note,
    open: async () => {
      const { identityStoreId } = await ground.instance();
      const input = { IdentityStoreId: identityStoreId };
      return identityStore.pages('ListGroups', input, (page) => page.Groups?.flatMap((group) => liveGroup(group)));
    },
    idOf: (name) => groupIdOf(parts, name),
    describe: (id) => describeGroup(parts, id),
  });
}

/** The id of the group of a name; a call. */
export async function groupIdOf({ ground, identityStore }: Store, name: string): Promise<string | undefined> {
  const { identityStoreId } = await ground.instance();
  const AlternateIdentifier = { UniqueAttribute: { AttributePath: 'displayName', AttributeValue: name } };
  const input = { IdentityStoreId: identityStoreId, AlternateIdentifier };
  return (await unlessMissing(() => identityStore.call('GetGroupId', input)))?.GroupId;
}

/** The group of an id, or `undefined` when it is gone; a call. */
export async function describeGroup({ ground, identityStore }: Store, id: string): Promise<LiveGroup | undefined> {
  const { identityStoreId } = await ground.instance();
  const input = { IdentityStoreId: identityStoreId, GroupId: id };
  const group = await unlessMissing(() => identityStore.call('DescribeGroup', input));
  return group === undefined ? undefined : liveGroup(group)[0];
}

/** A group of the service in the terms of this program; nothing for one without an id. */
function liveGroup(group: Group): readonly LiveGroup[] {
  const { GroupId: id, DisplayName: name, Description: description } = group;
  if (id === undefined) return [];
  const external = (group.ExternalIds ?? []).length > 0;
  return [{ id, name: name ?? `~${id}`, external, description: description === '' ? undefined : description }];
}
