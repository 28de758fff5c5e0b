import { describe, expect, it } from 'vitest';

import { createFaultPlan } from '../../reconciler/simulator/faults.ts';
import type { Fault } from '../../reconciler/simulator/faults.ts';
import { ADA, onSimulator, PROD, refused, settled, stateWith } from './support.ts';

const STATE = stateWith({
  users: [ADA],
  groups: [{ name: 'a' }, { name: 'b' }, { name: 'c' }],
  permissionSets: [{ name: 'Auditor' }],
});

async function outcome(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'done',
    (error: unknown) => (error instanceof Error ? error.name : 'not an error'),
  );
}

describe('when a fault strikes', () => {
  const names = (fault: Omit<Fault, 'kind'>, calls: readonly string[], seed = 1) => {
    const plan = createFaultPlan([{ ...fault, kind: 'throttling' }], seed);
    return calls.map((operation) => plan.strike(operation).length);
  };
  const CALLS = ['sso-admin:CreatePermissionSet', 'sso-admin:ListInstances', 'sso-admin:CreateAccountAssignment'];

  it.each([
    [{ operation: 'sso-admin:Create*', when: { calls: [2] } }, [0, 0, 1]],
    [{ operation: '*', when: { calls: [1, 3] } }, [1, 0, 1]],
    [{ operation: '*:List*', when: { always: true } }, [0, 1, 0]],
    [{ operation: '*', when: { every: 2 } }, [0, 1, 0]],
    [{ operation: 'sso-admin', when: { always: true } }, [0, 0, 0]],
  ] as const)('%j', (fault, expected) => {
    expect(names(fault, CALLS)).toEqual(expected);
  });

  it('by chance is repeated from the seed, however other operations come between', () => {
    const chance = { operation: '*', when: { probability: 0.3 } } as const;
    const calls = Array.from({ length: 300 }, () => 'a:B');
    const first = names(chance, calls);
    expect(names(chance, calls)).toEqual(first);
    expect(names(chance, calls, 2)).not.toEqual(first);
    const struck = first.filter((count) => count > 0).length;
    expect(struck).toBeGreaterThan(60);
    expect(struck).toBeLessThan(120);
    const between = calls.flatMap((call) => [call, 'a:C']);
    expect(names(chance, between).filter((_, place) => place % 2 === 0)).toEqual(first);
  });
});

describe('an error', () => {
  it.each([
    ['throttling', 'ThrottlingException', 'TooManyRequestsException', 'Throttling'],
    ['internal-error', 'InternalServerException', 'ServiceException', 'InternalFailure'],
  ] as const)("%s has each service's own name", async (kind, directory, organizations, sts) => {
    const faults = [{ kind, operation: '*', when: { always: true } }] as const;
    await onSimulator({ faults }, async (world) => {
      await refused(world.sso.listInstances({}), directory);
      await refused(world.store.listUsers(world.directory), directory);
      await refused(world.organizations.listAccounts({}), organizations);
      await refused(world.sts.getCallerIdentity({}), sts);
    });
  });

  it('of conflict strikes only operations that can answer it', async () => {
    const faults = [{ kind: 'conflict', operation: '*', when: { always: true } }] as const;
    await onSimulator({ faults }, async (world) => {
      await refused(world.sso.createPermissionSet({ ...world.instance, Name: 'A' }), 'ConflictException');
      const enable = world.organizations.enableAWSServiceAccess({ ServicePrincipal: 'sso.amazonaws.com' });
      await refused(enable, 'ConcurrentModificationException');
      await world.sso.listPermissionSets(world.instance);
      await world.sts.getCallerIdentity({});
      expect(world.center().permissionSets).toBeUndefined();
    });
  });

  it('may be any that the operation declares', async () => {
    const fault = { operation: 'sso-admin:*', when: { always: true }, kind: 'error' } as const;
    const faults = [
      { ...fault, code: 'ServiceQuotaExceededException', message: 'no more' },
      { ...fault, code: 'NoSuchException' },
    ];
    await onSimulator({ faults }, async ({ sso, instance }) => {
      await refused(sso.createPermissionSet({ ...instance, Name: 'A' }), 'ServiceQuotaExceededException', /no more/u);
      await sso.listPermissionSets(instance);
    });
  });
});

describe('a late failure', () => {
  it('comes after the operation was accepted', async () => {
    const faults = [{ kind: 'late-failure', operation: '*:CreateAccountAssignment', when: { calls: [1] } }] as const;
    await onSimulator({ state: STATE, faults }, async (world) => {
      const principal = { PrincipalType: 'USER', PrincipalId: await world.userId('ada') } as const;
      const target = { TargetId: PROD, TargetType: 'AWS_ACCOUNT' } as const;
      const input = { ...(await world.set('Auditor')), ...target, ...principal };
      const { AccountAssignmentCreationStatus: status } = await world.sso.createAccountAssignment(input);
      expect(status?.Status).toBe('IN_PROGRESS');
      await settled(world);
      const described = await world.sso.describeAccountAssignmentCreationStatus({
        ...world.instance,
        AccountAssignmentCreationRequestId: status?.RequestId,
      });
      expect(described.AccountAssignmentCreationStatus?.FailureReason).toContain('500');
      expect(world.center().assignments).toBeUndefined();
      await world.sso.createAccountAssignment(input);
      await settled(world);
      expect(world.center().assignments).toHaveLength(1);
    });
  });
});

