/** Memberships of the identity store: one user in one group. */

import type { GroupMembership } from '@aws-sdk/client-identitystore';
import { createOrFind, removeIfThere, unlessMissing } from '../../aws/create.ts';
import { answered, GONE, groupId, keysOf, namesIn, partsOf, principalId, refMember } from '../../aws/names.ts';
import type { AwsSession } from '../../aws/session.ts';
import { grouped } from '../../core/grouped.ts';
import type { Fields } from '../../core/json.ts';
import type { Key } from '../../core/key.ts';
import { groupKey, membershipKey, userKey } from '../../core/key.ts';
import type { Driver, RefOf, Scope } from '../../core/kind.ts';
import type { LiveResource, MembershipSpec } from '../../core/resource.ts';

/** The driver of memberships; its refs are `{ membershipId, groupId, userId }`. */
export function createMembershipDriver(session: AwsSession): Driver<MembershipSpec> {
  return {
    read: (scope) => (scope.only === undefined ? readScope(session, scope) : readOnly(session, scope.only)),
    create: ({ spec }, refOf) => createMembership(session, spec, refOf),
    update: (before) => Promise.resolve(before.ref),
    remove: async ({ ref, spec }) => {
      const { identityStoreId } = await session.survey.instance();
      const input = { IdentityStoreId: identityStoreId, MembershipId: refMember(ref, 'membershipId') };
      await removeIfThere(() => session.identityStore.call('DeleteGroupMembership', input, { about: labelOf(spec) }));
    },
  };
}

function labelOf({ group, user }: MembershipSpec): string {
  return `user ${user} in group ${group}`;
}

async function createMembership(session: AwsSession, spec: MembershipSpec, refOf: RefOf): Promise<Fields> {
  const { identityStore, survey, names, retry } = session;
  const { identityStoreId } = await survey.instance();
  const group = groupId(names, refOf, spec.group);
  const user = principalId(names, refOf, 'user', spec.user);
  const input = { IdentityStoreId: identityStoreId, GroupId: group, MemberId: { UserId: user } };
  const membershipId = await createOrFind(
    retry,
    async () => {
      const options = { about: labelOf(spec), onConflict: 'throw' } as const;
      const made = await identityStore.call('CreateGroupMembership', input, options);
      return answered(made.MembershipId, options.about);
    },
    () => findMembership(session, group, user),
  );
  return { membershipId, groupId: group, userId: user };
}

async function findMembership(session: AwsSession, group: string, user: string): Promise<string | undefined> {
  const { identityStoreId } = await session.survey.instance();
  const input = { IdentityStoreId: identityStoreId, GroupId: group, MemberId: { UserId: user } };
  const found = await unlessMissing(() => session.identityStore.call('GetGroupMembershipId', input));
  return found?.MembershipId;
}

async function readScope(session: AwsSession, scope: Scope): Promise<readonly LiveResource<MembershipSpec>[]> {
  const groupNames = namesIn(scope.keys, 'group');
  const userNames = namesIn(scope.keys, 'user');
  const whole = scope.whole.has('membership');
  if (!whole && groupNames.length === 0 && userNames.length === 0) return [];
  const { survey } = session;
  const { identityStoreId: IdentityStoreId } = await survey.instance();
  const [users, groups] = await Promise.all([
    survey.users.named(userNames),
    whole ? survey.groups.all() : survey.groups.named(groupNames),
  ]);
  const readGroups = whole ? [...groups.values()] : groupNames.flatMap((name) => groups.get(name) ?? []);
  // With every group read, the memberships of a user are among them.
  const readUsers = whole ? [] : userNames.flatMap((name) => users.get(name) ?? []);
  const lists = await Promise.all([
    ...readGroups.map(({ id, name }) => {
      const input = { IdentityStoreId, GroupId: id };
      const about = { about: `group ${name}` };
      return session.identityStore.list('ListGroupMemberships', input, (page) => page.GroupMemberships, about);
    }),
    ...readUsers.map(({ id, name }) => {
      const input = { IdentityStoreId, MemberId: { UserId: id } };
      const about = { about: `user ${name}` };
      return session.identityStore.list('ListGroupMembershipsForMember', input, (page) => page.GroupMemberships, about);
    }),
  ]);
  const memberships = lists.flat();
  const [members, holders] = await Promise.all([
    survey.users.withIds(memberships.flatMap(({ MemberId: member }) => member?.UserId ?? [])),
    survey.groups.withIds(memberships.flatMap(({ GroupId: group }) => group ?? [])),
  ]);
  const live = memberships.flatMap((membership) => liveResource(membership, holders, members));
  return [...new Map(live.map((resource) => [resource.key, resource])).values()];
}

