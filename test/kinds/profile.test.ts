import { describe, expect, it } from 'vitest';
import {
  KEY,
  KEY_ARN,
  organization,
  PLACE,
  PROFILE,
  profileSpec,
  wantedProfile,
  withProfile,
} from '../aws/codewhisperer.ts';
import { MANAGEMENT, onlyOf, type Simulated } from '../aws/simulated.ts';

function profilesIn({ simulator }: Simulated) {
  return simulator.state().codewhisperer?.profiles ?? [];
}

const NONE = organization({ profile: 'none' });

describe('a profile that is read', () => {
  const state = organization({
    profile: {
      name: 'Whatever',
      description: 'Acme',
      codeReferences: 'ALLOW',
      kmsKey: 'alias/codewhisperer',
      tags: { owner: 'platform' },
      features: {
        dashboardAnalytics: { toggle: 'ON' },
        promptLogging: { toggle: 'ON', s3Uri: 's3://b/p' },
        byUserAnalytics: { toggle: 'OFF' },
        notifications: [{ feature: 'billing', toggle: 'ON' }],
        overageConfiguration: { overageStatus: 'ENABLED', overageLimit: 5 },
        mcpConfiguration: { toggle: 'ON', mcpRegistryUrl: 'https://mcp.example' },
        somethingNew: { level: 3 },
      },
    },
  });
  const spec = {
    ...PLACE,
    profileName: 'Whatever',
    description: 'Acme',
    codeReferences: 'allow',
    kmsKey: KEY_ARN,
    features: {
      dashboardAnalytics: true,
      promptLogging: { s3Uri: 's3://b/p' },
      byUserAnalytics: false,
      notifications: { billing: true },
      overageConfiguration: { overageLimit: 5 },
      mcpConfiguration: { mcpRegistryUrl: 'https://mcp.example' },
    },
    tags: { owner: 'platform' },
  };

  it('is that of the account and Region, whatever its name', async () => {
    await withProfile({ state }, async ({ one }) => {
      expect(await one('profile', PROFILE)).toMatchObject({ spec, needs: [] });
    });
  });

  it.each([
    ['typed objects', { kind: 'typed-objects' }],
    ['members that nobody has heard of', { kind: 'unknown-members' }],
    ['pages of one', { kind: 'page-size', size: 1 }],
  ] as const)('is the same through %s', async (_name, fault) => {
    const faults = [{ ...fault, operation: '*:List*', when: { always: true } }] as const;
    const more = { ...PLACE, region: 'us-east-1', account: MANAGEMENT, name: 'Shared', sharing: 'ALLOW' } as const;
    const shared = { ...state, codewhisperer: { profiles: [more, ...(state.codewhisperer?.profiles ?? [])] } };
    await withProfile({ state: shared, faults }, async ({ one, session }) => {
      expect((await one('profile', PROFILE)).spec).toEqual(spec);
      const { sharing } = await session.codewhisperer.facts(PLACE, PLACE.account);
      expect(sharing).toEqual([MANAGEMENT]);
    });
  });

  it.each([true, undefined] as const)('says whether its application lacks permissions: %s', async (lacks) => {
    const lacking = organization({ profile: lacks === undefined ? {} : { permissionUpdateRequired: lacks } });
    await withProfile({ state: lacking }, async ({ session }) => {
      const { permissionUpdateRequired } = await session.codewhisperer.facts(PLACE, PLACE.account);
      expect(permissionUpdateRequired).toBe(lacks === true);
    });
  });

  it('is read without the members that an older service refuses', async () => {
    const faults = [
      { kind: 'error', code: 'ValidationException', operation: 'codewhisperer:ListProfiles', when: { calls: [1, 3] } },
    ] as const;
    await withProfile({ state, faults }, async ({ one, simulator }) => {
      expect(await one('profile', PROFILE)).toMatchObject({ spec });
      expect(simulator.calls()['codewhisperer:ListProfiles']).toBe(4);
    });
  });

  it('is waited for while something of it is under way', async () => {
    const updating = organization({
      profile: { status: 'UPDATING', endsAt: '2026-01-05T00:01:00Z', next: { name: 'Later', description: 'New' } },
    });
    await withProfile({ state: updating }, async ({ one, session }) => {
      expect((await one('profile', PROFILE)).spec).toMatchObject({ profileName: 'Later', description: 'New' });
      expect(session.clock.now()).toBeGreaterThanOrEqual(Date.UTC(2026, 0, 5, 0, 1));
    });
  });

  it('is not there where it is not listed, and says when it was never made whole', async () => {
    await withProfile({ state: NONE }, async ({ read }) => {
      expect(await read('profile', PROFILE)).toEqual([]);
    });
    const broken = organization({ profile: { status: 'CREATE_FAILED', errorDetails: 'no role' } });
    await withProfile({ state: broken }, async ({ one }) => {
      expect((await one('profile', PROFILE)).spec).toMatchObject({ status: 'CREATE_FAILED' });
    });
  });

  it('is refused with credentials of another account, which would not see it', async () => {
    await withProfile({ session: { roles: {} } }, async ({ read }) => {
      await expect(read('profile', PROFILE)).rejects.toMatchObject({ issues: [{ code: 'PLAN_WRONG_ACCOUNT' }] });
    });
  });

  it('is not asked of anybody where no scope names it', async () => {
    await withProfile({}, async ({ read, simulator }) => {
      expect(await read('profile', 'user/ada')).toEqual([]);
      expect(Object.keys(simulator.calls()).filter((name) => name.startsWith('codewhisperer'))).toEqual([]);
    });
  });
});

