import { describe, expect, it } from 'vitest';
import { ADA, desired, onlyOf, simulated, type Simulated, stateWith } from '../aws/simulated.ts';

const DEVS = { name: 'devs', description: 'People who write code' } as const;

function groupsIn({ simulator }: Simulated) {
  return simulator.state().identityCenter?.groups ?? [];
}

describe('the driver of groups', () => {
  it('reads those of the scope', async () => {
    await simulated(
      { state: stateWith({ groups: [DEVS, { name: 'synced', externalId: 'scim' }] }) },
      async ({ read }) => {
        expect(await read('group', 'group/devs', 'group/synced', 'group/none')).toMatchObject([
          { key: 'group/devs', spec: DEVS },
          { key: 'group/synced', spec: { name: 'synced' }, external: true },
        ]);
      },
    );
  });

  it.each(['lost-answer', 'throttling', 'not-json'] as const)('creates one group over %s', async (kind) => {
    const faults = [{ kind, operation: 'identitystore:CreateGroup', when: { calls: [1] } }] as const;
    await simulated({ faults }, async (world) => {
      const ref = await world.driver('group').create(desired('group', 'group/devs', DEVS), world.refOf);
      expect(groupsIn(world)).toHaveLength(1);
      expect(await world.one('group', 'group/devs')).toMatchObject({ spec: DEVS, ref });
    });
  });

  it('does not take over a group that says something else', async () => {
    await simulated({ state: stateWith({ groups: [{ name: 'devs', description: 'Devices' }] }) }, async (world) => {
      const create = world.driver('group').create(desired('group', 'group/devs', DEVS), world.refOf);
      await expect(create).rejects.toMatchObject({ issues: [{ code: 'AWS_CONFLICT' }] });
    });
  });

  it('renames in place: id and members stay', async () => {
    const state = stateWith({ users: [ADA], groups: [{ name: 'cw-devs', members: ['ada'] }] });
    await simulated({ state }, async ({ driver, one, read, refOf }) => {
      const before = await one('group', 'group/cw-devs');
      const ref = await driver('group').update(before, desired('group', 'group/devs', DEVS), refOf);
      expect(ref).toEqual(before.ref);
      expect((await one('group', 'group/devs')).spec).toEqual(DEVS);
      expect(await read('membership', 'group/devs')).toMatchObject([{ key: 'membership/devs/ada' }]);
    });
  });

  it('keeps a description that the file does not mention', async () => {
    await simulated({ state: stateWith({ groups: [DEVS] }) }, async ({ driver, one, refOf, session }) => {
      await driver('group').update(
        await one('group', 'group/devs'),
        desired('group', 'group/devs', { name: 'devs' }),
        refOf,
      );
      expect((await one('group', 'group/devs')).spec).toEqual(DEVS);
      expect(session.writes()).toBe(0);
    });
  });

  it('reads back many by one list', async () => {
    const groups = Array.from({ length: 4 }, (_, index) => ({ name: `team-${index}` }));
    await simulated({ state: stateWith({ groups }) }, async (world) => {
      await world.read('group', 'group/team-1');
      world.simulator.resetCounts();
      const keys = [...groups.map(({ name }) => `group/${name}`), 'group/gone'];
      expect(await world.driver('group').read(onlyOf(...keys))).toHaveLength(4);
      expect(world.simulator.calls()).toEqual({ 'identitystore:ListGroups': 1 });
    });
  });

  it('removes, also when it is gone already, and reads back that it is', async () => {
    await simulated({ state: stateWith({ groups: [DEVS] }) }, async (world) => {
      const devs = await world.one('group', 'group/devs');
      await world.driver('group').remove(devs, world.refOf);
      await world.driver('group').remove(devs, world.refOf);
      expect(groupsIn(world)).toEqual([]);
      expect(await world.driver('group').read(onlyOf('group/devs'))).toEqual([]);
    });
  });
});
