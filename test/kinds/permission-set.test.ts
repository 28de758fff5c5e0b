import { describe, expect, it } from 'vitest';
import type { PermissionSetSpec } from '../../reconciler/core/resource.ts';
import type { PermissionSetState } from '../../reconciler/simulator/state.types.ts';
import {
  ADA,
  CLOSED,
  desired,
  LOGS,
  ORGANIZATION,
  onlyOf,
  PROD,
  simulated,
  type Simulated,
  stateWith,
  TOOLING,
} from '../aws/simulated.ts';
import { permissionSetSpec } from '../support/resources.ts';

const aws = (name: string): string => `arn:aws:iam::aws:policy/${name}`;
const PLAIN = permissionSetSpec('Auditor');
const FULL: PermissionSetSpec = {
  ...PLAIN,
  description: 'Read everything',
  sessionDuration: 'PT4H',
  relayState: 'https://console.aws.amazon.com/billing',
  managedPolicies: [aws('ReadOnlyAccess'), aws('job-function/Billing')],
  customerManagedPolicies: [{ name: 'deny-secrets', path: '/guardrails/' }],
  permissionsBoundary: { managedPolicy: aws('PowerUserAccess') },
  inlinePolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }] },
  tags: { owner: 'security' },
};
const LIVE: PermissionSetState = {
  name: 'Auditor',
  description: 'Read everything',
  sessionDuration: 'PT240M',
  relayState: 'https://console.aws.amazon.com/billing',
  managedPolicies: [aws('job-function/Billing'), aws('ReadOnlyAccess')],
  customerManagedPolicies: [{ name: 'deny-secrets', path: '/guardrails/' }],
  permissionsBoundary: { managedPolicy: aws('PowerUserAccess') },
  inlinePolicy: { Statement: [{ Resource: ['*'], Action: ['iam:*'], Effect: 'Deny', Sid: '' }], Version: '2012-10-17' },
  tags: { owner: 'security' },
};
const KEY = 'permission-set/Auditor';

// Where the set refers to customer managed policies, each account must have them.
const POLICIES = [{ name: 'deny-secrets', path: '/guardrails/' }, { name: 'other' }];

function stateOf(set: PermissionSetState, ...accounts: readonly string[]) {
  const assignments = accounts.map((account) => ({ permissionSet: set.name, account, user: 'ada' }));
  const state = stateWith({ users: [ADA], permissionSets: [set], assignments });
  const withPolicies = ORGANIZATION.accounts.map((account) => ({ ...account, customerManagedPolicies: POLICIES }));
  return { ...state, organization: { ...ORGANIZATION, accounts: withPolicies } };
}

async function update(world: Simulated, after: PermissionSetSpec): Promise<void> {
  const before = await world.one('permission-set', KEY);
  await world.driver('permission-set').update(before, desired('permission-set', KEY, after), world.refOf);
}

async function specOf(world: Simulated): Promise<unknown> {
  return (await world.one('permission-set', KEY)).spec;
}

describe('reading permission sets', () => {
  it('gives one canonical form, however the service orders and writes it', async () => {
    await simulated({ state: stateOf(LIVE) }, async (world) => {
      expect(await specOf(world)).toEqual(FULL);
    });
  });

  it('fills in what AWS leaves out', async () => {
    await simulated({ state: stateOf({ name: 'Auditor' }) }, async (world) => {
      expect(await specOf(world)).toEqual(PLAIN);
    });
  });

  it('reads content for the sets of the scope only', async () => {
    const state = stateWith({ permissionSets: [{ name: 'Auditor' }, { name: 'Deploy' }, { name: 'Other' }] });
    await simulated({ state }, async ({ read, simulator }) => {
      expect((await read('permission-set', KEY, 'permission-set/None')).map(({ key }) => key)).toEqual([KEY]);
      expect(simulator.calls()).toMatchObject({
        'sso-admin:DescribePermissionSet': 3,
        'sso-admin:GetInlinePolicyForPermissionSet': 1,
        'sso-admin:ListTagsForResource': 1,
      });
    });
  });

  it('knows active accounts that still have an older version, and leaves out suspended ones', async () => {
    const set = { name: 'Auditor', outdated: [PROD, CLOSED] };
    await simulated({ state: stateOf(set, PROD, TOOLING, CLOSED) }, async (world) => {
      expect(await specOf(world)).toEqual({ ...PLAIN, provisioned: { outdated: [PROD] } });
    });
  });
});