describe('a profile that is made', () => {
  it('is there, active, with everything that was asked', async () => {
    await withProfile({ state: NONE }, async (world) => {
      const spec = profileSpec({
        description: 'Acme',
        codeReferences: 'allow',
        kmsKey: KEY_ARN,
        features: { dashboardAnalytics: true, webTools: false },
        tags: { owner: 'platform' },
      });
      const ref = await world.driver('profile').create(wantedProfile(spec), world.refOf);
      expect(await world.one('profile', PROFILE)).toMatchObject({ spec, ref });
      expect(profilesIn(world)).toMatchObject([{ name: 'QDevProfile-us-east-1' }]);
    });
  });

  it('blocks code references unless asked', async () => {
    await withProfile({ state: NONE }, async (world) => {
      await world.driver('profile').create(wantedProfile(), world.refOf);
      expect((await world.one('profile', PROFILE)).spec).toMatchObject({ codeReferences: 'block' });
    });
  });

  it.each([
    'lost-answer',
    'lost-request',
    'throttling',
    'internal-error',
    'conflict',
    'not-json',
    'truncated',
  ] as const)('is one, over %s', async (kind) => {
    const faults = [{ kind, operation: 'codewhisperer:CreateProfile', when: { calls: [1] } }] as const;
    await withProfile({ state: NONE, faults }, async (world) => {
      await world.driver('profile').create(wantedProfile(), world.refOf);
      expect(profilesIn(world)).toHaveLength(1);
    });
  });

  it('is found by the list where the answer has no body', async () => {
    const faults = [{ kind: 'empty-body', operation: 'codewhisperer:*', when: { always: true } }] as const;
    await withProfile({ state: NONE, faults }, async (world) => {
      const ref = await world.driver('profile').create(wantedProfile({ tags: { a: 'b' } }), world.refOf);
      expect(await world.one('profile', PROFILE)).toMatchObject({ ref, spec: { tags: { a: 'b' } } });
    });
  });

  it('fails late in the words of the service', async () => {
    const faults = [
      {
        kind: 'late-failure',
        reason: 'The role cannot be assumed',
        operation: 'codewhisperer:CreateProfile',
        when: { always: true },
      },
    ] as const;
    await withProfile({ state: NONE, faults }, async ({ driver, refOf }) => {
      await expect(driver('profile').create(wantedProfile(), refOf)).rejects.toMatchObject({
        issues: [
          {
            code: 'AWS_OPERATION_FAILED',
            message: expect.stringContaining('said CREATE_FAILED: The role cannot be assumed'),
          },
        ],
      });
    });
  });

  it('that takes for ever is given up, and not called failed', async () => {
    const limits = { profileCreationMilliseconds: 3_600_000 };
    await withProfile({ state: NONE, limits }, async ({ driver, refOf }) => {
      await expect(driver('profile').create(wantedProfile(), refOf)).rejects.toMatchObject({
        issues: [{ code: 'AWS_OPERATION_TIMED_OUT', message: expect.stringContaining('still CREATING') }],
      });
    });
  });
});

