import { describe, expect, it } from 'vitest';

import {
  answerOf,
  call,
  creation,
  PROFILE,
  profiles,
  profileState,
  PROFILE_REGION,
  refusalOf,
  SECOND,
  TOOLING_KEY,
  toolingState,
} from './private.ts';
import { ADA, MANAGEMENT, onSimulator, PROD, START, TOOLING } from './support.ts';

const STATE = toolingState();
const KEY = `arn:aws:kms:us-east-1:${TOOLING}:key/11111111-1111-1111-1111-111111111111`;

describe('a profile that is made', () => {
  it('is CREATING for a while, then ACTIVE, and names its application', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const { profileArn } = await call(world, 'codewhisperer', 'CreateProfile', creation(world));
      expect(profileArn).toMatch(/^arn:aws:codewhisperer:us-east-1:222222222222:profile\/[A-Z0-9]{12}$/u);
      const [first] = await profiles(world);
      expect(first).toMatchObject({ arn: profileArn, status: 'CREATING' });
      expect(first?.identityDetails).toBeUndefined();
      await world.clock.sleep(15 * SECOND);
      const [made] = await profiles(world);
      expect(made).toMatchObject({
        arn: profileArn,
        profileName: 'QDevProfile-us-east-1',
        status: 'ACTIVE',
        profileType: 'KIRO',
        referenceTrackerConfiguration: { recommendationsWithReferences: 'BLOCK' },
        identityDetails: {
          ssoIdentityDetails: { instanceArn: world.instance.InstanceArn, ssoRegion: 'us-east-1' },
        },
      });
      // Applications are the instance owner's, whatever account has the profile.
      const link = made?.identityDetails?.ssoIdentityDetails.oidcClientId;
      expect(link).toMatch(/^arn:aws:sso::111111111111:application\/ssoins-[0-9a-f]{16}\/apl-[0-9a-f]{16}$/u);
      expect(await world.sso.describeApplication({ ApplicationArn: link })).toMatchObject({
        ApplicationProviderArn: 'arn:aws:sso::aws:applicationProvider/codewhisperer',
        ApplicationAccount: TOOLING,
        Name: 'QDevProfile-us-east-1',
        Status: 'ENABLED',
      });
      const { Applications: listed = [] } = await world.sso.listApplications(world.instance);
      const required = await Promise.all(
        listed.map(({ ApplicationArn }) => world.sso.getApplicationAssignmentConfiguration({ ApplicationArn })),
      );
      expect(required.map((one) => one.AssignmentRequired)).toEqual([true, false]);
    });
  });

  it('is the only one in its account and Region, whatever its name, and another Region has one of its own', async () => {
    await onSimulator({ state: profileState() }, async (world) => {
      expect(await refusalOf(world, 'codewhisperer', 'CreateProfile', creation(world))).toMatch(
        /^ConflictException: /u,
      );
      const elsewhere = { region: 'eu-central-1' };
      await call(world, 'codewhisperer', 'CreateProfile', creation(world), elsewhere);
      expect(await profiles(world)).toMatchObject([{ profileName: PROFILE.name, status: 'ACTIVE' }]);
      expect(await profiles(world, elsewhere)).toMatchObject([{ profileName: 'QDevProfile-us-east-1' }]);
    });
  });

  it('fails late where too many accounts of the organisation have one in that Region', async () => {
    const codewhisperer = { profiles: [{ account: MANAGEMENT, region: 'us-east-1', name: 'Other' }] };
    const state = { ...STATE, codewhisperer };
    await onSimulator({ state, limits: { profileAccountsInRegion: 1 } }, async (world) => {
      const elsewhere = { region: 'eu-central-1' };
      await call(world, 'codewhisperer', 'CreateProfile', creation(world));
      await call(world, 'codewhisperer', 'CreateProfile', creation(world), elsewhere);
      await world.clock.sleep(15 * SECOND);
      const errorDetails = 'At most 1 accounts of the organization can have the application in us-east-1.';
      expect(await profiles(world)).toMatchObject([{ status: 'CREATE_FAILED', errorDetails }]);
      expect(await profiles(world, elsewhere)).toMatchObject([{ status: 'ACTIVE' }]);
    });
  });

  it('is the same one for the same token and request, and a conflict for another request', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const request = creation(world, { clientToken: 'once' });
      const first = await call(world, 'codewhisperer', 'CreateProfile', request);
      world.simulator.edit(() => undefined);
      expect(await call(world, 'codewhisperer', 'CreateProfile', request)).toEqual(first);
      const other = { ...request, profileName: 'Other' };
      expect(await refusalOf(world, 'codewhisperer', 'CreateProfile', other)).toMatch(/^ConflictException: .*token/u);
      expect(await profiles(world)).toHaveLength(1);
    });
  });

  it('ends by itself, whoever looks first, and in the order of the ends', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      await call(world, 'codewhisperer', 'CreateProfile', creation(world, { profileName: 'First' }));
      await world.clock.sleep(SECOND);
      const elsewhere = { region: 'eu-central-1' };
      await call(world, 'codewhisperer', 'CreateProfile', creation(world, { profileName: 'Second' }), elsewhere);
      await world.clock.sleep(60 * SECOND);
      const { Applications: listed = [] } = await world.sso.listApplications(world.instance);
      expect(listed.map((one) => one.Name)).toEqual(['First', 'Kiro Sign-In', 'Second', 'Kiro Sign-In']);
      expect(listed.map((one) => one.CreatedDate?.getTime())).toEqual([15, 15, 16, 16].map((n) => START + n * SECOND));
    });
  });

  it('fails late when something says so, with the reason, and has then no application', async () => {
    const fault = { kind: 'late-failure', operation: 'codewhisperer:CreateProfile', when: { always: true } } as const;
    await onSimulator({ state: STATE, faults: [{ ...fault, reason: 'No capacity' }] }, async (world) => {
      const { profileArn } = await call(world, 'codewhisperer', 'CreateProfile', creation(world));
      await world.clock.sleep(60 * SECOND);
      const [failed] = await profiles(world);
      expect(failed).toMatchObject({ status: 'CREATE_FAILED', errorDetails: 'No capacity' });
      expect((await world.sso.listApplications(world.instance)).Applications ?? []).toEqual([]);
      const update = { profileArn, description: 'x' };
      expect(await refusalOf(world, 'codewhisperer', 'UpdateProfile', update)).toMatch(/^ConflictException/u);
      await call(world, 'codewhisperer', 'DeleteProfile', { profileArn });
      await world.clock.sleep(60 * SECOND);
      expect(await profiles(world)).toEqual([]);
    });
  });

  it('needs the instance by its ARN and its Region: an identity store id does not do', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const { InstanceArn: instanceArn } = world.instance;
      const other = 'arn:aws:sso:::instance/ssoins-9999999999999999';
      for (const identitySource of [
        undefined,
        { ssoIdentitySource: { instanceArn, identityStoreId: 'd-1111111111' } },
        { ssoIdentitySource: { instanceArn, ssoRegion: 'eu-west-1' } },
        { ssoIdentitySource: { instanceArn: other, ssoRegion: 'us-east-1' } },
      ]) {
        const refusal = await refusalOf(world, 'codewhisperer', 'CreateProfile', creation(world, { identitySource }));
        expect(refusal).toBe('ValidationException: Invalid identity center configuration');
      }
      const both = {
        ssoIdentitySource: { instanceArn, ssoRegion: 'us-east-1' },
        externalIdentitySource: { issuerUrl: 'https://example.com', clientId: 'c' },
      };
      const union = await refusalOf(world, 'codewhisperer', 'CreateProfile', creation(world, { identitySource: both }));
      expect(union).toMatch(/Exactly one member must be set/u);
    });
  });

  it.each([
    [{ profileName: '1st' }, /'profileName'.*pattern/u],
    [{ profileName: undefined }, /'profileName'.*must not be null/u],
    [{ referenceTrackerConfiguration: undefined }, /'referenceTrackerConfiguration'.*must not be null/u],
    [
      { referenceTrackerConfiguration: { recommendationsWithReferences: 'MAYBE' } },
      /enum value set: \[BLOCK, ALLOW\]/u,
    ],
    [{ description: 'a.b' }, /'description'.*pattern/u],
    [{ kmsKeyArn: 'alias/x' }, /'kmsKeyArn'.*pattern/u],
    [{ activeFunctionalities: ['EVERYTHING'] }, /enum value set/u],
    [{ tags: Array.from({ length: 51 }, (_, n) => ({ key: `k${n}`, value: '' })) }, /'tags'.*equal to 50/u],
    [
      {
        tags: [
          { key: 'a', value: '1' },
          { key: 'a', value: '2' },
        ],
      },
      /Duplicate tag keys/u,
    ],
    [{ tags: [{ key: 'AWS:a', value: '1' }] }, /reserved/u],
    [{ optInFeatures: { dashboardAnalytics: { toggle: 'YES' } } }, /enum value set: \[ON, OFF\]/u],
    [{ optInFeatures: { promptLogging: { toggle: 'ON' } } }, /s3Uri.*must not be null/u],
  ])('must be as the model says: %#', async (members, text) => {
    await onSimulator({ state: STATE }, async (world) => {
      const refusal = await refusalOf(world, 'codewhisperer', 'CreateProfile', creation(world, members));
      expect(refusal).toMatch(/^ValidationException: /u);
      expect(refusal).toMatch(text);
    });
  });

  it('needs its service-linked role, of the new name or the old', async () => {
    await onSimulator({ state: { ...STATE, serviceLinkedRoles: {} } }, async (world) => {
      const refusal = await refusalOf(world, 'codewhisperer', 'CreateProfile', creation(world));
      expect(refusal).toMatch(/^AccessDeniedException: .*q\.amazonaws\.com/u);
      world.simulator.edit((state) => {
        state.serviceLinkedRoles = { [TOOLING]: ['codewhisperer.amazonaws.com'] };
      });
      await call(world, 'codewhisperer', 'CreateProfile', creation(world));
    });
  });

  it("is made with its caller's permissions on Identity Center", async () => {
    const actions = ['codewhisperer:*', 'sso:Create*'];
    const principals = { [TOOLING_KEY]: { account: TOOLING, role: 'r', actions } };
    await onSimulator({ state: { ...STATE, principals } }, async (world) => {
      const refusal = await refusalOf(world, 'codewhisperer', 'CreateProfile', creation(world));
      expect(refusal).toMatch(/not authorized to perform: sso:PutApplicationAuthenticationMethod/u);
    });
  });

  it.each([
    ['another key', { aliases: ['alias/other'] }, /^ValidationException \(INVALID_KMS_GRANT\)/u],
    ['an asymmetric key', { symmetric: false }, /^ValidationException \(INVALID_KMS_GRANT\)/u],
    ['a disabled key', { enabled: false }, /^ConflictException \(CUSTOMER_KMS_KEY_DISABLED\)/u],
    ['a key whose policy forbids', { usable: false }, /^ConflictException \(CUSTOMER_KMS_KEY_INVALID_KEY_POLICY\)/u],
  ])('refuses %s', async (_, members, text) => {
    const id = 'aliases' in members ? {} : { id: '11111111-1111-1111-1111-111111111111' };
    const kmsKeys = [{ account: TOOLING, region: 'us-east-1', ...id, ...members }];
    await onSimulator({ state: { ...STATE, kmsKeys } }, async (world) => {
      const request = creation(world, { kmsKeyArn: KEY });
      expect(await refusalOf(world, 'codewhisperer', 'CreateProfile', request)).toMatch(text);
      expect(await profiles(world)).toEqual([]);
    });
  });

  it('takes a key of its Region that it may use, with the permissions on it', async () => {
    const kmsKeys = [{ account: TOOLING, region: 'us-east-1', id: '11111111-1111-1111-1111-111111111111' }];
    const principals = {
      ...STATE.principals,
      AKIANOKEYS0000000000: { account: TOOLING, role: 'r', actions: ['codewhisperer:*', 'sso:*'] },
    };
    await onSimulator({ state: { ...STATE, kmsKeys, principals } }, async (world) => {
      const request = creation(world, { kmsKeyArn: KEY });
      const weak = await refusalOf(world, 'codewhisperer', 'CreateProfile', request, {
        accessKeyId: 'AKIANOKEYS0000000000',
      });
      expect(weak).toMatch(/kms:DescribeKey/u);
      const elsewhere = await refusalOf(world, 'codewhisperer', 'CreateProfile', request, { region: 'eu-central-1' });
      expect(elsewhere).toMatch(/MISMATCHED_KMS_KEY/u);
      await call(world, 'codewhisperer', 'CreateProfile', request);
      expect(await profiles(world)).toMatchObject([{ kmsKeyArn: KEY }]);
    });
  });

  it('logs only to buckets of its account and Region', async () => {
    const buckets = [
      { name: 'logs-here', account: TOOLING, region: 'us-east-1' },
      { name: 'logs-there', account: TOOLING, region: 'eu-west-1' },
      { name: 'logs-theirs', account: PROD, region: 'us-east-1' },
    ];
    await onSimulator({ state: { ...STATE, buckets } }, async (world) => {
      const logging = (bucket: string, toggle = 'ON') =>
        creation(world, { optInFeatures: { promptLogging: { toggle, s3Uri: `s3://${bucket}/prefix` } } });
      for (const bucket of ['logs-there', 'logs-theirs', 'logs-nowhere']) {
        const refusal = await refusalOf(world, 'codewhisperer', 'CreateProfile', logging(bucket));
        expect(refusal).toContain(`The bucket ${bucket} is not in the profile's account and Region`);
      }
      await call(world, 'codewhisperer', 'CreateProfile', logging('logs-here'));
      const [profile] = await profiles(world);
      const update = {
        profileArn: profile?.arn,
        optInFeatures: { promptLogging: { toggle: 'OFF', s3Uri: 's3://xyz/a' } },
      };
      await world.clock.sleep(60 * SECOND);
      await call(world, 'codewhisperer', 'UpdateProfile', update);
    });
  });
});

