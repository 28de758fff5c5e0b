import { describe, expect, it } from 'vitest';

import { ADA, BOB, CLOSED, MANAGEMENT, onSimulator, PROD, refused, settled, stateWith, TOOLING } from './support.ts';
import type { World } from './support.ts';

const STATE = stateWith({
  users: [ADA, BOB],
  groups: [{ name: 'auditors', members: ['ada'] }],
  permissionSets: [{ name: 'Auditor' }, { name: 'Deploy' }],
});

interface Wanted {
  readonly set?: string;
  readonly account?: string;
  readonly user?: string;
  readonly group?: string;
}

async function inputOf(world: World, { set = 'Auditor', account = PROD, user, group = 'auditors' }: Wanted) {
  const principal =
    user === undefined
      ? ({ PrincipalType: 'GROUP', PrincipalId: await world.groupId(group) } as const)
      : ({ PrincipalType: 'USER', PrincipalId: await world.userId(user) } as const);
  return { ...(await world.set(set)), TargetId: account, TargetType: 'AWS_ACCOUNT', ...principal } as const;
}

async function create(world: World, wanted: Wanted = {}) {
  const { AccountAssignmentCreationStatus } = await world.sso.createAccountAssignment(await inputOf(world, wanted));
  return AccountAssignmentCreationStatus ?? {};
}

async function remove(world: World, wanted: Wanted = {}) {
  const { AccountAssignmentDeletionStatus } = await world.sso.deleteAccountAssignment(await inputOf(world, wanted));
  return AccountAssignmentDeletionStatus ?? {};
}

async function creation(world: World, AccountAssignmentCreationRequestId?: string) {
  const input = { ...world.instance, AccountAssignmentCreationRequestId };
  return (await world.sso.describeAccountAssignmentCreationStatus(input)).AccountAssignmentCreationStatus ?? {};
}

async function deletion(world: World, AccountAssignmentDeletionRequestId?: string) {
  const input = { ...world.instance, AccountAssignmentDeletionRequestId };
  return (await world.sso.describeAccountAssignmentDeletionStatus(input)).AccountAssignmentDeletionStatus ?? {};
}

describe('creating an assignment', () => {
  it('is under way at first, then done, and provisions the set there', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const { RequestId, Status } = await create(world);
      expect(Status).toBe('IN_PROGRESS');
      expect(world.center().assignments).toBeUndefined();
      expect((await creation(world, RequestId)).Status).toBe('IN_PROGRESS');
      await world.clock.sleep(2000);
      expect((await creation(world, RequestId)).Status).toBe('SUCCEEDED');
      expect(world.center().assignments).toEqual([{ permissionSet: 'Auditor', account: PROD, group: 'auditors' }]);
      const listed = await world.sso.listAccountAssignments({ ...(await world.set('Auditor')), AccountId: PROD });
      expect(listed.AccountAssignments).toMatchObject([{ AccountId: PROD, PrincipalType: 'GROUP' }]);
      const there = await world.sso.listAccountsForProvisionedPermissionSet(await world.set('Auditor'));
      expect(there.AccountIds).toEqual([PROD]);
    });
  });

  it('succeeds when it exists already', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      await create(world);
      await settled(world);
      const { RequestId } = await create(world);
      await settled(world);
      expect((await creation(world, RequestId)).Status).toBe('SUCCEEDED');
      expect(world.center().assignments).toHaveLength(1);
    });
  });

  it('refuses accounts and principals that do not exist', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const input = await inputOf(world, {});
      const away = world.sso.createAccountAssignment({ ...input, TargetId: '999999999999' });
      await refused(away, 'ResourceNotFoundException', /999999999999/u);
      // A group's id is no user's.
      const other = world.sso.createAccountAssignment({ ...input, PrincipalType: 'USER' });
      await refused(other, 'ResourceNotFoundException', /USER/u);
    });
  });

  it('fails late on a suspended account', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const { RequestId } = await create(world, { account: CLOSED });
      await world.clock.sleep(10_000);
      expect((await creation(world, RequestId)).Status).toBe('IN_PROGRESS');
      await world.clock.sleep(60_000);
      const { Status, FailureReason } = await creation(world, RequestId);
      expect(Status).toBe('FAILED');
      expect(FailureReason).toContain('SUSPENDED');
    });
  });

  it('fails when the principal goes meanwhile', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const { RequestId } = await create(world);
      await world.store.deleteGroup({ ...world.directory, GroupId: await world.groupId('auditors') });
      await settled(world);
      expect((await creation(world, RequestId)).FailureReason).toContain('404');
      expect(world.center().assignments).toBeUndefined();
    });
  });

  it('fails where a customer managed policy is missing, path and all', async () => {
    const customerManagedPolicies = [{ name: 'deny-secrets', path: '/guardrails/' }];
    const state = stateWith({ users: [ADA], permissionSets: [{ name: 'Auditor', customerManagedPolicies }] });
    await onSimulator({ state }, async (world) => {
      const there = await create(world, { user: 'ada', account: PROD });
      const absent = await create(world, { user: 'ada', account: TOOLING });
      await settled(world);
      expect((await creation(world, there.RequestId)).Status).toBe('SUCCEEDED');
      const { FailureReason } = await creation(world, absent.RequestId);
      expect(FailureReason).toContain(`arn:aws:iam::${TOOLING}:policy/guardrails/deny-secrets`);
    });
  });
});

