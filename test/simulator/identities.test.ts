import { describe, expect, it } from 'vitest';

import { ADA, BOB, onSimulator, refused, stateWith } from './support.ts';
import type { World } from './support.ts';

const EVE = { UserName: 'eve', DisplayName: 'Eve', Name: { GivenName: 'Eve', FamilyName: 'Green' } };
const STATE = stateWith({
  users: [ADA, { ...BOB, email: 'Bob@Example.com', externalId: 'bob-1' }],
  groups: [
    { name: 'auditors', description: 'Who audits', members: ['ada'] },
    { name: 'empty', externalId: 'g-1' },
  ],
});

function issuer(Id: string) {
  return {
    AlternateIdentifier: { ExternalId: { Issuer: 'https://scim.us-east-1.amazonaws.com/simulator/scim/v2', Id } },
  };
}

function unique(AttributePath: string, AttributeValue: string) {
  return { AlternateIdentifier: { UniqueAttribute: { AttributePath, AttributeValue } } };
}

async function update(
  world: World,
  name: string,
  ...Operations: { AttributePath: string; AttributeValue?: unknown }[]
) {
  const UserId = await world.userId(name);
  await world.store.updateUser({ ...world.directory, UserId, Operations: Operations as never });
  return world.store.describeUser({ ...world.directory, UserId });
}