describe('an update of a profile', () => {
  const description = 'Acme';

  it('shows when it is done; what it does not name stays', async () => {
    await onSimulator({ state: profileState({ description: 'Old', codeReferences: 'ALLOW' }) }, async (world) => {
      const [{ arn: profileArn } = { arn: '' }] = await profiles(world);
      const features = { dashboardAnalytics: { toggle: 'ON' } };
      const update = { profileArn, description, optInFeatures: features, optInFeaturesType: 'KIRO' };
      expect(await call(world, 'codewhisperer', 'UpdateProfile', update)).toEqual({ profileArn });
      expect(await profiles(world)).toMatchObject([{ status: 'UPDATING', description: 'Old' }]);
      expect(await refusalOf(world, 'codewhisperer', 'UpdateProfile', update)).toMatch(/^ConflictException/u);
      expect(await refusalOf(world, 'codewhisperer', 'DeleteProfile', { profileArn })).toMatch(/^ConflictException/u);
      await world.clock.sleep(10 * SECOND);
      expect(await profiles(world)).toMatchObject([
        {
          status: 'ACTIVE',
          profileName: PROFILE.name,
          description,
          optInFeatures: features,
          optInFeaturesType: 'KIRO',
          referenceTrackerConfiguration: { recommendationsWithReferences: 'ALLOW' },
        },
      ]);
    });
  });

  it('replaces a member as a whole', async () => {
    const features = { dashboardAnalytics: { toggle: 'ON' }, webTools: { toggle: 'OFF' } };
    await onSimulator({ state: profileState({ features }) }, async (world) => {
      const [{ arn: profileArn } = { arn: '' }] = await profiles(world);
      const optInFeatures = { webTools: { toggle: 'ON' } };
      await call(world, 'codewhisperer', 'UpdateProfile', { profileArn, optInFeatures });
      await world.clock.sleep(10 * SECOND);
      expect((await profiles(world))[0]?.['optInFeatures']).toEqual(optInFeatures);
    });
  });

  it('is checked as a creation is', async () => {
    await onSimulator({ state: profileState() }, async (world) => {
      const [{ arn: profileArn } = { arn: '' }] = await profiles(world);
      const { InstanceArn: instanceArn } = world.instance;
      for (const [members, text] of [
        [{ identitySource: { ssoIdentitySource: { instanceArn } } }, /Invalid identity center configuration/u],
        [{ kmsKeyArn: KEY }, /INVALID_KMS_GRANT/u],
        [{ optInFeatures: { byUserAnalytics: { toggle: 'ON', s3Uri: 's3://none/x' } } }, /The bucket none is not/u],
      ] as const) {
        const refusal = await refusalOf(world, 'codewhisperer', 'UpdateProfile', { profileArn, ...members });
        expect(refusal).toMatch(text);
      }
      expect(await profiles(world)).toMatchObject([{ status: 'ACTIVE' }]);
    });
  });

  it('may be done at once', async () => {
    await onSimulator({ state: profileState(), limits: { profileUpdateMilliseconds: 0 } }, async (world) => {
      const [{ arn: profileArn } = { arn: '' }] = await profiles(world);
      await call(world, 'codewhisperer', 'UpdateProfile', { profileArn, description });
      expect(await profiles(world)).toMatchObject([{ status: 'ACTIVE', description }]);
    });
  });

  it('that fails late changes nothing, says why, and can be tried again', async () => {
    const fault = { kind: 'late-failure', operation: 'codewhisperer:UpdateProfile', when: { calls: [1] } } as const;
    await onSimulator({ state: profileState(), faults: [{ ...fault, reason: 'Try later' }] }, async (world) => {
      const [{ arn: profileArn } = { arn: '' }] = await profiles(world);
      await call(world, 'codewhisperer', 'UpdateProfile', { profileArn, description });
      await world.clock.sleep(10 * SECOND);
      const [failed] = await profiles(world);
      expect(failed).toMatchObject({ status: 'UPDATE_FAILED', errorDetails: 'Try later' });
      expect(failed?.['description']).toBeUndefined();
      await call(world, 'codewhisperer', 'UpdateProfile', { profileArn, description });
      await world.clock.sleep(10 * SECOND);
      const [done] = await profiles(world);
      expect(done).toMatchObject({ status: 'ACTIVE', description });
      expect(done?.['errorDetails']).toBeUndefined();
    });
  });

  it('may change everything else', async () => {
    const kmsKeys = [{ account: TOOLING, region: PROFILE_REGION, id: '11111111-1111-1111-1111-111111111111' }];
    await onSimulator({ state: profileState({}, { kmsKeys }) }, async (world) => {
      const [{ arn: profileArn } = { arn: '' }] = await profiles(world);
      const { identitySource } = creation(world);
      await call(world, 'codewhisperer', 'UpdateProfile', {
        profileArn,
        identitySource,
        profileName: 'Renamed',
        kmsKeyArn: KEY,
        activeFunctionalities: ['ANALYSIS'],
        resourcePolicy: { effect: 'ALLOW' },
        targetProfileType: 'Q_DEVELOPER',
      });
      await world.clock.sleep(10 * SECOND);
      expect(await profiles(world)).toMatchObject([
        {
          profileName: 'Renamed',
          kmsKeyArn: KEY,
          activeFunctionalities: ['ANALYSIS'],
          resourcePolicy: { effect: 'ALLOW' },
          profileType: 'Q_DEVELOPER',
        },
      ]);
    });
  });
});

