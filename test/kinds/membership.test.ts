import { describe, expect, it } from 'vitest';
import { IssueError } from '../../reconciler/core/issue.ts';
import type { RefOf } from '../../reconciler/core/kind.ts';
import { ADA, BOB, desired, onlyOf, simulated, type Simulated, stateWith } from '../aws/simulated.ts';

const STATE = stateWith({
  users: [ADA, BOB],
  groups: [
    { name: 'devs', members: ['ada'] },
    { name: 'ops', members: ['ada', 'bob'] },
  ],
});
const BOB_IN_DEVS = desired('membership', 'membership/devs/bob', { group: 'devs', user: 'bob' });

function membersOf({ simulator }: Simulated, group: string) {
  return simulator.state().identityCenter?.groups?.find(({ name }) => name === group)?.members ?? [];
}

/** No plan has any of these: the names must be looked up. */
const NO_REFS: RefOf = (key) => {
  throw new IssueError({ code: 'APPLY_REFERENCE', severity: 'error', message: `no ${key}` });
};

describe('the driver of memberships', () => {
  it("reads the members of the scope's groups", async () => {
    await simulated({ state: STATE }, async ({ read }) => {
      expect((await read('membership', 'group/ops', 'group/none')).map(({ key, needs }) => [key, needs])).toEqual([
        ['membership/ops/ada', ['group/ops', 'user/ada']],
        ['membership/ops/bob', ['group/ops', 'user/bob']],
      ]);
    });
  });

  it("reads the memberships of the scope's users, each once", async () => {
    await simulated({ state: STATE }, async ({ read }) => {
      expect((await read('membership', 'user/ada', 'group/devs')).map(({ key }) => key).toSorted()).toEqual([
        'membership/devs/ada',
        'membership/ops/ada',
      ]);
    });
  });

  it('reads all of them as a whole', async () => {
    await simulated({ state: STATE }, async ({ driver }) => {
      const live = await driver('membership').read({ keys: new Set(), whole: new Set(['membership']) });
      expect(live).toHaveLength(3);
    });
  });

  it.each([
    ['identitystore:ListGroupMemberships', 'group/devs', ['membership/ops/ada', 'membership/ops/bob']],
    ['identitystore:ListGroupMembershipsForMember', 'user/bob', ['membership/devs/ada']],
  ])('takes what is listed still and gone for %s to have none', async (operation, gone, others) => {
    const faults = [
      { kind: 'error', code: 'ResourceNotFoundException', message: 'not found', operation, when: { calls: [1] } },
    ] as const;
    await simulated({ state: STATE, faults }, async ({ read }) => {
      expect(await read('membership', gone)).toEqual([]);
      const other = gone === 'group/devs' ? 'group/ops' : 'group/devs';
      expect((await read('membership', other)).map(({ key }) => key)).toEqual(others);
    });
  });

  it.each(['lost-answer', 'throttling', 'conflict'] as const)('creates over %s', async (kind) => {
    const faults = [{ kind, operation: 'identitystore:CreateGroupMembership', when: { calls: [1] } }] as const;
    await simulated({ state: STATE, faults }, async (world) => {
      await world.read('group', 'group/devs');
      await world.read('user', 'user/bob');
      const ref = await world.driver('membership').create(BOB_IN_DEVS, world.refOf);
      expect(membersOf(world, 'devs')).toEqual(['ada', 'bob']);
      expect((await world.one('membership', 'membership/devs/bob', 'group/devs')).ref).toEqual(ref);
    });
  });

  it('is patient with a look-up that lags behind its own lost answer', async () => {
    const faults = [
      { kind: 'lost-answer', operation: 'identitystore:CreateGroupMembership', when: { calls: [1] } },
      { kind: 'lag', milliseconds: 5_000, operation: 'identitystore:GetGroupMembershipId', when: { always: true } },
    ] as const;
    await simulated({ state: STATE, faults }, async (world) => {
      await world.read('membership', 'group/devs');
      const ref = await world.driver('membership').create(BOB_IN_DEVS, NO_REFS);
      expect((await world.one('membership', 'membership/devs/bob', 'group/devs')).ref).toEqual(ref);
    });
  });

  it('takes one that is there already for its own, with its id', async () => {
    await simulated({ state: STATE }, async (world) => {
      const live = await world.one('membership', 'membership/devs/ada', 'group/devs');
      const again = desired('membership', 'membership/devs/ada', { group: 'devs', user: 'ada' });
      expect(await world.driver('membership').create(again, NO_REFS)).toEqual(live.ref);
    });
  });

  it('knows users and groups that were read, though no plan has them', async () => {
    await simulated({ state: STATE }, async (world) => {
      await world.read('membership', 'group/devs');
      await world.driver('membership').create(BOB_IN_DEVS, NO_REFS);
      expect(membersOf(world, 'devs')).toEqual(['ada', 'bob']);
      const nobody = desired('membership', 'membership/devs/cyd', { group: 'devs', user: 'cyd' });
      await expect(world.driver('membership').create(nobody, NO_REFS)).rejects.toThrow('user/cyd does not exist');
    });
  });

  it('follows the names of the plan where they moved', async () => {
    await simulated({ state: STATE }, async (world) => {
      const ops = await world.one('group', 'group/ops');
      await world.read('membership', 'group/devs');
      // In this plan `devs` is gone and `ops` is called so.
      const refOf: RefOf = (key) => (key === 'group/devs' ? ops.ref : NO_REFS(key));
      const ref = await world.driver('membership').create(BOB_IN_DEVS, refOf);
      expect(ref['groupId']).toBe(ops.ref['groupId']);
    });
  });

  it('waits until a user that was just made is known everywhere', async () => {
    const faults = [
      {
        kind: 'error',
        code: 'ResourceNotFoundException',
        message: 'no such user yet',
        operation: 'identitystore:CreateGroupMembership',
        when: { calls: [1, 2] },
      },
    ] as const;
    await simulated({ state: STATE, faults }, async (world) => {
      const cyd = { userName: 'cyd', givenName: 'C', familyName: 'M', displayName: 'C M' };
      await world.read('group', 'group/devs');
      const ref = await world.driver('user').create(desired('user', 'user/cyd', cyd), world.refOf);
      const refOf: RefOf = (key) => (key === 'user/cyd' ? ref : world.refOf(key));
      await world
        .driver('membership')
        .create(desired('membership', 'membership/devs/cyd', { group: 'devs', user: 'cyd' }), refOf);
      expect(membersOf(world, 'devs')).toEqual(['ada', 'cyd']);
    });
  });

  it('removes, also when it is gone already', async () => {
    const faults = [
      { kind: 'lost-answer', operation: 'identitystore:DeleteGroupMembership', when: { calls: [1] } },
    ] as const;
    await simulated({ state: STATE, faults }, async (world) => {
      const live = await world.one('membership', 'membership/devs/ada', 'group/devs');
      await world.driver('membership').remove(live, world.refOf);
      await world.driver('membership').remove(live, world.refOf);
      expect(membersOf(world, 'devs')).toEqual([]);
    });
  });

  it('reads back single ones without listing the group, and many by listing it', async () => {
    const crowd = Array.from({ length: 6 }, (_, index) => ({ ...ADA, userName: `user-${index}` }));
    const members = crowd.map(({ userName }) => userName);
    const state = stateWith({ users: [...crowd, BOB], groups: [{ name: 'devs', members }, { name: 'ops' }] });
    await simulated({ state }, async (world) => {
      await world.read('membership', 'group/devs', 'group/ops');
      world.simulator.resetCounts();
      const few = onlyOf('membership/devs/user-1', 'membership/devs/bob', 'membership/ops/bob', 'membership/gone/bob');
      expect((await world.driver('membership').read(few)).map(({ key }) => key)).toEqual(['membership/devs/user-1']);
      expect(world.simulator.calls()).toEqual({ 'identitystore:GetGroupMembershipId': 3 });
      world.simulator.resetCounts();
      const many = onlyOf(...members.map((name) => `membership/devs/${name}`));
      expect(await world.driver('membership').read(many)).toHaveLength(6);
      expect(world.simulator.calls()).toEqual({ 'identitystore:ListGroupMemberships': 1 });
    });
  });
});