interface Named {
  readonly name: string;
}

function liveResource(
  membership: GroupMembership,
  groups: ReadonlyMap<string, Named>,
  users: ReadonlyMap<string, Named>,
): readonly LiveResource<MembershipSpec>[] {
  const { MembershipId: membershipId, GroupId: group, MemberId: member } = membership;
  const user = member?.UserId;
  if (membershipId === undefined || group === undefined || user === undefined) return [];
  const userName = users.get(user)?.name;
  const groupName = groups.get(group)?.name;
  const spec = { group: groupName ?? GONE + group, user: userName ?? GONE + user };
  const ref = { membershipId, groupId: group, userId: user };
  const needs = [
    ...(groupName === undefined ? [] : [groupKey(groupName)]),
    ...(userName === undefined ? [] : [userKey(userName)]),
  ];
  return [{ kind: 'membership', key: membershipKey(spec.group, spec.user), spec, needs, ref }];
}

/** For reading back, with the ids that this run knows: a call for each membership, or one list for many of one group. */
async function readOnly(session: AwsSession, only: ReadonlySet<Key>): Promise<readonly LiveResource<MembershipSpec>[]> {
  const wanted = keysOf(only, 'membership').flatMap((key) => wantedMember(session, key));
  const groups = grouped(wanted, ({ group }) => group);
  const found = await Promise.all(
    [...groups].map(async ([group, members]) => {
      const users = new Map(members.map(({ user, userName }) => [user, { name: userName }]));
      const named = new Map(members.map(({ groupName }) => [group, { name: groupName }]));
      const memberships = await membershipsOf(session, group, [...users.keys()]);
      return memberships
        .filter(({ MemberId: member }) => users.has(member?.UserId ?? ''))
        .flatMap((membership) => liveResource(membership, named, users));
    }),
  );
  return found.flat();
}

const FEW = 3;

async function membershipsOf(
  session: AwsSession,
  group: string,
  users: readonly string[],
): Promise<readonly GroupMembership[]> {
  const { identityStoreId: IdentityStoreId } = await session.survey.instance();
  if (users.length > FEW) {
    const list = await unlessMissing(() =>
      session.identityStore.list(
        'ListGroupMemberships',
        { IdentityStoreId, GroupId: group },
        (p) => p.GroupMemberships,
      ),
    );
    return list ?? [];
  }
  const found = await Promise.all(
    users.map(async (user) => {
      const id = await findMembership(session, group, user);
      const member = { IdentityStoreId, GroupId: group, MemberId: { UserId: user } };
      return id === undefined ? [] : [{ ...member, MembershipId: id }];
    }),
  );
  return found.flat();
}

interface WantedMember {
  readonly group: string;
  readonly groupName: string;
  readonly user: string;
  readonly userName: string;
}

/** Nothing for what this run knows no ids of: it cannot have written it. */
function wantedMember({ names }: AwsSession, key: Key): readonly WantedMember[] {
  const [groupName = '', userName = ''] = partsOf(key);
  const group = names.idOf(groupKey(groupName));
  const user = userName.startsWith(GONE) ? userName.slice(GONE.length) : names.idOf(userKey(userName));
  return group === undefined || user === undefined ? [] : [{ group, groupName, user, userName }];
}
