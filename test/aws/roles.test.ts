/** Roles of the groups of calls: whose credentials make which call, and for how long. */

import { describe, expect, it } from 'vitest';
import type { AwsSession, SessionOptions } from '../../reconciler/aws/session.ts';
import { openSession } from '../../reconciler/aws/session.ts';
import { createVirtualClock } from '../../reconciler/simulator/clock.ts';
import type { Simulator, SimulatorOptions } from '../../reconciler/simulator/server.ts';
import { startSimulator } from '../../reconciler/simulator/server.ts';
import type { SimulatorState } from '../../reconciler/simulator/state.types.ts';
import { ADA, LOGS, MANAGEMENT, ORGANIZATION, PROD, stateWith, TOOLING } from './simulated.ts';

const KEY = 'AKIAPIPELINE00000000';
const ROLE = {
  management: `arn:aws:iam::${MANAGEMENT}:role/cw-gitops`,
  identityCenter: `arn:aws:iam::${TOOLING}:role/cw-gitops`,
  codewhisperer: `arn:aws:iam::${PROD}:role/cw-gitops`,
} as const;

/** Identity Center is administered from `tooling`; the run is a pipeline in `logs` that may only assume roles. */
const STATE: SimulatorState = {
  ...stateWith({
    users: [ADA],
    permissionSets: [{ name: 'There' }, { name: 'Members' }],
    assignments: [{ permissionSet: 'There', account: MANAGEMENT, user: 'ada' }],
  }),
  organization: {
    ...ORGANIZATION,
    serviceAccess: ['sso.amazonaws.com'],
    delegatedAdministrators: { 'sso.amazonaws.com': TOOLING },
  },
  principals: { [KEY]: { account: LOGS, role: 'pipeline', actions: ['sts:AssumeRole'] } },
};

interface Stage {
  readonly session: AwsSession;
  readonly simulator: Simulator;
  readonly clock: ReturnType<typeof createVirtualClock>;
}

async function onStage<T>(
  options: Pick<SimulatorOptions, 'faults' | 'limits'> &
    Pick<SessionOptions, 'roles'> & { readonly state?: SimulatorState },
  work: (stage: Stage) => Promise<T>,
): Promise<T> {
  const { state = STATE, roles = ROLE, faults = [], limits = {} } = options;
  const clock = createVirtualClock(Date.UTC(2026, 0, 5));
  const simulator = await startSimulator({ state, clock, faults, limits });
  const credentials = { accessKeyId: KEY, secretAccessKey: 'simulated' };
  const connection = { clock, endpoint: simulator.url, region: 'us-east-1', credentials, seed: 1 };
  const session = await openSession({ ...connection, roles, sessionName: 'cw-gitops-run-77' });
  try {
    return await work({ session, simulator, clock });
  } finally {
    session.close();
    await simulator.close();
  }
}

async function setArn({ session }: Stage, name: string): Promise<string> {
  return (await session.survey.permissionSets()).get(name)?.arn ?? '';
}

/** A change of a set's tags, which is refused to whoever may not touch the set. */
async function tag(stage: Stage, name: string): Promise<void> {
  const { instanceArn: InstanceArn } = await stage.session.survey.instance();
  const ResourceArn = await setArn(stage, name);
  await stage.session.ssoAdmin.call('TagResource', { InstanceArn, ResourceArn, Tags: [{ Key: 'a', Value: 'b' }] });
}

