import { describe, expect, it } from 'vitest';

import { loadWorld } from '../../reconciler/simulator/state/load.ts';
import { saveWorld } from '../../reconciler/simulator/state/save.ts';
import { parseState } from '../../reconciler/simulator/state.ts';
import type { SimulatorState } from '../../reconciler/simulator/state.types.ts';
import { call, creation, PRO, PROFILE, profiles, profileState, SECOND, toolingState } from './private.ts';
import { ADA, BOB, MANAGEMENT, onSimulator, PROD, stateWith, TOOLING } from './support.ts';

const ORPHAN = 'aaaaaaaaaa-11111111-2222-3333-4444-555555555555';
const CUSTOM = 'arn:aws:sso::aws:applicationProvider/custom';
const KEY_ID = '11111111-1111-1111-1111-111111111111';
const US = { account: TOOLING, region: 'us-east-1' } as const;

/** Everything that a state can say of CodeWhisperer and around it, in canonical order. */
const FULL: SimulatorState = {
  ...stateWith({
    users: [ADA, BOB],
    groups: [{ name: 'devs', members: ['bob'] }],
    applications: [
      { name: 'Board', provider: CUSTOM },
      {
        name: 'Wiki',
        provider: CUSTOM,
        account: PROD,
        description: 'Ours',
        arn: `arn:aws:sso::${MANAGEMENT}:application/ssoins-1111111111111111/apl-1111111111111111`,
        enabled: false,
        assignmentRequired: false,
        authorized: [{ group: 'devs' }, { user: 'ada' }],
      },
    ],
  }),
  codewhisperer: {
    profiles: [
      {
        account: MANAGEMENT,
        region: 'us-east-1',
        name: 'Failed',
        status: 'CREATE_FAILED',
        errorDetails: 'No capacity',
      },
      {
        account: TOOLING,
        region: 'eu-central-1',
        name: 'Old',
        status: 'UPDATING',
        endsAt: '2026-02-01T00:00:00.000Z',
        failure: 'No.',
        next: { name: 'New', kmsKey: 'arn:aws:kms:eu-central-1:222222222222:key/x', codeReferences: 'ALLOW' },
      },
      {
        ...US,
        name: 'Company',
        description: 'Acme',
        codeReferences: 'ALLOW',
        kmsKey: 'alias/codewhisperer',
        functionalities: ['ANALYSIS', 'COMPLETIONS'],
        sharing: 'DENY',
        type: 'Q_DEVELOPER',
        features: { dashboardAnalytics: { toggle: 'ON' }, webTools: { toggle: 'OFF' } },
        featuresType: 'Q_DEVELOPER',
        arn: `arn:aws:codewhisperer:us-east-1:${TOOLING}:profile/EXAMPLE12345`,
        tags: { a: '1', b: '2' },
        errorDetails: 'Once',
        status: 'UPDATE_FAILED',
        assignableAt: '2026-01-31T12:00:00.000Z',
        customizations: ['ours'],
        permissionUpdateRequired: true,
        oidcClientId: 'client-1',
        application: {
          name: 'Theirs',
          description: 'Its own',
          arn: `arn:aws:sso::${MANAGEMENT}:application/ssoins-1111111111111111/apl-2222222222222222`,
          enabled: false,
          assignmentRequired: false,
          authorized: [{ group: 'devs' }, { principalId: ORPHAN, principalType: 'USER' }, { user: 'ada' }],
        },
        signIn: {
          name: 'Sign in here',
          arn: `arn:aws:sso::${MANAGEMENT}:application/ssoins-1111111111111111/apl-3333333333333333`,
          assignmentRequired: true,
        },
      },
      { account: PROD, region: 'us-east-1', name: 'Gone', status: 'DELETING', endsAt: '2026-02-01T00:00:00.000Z' },
    ],
    seats: [
      { ...US, group: 'devs', subscription: PRO },
      { ...US, principalId: ORPHAN, principalType: 'USER', subscription: 'SOMETHING_NEW' },
      { ...US, user: 'ada', subscription: PRO, status: 'CANCELED' },
    ],
    activeUsers: ['ada', 'bob'],
  },
  kmsKeys: [
    { ...US, id: KEY_ID, aliases: ['alias/codewhisperer', 'alias/also'] },
    { ...US, aliases: ['alias/other'], enabled: false, symmetric: false, usable: false },
    { account: PROD, region: 'us-east-1', id: KEY_ID },
  ],
  buckets: [
    { name: 'logs', ...US },
    { name: 'reports', ...US },
  ],
  serviceLinkedRoles: { [TOOLING]: ['codewhisperer.amazonaws.com', 'q.amazonaws.com'], [PROD]: ['q.amazonaws.com'] },
};

