import { describe, expect, it } from 'vitest';
import type { AwsSession } from '../../reconciler/aws/session.ts';
import type { AssignmentTarget } from '../../reconciler/aws/operations.ts';
import { IssueError } from '../../reconciler/core/issue.ts';
import type { SimulatorState } from '../../reconciler/simulator/state.types.ts';
import { emulated, INSTANCE } from './emulator.ts';
import { ADA, ORGANIZATION, PROD, simulated, type Simulated, stateWith, TOOLING } from './simulated.ts';

const MANY = Array.from({ length: 40 }, (_, index) => String(600_000_000_000 + index));

function manyAccounts(): SimulatorState {
  const accounts = [...ORGANIZATION.accounts, ...MANY.map((id) => ({ id, name: `account ${id}` }))];
  const state = stateWith({ users: [ADA], permissionSets: [{ name: 'Auditor' }, { name: 'Deploy' }] });
  return { ...state, organization: { ...ORGANIZATION, accounts } };
}

async function targetIn({ session }: Simulated, account: string, set = 'Auditor'): Promise<AssignmentTarget> {
  const permissionSetArn = (await session.survey.permissionSets()).get(set)?.arn ?? '';
  const principalId = (await session.survey.users.all()).get('ada')?.id ?? '';
  return { permissionSetArn, account, principalType: 'USER', principalId, label: `${set} on ${account} for user ada` };
}

function accountsOf({ simulator }: Simulated): readonly string[] {
  return (simulator.state().identityCenter?.assignments ?? []).map(({ account }) => account);
}

