import { describe, expect, it } from 'vitest';
import { ADA, BOB, desired, onlyOf, simulated, type Simulated, stateWith } from '../aws/simulated.ts';

const NEW = {
  userName: 'cyd',
  givenName: 'Cyd',
  familyName: 'Moss',
  displayName: 'Cyd Moss',
  email: 'cyd@example.com',
} as const;

function usersIn({ simulator }: Simulated) {
  return simulator.state().identityCenter?.users ?? [];
}

describe('the driver of users', () => {
  it('reads those of the scope with what a configuration says of them', async () => {
    await simulated({ state: stateWith({ users: [ADA, { ...BOB, externalId: 'scim' }] }) }, async ({ read }) => {
      expect(await read('user', 'user/bob', 'user/nobody')).toMatchObject([
        { kind: 'user', key: 'user/bob', spec: BOB, needs: [], external: true },
      ]);
      const [ada] = await read('user', 'user/ada');
      expect(ada?.spec).toEqual(ADA);
      expect(ada?.external).toBeUndefined();
    });
  });

  it('calls nobody when no user is in the scope', async () => {
    await simulated({ state: stateWith({ users: [ADA] }) }, async ({ read, session }) => {
      expect(await read('user', 'permission-set/Auditor')).toEqual([]);
      expect(session.total()).toBe(0);
    });
  });

  it('creates, and the next read has the very same spec', async () => {
    await simulated({}, async ({ driver, one, refOf }) => {
      const ref = await driver('user').create(desired('user', 'user/cyd', NEW), refOf);
      expect(await one('user', 'user/cyd')).toMatchObject({ spec: NEW, ref });
    });
  });

  it.each(['lost-answer', 'lost-request', 'throttling', 'internal-error', 'truncated'] as const)(
    'creates one user, not two, over %s',
    async (kind) => {
      const faults = [{ kind, operation: 'identitystore:CreateUser', when: { calls: [1] } }] as const;
      await simulated({ faults }, async (world) => {
        const ref = await world.driver('user').create(desired('user', 'user/cyd', NEW), world.refOf);
        expect(usersIn(world)).toHaveLength(1);
        expect((await world.one('user', 'user/cyd')).ref).toEqual(ref);
      });
    },
  );

  it('does not take over a user of somebody else', async () => {
    await simulated({ state: stateWith({ users: [{ ...NEW, displayName: 'Another Cyd' }] }) }, async (world) => {
      const create = world.driver('user').create(desired('user', 'user/cyd', NEW), world.refOf);
      await expect(create).rejects.toMatchObject({
        issues: [{ code: 'AWS_CONFLICT', message: expect.stringContaining('cyd') as string }],
      });
      expect(usersIn(world)).toMatchObject([{ displayName: 'Another Cyd' }]);
    });
  });

  it('fails when the address is taken', async () => {
    await simulated({ state: stateWith({ users: [{ ...BOB, email: NEW.email }] }) }, async ({ driver, refOf }) => {
      const create = driver('user').create(desired('user', 'user/cyd', NEW), refOf);
      await expect(create).rejects.toMatchObject({ issues: [{ code: 'AWS_CONFLICT' }] });
    });
  });

  it('updates what differs and leaves the rest alone', async () => {
    const attributes = { Title: 'Analyst' };
    await simulated({ state: stateWith({ users: [{ ...BOB, attributes }] }) }, async (world) => {
      const after = { ...BOB, displayName: 'Robert Stone', familyName: 'Stone-Hill', email: 'robert@example.com' };
      await world
        .driver('user')
        .update(await world.one('user', 'user/bob'), desired('user', 'user/bob', after), world.refOf);
      expect((await world.one('user', 'user/bob')).spec).toEqual(after);
      expect(usersIn(world)[0]?.attributes).toEqual(attributes);
    });
  });

  it('gives an address to a user without one, and keeps one that the file does not mention', async () => {
    await simulated({ state: stateWith({ users: [ADA, BOB] }) }, async ({ driver, one, refOf }) => {
      const withEmail = { ...ADA, email: 'ada@example.com' };
      await driver('user').update(await one('user', 'user/ada'), desired('user', 'user/ada', withEmail), refOf);
      expect((await one('user', 'user/ada')).spec).toEqual(withEmail);
      const { email, ...unmentioned } = BOB;
      const renamed = { ...unmentioned, givenName: 'Robert' };
      await driver('user').update(await one('user', 'user/bob'), desired('user', 'user/bob', renamed), refOf);
      expect((await one('user', 'user/bob')).spec).toEqual({ ...renamed, email });
    });
  });

  it('writes nothing when nothing differs', async () => {
    await simulated({ state: stateWith({ users: [BOB] }) }, async ({ driver, one, refOf, session }) => {
      await driver('user').update(await one('user', 'user/bob'), desired('user', 'user/bob', BOB), refOf);
      expect(session.writes()).toBe(0);
    });
  });

  it('removes, also over a lost answer and when it is gone already', async () => {
    const faults = [{ kind: 'lost-answer', operation: 'identitystore:DeleteUser', when: { calls: [1] } }] as const;
    await simulated({ state: stateWith({ users: [BOB] }), faults }, async (world) => {
      const bob = await world.one('user', 'user/bob');
      await world.driver('user').remove(bob, world.refOf);
      await world.driver('user').remove(bob, world.refOf);
      expect(usersIn(world)).toEqual([]);
    });
  });

  it('reads back what it touched by id, without listing everybody', async () => {
    const crowd = Array.from({ length: 120 }, (_, index) => ({ ...ADA, userName: `user-${index}` }));
    await simulated({ state: stateWith({ users: [...crowd, BOB] }) }, async (world) => {
      const bob = await world.one('user', 'user/bob');
      await world.driver('user').create(desired('user', 'user/cyd', NEW), world.refOf);
      await world.driver('user').remove(bob, world.refOf);
      world.simulator.resetCounts();
      const live = await world.driver('user').read(onlyOf('user/cyd', 'user/bob', 'group/devs'));
      expect(live.map(({ key, spec }) => [key, spec])).toEqual([['user/cyd', NEW]]);
      expect(world.simulator.calls()).toEqual({ 'identitystore:DescribeUser': 2 });
    });
  });
});