describe('creating a permission set', () => {
  it('gives it all its content, and provisions nothing', async () => {
    await simulated({ state: stateOf({ name: 'Other' }) }, async (world) => {
      const ref = await world.driver('permission-set').create(desired('permission-set', KEY, FULL), world.refOf);
      expect(await world.one('permission-set', KEY)).toMatchObject({ spec: FULL, ref });
      expect(world.simulator.calls()['sso-admin:ProvisionPermissionSet']).toBeUndefined();
    });
  });

  it.each(['lost-answer', 'throttling', 'conflict', 'not-json'] as const)(
    'makes one set with each policy once over %s, wherever it strikes',
    async (kind) => {
      const faults = (['Create*', 'Attach*', 'Put*', 'Update*'] as const).map(
        (operation) => ({ kind, operation: `sso-admin:${operation}`, when: { every: 2 } }) as const,
      );
      const first = [{ kind, operation: 'sso-admin:CreatePermissionSet', when: { calls: [1] } }] as const;
      await simulated({ state: stateOf({ name: 'Other' }), faults: [...faults, ...first] }, async (world) => {
        await world.read('permission-set', KEY);
        await world.driver('permission-set').create(desired('permission-set', KEY, FULL), world.refOf);
        expect(await specOf(world)).toEqual(FULL);
        expect(world.simulator.state().identityCenter?.permissionSets).toHaveLength(2);
      });
    },
  );

  it('does not take over a set that the plan knew under this name', async () => {
    await simulated({ state: stateOf({ name: 'Auditor', description: 'Another' }) }, async (world) => {
      await world.session.survey.permissionSets();
      const create = world.driver('permission-set').create(desired('permission-set', KEY, FULL), world.refOf);
      await expect(create).rejects.toMatchObject({ issues: [{ code: 'AWS_CONFLICT' }] });
      expect(await specOf(world)).toEqual({ ...PLAIN, description: 'Another' });
    });
  });
});

describe('updating a permission set', () => {
  it.each([
    ['everything to nothing', LIVE, { ...PLAIN, description: 'Read everything' }],
    ['nothing to everything', { name: 'Auditor' }, FULL],
    [
      'one boundary for another',
      LIVE,
      { ...FULL, permissionsBoundary: { customerManagedPolicy: { name: 'other', path: '/' } } },
    ],
    ['the relay state only', LIVE, { ...FULL, relayState: null }],
    ['the duration only', LIVE, { ...FULL, sessionDuration: 'PT2H' }],
    ['a tag', LIVE, { ...FULL, tags: { owner: 'audit', stage: 'prod' } }],
    ['a tag called like a member of every object', { ...LIVE, tags: { constructor: 'x' } }, FULL],
  ] as const)('turns %s', async (_, live, after) => {
    await simulated({ state: stateOf(live, PROD, TOOLING) }, async (world) => {
      await update(world, after);
      expect(await specOf(world)).toEqual(after);
    });
  });

  it('keeps a description that the file does not mention when the rest changes', async () => {
    await simulated({ state: stateOf(LIVE) }, async (world) => {
      const { description, ...unmentioned } = FULL;
      await update(world, { ...unmentioned, sessionDuration: 'PT2H' });
      expect(await specOf(world)).toEqual({ ...unmentioned, sessionDuration: 'PT2H', description });
    });
  });

  it('exchanges all policies of a full set', async () => {
    const names = (letter: string) =>
      Array.from({ length: 20 }, (_, index) => aws(`${letter}${String(index).padStart(2, '0')}`));
    await simulated({ state: stateOf({ name: 'Auditor', managedPolicies: names('Old') }) }, async (world) => {
      await update(world, { ...PLAIN, managedPolicies: names('New') });
      expect(await specOf(world)).toEqual({ ...PLAIN, managedPolicies: names('New') });
    });
  });

  it('provisions once, after all its changes', async () => {
    await simulated({ state: stateOf(LIVE, PROD, TOOLING, LOGS) }, async (world) => {
      await update(world, { ...PLAIN, description: 'Read everything', managedPolicies: [aws('AdministratorAccess')] });
      expect(world.simulator.calls()['sso-admin:ProvisionPermissionSet']).toBe(1);
    });
  });

  it('provisions nothing for tags, nor where nothing is provisioned', async () => {
    await simulated({ state: stateOf(LIVE, PROD) }, async (world) => {
      await update(world, { ...FULL, tags: {} });
      expect(world.simulator.calls()['sso-admin:ProvisionPermissionSet']).toBeUndefined();
    });
    await simulated({ state: stateOf(LIVE) }, async (world) => {
      await update(world, PLAIN);
      expect(world.simulator.calls()['sso-admin:ProvisionPermissionSet']).toBeUndefined();
    });
  });

  it('finishes a provisioning that a killed run left out', async () => {
    await simulated({ state: stateOf({ name: 'Auditor', outdated: [PROD] }, PROD, TOOLING) }, async (world) => {
      await update(world, PLAIN);
      expect(await specOf(world)).toEqual(PLAIN);
    });
  });

  it('goes account by account where a suspended one is among them', async () => {
    await simulated({ state: stateOf({ name: 'Auditor' }, PROD, TOOLING, CLOSED) }, async (world) => {
      const start = world.session.clock.now();
      await update(world, { ...PLAIN, sessionDuration: 'PT2H' });
      expect(await specOf(world)).toEqual({ ...PLAIN, sessionDuration: 'PT2H' });
      expect(world.simulator.calls()['sso-admin:ProvisionPermissionSet']).toBe(2);
      // The suspended account would have taken a minute to fail.
      expect(world.session.clock.now() - start).toBeLessThan(30_000);
    });
  });

  it('says which account failed, and provisions the others', async () => {
    const failing = {
      kind: 'late-failure',
      reason: 'no policy deny-secrets',
      operation: 'sso-admin:ProvisionPermissionSet',
      when: { calls: [1] },
    } as const;
    await simulated(
      { state: stateOf({ name: 'Auditor' }, PROD, TOOLING, CLOSED), faults: [failing] },
      async (world) => {
        const failed = update(world, { ...PLAIN, sessionDuration: 'PT2H' });
        await expect(failed).rejects.toThrow(
          /permission set Auditor, provisioning of account \d{12}: .*no policy deny-secrets/u,
        );
        expect(await specOf(world)).toMatchObject({ provisioned: { outdated: [expect.any(String)] } });
      },
    );
  });
});

