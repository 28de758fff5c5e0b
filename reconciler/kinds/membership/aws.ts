/** Memberships of the identity store: one user in one group. */

import type { GroupMembership } from '@aws-sdk/client-identitystore';
import type { Named } from '../../aws/by-name.ts';
import { createOrFind, removeIfThere, unlessMissing } from '../../aws/create.ts';
import { isUnsupported } from '../../aws/errors.ts';
import { answered, groupId, principalId, refMember } from '../../aws/names.ts';
import type { AwsSession } from '../../aws/session.ts';
import { goneName, idOfGone } from '../../core/gone.ts';
import { grouped } from '../../core/grouped.ts';
import type { Survey } from '../../aws/survey.ts';
import type { Fields } from '../../core/json.ts';
import type { Key } from '../../core/key.ts';
import { groupKey, keysOf, membershipKey, namesIn, partsOf, userKey } from '../../core/key.ts';
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
  try {
    const found = await unlessMissing(() => session.identityStore.call('GetGroupMembershipId', input));
    return found?.MembershipId;
  } catch (error) {
    if (!isUnsupported(error)) throw error;
    return (await allMembersOf(session, group)).find((member) => member.user === user)?.membershipId;
  }
}

/** Nobody where the group is gone. */
async function allMembersOf({ identityStore, survey }: AwsSession, group: string): Promise<readonly Member[]> {
  const { identityStoreId } = await survey.instance();
  const input = { IdentityStoreId: identityStoreId, GroupId: group };
  return (await unlessMissing(() => identityStore.list('ListGroupMemberships', input, membersIn(survey)))) ?? [];
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
  const itemsOf = membersIn(survey);
  const lists = await Promise.all([
    // The lists of groups and users lag: what was just deleted still shows there, and has no memberships.
    ...readGroups.map(({ id, name }) => {
      const input = { IdentityStoreId, GroupId: id };
      const about = { about: `group ${name}` };
      return unlessMissing(() => session.identityStore.list('ListGroupMemberships', input, itemsOf, about));
    }),
    ...readUsers.map(({ id, name }) => {
      const input = { IdentityStoreId, MemberId: { UserId: id } };
      const about = { about: `user ${name}` };
      return unlessMissing(() => session.identityStore.list('ListGroupMembershipsForMember', input, itemsOf, about));
    }),
  ]);
  return liveResources(
    session,
    lists.flatMap((list) => list ?? []),
  );
}

/** The live memberships behind rows, each once. */
async function liveResources(
  { survey }: AwsSession,
  memberships: readonly Member[],
): Promise<readonly LiveResource<MembershipSpec>[]> {
  const [users, groups] = await Promise.all([
    survey.users.withIds(memberships.map(({ user }) => user)),
    survey.groups.withIds(memberships.map(({ group }) => group)),
  ]);
  const live = new Map<Key, LiveResource<MembershipSpec>>();
  for (const membership of memberships) {
    const resource = liveResource(membership, groups.get(membership.group), users.get(membership.user));
    live.set(resource.key, resource);
  }
  return [...live.values()];
}

/** A membership by the service's ids. */
interface Member {
  readonly membershipId: string;
  readonly group: string;
  readonly user: string;
}

/** Those of a page. What else its rows hold, copies of ids too, need not be kept until all pages are read. */
function membersIn({ users, groups }: Survey): (page: MembershipPage) => readonly Member[] {
  return ({ GroupMemberships: rows = [] }) =>
    rows.flatMap(({ MembershipId: membershipId, GroupId: group, MemberId: member }) => {
      const user = member?.UserId;
      return membershipId === undefined || group === undefined || user === undefined
        ? []
        : { membershipId, group: groups.kept(group), user: users.kept(user) };
    });
}

interface MembershipPage {
  readonly GroupMemberships?: readonly GroupMembership[] | undefined;
}

/** A user or a group that is live. */
type Principal = Named & { readonly id: string };

/**
 * The live membership; `group` and `user` are absent when they no longer exist. It holds their own ids and keys: each row
 * of a list has copies of these, and there are hundreds of thousands.
 */
function liveResource(
  membership: Member,
  group: Principal | undefined,
  user: Principal | undefined,
): LiveResource<MembershipSpec> {
  const spec = { group: group?.name ?? goneName(membership.group), user: user?.name ?? goneName(membership.user) };
  return {
    kind: 'membership',
    key: membershipKey(spec.group, spec.user),
    spec,
    needs: keysOfBoth(group, user),
    ref: {
      membershipId: membership.membershipId,
      groupId: group?.id ?? membership.group,
      userId: user?.id ?? membership.user,
    },
  };
}

function keysOfBoth(group: Named | undefined, user: Named | undefined): readonly Key[] {
  if (group === undefined) return user === undefined ? [] : [user.key];
  return user === undefined ? [group.key] : [group.key, user.key];
}

/** For reading back, with the ids that this run knows: a call for each membership, or one list for many of one group. */
async function readOnly(session: AwsSession, only: ReadonlySet<Key>): Promise<readonly LiveResource<MembershipSpec>[]> {
  const wanted = keysOf(only, 'membership').flatMap((key) => wantedMember(session, key));
  const groups = grouped(wanted, ({ group }) => group);
  const found = await Promise.all(
    [...groups].map(async ([group, members]) => {
      const users = new Map(members.map(({ user, userName }) => [user, named(user, userName, userKey)]));
      const holders = new Map(members.map(({ groupName }) => [group, named(group, groupName, groupKey)]));
      const memberships = await membershipsOf(session, group, [...users.keys()]);
      return memberships
        .filter(({ user }) => users.has(user))
        .map((membership) => liveResource(membership, holders.get(membership.group), users.get(membership.user)));
    }),
  );
  return found.flat();
}

function named(id: string, name: string, keyOf: (name: string) => Key): Principal {
  return { id, name, key: keyOf(name) };
}

const FEW = 3;

async function membershipsOf(session: AwsSession, group: string, users: readonly string[]): Promise<readonly Member[]> {
  if (users.length > FEW) return allMembersOf(session, group);
  const found = await Promise.all(
    users.map(async (user) => {
      const membershipId = await findMembership(session, group, user);
      return membershipId === undefined ? [] : [{ membershipId, group, user }];
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
  const user = idOfGone(userName) ?? names.idOf(userKey(userName));
  return group === undefined || user === undefined ? [] : [{ group, groupName, user, userName }];
}