describe('a policy that the account lacks', () => {
  it.each([
    [{ customerManagedPolicies: [{ name: 'deny-secrets' }] }, 'policy/deny-secrets'],
    [{ customerManagedPolicies: [{ name: 'deny', path: '/guardrails/' }] }, 'policy/guardrails/deny'],
    [{ permissionsBoundary: { customerManagedPolicy: { name: 'edge' } } }, 'policy/edge'],
  ])('fails the assignment: %j', async (content, policy) => {
    const state = stateWith({ users: [ADA], permissionSets: [{ name: 'Auditor', ...content }] });
    await onSimulator({ state }, async (world) => {
      const { RequestId } = await create(world, { user: 'ada' });
      await settled(world);
      const { Status, FailureReason } = await creation(world, RequestId);
      expect(Status).toBe('FAILED');
      expect(FailureReason).toContain(`arn:aws:iam::${PROD}:${policy}.`);
    });
  });
});

describe('operations on one account', () => {
  it('exclude each other while they are under way', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      await create(world);
      await refused(create(world, { set: 'Deploy', user: 'bob' }), 'ConflictException', /conflicting operation/u);
      await refused(remove(world), 'ConflictException');
      await create(world, { account: TOOLING });
      await settled(world);
      await remove(world);
      await refused(create(world), 'ConflictException');
    });
  });
});

describe('deleting an assignment', () => {
  const state = stateWith({
    ...STATE.identityCenter,
    assignments: [
      { permissionSet: 'Auditor', account: PROD, group: 'auditors' },
      { permissionSet: 'Auditor', account: PROD, user: 'bob' },
    ],
  });

  it('takes the set out of the account with the last assignee', async () => {
    await onSimulator({ state }, async (world) => {
      const accounts = async () =>
        (await world.sso.listAccountsForProvisionedPermissionSet(await world.set('Auditor'))).AccountIds ?? [];
      await remove(world);
      await settled(world);
      expect(await accounts()).toEqual([PROD]);
      const { RequestId } = await remove(world, { user: 'bob' });
      await settled(world);
      expect((await deletion(world, RequestId)).Status).toBe('SUCCEEDED');
      expect(await accounts()).toEqual([]);
    });
  });

  it('that is absent is accepted and ends FAILED with a 404', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const { RequestId } = await remove(world);
      await settled(world);
      const { Status, FailureReason } = await deletion(world, RequestId);
      expect(Status).toBe('FAILED');
      expect(FailureReason).toContain('404');
    });
  });

  it('keeps a set that is only about to be assigned from being deleted', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      await create(world);
      await refused(world.sso.deletePermissionSet(await world.set('Auditor')), 'ConflictException');
    });
  });

  it('keeps a set that is assigned, provisioned or under way from being deleted', async () => {
    await onSimulator({ state }, async (world) => {
      const drop = async () => world.sso.deletePermissionSet(await world.set('Auditor'));
      await refused(drop(), 'ConflictException', /assigned or provisioned/u);
      await remove(world);
      await settled(world);
      await remove(world, { user: 'bob' });
      await refused(drop(), 'ConflictException');
      await settled(world);
      await drop();
      expect(world.center().permissionSets?.map((one) => one.name)).toEqual(['Deploy']);
    });
  });
});

