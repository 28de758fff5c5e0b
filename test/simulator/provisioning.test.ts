import { describe, expect, it } from 'vitest';

import { ADA, CLOSED, onSimulator, PROD, READ_ONLY, refused, settled, stateWith, TOOLING } from './support.ts';
import type { World } from './support.ts';

const STATE = stateWith({
  users: [ADA],
  permissionSets: [{ name: 'Auditor' }, { name: 'Unused' }],
  assignments: [
    { permissionSet: 'Auditor', account: PROD, user: 'ada' },
    { permissionSet: 'Auditor', account: TOOLING, user: 'ada' },
  ],
});

const ALL = { TargetType: 'ALL_PROVISIONED_ACCOUNTS' } as const;

function one(TargetId: string) {
  return { TargetType: 'AWS_ACCOUNT', TargetId } as const;
}

async function outdated(world: World, name = 'Auditor') {
  const input = { ...(await world.set(name)), ProvisioningStatus: 'LATEST_PERMISSION_SET_NOT_PROVISIONED' } as const;
  return (await world.sso.listAccountsForProvisionedPermissionSet(input)).AccountIds ?? [];
}

async function attach(world: World, name = 'Auditor') {
  await world.sso.attachManagedPolicyToPermissionSet({ ...(await world.set(name)), ManagedPolicyArn: READ_ONLY });
}

async function provision(world: World, target: typeof ALL | ReturnType<typeof one>, name = 'Auditor') {
  const answer = await world.sso.provisionPermissionSet({ ...(await world.set(name)), ...target });
  return answer.PermissionSetProvisioningStatus?.RequestId;
}

async function status(world: World, ProvisionPermissionSetRequestId: string | undefined) {
  const input = { ...world.instance, ProvisionPermissionSetRequestId };
  return (await world.sso.describePermissionSetProvisioningStatus(input)).PermissionSetProvisioningStatus ?? {};
}

describe('a change of a permission set', () => {
  it('leaves its accounts on the older version until it is provisioned', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      expect(await outdated(world)).toEqual([]);
      await attach(world);
      expect(await outdated(world)).toEqual([TOOLING, PROD]);
      const sets = await world.sso.listPermissionSetsProvisionedToAccount({
        ...world.instance,
        AccountId: PROD,
        ProvisioningStatus: 'LATEST_PERMISSION_SET_NOT_PROVISIONED',
      });
      expect(sets.PermissionSets).toEqual([(await world.set('Auditor')).PermissionSetArn]);
      expect(world.center().permissionSets?.[0]?.outdated).toEqual([TOOLING, PROD]);
      const request = await provision(world, one(PROD));
      expect((await status(world, request)).Status).toBe('IN_PROGRESS');
      await settled(world);
      expect(await status(world, request)).toMatchObject({ Status: 'SUCCEEDED', AccountId: PROD });
      expect(await outdated(world)).toEqual([TOOLING]);
      await provision(world, ALL);
      await settled(world);
      expect(await outdated(world)).toEqual([]);
    });
  });

  it('that changes nothing, or only tags, leaves them up to date', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const set = await world.set('Auditor');
      await world.sso.updatePermissionSet({ ...set, SessionDuration: 'PT1H' });
      await world.sso.tagResource({ ResourceArn: set.PermissionSetArn, Tags: [{ Key: 'a', Value: 'b' }] });
      await world.sso.deleteInlinePolicyFromPermissionSet(set);
      expect(await outdated(world)).toEqual([]);
      await world.sso.updatePermissionSet({ ...set, SessionDuration: 'PT2H' });
      expect(await outdated(world)).toEqual([TOOLING, PROD]);
    });
  });

  it('is not undone for the accounts by changing it back', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      await attach(world);
      const set = await world.set('Auditor');
      await world.sso.detachManagedPolicyFromPermissionSet({ ...set, ManagedPolicyArn: READ_ONLY });
      expect(await outdated(world)).toEqual([TOOLING, PROD]);
    });
  });

  it('is refused while the set is being provisioned', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      await provision(world, ALL);
      await refused(attach(world), 'ConflictException', /being provisioned/u);
      await settled(world);
      await attach(world);
    });
  });

  it('during an assignment leaves the new account with what the set was when it began', async () => {
    const state = stateWith({ users: [ADA], permissionSets: [{ name: 'Auditor' }] });
    await onSimulator({ state }, async (world) => {
      const principal = { PrincipalType: 'USER', PrincipalId: await world.userId('ada') } as const;
      await world.sso.createAccountAssignment({ ...(await world.set('Auditor')), ...one(PROD), ...principal });
      await attach(world);
      expect(world.simulator.state().operations).toMatchObject([{ account: PROD, outdated: true }]);
      await settled(world);
      expect(await outdated(world)).toEqual([PROD]);
    });
  });

  it('reaches an outdated account not by a further assignment, only by provisioning', async () => {
    const state = stateWith({ ...STATE.identityCenter, groups: [{ name: 'auditors' }] });
    await onSimulator({ state }, async (world) => {
      await attach(world);
      const principal = { PrincipalType: 'GROUP', PrincipalId: await world.groupId('auditors') } as const;
      await world.sso.createAccountAssignment({ ...(await world.set('Auditor')), ...one(PROD), ...principal });
      await settled(world);
      expect(await outdated(world)).toEqual([TOOLING, PROD]);
    });
  });
});