describe('the key', () => {
  it.each([
    [{}, undefined],
    [{ enabled: false }, 'is disabled'],
    [{ symmetric: false }, 'is not symmetric but RSA_2048'],
    [{ region: 'eu-central-1' }, 'does not exist in us-east-1'],
  ])('%o is looked at before anything is written', async (parts, problem) => {
    const state = organization({ more: { kmsKeys: [{ ...KEY, ...parts }] } });
    await withProfile({ state }, async ({ session }) => {
      const { key } = await session.codewhisperer.facts({ ...PLACE, kmsKey: 'alias/codewhisperer' }, PLACE.account);
      expect(key?.problem).toBe(problem);
      if (problem === undefined) expect(key?.arn).toBe(KEY_ARN);
    });
  });

  it.each([
    [{ enabled: false }, 'CUSTOMER_KMS_KEY_DISABLED', 'enable it'],
    [{ usable: false }, 'CUSTOMER_KMS_KEY_INVALID_KEY_POLICY', 'the policy of the KMS key'],
    [{ region: 'eu-central-1' }, 'MISMATCHED_KMS_KEY', 'not in the Region'],
    [{ symmetric: false }, 'INVALID_KMS_GRANT', 'kms:CreateGrant'],
  ])('%o that the service refuses all the same is not tried again: %s', async (parts, _reason, hint) => {
    const key = { ...KEY, ...parts };
    const arn = KEY_ARN.replace('us-east-1', key.region);
    const state = organization({ more: { kmsKeys: [key] } });
    await withProfile({ state }, async (world) => {
      const before = await world.one('profile', PROFILE);
      world.simulator.resetCounts();
      await expect(
        world.driver('profile').update(before, wantedProfile({ kmsKey: arn }), world.refOf),
      ).rejects.toMatchObject({ issues: [{ code: 'AWS_KMS', hint: expect.stringContaining(hint) }] });
      expect(world.simulator.calls()['codewhisperer:UpdateProfile']).toBe(1);
    });
  });
});