describe('a role', () => {
  it('is assumed once for a run, and only when it is needed', async () => {
    await onStage({}, async ({ session, simulator }) => {
      expect(simulator.calls()).toEqual({});
      await session.survey.organization();
      await session.fresh().survey.accounts();
      expect(simulator.calls()).toMatchObject({ 'sts:AssumeRole': 1 });
      await session.survey.users.all();
      expect(simulator.calls()).toMatchObject({ 'sts:AssumeRole': 2 });
      expect(simulator.calls()).toEqual(session.calls());
    });
  });

  it('is one for all groups that name the same', async () => {
    const roles = { management: ROLE.management, identityCenter: ROLE.management };
    await onStage({ roles }, async ({ session, simulator }) => {
      await session.survey.organization();
      await session.survey.users.all();
      expect(simulator.calls()).toMatchObject({ 'sts:AssumeRole': 1 });
      // With one set of credentials there is nothing to choose between.
      expect(simulator.calls()).not.toHaveProperty('organizations:ListDelegatedAdministrators');
    });
  });

  it('has a session named after the run, in its own account', async () => {
    await onStage({}, async ({ session }) => {
      expect(await session.accountOf('management')).toBe(MANAGEMENT);
      expect(await session.accountOf('identityCenter')).toBe(TOOLING);
      expect(await session.accountOf('codewhisperer')).toBe(PROD);
      // Before roles are assumed, it is the pipeline that runs.
      expect(await session.survey.callerArn()).toContain(`${LOGS}:assumed-role/pipeline`);
    });
    const state = { ...STATE, roles: { [ROLE.management]: { actions: [] } } };
    await onStage({ state }, async ({ session }) => {
      await expect(session.survey.accounts()).rejects.toMatchObject({
        issues: [{ message: expect.stringContaining('ListAccounts failed with AccessDeniedException') as string }],
      });
    });
  });

  it('is renewed before its hour is over, also for clients that are made elsewhere', async () => {
    await onStage({}, async ({ session, simulator, clock }) => {
      const credentials = session.credentialsOf('management');
      const first = await credentials();
      expect(first.sessionToken).toEqual(expect.any(String));
      await clock.sleep(54 * 60_000);
      expect(await credentials()).toEqual(first);
      await clock.sleep(2 * 60_000);
      const [second, again] = await Promise.all([credentials(), credentials()]);
      expect(second.accessKeyId).not.toBe(first.accessKeyId);
      expect(again).toEqual(second);
      for (let hours = 0; hours < 3; hours += 1) {
        await clock.sleep(61 * 60_000);
        await session.organizations.call('DescribeOrganization', {});
      }
      expect(simulator.calls()).toMatchObject({ 'sts:AssumeRole': 5, 'organizations:DescribeOrganization': 3 });
    });
  });

  it('chooses again after the reads that it chooses by have failed', async () => {
    const error = { kind: 'error', code: 'AccessDeniedException', when: { calls: [1] } } as const;
    const faults = [
      { ...error, operation: 'organizations:ListDelegatedAdministrators' },
      { ...error, operation: 'sso-admin:ListPermissionSetsProvisionedToAccount' },
    ] as const;
    await onStage({ faults }, async (stage) => {
      const { survey } = stage.session;
      await expect(survey.permissionSets()).rejects.toThrow('ListDelegatedAdministrators');
      expect([...(await survey.permissionSets()).keys()].toSorted()).toEqual(['Members', 'There']);
      await expect(tag(stage, 'There')).rejects.toThrow('ListPermissionSetsProvisionedToAccount');
      await tag(stage, 'There');
      await tag(stage, 'Members');
    });
  });

  it('that may not be assumed is told with its ARN, and tried again by the next call', async () => {
    const state = { ...STATE, roles: {} };
    await onStage({ state }, async ({ session }) => {
      await expect(session.survey.organization()).rejects.toMatchObject({
        issues: [
          {
            code: 'AWS_ACCESS_DENIED',
            message: expect.stringContaining(`role ${ROLE.management}: sts AssumeRole failed`) as string,
            hint: expect.stringContaining('trust policy') as string,
          },
        ],
      });
    });
    const faults = [
      { kind: 'error', code: 'AccessDenied', operation: 'sts:AssumeRole', when: { calls: [1] } },
    ] as const;
    await onStage({ faults }, async ({ session }) => {
      await expect(session.organizations.call('DescribeOrganization', {})).rejects.toThrow('AssumeRole');
      await expect(session.organizations.call('DescribeOrganization', {})).resolves.toBeDefined();
    });
  });

  it('is assumed over trouble on the way', async () => {
    const faults = [{ kind: 'throttling', operation: 'sts:AssumeRole', when: { calls: [1, 2] } }] as const;
    await onStage({ faults }, async ({ session }) => {
      expect((await session.survey.organization()).id).toBe(ORGANIZATION.id);
    });
  });
});

describe('without a role', () => {
  it('a group uses the ambient credentials, and STS is not called', async () => {
    await onStage({ roles: {}, state: stateWith({ users: [ADA] }) }, async ({ session, simulator }) => {
      expect((await session.survey.users.all()).size).toBe(1);
      expect(session.hasRole('management')).toBe(false);
      expect(Object.keys(simulator.calls()).filter((operation) => operation.startsWith('sts:'))).toEqual([]);
      expect(await session.credentialsOf('codewhisperer')()).toMatchObject({ accessKeyId: KEY });
      expect(await session.accountOf('identityCenter')).toBe(MANAGEMENT);
    });
  });
});

