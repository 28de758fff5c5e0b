import { describe, expect, it } from 'vitest';
import {
  APPLICATION,
  organization,
  PLACE,
  PLUS,
  PRO,
  PROFILE,
  readGround,
  specsOf,
  wantedAuthorization,
  wantedProfile,
  withProfile,
} from '../aws/codewhisperer.ts';
import { desired, onlyOf, type Simulated } from '../aws/simulated.ts';

const ADA = 'authorization/user/ada';
const BOB = 'authorization/user/bob';
const DEVS = 'authorization/group/devs';

function spec(type: 'user' | 'group', name: string, parts: object = {}) {
  return { principalType: type, principal: name, ...PLACE, signIn: true, subscription: null, ...parts };
}

async function give(
  world: Simulated,
  type: 'user' | 'group',
  name: string,
  subscription: string | null,
): Promise<void> {
  await readGround(world);
  await world.driver('authorization').create(wantedAuthorization(type, name, { subscription }), world.refOf);
}

describe('who may use the profile', () => {
  it('is read from the assignments of the application and the listings of seats', async () => {
    const state = organization({
      profile: {
        application: {
          authorized: [
            { user: 'ada' },
            { group: 'devs' },
            { principalId: '90670000-0000-0000-0000-00000000000e', principalType: 'USER' },
          ],
        },
      },
      seats: [
        { group: 'devs', subscription: PRO },
        { user: 'cleo', subscription: PLUS },
      ],
    });
    await withProfile({ state }, async (world) => {
      expect(await specsOf(world, 'authorization')).toEqual({
        [ADA]: spec('user', 'ada'),
        [DEVS]: spec('group', 'devs', { subscription: PRO }),
        // Bob is in the group: the seat is the group's.
        [BOB]: spec('user', 'bob', { signIn: false, throughGroup: PRO }),
        'authorization/user/cleo': spec('user', 'cleo', { signIn: false, subscription: PLUS }),
        'authorization/user/~90670000-0000-0000-0000-00000000000e': spec(
          'user',
          '~90670000-0000-0000-0000-00000000000e',
        ),
      });
    });
  });

  it('has the seat of a group that was deleted, and still what comes through the other groups', async () => {
    const gone = '90670000-0000-0000-0000-00000000000f';
    const state = organization({
      seats: [
        { principalId: gone, principalType: 'GROUP', subscription: PRO },
        { group: 'devs', subscription: PRO },
      ],
    });
    await withProfile({ state }, async (world) => {
      expect(await specsOf(world, 'authorization')).toMatchObject({
        [`authorization/group/~${gone}`]: { subscription: PRO },
        [BOB]: { throughGroup: PRO },
      });
    });
  });

  it.each(['CANCELLED', 'CANCELED', 'cancelled'])('has no seat that is %s', async (status) => {
    const state = organization({ seats: [{ user: 'ada', subscription: PRO, status }] });
    await withProfile({ state }, async (world) => {
      expect(await specsOf(world, 'authorization')).toEqual({});
    });
  });

  it.each([
    ['typed objects', { kind: 'typed-objects' }],
    ['members that nobody has heard of', { kind: 'unknown-members' }],
    ['pages of one', { kind: 'page-size', size: 1 }],
  ] as const)('is the same through %s', async (_name, fault) => {
    const faults = [{ ...fault, operation: '*:List*', when: { always: true } }] as const;
    const state = organization({
      seats: ['ada', 'bob', 'cleo'].map((user) => ({ user, subscription: PRO })),
    });
    await withProfile({ state, faults }, async (world) => {
      expect(Object.keys(await specsOf(world, 'authorization'))).toHaveLength(3);
    });
  });

  it('is nobody without a profile', async () => {
    await withProfile({ state: organization({ profile: 'none' }) }, async (world) => {
      expect(await specsOf(world, 'authorization')).toEqual({});
    });
  });

  it('is not guessed where the listing cannot be read', async () => {
    const faults = [
      {
        kind: 'error',
        code: 'AccessDeniedException',
        operation: 'user-subscriptions:ListApplicationClaims',
        when: { always: true },
      },
    ] as const;
    await withProfile({ faults }, async (world) => {
      await expect(specsOf(world, 'authorization')).rejects.toMatchObject({
        issues: [
          { code: 'AWS_ACCESS_DENIED', hint: expect.stringContaining('user-subscriptions:ListApplicationClaims') },
        ],
      });
    });
  });
});

