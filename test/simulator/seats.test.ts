import { describe, expect, it } from 'vitest';

import {
  answerOf,
  applicationArn,
  call,
  creation,
  PRO,
  profiles,
  profileState,
  refusalOf,
  SECOND,
  TOOLING_KEY,
} from './private.ts';
import { ADA, BOB, MANAGEMENT, onSimulator, stateWith, TOOLING } from './support.ts';
import type { World } from './support.ts';

const STATE = profileState();
const KIRO_PRO = 'KIRO_ENTERPRISE_PRO';

async function user(world: World, name: string, subscriptionType: string | undefined = PRO) {
  return { principalId: await world.userId(name), principalType: 'USER', subscriptionType };
}

async function group(world: World, name: string, subscriptionType: string | undefined = PRO) {
  return { principalId: await world.groupId(name), principalType: 'GROUP', subscriptionType };
}

interface Row {
  readonly principal: { readonly user?: string; readonly group?: string };
  readonly type: { readonly amazonQ: string };
  readonly [name: string]: unknown;
}

/** Who has which subscription, by name: what the list says of each user. */
async function subscriptions(world: World, more: object = {}): Promise<{ readonly [name: string]: Row }> {
  const input = { instanceArn: world.instance.InstanceArn, subscriptionRegion: 'us-east-1', maxResults: 1000, ...more };
  const page = await call<{ subscriptions: readonly Row[] }>(
    world,
    'user-subscriptions',
    'ListUserSubscriptions',
    input,
  );
  const names = new Map<string | undefined, string>();
  for (const { userName } of world.center().users ?? []) names.set(await world.userId(userName), userName);
  return Object.fromEntries(
    page.subscriptions.map((row) => [names.get(row.principal.user) ?? row.principal.user, row]),
  );
}

async function claims(world: World): Promise<readonly Row[]> {
  const input = { applicationArn: await applicationArn(world), subscriptionRegion: 'us-east-1' };
  return (await call<{ claims: readonly Row[] }>(world, 'user-subscriptions', 'ListApplicationClaims', input)).claims;
}

async function authorized(world: World): Promise<readonly (string | undefined)[]> {
  const listed = await world.sso.listApplicationAssignments({ ApplicationArn: await applicationArn(world) });
  return (listed.ApplicationAssignments ?? []).map((one) => one.PrincipalId);
}

