import { describe, expect, it } from 'vitest';

import { createBucket } from '../../reconciler/simulator/limits.ts';
import { ADA, onSimulator, PROD, refused, settled, START, stateWith } from './support.ts';
import type { World } from './support.ts';

const MEMBERS = Array.from({ length: 20 }, (_, n) => ({ id: `${700_000_000_000 + n}`, name: `member-${n}` }));

function largeState() {
  const state = stateWith({
    users: [ADA],
    permissionSets: ['A', 'B', 'C', 'D'].map((name) => ({ name })),
    assignments: ['A', 'B', 'C', 'D'].map((permissionSet) => ({ permissionSet, account: PROD, user: 'ada' })),
  });
  const accounts = [...state.organization.accounts, ...MEMBERS];
  return { ...state, organization: { ...state.organization, accounts } };
}

async function assign(world: World, TargetId: string) {
  const principal = { PrincipalType: 'USER', PrincipalId: await world.userId('ada') } as const;
  const input = { ...(await world.set('A')), TargetId, TargetType: 'AWS_ACCOUNT', ...principal } as const;
  return input;
}

describe('the rate', () => {
  it('is twenty calls a second for each directory by itself', async () => {
    const rates = { limits: { callsPerSecond: { 'sso-admin': 20, identitystore: 20, organizations: 20 } } };
    await onSimulator(rates, async ({ sso, store, organizations, directory, clock }) => {
      const burst = async (call: () => Promise<unknown>) => {
        const outcomes = await Promise.allSettled(Array.from({ length: 30 }, call));
        return outcomes.filter((outcome) => outcome.status === 'fulfilled').length;
      };
      expect(await burst(() => sso.listInstances({}))).toBe(20);
      expect(await burst(() => store.listUsers(directory))).toBe(20);
      expect(await burst(() => organizations.listAccounts({}))).toBe(20);
      await refused(sso.listInstances({}), 'ThrottlingException', /Rate exceeded/u);
      await refused(organizations.listAccounts({}), 'TooManyRequestsException');
      await clock.sleep(500);
      expect(await burst(() => sso.listInstances({}))).toBe(10);
    });
  });

  it('fills up no further than the burst', () => {
    const bucket = createBucket(2, START);
    const at = (milliseconds: number) => bucket.take(START + milliseconds);
    expect([at(0), at(0), at(0)]).toEqual([true, true, false]);
    expect([at(500), at(500)]).toEqual([true, false]);
    expect([at(60_000), at(60_000), at(60_000)]).toEqual([true, true, false]);
  });
});

describe('operations under way', () => {
  it('are fifteen creations and deletions together', async () => {
    await onSimulator({ state: largeState() }, async (world) => {
      for (const { id } of MEMBERS.slice(0, 7)) await world.sso.createAccountAssignment(await assign(world, id));
      for (const { id } of MEMBERS.slice(7, 15)) await world.sso.deleteAccountAssignment(await assign(world, id));
      const next = await assign(world, MEMBERS[15]?.id ?? '');
      await refused(world.sso.createAccountAssignment(next), 'ThrottlingException', /too many requests processing/u);
      await refused(world.sso.deleteAccountAssignment(next), 'ThrottlingException', /too many requests processing/u);
      await settled(world);
      await world.sso.createAccountAssignment(next);
    });
  });

  it('are three provisionings', async () => {
    await onSimulator({ state: largeState() }, async (world) => {
      const provision = async (name: string) =>
        world.sso.provisionPermissionSet({ ...(await world.set(name)), TargetType: 'ALL_PROVISIONED_ACCOUNTS' });
      for (const name of ['A', 'B', 'C']) await provision(name);
      await refused(provision('D'), 'ThrottlingException', /too many requests processing/u);
      await refused(provision('A'), 'ConflictException');
      const { PermissionSetsProvisioningStatus: under } = await world.sso.listPermissionSetProvisioningStatus({
        ...world.instance,
        Filter: { Status: 'IN_PROGRESS' },
      });
      expect(under).toHaveLength(3);
      await settled(world);
      await provision('D');
    });
  });
});

describe('the number of permission sets', () => {
  it('is limited in the instance and in each account', async () => {
    await onSimulator({ state: largeState(), limits: { permissionSets: 4 } }, async ({ sso, instance }) => {
      await refused(sso.createPermissionSet({ ...instance, Name: 'E' }), 'ServiceQuotaExceededException');
    });
    await onSimulator({ state: largeState(), limits: { permissionSetsInAccount: 4 } }, async (world) => {
      const { PermissionSet } = await world.sso.createPermissionSet({ ...world.instance, Name: 'E' });
      const input = { ...(await assign(world, PROD)), PermissionSetArn: PermissionSet?.PermissionSetArn };
      await refused(world.sso.createAccountAssignment(input), 'ServiceQuotaExceededException');
      await world.sso.createAccountAssignment(await assign(world, PROD));
    });
  });
});