describe('a user', () => {
  it('is shown as it was created, enabled', async () => {
    await onSimulator({}, async ({ store, directory }) => {
      const more = { Title: 'Engineer', Emails: [{ Value: 'eve@example.com', Type: 'work', Primary: true }] };
      const { UserId } = await store.createUser({ ...directory, ...EVE, ...more });
      const shown = await store.describeUser({ ...directory, UserId });
      expect(shown).toMatchObject({ ...EVE, ...more, UserId, UserStatus: 'ENABLED' });
      expect((await store.listUsers(directory)).Users).toMatchObject([{ ...EVE, ...more }]);
    });
  });

  it.each([
    ['userName', { ...EVE, UserName: undefined }],
    ['displayName', { ...EVE, DisplayName: undefined }],
    ['givenName', { ...EVE, Name: { FamilyName: 'Green' } }],
    ['familyName', { ...EVE, Name: { GivenName: 'Eve' } }],
  ])('needs its %s', async (what, input) => {
    await onSimulator({}, async ({ store, directory }) => {
      await refused(store.createUser({ ...directory, ...input }), 'ValidationException', new RegExp(what, 'u'));
    });
  });

  it.each(['Administrator', 'awsadministrators'])('is not called %s', async (UserName) => {
    await onSimulator({}, async ({ store, directory }) => {
      await refused(store.createUser({ ...directory, ...EVE, UserName }), 'ValidationException', /reserved/u);
    });
  });

  it('has a name and an email of its own, whatever the case', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const { store, directory } = world;
      const name = await refused(store.createUser({ ...directory, ...EVE, UserName: 'ADA' }), 'ConflictException');
      expect(name.Reason).toBe('UNIQUENESS_CONSTRAINT_VIOLATION');
      const Emails = [{ Value: 'bob@example.com', Type: 'work', Primary: true }];
      const email = await refused(store.createUser({ ...directory, ...EVE, Emails }), 'ConflictException');
      expect(email.Reason).toBe('UNIQUENESS_CONSTRAINT_VIOLATION');
      const value = [{ value: 'BOB@example.com', type: 'work', primary: true }];
      await refused(update(world, 'ada', { AttributePath: 'emails', AttributeValue: value }), 'ConflictException');
      // Its own address is no conflict.
      await update(world, 'bob', { AttributePath: 'emails', AttributeValue: value });
    });
  });

  it('has one email at most', async () => {
    await onSimulator({}, async ({ store, directory }) => {
      const Emails = [{ Value: 'a@example.com' }, { Value: 'b@example.com' }];
      await refused(store.createUser({ ...directory, ...EVE, Emails }), 'ValidationException', /'emails'/u);
    });
  });

  it('is updated by paths in lower camel case, with lists replaced whole', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const shown = await update(
        world,
        'bob',
        { AttributePath: 'displayName', AttributeValue: 'Robert' },
        { AttributePath: 'name.givenName', AttributeValue: 'Robert' },
        { AttributePath: 'emails', AttributeValue: [{ value: 'robert@example.com', type: 'home' }] },
      );
      expect(shown).toMatchObject({ DisplayName: 'Robert', Name: { GivenName: 'Robert', FamilyName: 'Stone' } });
      expect(shown.Emails).toEqual([{ Value: 'robert@example.com', Type: 'home' }]);
      const cleared = await update(
        world,
        'bob',
        { AttributePath: 'emails' },
        { AttributePath: 'name.middleName', AttributeValue: null },
      );
      expect(cleared.Emails).toBeUndefined();
    });
  });

  it.each([
    [{ AttributePath: 'userName', AttributeValue: 'robert' }],
    [{ AttributePath: 'DisplayName', AttributeValue: 'Robert' }],
    [{ AttributePath: 'displayName', AttributeValue: null }],
    [{ AttributePath: 'displayName', AttributeValue: 7 }],
    [{ AttributePath: 'displayName.more', AttributeValue: 'x' }],
    [{ AttributePath: 'name', AttributeValue: { givenName: 'Robert' } }],
    [{ AttributePath: 'name.familyName', AttributeValue: null }],
    [{ AttributePath: 'name.nickName', AttributeValue: 'x' }],
    [{ AttributePath: 'emails', AttributeValue: [{ Value: 'robert@example.com' }] }],
    [{ AttributePath: 'emails', AttributeValue: 'robert@example.com' }],
    [{ AttributePath: 'emails', AttributeValue: ['robert@example.com'] }],
    [{ AttributePath: 'emails', AttributeValue: [] }],
    [{ AttributePath: 'userStatus', AttributeValue: 'DISABLED' }],
  ])('refuses the update %j, and keeps everything', async (operation) => {
    await onSimulator({ state: STATE }, async (world) => {
      const before = world.center();
      const fine = { AttributePath: 'title', AttributeValue: 'Engineer' };
      await refused(update(world, 'bob', fine, operation), 'ValidationException');
      expect(world.center()).toEqual(before);
    });
  });

  it('refuses two operations on one path', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const operation = { AttributePath: 'title', AttributeValue: 'x' };
      await refused(update(world, 'bob', operation, operation), 'ValidationException', /twice/u);
    });
  });

  it('takes its memberships with it', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const { store, directory, center } = world;
      const UserId = await world.userId('ada');
      await store.deleteUser({ ...directory, UserId });
      const inGroup = { ...directory, GroupId: await world.groupId('auditors') };
      expect((await store.listGroupMemberships(inGroup)).GroupMemberships).toEqual([]);
      expect(center().groups?.[0]).toEqual({ name: 'auditors', description: 'Who audits' });
      const gone = await refused(store.deleteUser({ ...directory, UserId }), 'ResourceNotFoundException');
      expect(gone.ResourceType).toBe('USER');
    });
  });

  it('made anew under an old name is another one', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const { store, directory } = world;
      const old = await world.userId('ada');
      await store.deleteUser({ ...directory, UserId: old });
      const { UserId } = await store.createUser({ ...directory, ...EVE, UserName: 'ada' });
      expect(UserId).not.toBe(old);
    });
  });

  it('shows extensions only when asked for', async () => {
    const name = 'aws:identitystore:enterprise';
    await onSimulator({}, async ({ store, directory }) => {
      const { UserId } = await store.createUser({
        ...directory,
        ...EVE,
        Extensions: { [name]: { employeeNumber: '7' } },
      });
      expect((await store.describeUser({ ...directory, UserId })).Extensions).toBeUndefined();
      const asked = await store.describeUser({ ...directory, UserId, Extensions: [name] });
      expect(asked.Extensions).toEqual({ [name]: { employeeNumber: '7' } });
    });
  });
});