describe('a seat', () => {
  it('authorises its user, and is a claim and a pending subscription under the name of Kiro', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const ada = await user(world, 'ada');
      expect(await call(world, 'q', 'CreateAssignment', ada)).toEqual({});
      expect(await authorized(world)).toEqual([ada.principalId]);
      expect(await subscriptions(world)).toEqual({
        ada: {
          principal: { user: ada.principalId },
          type: { amazonQ: KIRO_PRO },
          status: 'PENDING',
          aggregatedSubscriptionType: 'INDIVIDUAL',
        },
      });
      expect(await claims(world)).toEqual([
        { identifier: expect.any(String), principal: { user: ada.principalId }, type: { amazonQ: KIRO_PRO } },
      ]);
      world.simulator.edit((state) => {
        Object.assign(state.codewhisperer ?? {}, { activeUsers: ['ada'] });
      });
      const active = (await subscriptions(world))['ada'];
      expect(active).toMatchObject({ status: 'ACTIVE', activatedType: { amazonQ: KIRO_PRO } });
      expect(active?.['activationDate']).toBeGreaterThan(1_600_000_000);
    });
  });

  it('keeps its own name in a profile of Q Developer', async () => {
    await onSimulator({ state: profileState({ type: 'Q_DEVELOPER' }) }, async (world) => {
      await call(world, 'q', 'CreateAssignment', await user(world, 'ada'));
      expect((await subscriptions(world))['ada']?.type).toEqual({ amazonQ: PRO });
    });
  });

  it('is not given twice, and is Pro unless something is said', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const { subscriptionType: _, ...ada } = await user(world, 'ada');
      await call(world, 'q', 'CreateAssignment', ada);
      const again = await refusalOf(world, 'q', 'CreateAssignment', { ...ada, subscriptionType: PRO });
      expect(again).toBe('ConflictException: Resource is in an invalid state.');
      expect((await subscriptions(world))['ada']?.type).toEqual({ amazonQ: KIRO_PRO });
    });
  });

  it('is changed by an update, which gives one where there was none', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      await call(world, 'q', 'UpdateAssignment', await user(world, 'ada'));
      await call(world, 'q', 'UpdateAssignment', await user(world, 'ada', 'Q_DEVELOPER_STANDALONE_POWER'));
      expect(world.simulator.state().codewhisperer?.seats).toEqual([
        { account: TOOLING, region: 'us-east-1', user: 'ada', subscription: 'Q_DEVELOPER_STANDALONE_POWER' },
      ]);
    });
  });

  it.each(['CANCELLED', 'CANCELED'])(
    'that is taken away stays listed as %s, and may be given again',
    async (status) => {
      await onSimulator({ state: STATE, limits: { cancelledStatus: status } }, async (world) => {
        const ada = await user(world, 'ada');
        await call(world, 'q', 'CreateAssignment', ada);
        await call(world, 'q', 'DeleteAssignment', ada);
        expect(await subscriptions(world)).toMatchObject({ ada: { status } });
        expect(await claims(world)).toEqual([]);
        // Signing in is another matter: both must be taken away.
        expect(await authorized(world)).toEqual([ada.principalId]);
        const again = await refusalOf(world, 'q', 'DeleteAssignment', ada);
        expect(again).toMatch(/^ResourceNotFoundException/u);
        await call(world, 'q', 'CreateAssignment', ada);
        expect(await subscriptions(world)).toMatchObject({ ada: { status: 'PENDING' } });
      });
    },
  );

  it('that is taken away may stay among the claims', async () => {
    await onSimulator({ state: STATE, limits: { cancelledClaims: true } }, async (world) => {
      const ada = await user(world, 'ada');
      await call(world, 'q', 'CreateAssignment', ada);
      await call(world, 'q', 'DeleteAssignment', ada);
      expect(await claims(world)).toMatchObject([{ principal: { user: ada.principalId } }]);
    });
  });

  it('may authorise nobody, and unauthorise when it goes', async () => {
    await onSimulator({ state: STATE, limits: { seatAuthorizes: false } }, async (world) => {
      await call(world, 'q', 'CreateAssignment', await user(world, 'ada'));
      expect(await authorized(world)).toEqual([]);
    });
    await onSimulator({ state: STATE, limits: { seatRemovalUnauthorizes: true } }, async (world) => {
      const ada = await user(world, 'ada');
      await call(world, 'q', 'CreateAssignment', ada);
      await call(world, 'q', 'DeleteAssignment', ada);
      expect(await authorized(world)).toEqual([]);
    });
  });

  it.each([
    [
      'KIRO_ENTERPRISE_PRO',
      'USER',
      /^ValidationException: .*enum value set: \[Q_DEVELOPER_STANDALONE, .*CREDIT_POOL\]/u,
    ],
    [PRO, 'BUILDER_ID', /^ValidationException: .*enum value set: \[USER, GROUP\]/u],
  ])('is of a known plan and holder: %s %s', async (subscriptionType, principalType, text) => {
    await onSimulator({ state: STATE }, async (world) => {
      const input = { principalId: await world.userId('ada'), principalType, subscriptionType };
      expect(await refusalOf(world, 'q', 'CreateAssignment', input)).toMatch(text);
    });
  });

  it('is for somebody who exists, and of the profile that the request names', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const ada = await user(world, 'ada');
      const [profile] = await profiles(world);
      const other = `${profile?.arn.slice(0, -12)}AAAAAAAAAAAA`;
      for (const wrong of [
        { ...ada, principalType: 'GROUP' },
        { ...ada, principalId: 'aaaaaaaaaa-11111111-2222-3333-4444-555555555555' },
        { ...ada, profileArn: other },
      ]) {
        expect(await refusalOf(world, 'q', 'CreateAssignment', wrong)).toMatch(/^ResourceNotFoundException/u);
      }
      const right = { ...ada, profileArn: profile?.arn, instanceArn: world.instance.InstanceArn };
      await call(world, 'q', 'CreateAssignment', right);
      const asGroup = { ...ada, principalType: 'GROUP' };
      expect(await refusalOf(world, 'q', 'DeleteAssignment', asGroup)).toMatch(/^ResourceNotFoundException/u);
    });
  });

  it("needs its service-linked role, and its caller's permissions", async () => {
    const actions = ['q:*', 'user-subscriptions:CreateClaim'];
    const principals = { ...STATE.principals, AKIAWEAK000000000000: { account: TOOLING, role: 'r', actions } };
    const serviceLinkedRoles = { [TOOLING]: ['q.amazonaws.com'] };
    await onSimulator({ state: { ...STATE, principals, serviceLinkedRoles } }, async (world) => {
      const ada = await user(world, 'ada');
      const role = await refusalOf(world, 'q', 'CreateAssignment', ada);
      expect(role).toMatch(/^AccessDeniedException: .*user-subscriptions\.amazonaws\.com/u);
      const weak = { accessKeyId: 'AKIAWEAK000000000000' };
      expect(await refusalOf(world, 'q', 'CreateAssignment', ada, weak)).toMatch(/sso:CreateApplicationAssignment/u);
      expect(await refusalOf(world, 'q', 'UpdateAssignment', ada, weak)).toMatch(/user-subscriptions:UpdateClaim/u);
      expect(await refusalOf(world, 'q', 'DeleteAssignment', ada, weak)).toMatch(/user-subscriptions:DeleteClaim/u);
    });
  });
});