describe('a deletion of a profile', () => {
  it('takes a while, then the profile and its applications are gone; the next one has another ARN', async () => {
    await onSimulator({ state: profileState() }, async (world) => {
      const [{ arn: profileArn } = { arn: '' }] = await profiles(world);
      const answer = await answerOf(world, 'codewhisperer', 'DeleteProfile', { profileArn });
      expect(answer).toMatchObject({ status: 200, body: '{}' });
      expect(await profiles(world)).toMatchObject([{ status: 'DELETING' }]);
      expect((await world.sso.listApplications(world.instance)).Applications).toHaveLength(2);
      await world.clock.sleep(15 * SECOND);
      expect(await profiles(world)).toEqual([]);
      expect((await world.sso.listApplications(world.instance)).Applications ?? []).toEqual([]);
      const next = await call(world, 'codewhisperer', 'CreateProfile', creation(world));
      expect(next['profileArn']).not.toBe(profileArn);
      await world.clock.sleep(15 * SECOND);
      await call(world, 'codewhisperer', 'DeleteProfile', next);
      await world.clock.sleep(15 * SECOND);
      const third = await call(world, 'codewhisperer', 'CreateProfile', creation(world));
      expect(third['profileArn']).not.toBe(next['profileArn']);
      expect(await refusalOf(world, 'codewhisperer', 'DeleteProfile', { profileArn })).toMatch(/^ResourceNotFound/u);
    });
  });

  it('can fail late, and be tried again', async () => {
    const fault = { kind: 'late-failure', operation: 'codewhisperer:DeleteProfile', when: { calls: [1] } } as const;
    await onSimulator({ state: profileState(), faults: [fault] }, async (world) => {
      const [{ arn: profileArn } = { arn: '' }] = await profiles(world);
      await call(world, 'codewhisperer', 'DeleteProfile', { profileArn });
      await world.clock.sleep(15 * SECOND);
      expect(await profiles(world)).toMatchObject([{ status: 'DELETE_FAILED' }]);
      await call(world, 'codewhisperer', 'DeleteProfile', { profileArn });
      await world.clock.sleep(15 * SECOND);
      expect(await profiles(world)).toEqual([]);
    });
  });

  it("is made with its caller's permissions on Identity Center", async () => {
    const principals = { [TOOLING_KEY]: { account: TOOLING, role: 'r', actions: ['codewhisperer:*'] } };
    await onSimulator({ state: profileState({}, { principals }) }, async (world) => {
      const [{ arn: profileArn } = { arn: '' }] = await profiles(world);
      const refusal = await refusalOf(world, 'codewhisperer', 'DeleteProfile', { profileArn });
      expect(refusal).toMatch(/not authorized to perform: sso:DeleteApplication/u);
    });
  });

  it('is refused while it has customizations', async () => {
    await onSimulator({ state: profileState({ customizations: ['ours'] }) }, async (world) => {
      const [{ arn: profileArn } = { arn: '' }] = await profiles(world);
      const refusal = await refusalOf(world, 'codewhisperer', 'DeleteProfile', { profileArn });
      expect(refusal).toMatch(/^ConflictException: .*customizations/u);
    });
  });
});

