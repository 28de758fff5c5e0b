/** Users and groups of the identity store: the lists have full objects, so nothing needs to be described (reference, section 4.3). */

import type { Email, Group, User } from '@aws-sdk/client-identitystore';
import { groupKey, userKey } from '../core/key.ts';
import type { UserSpec } from '../core/resource.ts';
import type { Api } from './api.ts';
import type { IdentityStoreSdk } from './clients.ts';
import type { Named } from './by-name.ts';
import { unlessMissing } from './create.ts';
import type { Ground } from './ground.ts';
import type { Names } from './names.ts';
import { createRoster, type Roster } from './roster.ts';

export interface LiveUser extends Named {
  readonly id: string;
  /** It carries an external id: a provider writes it. */
  readonly external: boolean;
  readonly enabled: boolean;
  readonly spec: UserSpec;
}

export interface LiveGroup extends Named {
  readonly id: string;
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
export async function describeUser(store: Store, id: string): Promise<LiveUser | undefined> {
  const user = await describe(store, id);
  return user === undefined ? undefined : liveUser(user)[0];
}

/** The addresses of the user of an id, none when it is gone; a call. */
export async function emailsOfUser(store: Store, id: string): Promise<readonly Email[]> {
  const user = await describe(store, id);
  return user?.Emails ?? [];
}

async function describe({ ground, identityStore }: Store, id: string): Promise<User | undefined> {
  const { identityStoreId } = await ground.instance();
  const input = { IdentityStoreId: identityStoreId, UserId: id };
  return unlessMissing(() => identityStore.call('DescribeUser', input));
}

/** A user of the service in the terms of this program; nothing for one without an id. */
function liveUser(user: User): readonly LiveUser[] {
  const { UserId: id } = user;
  if (id === undefined) return [];
  const name = user.UserName ?? `~${id}`;
  const external = (user.ExternalIds ?? []).length > 0;
  const enabled = user.UserStatus !== 'DISABLED';
  return [{ id, name, key: userKey(name), external, enabled, spec: specOf(name, user) }];
}

function specOf(name: string, user: User): UserSpec {
  const email = primaryEmail(user.Emails ?? [])?.Value;
  return {
    userName: name,
    givenName: user.Name?.GivenName ?? '',
    familyName: user.Name?.FamilyName ?? '',
    displayName: user.DisplayName ?? '',
    ...(email === undefined || email === '' ? {} : { email }),
  };
}

/** The address that a configuration means. */
export function primaryEmail(emails: readonly Email[]): Email | undefined {
  return emails.find(({ Primary: primary }) => primary === true) ?? emails[0];
}

/** The groups; their ids are remembered. */
export function createGroups(parts: DirectoryParts): Roster<LiveGroup> {
  const { ground, identityStore, names, note } = parts;
  return createRoster({
    what: 'groups',
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
  const { GroupId: id, Description: description } = group;
  if (id === undefined) return [];
  const name = group.DisplayName ?? `~${id}`;
  const external = (group.ExternalIds ?? []).length > 0;
  const key = groupKey(name);
  return [{ id, name, key, external, description: description === '' ? undefined : description }];
}