describe('a profile that is changed', () => {
  const FEATURES = {
    dashboardAnalytics: { toggle: 'OFF' },
    promptLogging: { toggle: 'ON', s3Uri: 's3://acme/p' },
    notifications: [{ feature: 'billing', toggle: 'ON' }],
    somethingNew: { level: 3 },
  };
  const state = organization({
    profile: { description: 'Acme', features: FEATURES, tags: { owner: 'platform', old: 'x' } },
    more: { buckets: [{ ...PLACE, name: 'acme' }] },
  });

  it('shows the new settings when the call ends, and keeps what nobody asked for', async () => {
    await withProfile({ state }, async (world) => {
      const before = await world.one('profile', PROFILE);
      const after = profileSpec({
        profileName: 'KiroProfile-us-east-1',
        description: 'Acme Engineering',
        codeReferences: 'allow',
        features: {
          dashboardAnalytics: true,
          promptLogging: false,
          notifications: { billing: true, weekly: false },
        },
        tags: { owner: 'people', fresh: 'y' },
      });
      await world.driver('profile').update(before, wantedProfile(after), world.refOf);
      expect((await world.one('profile', PROFILE)).spec).toEqual(after);
      expect(profilesIn(world)[0]?.features).toMatchObject({
        promptLogging: { toggle: 'OFF', s3Uri: 's3://acme/p' },
        somethingNew: { level: 3 },
      });
    });
  });

  it('is not written where nothing differs', async () => {
    await withProfile({ state }, async (world) => {
      const before = await world.one('profile', PROFILE);
      await world.driver('profile').update(before, { ...before, spec: before.spec }, world.refOf);
      expect(world.simulator.writes()).toBe(0);
    });
  });

  it('is changed without the member that an older service does not know', async () => {
    const message = 'Unknown member: optInFeaturesType';
    const faults = [
      {
        kind: 'error',
        code: 'ValidationException',
        message,
        operation: 'codewhisperer:UpdateProfile',
        when: { calls: [1] },
      },
    ] as const;
    await withProfile({ state, faults }, async (world) => {
      const before = await world.one('profile', PROFILE);
      const spec = { ...before.spec, features: { webTools: true } };
      await world.driver('profile').update(before, { ...before, spec }, world.refOf);
      expect((await world.one('profile', PROFILE)).spec).toMatchObject({ features: { webTools: true } });
    });
  });

  it('asks once for a feature that the service accepts and forgets', async () => {
    await withProfile({ state, limits: { forgottenFeatures: ['webTools'] } }, async (world) => {
      const before = await world.one('profile', PROFILE);
      const spec = { ...before.spec, features: { webTools: true, dashboardAnalytics: true } };
      await world.driver('profile').update(before, { ...before, spec }, world.refOf);
      expect((await world.one('profile', PROFILE)).spec['features']).toMatchObject({ dashboardAnalytics: true });
      expect((await world.one('profile', PROFILE)).spec['features']).not.toHaveProperty('webTools');
      expect(world.simulator.calls()['codewhisperer:UpdateProfile']).toBe(1);
    });
  });

  it('is done when the service has done it at once', async () => {
    await withProfile({ state, limits: { profileUpdateMilliseconds: 0 } }, async (world) => {
      const before = await world.one('profile', PROFILE);
      const spec = { ...before.spec, description: 'At once' };
      await world.driver('profile').update(before, { ...before, spec }, world.refOf);
      expect((await world.one('profile', PROFILE)).spec).toMatchObject({ description: 'At once' });
    });
  });

  it('fails late in the words of the service', async () => {
    const faults = [
      {
        kind: 'late-failure',
        reason: 'No such bucket',
        operation: 'codewhisperer:UpdateProfile',
        when: { always: true },
      },
    ] as const;
    await withProfile({ state, faults }, async (world) => {
      const before = await world.one('profile', PROFILE);
      const spec = { ...before.spec, description: 'Never' };
      await expect(world.driver('profile').update(before, { ...before, spec }, world.refOf)).rejects.toMatchObject({
        issues: [{ message: expect.stringContaining('said UPDATE_FAILED: No such bucket') }],
      });
    });
  });

  it('has failed when the service says so, whatever it lists', async () => {
    const faults = [
      { kind: 'late-failure', reason: 'No grant', operation: 'codewhisperer:UpdateProfile', when: { always: true } },
    ] as const;
    await withProfile({ state, faults, limits: { failedUpdateShows: true } }, async (world) => {
      const before = await world.one('profile', PROFILE);
      const spec = { ...before.spec, description: 'Listed all the same' };
      await expect(world.driver('profile').update(before, { ...before, spec }, world.refOf)).rejects.toMatchObject({
        issues: [{ message: expect.stringContaining('said UPDATE_FAILED: No grant') }],
      });
    });
  });

  it.each([
    ['that the list shows late', 10_000],
    ['that is done at once', 0],
  ])('of which an earlier change had failed is done by one %s', async (_, profileUpdateMilliseconds) => {
    const faults = [
      { kind: 'lag', milliseconds: 8_000, operation: 'codewhisperer:ListProfiles', when: { always: true } },
    ] as const;
    const failed = organization({ profile: { status: 'UPDATE_FAILED', errorDetails: 'No such bucket' } });
    await withProfile({ state: failed, faults, limits: { profileUpdateMilliseconds } }, async (world) => {
      const before = await world.one('profile', PROFILE);
      const spec = { ...before.spec, description: 'Second try' };
      await world.driver('profile').update(before, { ...before, spec }, world.refOf);
      expect(profilesIn(world)[0]).toMatchObject({ description: 'Second try' });
    });
  });

  it('waits for what else is being done to it', async () => {
    const faults = [{ kind: 'conflict', operation: 'codewhisperer:UpdateProfile', when: { calls: [1, 2] } }] as const;
    await withProfile({ state, faults }, async (world) => {
      const before = await world.one('profile', PROFILE);
      const spec = { ...before.spec, codeReferences: 'allow' };
      await world.driver('profile').update(before, { ...before, spec }, world.refOf);
      expect((await world.one('profile', PROFILE)).spec).toMatchObject({ codeReferences: 'allow' });
    });
  });

  it('that a lagging list does not show yet is waited for', async () => {
    const faults = [
      { kind: 'lag', milliseconds: 8_000, operation: 'codewhisperer:ListProfiles', when: { always: true } },
    ] as const;
    await withProfile({ state, faults }, async (world) => {
      const before = await world.one('profile', PROFILE);
      const spec = { ...before.spec, description: 'Later' };
      await world.driver('profile').update(before, { ...before, spec }, world.refOf);
      expect(await world.driver('profile').read(onlyOf(PROFILE))).toMatchObject([
        { spec: { description: expect.any(String) } },
      ]);
      expect(profilesIn(world)[0]).toMatchObject({ description: 'Later' });
    });
  });
});