describe('the list of profiles', () => {
  const state = toolingState({
    codewhisperer: {
      profiles: [
        { ...PROFILE, account: MANAGEMENT, name: 'Shared', sharing: 'ALLOW' },
        PROFILE,
        { ...PROFILE, account: PROD, name: 'Theirs', sharing: 'ALLOW' },
      ],
    },
  });

  it("shows the caller's own account and Region, and on demand what the management account shares", async () => {
    await onSimulator({ state }, async (world) => {
      expect(await profiles(world)).toMatchObject([{ profileName: PROFILE.name }]);
      expect(await profiles(world, { region: 'eu-central-1' })).toEqual([]);
      const both = { includeManagementAccount: true };
      const { profiles: all } = await call(world, 'codewhisperer', 'ListProfiles', both);
      expect(all).toMatchObject([{ profileName: 'Shared' }, { profileName: PROFILE.name }]);
      world.simulator.edit((edited) => {
        edited.codewhisperer = {
          profiles: [{ ...PROFILE, account: MANAGEMENT, name: 'Kept', sharing: 'DENY' }, PROFILE],
        };
      });
      const { profiles: own } = await call(world, 'codewhisperer', 'ListProfiles', both);
      expect(own).toMatchObject([{ profileName: PROFILE.name }]);
    });
  });

  it('comes in pages, whose tokens are of the plain base64 alphabet', async () => {
    await onSimulator({ state }, async (world) => {
      const input = { includeManagementAccount: true, maxResults: 1 };
      const first = await call(world, 'codewhisperer', 'ListProfiles', input);
      expect(first['nextToken']).toMatch(/^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u);
      const next = { ...input, nextToken: first['nextToken'] };
      const second = await call(world, 'codewhisperer', 'ListProfiles', next);
      expect(second['profiles']).toMatchObject([{ profileName: PROFILE.name }]);
      expect(second['nextToken']).toBeUndefined();
      const bad = await refusalOf(world, 'codewhisperer', 'ListProfiles', { nextToken: 'abcd' });
      expect(bad).toBe('ValidationException: Invalid nextToken');
    });
  });

  it('keeps its order when somebody edits something else', async () => {
    const serviceLinkedRoles = { [MANAGEMENT]: ['q.amazonaws.com'] };
    await onSimulator({ state: profileState({}, { serviceLinkedRoles }) }, async (world) => {
      const request = creation(world, { profileName: 'Shared', resourcePolicy: { effect: 'ALLOW' } });
      await call(world, 'codewhisperer', 'CreateProfile', request, { accessKeyId: 'AKIATEST000000000000' });
      world.simulator.edit((edited) => {
        edited.organization.serviceAccess = [];
      });
      const { profiles: all } = await call(world, 'codewhisperer', 'ListProfiles', { includeManagementAccount: true });
      expect(all).toMatchObject([{ profileName: PROFILE.name }, { profileName: 'Shared' }]);
    });
  });

  it('shows types, statuses and clients that nobody has heard of', async () => {
    const odd = { type: 'NEXT', oidcClientId: 'client-1', permissionUpdateRequired: true } as const;
    await onSimulator({ state: profileState(odd) }, async (world) => {
      expect(await profiles(world)).toMatchObject([
        {
          profileType: 'NEXT',
          permissionUpdateRequired: true,
          identityDetails: { ssoIdentityDetails: { oidcClientId: 'client-1' } },
        },
      ]);
    });
  });
});