describe('authorisations that are given', () => {
  it('are sign-in only, or come with a seat, also for groups', async () => {
    await withProfile({}, async (world) => {
      await give(world, 'user', 'ada', null);
      await give(world, 'group', 'devs', PRO);
      expect(await specsOf(world, 'authorization')).toMatchObject({
        [ADA]: spec('user', 'ada'),
        [DEVS]: spec('group', 'devs', { subscription: PRO }),
      });
      expect(await world.driver('authorization').read(onlyOf(ADA, DEVS, 'authorization/user/nobody'))).toHaveLength(2);
    });
  });

  it('are given once over a lost answer, though the service calls the repetition a conflict', async () => {
    const faults = [{ kind: 'lost-answer', operation: 'q:CreateAssignment', when: { calls: [1] } }] as const;
    await withProfile({ faults }, async (world) => {
      await give(world, 'user', 'ada', PRO);
      expect(await specsOf(world, 'authorization')).toEqual({ [ADA]: spec('user', 'ada', { subscription: PRO }) });
    });
  });

  it.each([
    ['in the header alone', { kind: 'error-in-header' }],
    ['in another namespace', { kind: 'error-namespace', namespace: 'com.amazon.aws.codewhisperer' }],
    ['in a namespace of its own', { kind: 'error-namespace', namespace: 'com.amazon.kiro.controlplane' }],
  ] as const)('are there already where the conflict is named %s', async (_name, fault) => {
    const faults = [{ ...fault, operation: 'q:CreateAssignment', when: { always: true } }] as const;
    const state = organization({ seats: [{ user: 'ada', subscription: PRO }] });
    await withProfile({ state, faults }, async (world) => {
      await give(world, 'user', 'ada', PRO);
      expect(await specsOf(world, 'authorization')).toEqual({ [ADA]: spec('user', 'ada', { subscription: PRO }) });
    });
  });

  it('are not taken for given where somebody has another seat, or the listing knows of none', async () => {
    await withProfile({ state: organization({ seats: [{ user: 'ada', subscription: PLUS }] }) }, async (world) => {
      await expect(give(world, 'user', 'ada', PRO)).rejects.toMatchObject({ issues: [{ code: 'AWS_CONFLICT' }] });
    });
    const faults = [{ kind: 'conflict', operation: 'q:CreateAssignment', when: { always: true } }] as const;
    await withProfile({ faults }, async (world) => {
      await expect(give(world, 'user', 'ada', PRO)).rejects.toMatchObject({ issues: [{ code: 'AWS_CONFLICT' }] });
    });
  });

  it('are content with a seat that comes through a group, and read back as given', async () => {
    const state = organization({ seats: [{ group: 'devs', subscription: PRO }] });
    await withProfile({ state }, async (world) => {
      await give(world, 'user', 'bob', PRO);
      expect(await world.driver('authorization').read(onlyOf(BOB))).toMatchObject([
        { spec: { signIn: true, subscription: PRO } },
      ]);
      expect(await specsOf(world, 'authorization')).toMatchObject({
        [BOB]: spec('user', 'bob', { throughGroup: PRO }),
      });
    });
  });

  it('wait for a new profile, which refuses them at first', async () => {
    const state = organization({ profile: 'none' });
    await withProfile({ state, limits: { assignableMilliseconds: 60_000 } }, async (world) => {
      const { driver } = world;
      const profile = await driver('profile').create(wantedProfile(), world.refOf);
      const wanted = desired('application', APPLICATION, { ...PLACE, enabled: true });
      const application = await driver('application').create(wanted, world.refOf);
      await readGround(world);
      const refs: { readonly [key: string]: object } = { [PROFILE]: profile, [APPLICATION]: application };
      await driver('authorization').create(
        wantedAuthorization('user', 'ada', { subscription: PRO }),
        (key) => (refs[key] ?? world.refOf(key)) as never,
      );
      expect(await specsOf(world, 'authorization')).toMatchObject({ [ADA]: { subscription: PRO } });
    });
  });

  it.each(['AccessDeniedException', 'ResourceNotFoundException'])(
    'are refused with %s after a while, and not once for each user',
    async (code) => {
      const faults = [{ kind: 'error', code, operation: 'q:CreateAssignment', when: { always: true } }] as const;
      await withProfile({ faults }, async (world) => {
        const { clock } = world.session;
        const began = clock.now();
        await expect(give(world, 'user', 'ada', PRO)).rejects.toThrow(code);
        const first = clock.now() - began;
        await expect(give(world, 'user', 'cleo', PRO)).rejects.toThrow(code);
        expect(first).toBeLessThan(30_000);
        expect(clock.now() - began - first).toBeLessThan(5_000);
      });
    },
  );

  it('are not waited for where the feature is not supported', async () => {
    const faults = [
      {
        kind: 'error',
        code: 'AccessDeniedException',
        reason: 'FEATURE_NOT_SUPPORTED',
        operation: 'q:CreateAssignment',
        when: { always: true },
      },
    ] as const;
    await withProfile({ faults }, async (world) => {
      await expect(give(world, 'user', 'ada', PRO)).rejects.toMatchObject({ issues: [{ code: 'AWS_ACCESS_DENIED' }] });
      expect(world.simulator.calls()['q:CreateAssignment']).toBe(1);
    });
  });
});