describe('a state with CodeWhisperer in it', () => {
  it('is valid, and the same after loading and saving', () => {
    expect(parseState(JSON.stringify(FULL))).toMatchObject({ ok: true });
    const { identityCenter, ...rest } = saveWorld(loadWorld(FULL));
    const { identityCenter: center, ...others } = FULL;
    // `stateWith` leaves accounts in another order than canonical.
    expect({ ...rest, organization: undefined }).toEqual({ ...others, organization: undefined });
    expect(identityCenter).toEqual(center);
  });

  it('has one text, whatever order it was written in', () => {
    const reversed = {
      ...FULL,
      codewhisperer: {
        profiles: FULL.codewhisperer?.profiles?.toReversed() ?? [],
        seats: FULL.codewhisperer?.seats?.toReversed() ?? [],
        activeUsers: ['bob', 'ada'],
      },
      kmsKeys: FULL.kmsKeys?.toReversed() ?? [],
      buckets: FULL.buckets?.toReversed() ?? [],
    };
    expect(JSON.stringify(saveWorld(loadWorld(reversed)))).toBe(JSON.stringify(saveWorld(loadWorld(FULL))));
  });

  it('says nothing of what there is not', () => {
    const saved = saveWorld(loadWorld(stateWith({})));
    expect(Object.keys(saved).toSorted()).toEqual(['identityCenter', 'organization', 'version']);
    expect(saveWorld(loadWorld({ ...stateWith({}), serviceLinkedRoles: { [PROD]: [] } }))).toEqual(saved);
  });

  it('goes on from where it was: the same profile comes of it', async () => {
    await onSimulator({ state: toolingState() }, async (first) => {
      await call(first, 'codewhisperer', 'CreateProfile', creation(first, { tags: [{ key: 'a', value: '1' }] }));
      const saved = first.simulator.state();
      expect(parseState(JSON.stringify(saved))).toMatchObject({ ok: true });
      expect(saved.codewhisperer?.profiles).toEqual([
        {
          ...US,
          name: 'QDevProfile-us-east-1',
          status: 'CREATING',
          endsAt: '2026-01-05T00:00:15.000Z',
          assignableAt: '2026-01-05T00:00:35.000Z',
          tags: { a: '1' },
        },
      ]);
      await onSimulator({ state: saved }, async (second) => {
        await first.clock.sleep(60 * SECOND);
        await second.clock.sleep(60 * SECOND);
        expect(await profiles(second)).toEqual(await profiles(first));
        expect(second.simulator.state()).toEqual(first.simulator.state());
      });
    });
  });

  it('keeps nothing of what has passed: whoever goes on from it may be behind by their clock', async () => {
    await onSimulator({ state: toolingState() }, async (first) => {
      await call(first, 'codewhisperer', 'CreateProfile', creation(first));
      await first.clock.sleep(60 * SECOND);
      const assignment = { principalId: await first.userId('bob'), principalType: 'USER', subscriptionType: PRO };
      await call(first, 'q', 'CreateAssignment', assignment);
      await onSimulator({ state: first.simulator.state() }, async (second) => {
        expect(await call(second, 'q', 'DeleteAssignment', assignment)).toEqual({});
      });
    });
  });

  it('derives what it does not say, and forgets users who are gone', async () => {
    const state = profileState(
      {},
      { codewhisperer: { activeUsers: ['bob'], seats: [{ ...US, user: 'bob', subscription: PRO }] } },
    );
    await onSimulator({ state }, async (world) => {
      const [profile] = await profiles(world);
      expect(profile?.arn).toMatch(/^arn:aws:codewhisperer:us-east-1:222222222222:profile\/[0-9A-F]{12}$/u);
      const UserId = await world.userId('bob');
      await world.store.deleteUser({ ...world.directory, UserId });
      const { seats, activeUsers } = world.simulator.state().codewhisperer ?? {};
      expect(activeUsers).toBeUndefined();
      expect(seats).toEqual([{ ...US, principalId: UserId, principalType: 'USER', subscription: PRO }]);
    });
  });
});