describe('looking up', () => {
  it('finds users by name, email or external id, in their exact writing', async () => {
    await onSimulator({ state: STATE }, async ({ store, directory, userId }) => {
      const bob = await userId('bob');
      for (const by of [unique('userName', 'bob'), unique('emails.value', 'Bob@Example.com'), issuer('bob-1')]) {
        expect((await store.getUserId({ ...directory, ...by })).UserId).toBe(bob);
      }
      for (const by of [unique('userName', 'BOB'), unique('emails.value', 'none@example.com'), issuer('none')]) {
        const error = await refused(store.getUserId({ ...directory, ...by }), 'ResourceNotFoundException');
        expect(error.ResourceType).toBe('USER');
      }
      await refused(store.getUserId({ ...directory, ...unique('displayName', 'Bob') }), 'ValidationException');
      const filter = { Filters: [{ AttributePath: 'UserName', AttributeValue: 'bob' }] };
      expect((await store.listUsers({ ...directory, ...filter })).Users).toHaveLength(1);
      const other = { Filters: [{ AttributePath: 'Title', AttributeValue: 'bob' }] };
      await refused(store.listUsers({ ...directory, ...other }), 'ValidationException');
    });
  });

  it('finds groups by name or external id', async () => {
    await onSimulator({ state: STATE }, async ({ store, directory, groupId }) => {
      const empty = await groupId('empty');
      expect((await store.getGroupId({ ...directory, ...issuer('g-1') })).GroupId).toBe(empty);
      expect((await store.describeGroup({ ...directory, GroupId: empty })).ExternalIds).toHaveLength(1);
      await refused(store.getGroupId({ ...directory, ...unique('displayName', 'Empty') }), 'ResourceNotFoundException');
      await refused(store.getGroupId({ ...directory, ...unique('description', 'x') }), 'ValidationException');
      const filter = { Filters: [{ AttributePath: 'DisplayName', AttributeValue: 'empty' }] };
      expect((await store.listGroups({ ...directory, ...filter })).Groups).toHaveLength(1);
    });
  });

  it('takes the names of attributes with a capital, too', async () => {
    await onSimulator({ state: STATE }, async ({ store, directory, userId, groupId }) => {
      const byName = { ...directory, ...unique('UserName', 'bob') };
      const byEmail = { ...directory, ...unique('Emails.value', 'Bob@Example.com') };
      for (const by of [byName, byEmail]) expect((await store.getUserId(by)).UserId).toBe(await userId('bob'));
      const byDisplayName = { ...directory, ...unique('DisplayName', 'empty') };
      expect((await store.getGroupId(byDisplayName)).GroupId).toBe(await groupId('empty'));
    });
  });

  it('by another attribute is refused, also where there is nobody', async () => {
    await onSimulator({}, async ({ store, directory }) => {
      await refused(store.getUserId({ ...directory, ...unique('USERNAME', 'bob') }), 'ValidationException');
      await refused(store.getGroupId({ ...directory, ...unique('description', 'x') }), 'ValidationException');
    });
  });

  it('is refused in a directory that is another', async () => {
    await onSimulator({ state: STATE }, async ({ store }) => {
      const error = await refused(store.listUsers({ IdentityStoreId: 'd-9999999999' }), 'ResourceNotFoundException');
      expect(error.ResourceType).toBe('IDENTITY_STORE');
    });
  });
});

describe('a group', () => {
  it('is renamed in place, and keeps its members', async () => {
    await onSimulator({ state: STATE }, async ({ store, directory, groupId, center }) => {
      const GroupId = await groupId('auditors');
      const rename = (AttributeValue: unknown, AttributePath = 'displayName') => {
        const Operations = [{ AttributePath, AttributeValue: AttributeValue as never }];
        return store.updateGroup({ ...directory, GroupId, Operations });
      };
      await rename('Auditing');
      expect(await groupId('Auditing')).toBe(GroupId);
      await rename(null, 'description');
      expect(center().groups?.[0]).toEqual({ name: 'Auditing', members: ['ada'], id: GroupId });
      expect((await refused(rename('EMPTY'), 'ConflictException')).Reason).toBe('UNIQUENESS_CONSTRAINT_VIOLATION');
      await refused(rename(''), 'ValidationException');
      await refused(rename(null), 'ValidationException');
      await refused(rename('x', 'members'), 'ValidationException');
      await refused(rename('Administrator'), 'ValidationException', /reserved/u);
      // No letter, mark, symbol, digit or punctuation: CreateGroup refuses it, too.
      await refused(rename('a\u200bb'), 'ValidationException', /pattern/u);
      await refused(rename('a\u0000b', 'description'), 'ValidationException', /pattern/u);
    });
  });

  it('changes in all its parts or in none', async () => {
    await onSimulator({ state: STATE }, async ({ store, directory, groupId, center }) => {
      const before = center();
      const Operations = [
        { AttributePath: 'description', AttributeValue: 'New' },
        { AttributePath: 'displayName', AttributeValue: 'empty' },
      ] as never;
      const GroupId = await groupId('auditors');
      await refused(store.updateGroup({ ...directory, GroupId, Operations }), 'ConflictException');
      expect(center()).toEqual(before);
    });
  });

  it('has a name of its own', async () => {
    await onSimulator({ state: STATE }, async ({ store, directory }) => {
      const create = (DisplayName?: string) => store.createGroup({ ...directory, DisplayName });
      await refused(create('Auditors'), 'ConflictException', /Duplicate/u);
      await refused(create(), 'ValidationException');
      await refused(create('AWSAdministrators'), 'ValidationException', /reserved/u);
    });
  });

  it('takes its memberships with it', async () => {
    await onSimulator({ state: STATE }, async ({ store, directory, groupId, userId }) => {
      await store.deleteGroup({ ...directory, GroupId: await groupId('auditors') });
      const MemberId = { UserId: await userId('ada') };
      expect((await store.listGroupMembershipsForMember({ ...directory, MemberId })).GroupMemberships).toEqual([]);
    });
  });
});