describe('provisioning', () => {
  it.each([ALL, one(PROD)])('what is provisioned nowhere ends FAILED with a 404: $TargetType', async (target) => {
    await onSimulator({ state: STATE }, async (world) => {
      const request = await provision(world, target, 'Unused');
      await settled(world);
      const { Status, FailureReason } = await status(world, request);
      expect(Status).toBe('FAILED');
      expect(FailureReason).toMatch(/404.*assignment/u);
    });
  });

  it('wants an account with AWS_ACCOUNT, and with that alone', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const set = await world.set('Auditor');
      const without = world.sso.provisionPermissionSet({ ...set, TargetType: 'AWS_ACCOUNT' });
      await refused(without, 'ValidationException', /TargetId/u);
      const both = world.sso.provisionPermissionSet({ ...set, ...ALL, TargetId: PROD });
      await refused(both, 'ValidationException', /TargetId/u);
    });
  });

  it('of all accounts goes on past those that fail, and says which', async () => {
    const state = stateWith({
      users: [ADA],
      permissionSets: [
        {
          name: 'Auditor',
          customerManagedPolicies: [{ name: 'deny-secrets', path: '/guardrails/' }],
          outdated: [PROD],
        },
      ],
      assignments: [PROD, TOOLING, CLOSED].map((account) => ({ permissionSet: 'Auditor', account, user: 'ada' })),
    });
    await onSimulator({ state }, async (world) => {
      const request = await provision(world, ALL);
      await settled(world);
      const { Status, FailureReason } = await status(world, request);
      expect(Status).toBe('FAILED');
      expect(FailureReason).toContain(TOOLING);
      expect(FailureReason).toContain(CLOSED);
      expect(await outdated(world)).toEqual([]);
    });
  });

  it('takes longer the more accounts there are, and reaches no more than the quota', async () => {
    await onSimulator({ state: STATE, limits: { furtherAccountMilliseconds: 60_000 } }, async (world) => {
      const request = await provision(world, ALL);
      await world.clock.sleep(30_000);
      expect((await status(world, request)).Status).toBe('IN_PROGRESS');
      await settled(world);
      expect((await status(world, request)).Status).toBe('SUCCEEDED');
    });
    await onSimulator({ state: STATE, limits: { allProvisionedAccounts: 1 } }, async (world) => {
      await refused(provision(world, ALL), 'ValidationException', /at most 1 accounts/u);
    });
  });

  it('renews a set that nobody is assigned any more', async () => {
    const permissionSets = [{ name: 'Auditor', provisionedWithoutAssignee: [PROD], outdated: [PROD] }];
    await onSimulator({ state: stateWith({ permissionSets }) }, async (world) => {
      expect(await outdated(world)).toEqual([PROD]);
      await provision(world, one(PROD));
      await settled(world);
      expect(await outdated(world)).toEqual([]);
      await refused(world.sso.deletePermissionSet(await world.set('Auditor')), 'ConflictException');
    });
  });
});