describe('tags of a profile', () => {
  it('are there at once, and are no part of the profile as it is listed', async () => {
    await onSimulator({ state: profileState({ tags: { a: '1' } }) }, async (world) => {
      const [{ arn: resourceArn } = { arn: '' }] = await profiles(world);
      const tags = [{ key: 'b', value: '2' }];
      await call(world, 'codewhisperer', 'TagResource', { resourceArn, tags });
      await call(world, 'codewhisperer', 'UntagResource', { resourceArn, tagKeys: ['a', 'z'] });
      expect(await call(world, 'codewhisperer', 'ListTagsForResource', { resourceArn })).toEqual({ tags });
      expect((await profiles(world))[0]).not.toHaveProperty('tags');
    });
  });

  it('are at most 50, and of a profile that is there, named by resourceArn', async () => {
    await onSimulator({ state: profileState({ tags: { a: '1' } }) }, async (world) => {
      const [{ arn: resourceArn } = { arn: '' }] = await profiles(world);
      const tags = Array.from({ length: 50 }, (_, n) => ({ key: `k${n}`, value: '' }));
      const many = await refusalOf(world, 'codewhisperer', 'TagResource', { resourceArn, tags });
      expect(many).toMatch(/^ValidationException: .*50 tags/u);
      const other = `${resourceArn.slice(0, -12)}AAAAAAAAAAAA`;
      const missing = await refusalOf(world, 'codewhisperer', 'ListTagsForResource', { resourceArn: other });
      expect(missing).toMatch(/^ResourceNotFoundException/u);
      const old = await refusalOf(world, 'codewhisperer', 'ListTagsForResource', { resourceName: resourceArn });
      expect(old).toMatch(/^ValidationException: .*'resourceArn'/u);
    });
  });
});