describe('a membership', () => {
  it('is made once, found from both sides, and ended once', async () => {
    await onSimulator({ state: STATE }, async ({ store, directory, groupId, userId }) => {
      const GroupId = await groupId('auditors');
      const MemberId = { UserId: await userId('bob') };
      const both = { ...directory, GroupId, MemberId };
      await refused(store.getGroupMembershipId(both), 'ResourceNotFoundException');
      const { MembershipId } = await store.createGroupMembership(both);
      const again = await refused(store.createGroupMembership(both), 'ConflictException');
      expect(again.Reason).toBe('UNIQUENESS_CONSTRAINT_VIOLATION');
      expect((await store.getGroupMembershipId(both)).MembershipId).toBe(MembershipId);
      const one = { ...directory, MembershipId };
      expect(await store.describeGroupMembership(one)).toMatchObject({ GroupId, MemberId });
      expect((await store.listGroupMemberships({ ...directory, GroupId })).GroupMemberships).toHaveLength(2);
      expect((await store.listGroupMembershipsForMember({ ...directory, MemberId })).GroupMemberships).toHaveLength(1);
      await store.deleteGroupMembership(one);
      await refused(store.deleteGroupMembership(one), 'ResourceNotFoundException');
      const anew = await store.createGroupMembership(both);
      expect(anew.MembershipId).not.toBe(MembershipId);
    });
  });

  it('is told for many groups at once', async () => {
    await onSimulator({ state: STATE }, async ({ store, directory, groupId, userId }) => {
      const GroupIds = [await groupId('auditors'), await groupId('empty')];
      const input = { ...directory, MemberId: { UserId: await userId('ada') }, GroupIds };
      const { Results = [] } = await store.isMemberInGroups(input);
      expect(Results.map((result) => result.MembershipExists)).toEqual([true, false]);
    });
  });

  it('needs a user and a group that exist', async () => {
    await onSimulator({ state: STATE }, async ({ store, directory, groupId, userId }) => {
      const [GroupId, UserId] = [await groupId('empty'), await userId('ada')];
      const wrongGroup = store.createGroupMembership({ ...directory, GroupId: UserId, MemberId: { UserId } });
      expect((await refused(wrongGroup, 'ResourceNotFoundException')).ResourceType).toBe('GROUP');
      const wrongUser = store.createGroupMembership({ ...directory, GroupId, MemberId: { UserId: GroupId } });
      expect((await refused(wrongUser, 'ResourceNotFoundException')).ResourceType).toBe('USER');
    });
  });
});

describe('quotas', () => {
  it('end the making of users and groups', async () => {
    await onSimulator({ state: STATE, limits: { users: 2, groups: 2 } }, async ({ store, directory }) => {
      await refused(store.createUser({ ...directory, ...EVE }), 'ServiceQuotaExceededException');
      await refused(store.createGroup({ ...directory, DisplayName: 'more' }), 'ServiceQuotaExceededException');
    });
  });
});