describe('a principal that is deleted', () => {
  const state = stateWith({
    ...STATE.identityCenter,
    assignments: [{ permissionSet: 'Auditor', account: PROD, group: 'auditors' }],
  });

  it('leaves its assignments behind as orphans, which a new one of its name does not inherit', async () => {
    await onSimulator({ state }, async (world) => {
      const input = await inputOf(world, {});
      const PrincipalId = input.PrincipalId;
      await world.store.deleteGroup({ ...world.directory, GroupId: PrincipalId });
      const orphan = { permissionSet: 'Auditor', account: PROD, principalId: PrincipalId, principalType: 'GROUP' };
      expect(world.center().assignments).toEqual([orphan]);
      const { GroupId } = await world.store.createGroup({ ...world.directory, DisplayName: 'auditors' });
      expect(GroupId).not.toBe(PrincipalId);
      const listing = { ...world.instance, PrincipalId, PrincipalType: 'GROUP' } as const;
      await refused(world.sso.listAccountAssignmentsForPrincipal(listing), 'ResourceNotFoundException');
      await world.sso.deleteAccountAssignment(input);
      await settled(world);
      expect(world.center().assignments).toBeUndefined();
    });
  });

  it('is not found as one of the other type', async () => {
    await onSimulator({ state }, async (world) => {
      const input = { ...(await inputOf(world, {})), PrincipalType: 'USER' } as const;
      const { AccountAssignmentDeletionStatus: status } = await world.sso.deleteAccountAssignment(input);
      await settled(world);
      expect((await deletion(world, status?.RequestId)).FailureReason).toContain('404');
      expect(world.center().assignments).toHaveLength(1);
    });
  });

  it('can be one whose orphans will not go', async () => {
    await onSimulator({ state, limits: { orphanDeletionFails: true } }, async (world) => {
      const input = await inputOf(world, {});
      await world.store.deleteGroup({ ...world.directory, GroupId: input.PrincipalId });
      const { AccountAssignmentDeletionStatus: status } = await world.sso.deleteAccountAssignment(input);
      await settled(world);
      expect((await deletion(world, status?.RequestId)).FailureReason).toContain('404');
      expect(world.center().assignments).toHaveLength(1);
    });
  });
});

describe('the assignments of a principal', () => {
  const state = stateWith({
    ...STATE.identityCenter,
    assignments: [
      { permissionSet: 'Auditor', account: PROD, group: 'auditors' },
      { permissionSet: 'Auditor', account: MANAGEMENT, user: 'bob' },
      { permissionSet: 'Deploy', account: PROD, user: 'ada' },
      { permissionSet: 'Deploy', account: TOOLING, user: 'ada' },
    ],
  });

  it("are a user's own and those of its groups, as the groups' rows", async () => {
    await onSimulator({ state }, async (world) => {
      const [PrincipalId, group] = [await world.userId('ada'), await world.groupId('auditors')];
      const input = { ...world.instance, PrincipalId, PrincipalType: 'USER' } as const;
      const { AccountAssignments: rows = [] } = await world.sso.listAccountAssignmentsForPrincipal(input);
      expect(rows.map((row) => [row.AccountId, row.PrincipalType, row.PrincipalId])).toEqual([
        [PROD, 'GROUP', group],
        [PROD, 'USER', PrincipalId],
        [TOOLING, 'USER', PrincipalId],
      ]);
      const filtered = await world.sso.listAccountAssignmentsForPrincipal({ ...input, Filter: { AccountId: TOOLING } });
      expect(filtered.AccountAssignments).toHaveLength(1);
      const ofGroup = { ...world.instance, PrincipalId: group, PrincipalType: 'GROUP' } as const;
      expect((await world.sso.listAccountAssignmentsForPrincipal(ofGroup)).AccountAssignments).toHaveLength(1);
    });
  });
});

describe('the lists of statuses', () => {
  it('tell what is under way and what has ended, without the reasons', async () => {
    await onSimulator({ state: STATE }, async (world) => {
      const made = await create(world);
      const failing = await remove(world, { account: TOOLING });
      const { sso, instance } = world;
      const under = await sso.listAccountAssignmentCreationStatus({ ...instance, Filter: { Status: 'IN_PROGRESS' } });
      expect(under.AccountAssignmentsCreationStatus?.map((one) => one.RequestId)).toEqual([made.RequestId]);
      await settled(world);
      const done = await sso.listAccountAssignmentCreationStatus({ ...instance, Filter: { Status: 'SUCCEEDED' } });
      expect(done.AccountAssignmentsCreationStatus).toHaveLength(1);
      const failed = await sso.listAccountAssignmentDeletionStatus(instance);
      expect(failed.AccountAssignmentsDeletionStatus).toEqual([
        { Status: 'FAILED', RequestId: failing.RequestId, CreatedDate: failing.CreatedDate },
      ]);
      await refused(creation(world, failing.RequestId), 'ResourceNotFoundException');
    });
  });
});