describe('where a profile can be', () => {
  it.each(['codewhisperer', 'q'] as const)('%s is in few Regions, and under a name of its own', async (service) => {
    await onSimulator({ state: STATE }, async (world) => {
      const operation = service === 'q' ? 'CreateAssignment' : 'ListProfiles';
      const elsewhere = await answerOf(world, service, operation, {}, { region: 'eu-west-1' });
      expect(elsewhere.status).toBe(403);
      expect(elsewhere.body).toContain('InvalidSignatureException');
    });
  });

  it('needs an Identity Center, which may be elsewhere', async () => {
    const state = toolingState({}, { users: [ADA], groups: [], region: 'eu-west-1' });
    await onSimulator({ state }, async (world) => {
      await call(world, 'codewhisperer', 'CreateProfile', creation(world));
      await world.clock.sleep(60 * SECOND);
      expect(await profiles(world)).toMatchObject([
        { status: 'ACTIVE', identityDetails: { ssoIdentityDetails: { ssoRegion: 'eu-west-1' } } },
      ]);
    });
    const { identityCenter: _, ...none } = STATE;
    await onSimulator({ state: none }, async (world) => {
      const refusal = await refusalOf(world, 'codewhisperer', 'CreateProfile', creation(world));
      expect(refusal).toMatch(/Invalid identity center configuration/u);
      expect(await profiles(world)).toEqual([]);
    });
  });
});