describe('a profile that is new', () => {
  it('is not found, then refuses, then takes seats', async () => {
    const { codewhisperer: _, ...none } = STATE;
    await onSimulator({ state: none }, async (world) => {
      const ada = await user(world, 'ada');
      expect(await refusalOf(world, 'q', 'CreateAssignment', ada)).toMatch(/^ResourceNotFoundException/u);
      await call(world, 'codewhisperer', 'CreateProfile', creation(world));
      expect(await refusalOf(world, 'q', 'CreateAssignment', ada)).toMatch(/^ResourceNotFoundException/u);
      await world.clock.sleep(15 * SECOND);
      const refusal = await refusalOf(world, 'q', 'CreateAssignment', ada);
      expect(refusal).toBe('AccessDeniedException: You are not authorized to make this call.');
      await world.clock.sleep(20 * SECOND);
      await call(world, 'q', 'CreateAssignment', ada);
    });
  });

  it('is not found when its creation failed', async () => {
    const failed = profileState({ status: 'CREATE_FAILED', errorDetails: 'No capacity' });
    await onSimulator({ state: failed }, async (world) => {
      const refusal = await refusalOf(world, 'q', 'CreateAssignment', await user(world, 'ada'));
      expect(refusal).toMatch(/^ResourceNotFoundException/u);
    });
  });

  it('takes no seats once it is being deleted; those that it had are listed as cancelled', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const [{ arn: profileArn } = { arn: '' }] = await profiles(world);
      await call(world, 'q', 'CreateAssignment', await user(world, 'ada'));
      await call(world, 'q', 'CreateAssignment', await group(world, 'devs'));
      await call(world, 'codewhisperer', 'DeleteProfile', { profileArn });
      const again = await refusalOf(world, 'q', 'DeleteAssignment', await user(world, 'ada'));
      expect(again).toBe('ConflictException: Resource is in an invalid state.');
      await world.clock.sleep(15 * SECOND);
      expect(await subscriptions(world)).toMatchObject({ ada: { status: 'CANCELLED' }, bob: { status: 'CANCELLED' } });
    });
  });
});

describe("a group's seat", () => {
  it('reaches every member, and is one claim', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const devs = await group(world, 'devs');
      await call(world, 'q', 'CreateAssignment', devs);
      expect(await subscriptions(world)).toMatchObject({ bob: { aggregatedSubscriptionType: 'GROUP' } });
      expect(await claims(world)).toMatchObject([{ principal: { group: devs.principalId } }]);
      expect(await authorized(world)).toEqual([devs.principalId]);
    });
  });

  it('cannot be changed for one member', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      await call(world, 'q', 'CreateAssignment', await group(world, 'devs'));
      const bob = await user(world, 'bob', 'Q_DEVELOPER_STANDALONE_PRO_PLUS');
      for (const operation of ['CreateAssignment', 'UpdateAssignment', 'DeleteAssignment']) {
        const refusal = await refusalOf(world, 'q', operation, bob);
        expect(refusal).toBe('ConflictException: Resource is in an invalid state.');
      }
    });
  });

  it('counts once beside an own seat, at the higher plan', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      await call(world, 'q', 'CreateAssignment', await user(world, 'bob', 'Q_DEVELOPER_STANDALONE_PRO_PLUS'));
      await call(world, 'q', 'CreateAssignment', await group(world, 'devs'));
      const both = {
        aggregatedSubscriptionType: 'INDIVIDUAL_AND_GROUP',
        type: { amazonQ: 'KIRO_ENTERPRISE_PRO_PLUS' },
      };
      expect(await subscriptions(world)).toMatchObject({ bob: both });
      await call(world, 'q', 'DeleteAssignment', await user(world, 'bob'));
      expect(await subscriptions(world)).toMatchObject({ bob: { status: 'PENDING', type: { amazonQ: KIRO_PRO } } });
    });
  });

  it('can take its time to reach members', async () => {
    const hour = 3600 * SECOND;
    await onSimulator({ state: STATE, limits: { memberSeatMilliseconds: hour } }, async (world) => {
      await call(world, 'q', 'CreateAssignment', await group(world, 'devs'));
      expect(await subscriptions(world)).toEqual({});
      await world.clock.sleep(hour);
      expect(Object.keys(await subscriptions(world))).toEqual(['bob']);
    });
  });
});