describe('a profile that is deleted', () => {
  it('has gone when the call ends, also when it had gone before', async () => {
    await withProfile({}, async (world) => {
      const before = await world.one('profile', PROFILE);
      await world.driver('profile').remove(before, world.refOf);
      expect(profilesIn(world)).toEqual([]);
      await world.driver('profile').remove(before, world.refOf);
      expect(await world.read('profile', PROFILE)).toEqual([]);
    });
  });

  it('fails late in the words of the service', async () => {
    const faults = [
      { kind: 'late-failure', reason: 'Busy', operation: 'codewhisperer:DeleteProfile', when: { always: true } },
    ] as const;
    await withProfile({ faults }, async (world) => {
      const before = await world.one('profile', PROFILE);
      await expect(world.driver('profile').remove(before, world.refOf)).rejects.toMatchObject({
        issues: [{ message: expect.stringContaining('said DELETE_FAILED: Busy') }],
      });
    });
  });

  it('goes at the second try, though a lagging list shows yet that the first one failed', async () => {
    const faults = [
      { kind: 'lag', milliseconds: 8_000, operation: 'codewhisperer:ListProfiles', when: { always: true } },
    ] as const;
    const failed = organization({ profile: { status: 'DELETE_FAILED', errorDetails: 'Busy' } });
    await withProfile({ state: failed, faults }, async (world) => {
      const before = await world.one('profile', PROFILE);
      await world.driver('profile').remove(before, world.refOf);
      expect(profilesIn(world)).toEqual([]);
    });
  });

  it('is refused while it has customizations', async () => {
    await withProfile({ state: organization({ profile: { customizations: ['ours'] } }) }, async (world) => {
      const before = await world.one('profile', PROFILE);
      await expect(world.driver('profile').remove(before, world.refOf)).rejects.toMatchObject({
        issues: [{ code: 'AWS_CONFLICT', message: expect.stringContaining('customizations') }],
      });
    });
  });
});