describe('authorisations that change', () => {
  it.each([
    [null, PRO],
    [PRO, PLUS],
    [PRO, null],
  ])('from seat %s to %s', async (from, to) => {
    const seats = from === null ? [] : [{ user: 'ada', subscription: from }];
    const state = organization({ profile: { application: { authorized: [{ user: 'ada' }] } }, seats });
    await withProfile({ state, limits: { seatRemovalUnauthorizes: true } }, async (world) => {
      await readGround(world);
      const before = await world.one('authorization', ADA, PROFILE, APPLICATION);
      const after = wantedAuthorization('user', 'ada', { subscription: to });
      await world.driver('authorization').update(before, after, world.refOf);
      expect(await specsOf(world, 'authorization')).toEqual({ [ADA]: spec('user', 'ada', { subscription: to }) });
      // An update also gives a seat where there was none, which no update of ours is meant to.
      expect(world.simulator.calls()['q:UpdateAssignment'] ?? 0).toBe(from !== null && to !== null ? 1 : 0);
    });
  });

  it('let somebody sign in who has a seat and cannot', async () => {
    const state = organization({ seats: [{ user: 'ada', subscription: PRO }] });
    await withProfile({ state }, async (world) => {
      await readGround(world);
      const before = await world.one('authorization', ADA, PROFILE, APPLICATION);
      await world
        .driver('authorization')
        .update(before, wantedAuthorization('user', 'ada', { subscription: PRO }), world.refOf);
      expect(await specsOf(world, 'authorization')).toEqual({ [ADA]: spec('user', 'ada', { subscription: PRO }) });
      expect(world.session.writes()).toBe(1);
    });
  });
});

describe('authorisations that are taken away', () => {
  it('end with their seat, also when they have ended already', async () => {
    const state = organization({
      profile: { application: { authorized: [{ user: 'ada' }, { group: 'devs' }] } },
      seats: [{ group: 'devs', subscription: PRO }],
    });
    await withProfile({ state }, async (world) => {
      for (const key of [ADA, DEVS]) {
        const before = await world.one('authorization', key, PROFILE, APPLICATION);
        await world.driver('authorization').remove(before, world.refOf);
        await world.driver('authorization').remove(before, world.refOf);
      }
      expect(await specsOf(world, 'authorization')).toEqual({});
      expect(await world.driver('authorization').read(onlyOf(ADA, DEVS))).toEqual([]);
    });
  });
});