describe('assignment operations', () => {
  it('resolve when AWS has finished, 15 under way at most, and with few calls', async () => {
    await simulated({ state: manyAccounts() }, async (world) => {
      const { session, simulator } = world;
      const start = session.clock.now();
      await Promise.all(
        MANY.map(async (account) => session.operations.createAssignment(await targetIn(world, account))),
      );
      expect(accountsOf(world)).toEqual(MANY);
      const calls = simulator.calls();
      // One more creation would be one that was refused: too many under way, or two on one account.
      expect(calls['sso-admin:CreateAccountAssignment']).toBe(40);
      expect(calls['sso-admin:DescribeAccountAssignmentCreationStatus']).toBe(40);
      const ticks = Math.ceil((session.clock.now() - start) / 1000) + 1;
      expect(calls['sso-admin:ListAccountAssignmentCreationStatus']).toBeLessThanOrEqual(ticks);
    });
  });

  it('never touch one account twice at the same time', async () => {
    await simulated({ state: manyAccounts() }, async (world) => {
      const { session, simulator } = world;
      const targets = await Promise.all(['Auditor', 'Deploy'].map((set) => targetIn(world, PROD, set)));
      await Promise.all(targets.map((target) => session.operations.createAssignment(target)));
      await Promise.all(targets.map((target) => session.operations.deleteAssignment(target)));
      expect(accountsOf(world)).toEqual([]);
      const { 'sso-admin:CreateAccountAssignment': creations, 'sso-admin:DeleteAccountAssignment': deletions } =
        simulator.calls();
      expect([creations, deletions]).toEqual([2, 2]);
    });
  });

  it('fail with the reason of the service, account, set and principal; others go on', async () => {
    const faults = [
      {
        kind: 'late-failure',
        reason: 'Role limit reached',
        operation: 'sso-admin:CreateAccountAssignment',
        when: { calls: [1] },
      },
    ] as const;
    await simulated({ state: manyAccounts(), faults }, async (world) => {
      const targets = await Promise.all([PROD, TOOLING].map((account) => targetIn(world, account)));
      const ended = await Promise.allSettled(
        targets.map((target) => world.session.operations.createAssignment(target)),
      );
      expect(ended.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
      expect(ended[0]).toMatchObject({
        reason: {
          issues: [
            {
              code: 'AWS_OPERATION_FAILED',
              message: expect.stringMatching(/Auditor on 333333333333 for user ada: .*Role limit reached/u) as string,
            },
          ],
        },
      });
    });
  });

  it('tell a time that is over from a failure, and do not start a second one in that account', async () => {
    const limits = { operationMilliseconds: 10 * 60_000 };
    const session = { operations: { assignmentWithin: 60_000 } };
    await simulated({ state: manyAccounts(), limits, session }, async (world) => {
      const { operations } = world.session;
      const target = await targetIn(world, PROD);
      const both = [
        operations.createAssignment(target),
        operations.createAssignment(await targetIn(world, PROD, 'Deploy')),
      ];
      const codes = (await Promise.allSettled(both)).map((one) =>
        one.status === 'rejected' ? (one.reason as { issues: { code: string }[] }).issues[0]?.code : 'done',
      );
      expect(codes).toEqual(['AWS_OPERATION_TIMED_OUT', 'AWS_OPERATION_NOT_STARTED']);
    });
  });

  it.each([
    'lost-answer',
    'lost-request',
    'throttling',
    'conflict',
    'internal-error',
    'not-json',
    'truncated',
  ] as const)('survive %s on their start', async (kind) => {
    const faults = [{ kind, operation: 'sso-admin:CreateAccountAssignment', when: { calls: [1] } }] as const;
    await simulated({ state: manyAccounts(), faults }, async (world) => {
      await world.session.operations.createAssignment(await targetIn(world, PROD));
      expect(accountsOf(world)).toEqual([PROD]);
    });
  });

  it('need no list of what is under way: each is then asked for', async () => {
    const faults = [
      { kind: 'error', code: 'AccessDeniedException', operation: 'sso-admin:List*Status', when: { always: true } },
    ] as const;
    await simulated({ state: manyAccounts(), faults }, async (world) => {
      await world.session.operations.createAssignment(await targetIn(world, PROD));
      expect(accountsOf(world)).toEqual([PROD]);
    });
  });

  it('are unknown, not failed, when nobody may ask how they are; no other one is started in that account', async () => {
    const faults = [
      { kind: 'error', code: 'AccessDeniedException', operation: 'sso-admin:*Status', when: { always: true } },
    ] as const;
    await simulated({ state: manyAccounts(), faults }, async (world) => {
      const creations = await Promise.allSettled([
        world.session.operations.createAssignment(await targetIn(world, PROD)),
        world.session.operations.createAssignment(await targetIn(world, PROD, 'Deploy')),
      ]);
      expect(creations).toMatchObject([
        {
          reason: { issues: [{ code: 'AWS_OPERATION_UNKNOWN', message: expect.stringContaining('AWS accepted it') }] },
        },
        { reason: { issues: [{ code: 'AWS_OPERATION_NOT_STARTED' }] } },
      ]);
    });
  });

  it('are unknown, not done, when the answer to their start says nothing', async () => {
    const answers = { ...INSTANCE, CreateAccountAssignment: {}, ProvisionPermissionSet: {} };
    await emulated(answers, async ({ session: { operations } }) => {
      const permissionSetArn = 'arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111';
      const target = {
        permissionSetArn,
        account: PROD,
        principalType: 'USER',
        principalId: 'u-1',
        label: 'it',
      } as const;
      const ended = await Promise.allSettled([
        operations.createAssignment(target),
        operations.provision({ permissionSetArn, accounts: [TOOLING], label: 'it' }),
      ]);
      const unknown = { reason: { issues: [{ code: 'AWS_OPERATION_UNKNOWN' }] } };
      expect(ended).toMatchObject([unknown, unknown]);
    });
  });

  it('survive throttled and unreadable status calls', async () => {
    const faults = [
      { kind: 'throttling', operation: 'sso-admin:*Status', when: { every: 2 } },
      { kind: 'not-json', operation: 'sso-admin:*Status', when: { every: 5 } },
    ] as const;
    await simulated({ state: manyAccounts(), faults }, async (world) => {
      await Promise.all(
        [PROD, TOOLING].map(async (account) =>
          world.session.operations.createAssignment(await targetIn(world, account)),
        ),
      );
      expect(accountsOf(world)).toEqual([TOOLING, PROD]);
    });
  });
});

describe('settleUnderWay', () => {
  const REQUEST = '11111111-2222-3333-4444-555555555555';
  type Begun = NonNullable<SimulatorState['operations']>[number];

  function underWay(minutes: number, more: readonly Partial<Begun>[] = []): SimulatorState {
    const first = {
      operation: 'CreateAccountAssignment',
      requestId: REQUEST,
      startedAt: new Date(Date.UTC(2026, 0, 5)).toISOString(),
      endsAt: new Date(Date.UTC(2026, 0, 5) + minutes * 60_000).toISOString(),
      permissionSet: 'Auditor',
      account: PROD,
      user: 'ada',
    } as const;
    const others = more.map((one, index) => ({ ...first, requestId: REQUEST.replace('1', String(index + 2)), ...one }));
    return { ...manyAccounts(), operations: [first, ...others] as readonly Begun[] };
  }

  it("waits for somebody else's operations, and says for what", async () => {
    const told: string[] = [];
    const session = { operations: { onWaiting: (what: string) => told.push(what) } };
    await simulated({ state: underWay(2), session }, async (world) => {
      const start = world.session.clock.now();
      await world.session.operations.settleUnderWay();
      expect(world.session.clock.now() - start).toBeGreaterThanOrEqual(120_000);
      expect(accountsOf(world)).toEqual([PROD]);
      expect(told[0]).toBe('assignments being created (1)');
    });
  });

  /** What a run says that waited in vain. */
  async function saidInVain(session: AwsSession): Promise<{ readonly message: string; readonly hint?: string }> {
    const error: unknown = await session.operations.settleUnderWay().catch((reason: unknown) => reason);
    if (!(error instanceof IssueError) || error.issues[0] === undefined) throw error;
    return error.issues[0];
  }

  it('does not wait for ever, and says which set, account and principal are concerned and what to do', async () => {
    await simulated({ state: underWay(600) }, async ({ session }) => {
      expect(await saidInVain(session)).toMatchObject({
        message:
          "somebody else's operations are still under way after 10 minutes: assignments being created (1): " +
          `Auditor on 333333333333 for user ada (request ${REQUEST}, since 2026-01-05T00:00:00Z)`,
        hint: expect.stringMatching(/run again when they have ended; .* ask AWS Support, with the id of its request$/u),
      });
    });
  });

  it('names a few of many, and a provisioning by its set and account', async () => {
    const provisioning = { operation: 'ProvisionPermissionSet', account: TOOLING, user: undefined } as const;
    const state = underWay(600, [provisioning, {}, {}, {}]);
    await simulated({ state }, async ({ session }) => {
      const { message } = await saidInVain(session);
      expect(message).toContain('assignments being created (4), permission sets being provisioned (1): ');
      expect(message).toMatch(/; 2 more$/u);
    });
    await simulated({ state: { ...state, operations: state.operations?.slice(1, 2) ?? [] } }, async ({ session }) => {
      expect((await saidInVain(session)).message).toContain('(1): Auditor on 222222222222 (request ');
    });
  });

  it('says what it can where the service does not describe what it lists', async () => {
    const listed = { PermissionSetsProvisioningStatus: [{ Status: 'IN_PROGRESS', RequestId: REQUEST }] };
    const described = { PrincipalType: 'GROUP', PrincipalId: 'g-1', PermissionSetArn: 'arn:set', TargetId: PROD };
    await emulated({ ...INSTANCE, ListPermissionSetProvisioningStatus: listed }, async ({ session }) => {
      expect((await saidInVain(session)).message).toMatch(`: a permission set (request ${REQUEST})`);
    });
    const answers = {
      ...INSTANCE,
      ListAccountAssignmentDeletionStatus: {
        AccountAssignmentsDeletionStatus: listed.PermissionSetsProvisioningStatus,
      },
      DescribeAccountAssignmentDeletionStatus: { AccountAssignmentDeletionStatus: described },
    };
    await emulated(answers, async ({ session }) => {
      expect((await saidInVain(session)).message).toMatch(
        `: arn:set on 333333333333 for group g-1 (request ${REQUEST})`,
      );
    });
  });

  it('does not wait for what has ended, where a list does not know the filter', async () => {
    const AccountAssignmentsCreationStatus = [{ Status: 'SUCCEEDED', RequestId: 'R1' }];
    const answers = { ...INSTANCE, ListAccountAssignmentCreationStatus: { AccountAssignmentsCreationStatus } };
    await emulated(answers, async ({ session }) => {
      await session.operations.settleUnderWay();
      expect(session.clock.now()).toBe(Date.UTC(2026, 0, 5));
    });
  });

  it('costs three calls when nothing is under way', async () => {
    await simulated({ state: manyAccounts() }, async ({ session }) => {
      await session.survey.instance();
      const before = session.total();
      await session.operations.settleUnderWay();
      expect(session.total() - before).toBe(3);
    });
  });
});