describe('removing a permission set', () => {
  it('takes it away with its policies, also when it is gone already', async () => {
    const faults = [{ kind: 'lost-answer', operation: 'sso-admin:DeletePermissionSet', when: { calls: [1] } }] as const;
    await simulated({ state: stateOf(LIVE), faults }, async (world) => {
      const live = await world.one('permission-set', KEY);
      await world.driver('permission-set').remove(live, world.refOf);
      await world.driver('permission-set').remove(live, world.refOf);
      expect(world.simulator.state().identityCenter?.permissionSets ?? []).toEqual([]);
      expect(await world.driver('permission-set').read(onlyOf(KEY))).toEqual([]);
    });
  });

  it('is refused in the end while it is assigned', async () => {
    await simulated({ state: stateOf(LIVE, PROD) }, async (world) => {
      const removal = world.driver('permission-set').remove(await world.one('permission-set', KEY), world.refOf);
      const issues = [{ code: 'AWS_CONFLICT', message: expect.stringContaining(`still is on ${PROD}`) }];
      await expect(removal).rejects.toMatchObject({ issues });
    });
  });

  it('says where a role was left behind, of many accounts the first', async () => {
    const left = { ...LIVE, provisionedWithoutAssignee: [CLOSED, LOGS, PROD, TOOLING] };
    await simulated({ state: stateOf(left) }, async (world) => {
      const removal = world.driver('permission-set').remove(await world.one('permission-set', KEY), world.refOf);
      const issues = [
        {
          message: expect.stringContaining('and this one still is on 222222222222, 333333333333, 444444444444, 1 more'),
        },
      ];
      await expect(removal).rejects.toMatchObject({ issues });
    });
  });

  it('passes on a conflict of another sort', async () => {
    const faults = [{ kind: 'conflict', operation: 'sso-admin:DeletePermissionSet', when: { always: true } }] as const;
    await simulated({ state: stateOf(LIVE), faults }, async (world) => {
      const removal = world.driver('permission-set').remove(await world.one('permission-set', KEY), world.refOf);
      const issues = [{ code: 'AWS_CONFLICT', message: expect.stringContaining('There is a conflicting operation') }];
      await expect(removal).rejects.toMatchObject({ issues });
    });
  });
});