describe('a connection', () => {
  it.each([
    ['lost-request', 0],
    ['lost-answer', 1],
  ] as const)('cut by %s leaves %i groups', async (kind, count) => {
    const faults = [{ kind, operation: '*:CreateGroup', when: { calls: [1] } }] as const;
    await onSimulator({ faults }, async ({ store, directory, center, simulator }) => {
      // The SDK calls a connection that breaks a timeout.
      const error = await refused(store.createGroup({ ...directory, DisplayName: 'devs' }), 'TimeoutError');
      expect(error).toMatchObject({ code: 'ECONNRESET' });
      expect(center().groups ?? []).toHaveLength(count);
      expect(simulator.calls()).toEqual({ 'identitystore:CreateGroup': 1 });
      expect(await outcome(store.createGroup({ ...directory, DisplayName: 'ops' }))).toBe('done');
    });
  });

  it.each([
    ['hold', 0],
    ['hang', 1],
  ] as const)('may %s until the client gives up, which leaves %i groups', async (kind, count) => {
    const faults = [{ kind, operation: '*:CreateGroup', when: { calls: [1] } }] as const;
    await onSimulator({ faults }, async (world) => {
      const { store } = world.as({ requestTimeout: 50 });
      await refused(store.createGroup({ ...world.directory, DisplayName: 'devs' }), 'TimeoutError');
      expect(world.center().groups ?? []).toHaveLength(count);
    });
  });
});

describe('an answer', () => {
  it.each(['not-json', 'truncated'] as const)('that is %s hides an effect that took place', async (kind) => {
    const faults = [{ kind, operation: '*:CreateGroup', when: { calls: [1] } }] as const;
    await onSimulator({ faults }, async ({ store, directory, center }) => {
      const error = await refused(store.createGroup({ ...directory, DisplayName: 'devs' }), 'SyntaxError');
      expect(error.$metadata.httpStatusCode).toBe(200);
      expect(center().groups).toHaveLength(1);
    });
  });
});

describe('a list', () => {
  it('may answer an empty page with a token, and loses nothing', async () => {
    const faults = [{ kind: 'empty-page', operation: '*:ListGroups', when: { calls: [1, 3] } }] as const;
    await onSimulator({ state: STATE, faults }, async ({ store, directory }) => {
      const sizes: number[] = [];
      const seen: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await store.listGroups({ ...directory, MaxResults: 2, NextToken });
        sizes.push(page.Groups?.length ?? 0);
        seen.push(...(page.Groups ?? []).map((group) => group.DisplayName ?? ''));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      expect(sizes).toEqual([0, 2, 0, 1]);
      expect(seen).toEqual(['a', 'b', 'c']);
    });
  });

  it('may answer the token that it was asked with', async () => {
    const faults = [{ kind: 'repeated-token', operation: '*:ListGroups', when: { always: true } }] as const;
    await onSimulator({ state: STATE, faults }, async ({ store, directory }) => {
      const first = await store.listGroups({ ...directory, MaxResults: 1 });
      const second = await store.listGroups({ ...directory, MaxResults: 1, NextToken: first.NextToken });
      expect(second.NextToken).toBe(first.NextToken);
    });
  });
});

describe('a read that lags', () => {
  const faults = [
    { kind: 'lag', milliseconds: 5000, operation: 'identitystore:List*', when: { always: true } },
    { kind: 'lag', milliseconds: 5000, operation: 'sso-admin:*Status', when: { always: true } },
  ] as const;

  it('shows the world as it was, and never a write that is yet to come', async () => {
    await onSimulator({ faults }, async ({ store, directory, clock }) => {
      const names = async () => (await store.listGroups(directory)).Groups?.map((group) => group.DisplayName);
      await store.createGroup({ ...directory, DisplayName: 'devs' });
      expect(await names()).toEqual([]);
      await clock.sleep(3000);
      await store.createGroup({ ...directory, DisplayName: 'ops' });
      expect(await names()).toEqual([]);
      await clock.sleep(2000);
      expect(await names()).toEqual(['devs']);
      await clock.sleep(3000);
      expect(await names()).toEqual(['devs', 'ops']);
    });
  });

  it('does not make writes lag', async () => {
    const all = [{ kind: 'lag', milliseconds: 5000, operation: '*', when: { always: true } }] as const;
    await onSimulator({ faults: all }, async ({ store, directory }) => {
      await store.createGroup({ ...directory, DisplayName: 'devs' });
      await refused(store.createGroup({ ...directory, DisplayName: 'devs' }), 'ConflictException');
    });
  });

  it('shows operations as far as they were', async () => {
    await onSimulator({ state: STATE, faults }, async (world) => {
      const principal = { PrincipalType: 'USER', PrincipalId: await world.userId('ada') } as const;
      const target = { TargetId: PROD, TargetType: 'AWS_ACCOUNT' } as const;
      await world.sso.createAccountAssignment({ ...(await world.set('Auditor')), ...target, ...principal });
      const statuses = async () =>
        (await world.sso.listAccountAssignmentCreationStatus(world.instance)).AccountAssignmentsCreationStatus ?? [];
      expect(await statuses()).toEqual([]);
      await world.clock.sleep(5000);
      expect((await statuses()).map((one) => one.Status)).toEqual(['IN_PROGRESS']);
      await world.clock.sleep(2000);
      expect((await statuses()).map((one) => one.Status)).toEqual(['SUCCEEDED']);
    });
  });

  it('sees the console edits late, too', async () => {
    await onSimulator({ faults }, async ({ store, directory, clock, simulator }) => {
      simulator.edit((state) => {
        state.identityCenter = { region: 'us-east-1', groups: [{ name: 'devs' }] };
      });
      expect((await store.listGroups(directory)).Groups).toEqual([]);
      await clock.sleep(5000);
      expect((await store.listGroups(directory)).Groups).toHaveLength(1);
    });
  });
});
