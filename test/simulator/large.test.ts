/** What a call looks at must not grow with the directory: 50,000 users are made in as many calls, and read in 500. */

import { describe, expect, it } from 'vitest';

import { callerOfKey } from '../../reconciler/simulator/callers.ts';
import { groupHandlers } from '../../reconciler/simulator/identitystore/groups.ts';
import { membershipHandlers } from '../../reconciler/simulator/identitystore/memberships.ts';
import { userHandlers } from '../../reconciler/simulator/identitystore/users.ts';
import { DEFAULT_LIMITS } from '../../reconciler/simulator/limits.ts';
import type { Call } from '../../reconciler/simulator/service.ts';
import { loadWorld } from '../../reconciler/simulator/state/load.ts';
import { ADA, BOB, stateWith } from './support.ts';

/** A map that counts what is looked at in going through it. */
class Counting<Value> extends Map<string, Value> {
  looks = 0;

  override *values(): MapIterator<Value> {
    for (const value of super.values()) {
      this.looks += 1;
      yield value;
    }
  }
}

/** A directory of 200 users who are all in one group, and calls of its operations. */
function directory() {
  const users = Array.from({ length: 200 }, (_, index) => ({
    ...ADA,
    userName: `user${index}`,
    email: `user${index}@example.com`,
  }));
  const members = users.map(({ userName }) => userName);
  const loaded = loadWorld(stateWith({ users, groups: [{ name: 'all', members }] }));
  const { identityCenter: center } = loaded;
  if (center === undefined) throw new Error('the state has an instance');
  const counting = { users: new Counting(center.users), groups: new Counting(center.groups) };
  const world = { ...loaded, identityCenter: { ...center, ...counting } };
  const call = (operation: string): Call => ({
    world,
    now: 0,
    caller: callerOfKey(world, 'AKIATEST000000000000'),
    region: 'us-east-1',
    limits: DEFAULT_LIMITS,
    operation,
    requestId: '',
    upset: {},
  });
  return { ...counting, call, IdentityStoreId: center.identityStoreId };
}

const NAMED = { Name: { GivenName: BOB.givenName, FamilyName: BOB.familyName }, DisplayName: BOB.displayName };

describe('in a large directory', () => {
  it('no other user or group is looked at to make, find or change one', () => {
    const { users, groups, call, IdentityStoreId } = directory();
    const Emails = [{ Value: 'bob@example.com' }];
    const made = { IdentityStoreId, UserName: 'bob', ...NAMED, Emails };
    const { UserId } = userHandlers.CreateUser(made, call('CreateUser'));
    const Operations = [{ AttributePath: 'emails', AttributeValue: [{ value: 'stone@example.com' }] }];
    userHandlers.UpdateUser({ IdentityStoreId, UserId, Operations }, call('UpdateUser'));
    for (const [AttributePath, AttributeValue] of [
      ['userName', 'bob'],
      ['emails.value', 'stone@example.com'],
    ] as const) {
      const input = { IdentityStoreId, AlternateIdentifier: { UniqueAttribute: { AttributePath, AttributeValue } } };
      expect(userHandlers.GetUserId(input, call('GetUserId')).UserId).toBe(UserId);
    }
    userHandlers.DeleteUser({ IdentityStoreId, UserId }, call('DeleteUser'));
    const { GroupId } = groupHandlers.CreateGroup({ IdentityStoreId, DisplayName: 'devs' }, call('CreateGroup'));
    const rename = [{ AttributePath: 'displayName', AttributeValue: 'makers' }];
    groupHandlers.UpdateGroup({ IdentityStoreId, GroupId, Operations: rename }, call('UpdateGroup'));
    groupHandlers.DeleteGroup({ IdentityStoreId, GroupId }, call('DeleteGroup'));
    expect([users.looks, groups.looks]).toEqual([0, 0]);
  });

  it('a list is put in order once for all of its pages, and anew after a write', () => {
    const { users, call, IdentityStoreId } = directory();
    const list = () => {
      const names: (string | undefined)[] = [];
      let token: string | undefined;
      do {
        const more = token === undefined ? {} : { NextToken: token };
        const page = userHandlers.ListUsers({ IdentityStoreId, MaxResults: 10, ...more }, call('ListUsers'));
        names.push(...(page.Users ?? []).map((user) => user.UserName));
        token = page.NextToken;
      } while (token !== undefined);
      return names;
    };
    expect(list()).toHaveLength(200);
    expect(users.looks).toBe(200);
    const first = [...users.keys()][0] ?? '';
    userHandlers.DeleteUser({ IdentityStoreId, UserId: first }, call('DeleteUser'));
    userHandlers.CreateUser({ IdentityStoreId, UserName: 'bob', ...NAMED }, call('CreateUser'));
    expect(list().slice(-2)).toEqual(['user199', 'bob']);
    expect(users.looks).toBe(400);
  });

  it('the members of a group come in the order in which they joined, by pages', () => {
    const { groups, call, IdentityStoreId } = directory();
    const GroupId = [...groups.keys()][0] ?? '';
    const input = { IdentityStoreId, GroupId, MaxResults: 100 };
    const one = membershipHandlers.ListGroupMemberships(input, call('ListGroupMemberships'));
    const two = membershipHandlers.ListGroupMemberships(
      { ...input, NextToken: one.NextToken },
      call('ListGroupMemberships'),
    );
    const ids = [...(one.GroupMemberships ?? []), ...(two.GroupMemberships ?? [])].map((row) => row.MembershipId);
    expect(new Set(ids).size).toBe(200);
    expect(two.NextToken).toBeUndefined();
  });
});