describe('a delegated administrator', () => {
  const roles = {
    [ROLE.management]: { actions: ['organizations:*', 'sso:TagResource', 'sso:ListAccountAssignmentsForPrincipal'] },
    [ROLE.identityCenter]: { actions: ['sso:*', 'identitystore:*'] },
  };

  it('does all that it may, and leaves the rest to the management account', async () => {
    await onStage({ state: { ...STATE, roles } }, async (stage) => {
      const { session, simulator } = stage;
      await tag(stage, 'There');
      await tag(stage, 'Members');
      expect(simulator.state().identityCenter?.permissionSets).toMatchObject([
        { name: 'Members', tags: { a: 'b' } },
        { name: 'There', tags: { a: 'b' } },
      ]);
      const { instanceArn: InstanceArn } = await session.survey.instance();
      const ada = (await session.survey.users.all()).get('ada')?.id;
      const rows = await session.ssoAdmin.list(
        'ListAccountAssignmentsForPrincipal',
        { InstanceArn, PrincipalId: ada, PrincipalType: 'USER' },
        (page) => page.AccountAssignments,
      );
      expect(rows).toHaveLength(1);
      expect(simulator.calls()).toMatchObject({ 'sso-admin:ListPermissionSetsProvisionedToAccount': 1 });
    });
  });

  it('no longer touches a set once this run brings it to the management account', async () => {
    const management = { actions: ['organizations:*', 'sso:*'] };
    await onStage({ state: { ...STATE, roles: { ...roles, [ROLE.management]: management } } }, async (stage) => {
      const { session, simulator } = stage;
      await tag(stage, 'Members');
      await session.operations.createAssignment({
        permissionSetArn: await setArn(stage, 'Members'),
        account: MANAGEMENT,
        principalType: 'USER',
        principalId: (await session.survey.users.all()).get('ada')?.id ?? '',
        label: 'Members on management for user ada',
      });
      await tag(stage, 'Members');
      expect(simulator.state().identityCenter?.assignments).toContainEqual({
        permissionSet: 'Members',
        account: MANAGEMENT,
        user: 'ada',
      });
    });
  });

  it('does nothing before it is registered: the management account does', async () => {
    const organization = { ...ORGANIZATION, serviceAccess: ['sso.amazonaws.com'] };
    const management = { [ROLE.management]: { actions: ['*'] }, [ROLE.identityCenter]: { actions: [] } };
    await onStage({ state: { ...STATE, organization, roles: management } }, async (stage) => {
      await tag(stage, 'Members');
      expect((await stage.session.survey.users.all()).size).toBe(1);
    });
  });

  const UNREGISTERED = { ...STATE, organization: { ...ORGANIZATION, serviceAccess: ['sso.amazonaws.com'] }, roles };

  async function register({ session }: Stage): Promise<void> {
    const delegation = { AccountId: TOOLING, ServicePrincipal: 'sso.amazonaws.com' };
    await session.organizations.call('RegisterDelegatedAdministrator', delegation);
  }

  it('that was registered a moment ago may be refused for a while, and is waited for', async () => {
    await onStage({ state: UNREGISTERED, limits: { delegationMilliseconds: 60_000 } }, async (stage) => {
      const { session, clock } = stage;
      await register(stage);
      const began = clock.now();
      await session.survey.instance();
      expect((await session.survey.users.all()).size).toBe(1);
      expect(clock.now() - began).toBeGreaterThanOrEqual(60_000);
      expect(clock.now() - began).toBeLessThan(90_000);
    });
  });

  it('that is refused for long after its registration lacks a permission, which is told', async () => {
    await onStage({ state: UNREGISTERED, limits: { delegationMilliseconds: 3_600_000 } }, async (stage) => {
      await register(stage);
      const began = stage.clock.now();
      await expect(stage.session.survey.permissionSets()).rejects.toThrow(/not authorized/u);
      await expect(stage.session.survey.users.all()).rejects.toThrow(/not authorized/u);
      expect(stage.clock.now() - began).toBeLessThan(6 * 60_000);
    });
  });

  it('is no other than the management account, where the role is of that', async () => {
    const another = `arn:aws:iam::${MANAGEMENT}:role/other`;
    const state = {
      ...STATE,
      roles: { [another]: { actions: ['*'] }, [ROLE.management]: { actions: ['organizations:*'] } },
    };
    await onStage({ state, roles: { ...ROLE, identityCenter: another } }, async (stage) => {
      await tag(stage, 'There');
      expect((await stage.session.survey.users.all()).size).toBe(1);
      expect(stage.simulator.calls()).not.toHaveProperty('organizations:ListDelegatedAdministrators');
    });
  });
});