describe('the subscriptions', () => {
  const seats = [
    { account: TOOLING, region: 'us-east-1', user: 'ada', subscription: 'SOMETHING_NEW', status: 'NEVER_SEEN' },
    { account: TOOLING, region: 'us-east-1', user: 'bob', subscription: PRO, status: 'Canceled' },
  ];
  const state = { ...STATE, codewhisperer: { ...STATE.codewhisperer, seats, activeUsers: ['bob'] } };

  it('show plans and statuses that nobody has heard of', async () => {
    await onSimulator({ state }, async (world) => {
      expect(await subscriptions(world)).toMatchObject({
        ada: { status: 'NEVER_SEEN', type: { amazonQ: 'SOMETHING_NEW' } },
        bob: { status: 'Canceled' },
      });
      expect((await subscriptions(world))['bob']).not.toHaveProperty('activatedType');
    });
  });

  it('come in pages of one, if it must be, and are of one Region', async () => {
    const fault = { kind: 'page-size', size: 1, operation: 'user-subscriptions:*', when: { always: true } } as const;
    await onSimulator({ state, faults: [fault] }, async (world) => {
      const input = { instanceArn: world.instance.InstanceArn, subscriptionRegion: 'us-east-1', maxResults: 1000 };
      const first = await call(world, 'user-subscriptions', 'ListUserSubscriptions', input);
      expect(first['subscriptions']).toHaveLength(1);
      const more = { ...input, nextToken: first['nextToken'] };
      const second = await call(world, 'user-subscriptions', 'ListUserSubscriptions', more);
      expect(second['subscriptions']).toHaveLength(1);
      expect(second['nextToken']).toBeUndefined();
      expect(await subscriptions(world, { subscriptionRegion: 'eu-central-1' })).toEqual({});
    });
  });

  it('can lag behind', async () => {
    const fault = {
      kind: 'lag',
      milliseconds: 120 * SECOND,
      operation: 'user-subscriptions:*',
      when: { always: true },
    } as const;
    await onSimulator({ state: STATE, faults: [fault] }, async (world) => {
      await world.clock.sleep(SECOND);
      await call(world, 'q', 'CreateAssignment', await user(world, 'ada'));
      await world.clock.sleep(60 * SECOND);
      expect(await subscriptions(world)).toEqual({});
      await world.clock.sleep(60 * SECOND);
      expect(Object.keys(await subscriptions(world))).toEqual(['ada']);
    });
  });

  it("are kept where Identity Center is, and of its instance's applications", async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const input = { instanceArn: world.instance.InstanceArn, subscriptionRegion: 'us-east-1' };
      const elsewhere = await refusalOf(world, 'user-subscriptions', 'ListUserSubscriptions', input, {
        region: 'eu-west-1',
      });
      expect(elsewhere).toMatch(/^InvalidSignatureException/u);
      const instanceArn = 'arn:aws:sso:::instance/ssoins-9999999999999999';
      const other = await refusalOf(world, 'user-subscriptions', 'ListUserSubscriptions', { ...input, instanceArn });
      expect(other).toMatch(/^ResourceNotFoundException/u);
      const unknown = { applicationArn: 'arn:aws:sso::1:application/x', subscriptionRegion: 'us-east-1' };
      const missing = await refusalOf(world, 'user-subscriptions', 'ListApplicationClaims', unknown);
      expect(missing).toMatch(/^ResourceNotFoundException/u);
      const there = { applicationArn: await applicationArn(world), subscriptionRegion: 'eu-central-1' };
      const wrong = await refusalOf(world, 'user-subscriptions', 'ListApplicationClaims', there);
      expect(wrong).toMatch(/^ResourceNotFoundException/u);
    });
  });

  it('tell the seats of two accounts apart', async () => {
    const both = [
      { account: MANAGEMENT, region: 'us-east-1', user: 'ada', subscription: PRO },
      { account: TOOLING, region: 'us-east-1', user: 'ada', subscription: PRO },
    ];
    const two = {
      ...stateWith({ users: [ADA, BOB] }),
      codewhisperer: { seats: both },
      principals: STATE.principals ?? {},
    };
    await onSimulator({ state: two }, async (world) => {
      const input = { instanceArn: world.instance.InstanceArn, subscriptionRegion: 'us-east-1' };
      const page = await call(world, 'user-subscriptions', 'ListUserSubscriptions', input, {
        accessKeyId: TOOLING_KEY,
      });
      expect(page['subscriptions']).toHaveLength(2);
    });
  });
});

describe('too many calls', () => {
  it('are answered with status 429 on seats', async () => {
    const limits = { callsPerSecond: { q: 1 } };
    await onSimulator({ state: STATE, limits }, async (world) => {
      await call(world, 'q', 'CreateAssignment', await user(world, 'ada'));
      const answer = await answerOf(world, 'q', 'CreateAssignment', await user(world, 'bob'));
      expect(answer.status).toBe(429);
      expect(answer.errorType).toBe('ThrottlingException');
    });
  });
});