describe('a state that contradicts itself', () => {
  const on = (codewhisperer: object) => ({ ...FULL, codewhisperer });
  const profile = (members: object) => on({ profiles: [{ ...PROFILE, ...members }] });
  const seat = (members: object) => on({ seats: [{ ...US, subscription: PRO, ...members }] });
  const application = (members: object) => ({
    ...FULL,
    identityCenter: { ...FULL.identityCenter, applications: [{ name: 'A', provider: CUSTOM, ...members }] },
  });
  const { identityCenter: _, ...bare } = FULL;

  it.each([
    [{ ...bare, codewhisperer: { profiles: [PROFILE] } }, 'a profile needs identityCenter'],
    [on({ profiles: [PROFILE, { ...PROFILE, name: 'Other' }] }), `profile "${TOOLING}/us-east-1" is there twice`],
    [profile({ account: '999999999999' }), 'profile: account "999999999999" does not exist'],
    [profile({ status: 'CREATING' }), 'endsAt and the status CREATING do not go together'],
    [profile({ endsAt: '2026-01-01T00:00:00Z' }), 'endsAt and the status ACTIVE do not go together'],
    [profile({ failure: 'No' }), 'failure and the status ACTIVE do not go together'],
    [profile({ next: { name: 'New' } }), 'next and the status ACTIVE do not go together'],
    [profile({ status: 'CREATE_FAILED', signIn: {} }), 'has no applications while it is CREATE_FAILED'],
    [profile({ status: 'CREATE_FAILED', application: {} }), 'has no applications while it is CREATE_FAILED'],
    [profile({ kmsKey: 'alias/none' }), `KMS key "${TOOLING}/us-east-1 alias/none" does not exist`],
    [profile({ application: { authorized: [{ user: 'none' }] } }), 'application: user "none" does not exist'],
    [profile({ signIn: { authorized: [{ group: 'none' }] } }), 'signIn: group "none" does not exist'],
    [
      profile({ application: { authorized: [{ user: 'ada' }, { user: 'ada' }] } }),
      'authorized "user ada" is there twice',
    ],
    [profile({ application: { authorized: [{}] } }), 'exactly one of user, group and principalId'],
    [profile({ assignableAt: '2026-01-01T25:00:00Z' }), '2026-01-01T25:00:00Z is no instant'],
    [seat({ user: 'none' }), 'seat: user "none" does not exist'],
    [seat({ user: 'ada', account: '999999999999' }), 'seat: account "999999999999" does not exist'],
    [seat({}), 'seat: exactly one of user, group and principalId'],
    [
      on({
        seats: [
          { ...US, group: 'devs', subscription: PRO },
          { ...US, group: 'devs', subscription: 'X' },
        ],
      }),
      `seat "${TOOLING}/us-east-1 group devs" is there twice`,
    ],
    [on({ activeUsers: ['none'] }), 'activeUsers: user "none" does not exist'],
    [on({ activeUsers: ['ada', 'ada'] }), 'activeUsers: user "ada" is there twice'],
    [application({ account: '999999999999' }), 'applications: account "999999999999" does not exist'],
    [application({ authorized: [{ group: 'none' }] }), 'A: group "none" does not exist'],
    [
      {
        ...FULL,
        identityCenter: { ...FULL.identityCenter, applications: [1, 2].map(() => ({ name: 'A', provider: CUSTOM })) },
      },
      `application "${CUSTOM} A" is there twice`,
    ],
    [{ ...FULL, kmsKeys: [{ ...US, account: '999999999999', id: KEY_ID }] }, 'kmsKeys: account "999999999999"'],
    [
      {
        ...FULL,
        kmsKeys: [
          { ...US, id: KEY_ID },
          { ...US, id: KEY_ID },
        ],
      },
      `KMS key "arn:aws:kms:us-east-1:${TOOLING}:key/`,
    ],
    [
      {
        ...FULL,
        kmsKeys: [
          { ...US, id: KEY_ID, aliases: ['alias/codewhisperer'] },
          { ...US, aliases: ['alias/codewhisperer'] },
        ],
      },
      `alias "${TOOLING}/us-east-1 alias/codewhisperer" is there twice`,
    ],
    [{ ...FULL, buckets: [{ ...US, name: 'abc', account: '999999999999' }] }, 'buckets: account "999999999999"'],
    [
      {
        ...FULL,
        buckets: [
          { ...US, name: 'abc' },
          { ...US, name: 'abc' },
        ],
      },
      'bucket "abc" is there twice',
    ],
    [{ ...FULL, serviceLinkedRoles: { '999999999999': [] } }, 'serviceLinkedRoles: account "999999999999"'],
  ])('%# says what is wrong', (state, message) => {
    const parsed = parseState(JSON.stringify(state));
    expect(parsed.ok ? [] : parsed.mistakes).toContainEqual(expect.stringContaining(message));
  });

  it.each([
    [{ ...FULL, kmsKeys: [US] }, 'kmsKeys[0]'],
    [profile({ status: 'GONE' }), 'codewhisperer.profiles[0].status must be equal to one of the allowed values'],
    [profile({ color: 'red' }), 'codewhisperer.profiles[0]: unknown field "color"'],
    [
      { ...FULL, serviceLinkedRoles: { [TOOLING]: ['ec2.amazonaws.com'] } },
      'serviceLinkedRoles[222222222222][0] must be equal to one of the allowed values',
    ],
  ])('%# is refused by the schema', (state, message) => {
    const parsed = parseState(JSON.stringify(state));
    expect(parsed.ok ? [] : parsed.mistakes).toContainEqual(expect.stringContaining(message));
  });
});
