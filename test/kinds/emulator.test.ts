import { describe, expect, it } from 'vitest';
import type { Key } from '../../reconciler/core/key.ts';
import { createDrivers } from '../../reconciler/kinds/drivers.ts';
import { type Answers, emulated, INSTANCE } from '../aws/emulator.ts';
import { desired, onlyOf } from '../aws/simulated.ts';

/** Operations that complete at once, lists that are left out, ids of no pattern, no status lists, no descriptions. */
const TERSE: Answers = {
  ...INSTANCE,
  ListUsers: { Users: [{ UserId: 'U1', UserName: 'ada' }] },
  ListGroups: {},
  ListPermissionSets: { PermissionSets: ['set:1'] },
  DescribePermissionSet: { PermissionSet: { Name: 'Auditor', PermissionSetArn: 'set:1' } },
  ListManagedPoliciesInPermissionSet: {},
  ListCustomerManagedPolicyReferencesInPermissionSet: {},
  GetInlinePolicyForPermissionSet: { InlinePolicy: '' },
  GetPermissionsBoundaryForPermissionSet: { status: 404, body: '{"__type":"ResourceNotFoundException"}' },
  ListTagsForResource: {},
  ListAccountsForProvisionedPermissionSet: ({ ProvisioningStatus: filter }) =>
    filter === undefined ? { AccountIds: ['1'] } : {},
  ListAccountAssignments: {
    AccountAssignments: [{ AccountId: '1', PermissionSetArn: 'set:1', PrincipalType: 'USER', PrincipalId: 'U1' }],
  },
  ListAccounts: { Accounts: [{ Id: '1', Name: 'only', Status: 'ACTIVE' }] },
  CreateAccountAssignment: { AccountAssignmentCreationStatus: { Status: 'SUCCEEDED', RequestId: 'R1' } },
  DeleteAccountAssignment: { AccountAssignmentDeletionStatus: { Status: 'SUCCEEDED' } },
  UpdatePermissionSet: {},
  ProvisionPermissionSet: { PermissionSetProvisioningStatus: { Status: 'SUCCEEDED' } },
};
const SCOPE = { keys: new Set(['permission-set/Auditor' as Key]), whole: new Set(['user', 'group'] as const) };

describe('the drivers on a terse emulator', () => {
  it('read everything', async () => {
    await emulated(TERSE, async ({ session }) => {
      const lists = await Promise.all([...createDrivers(session).values()].map((driver) => driver.read(SCOPE)));
      expect(lists.flat().map(({ key }) => key)).toEqual([
        'user/ada',
        'permission-set/Auditor',
        'assignment/Auditor/1/user/ada',
      ]);
    });
  });

  it('write without waiting for what has ended', async () => {
    await emulated(TERSE, async ({ session, called }) => {
      const drivers = createDrivers(session);
      const [set] = (await drivers.get('permission-set')?.read(SCOPE)) ?? [];
      const [grant] = (await drivers.get('assignment')?.read(SCOPE)) ?? [];
      if (set === undefined || grant === undefined) throw new Error('nothing was read');
      const refOf = (key: Key) => (key === set.key ? set.ref : { userId: 'U1' });
      const start = session.clock.now();
      await drivers.get('assignment')?.remove(grant, refOf);
      await drivers.get('assignment')?.create(desired('assignment', grant.key, grant.spec), refOf);
      const after = desired('permission-set', set.key, { ...set.spec, sessionDuration: 'PT2H' });
      await drivers.get('permission-set')?.update(set, after, refOf);
      expect(session.clock.now() - start).toBeLessThan(2_000);
      expect(called.filter((operation) => operation.endsWith('Status'))).toEqual([
        'ListAccountAssignmentCreationStatus',
        'ListAccountAssignmentDeletionStatus',
        'ListPermissionSetProvisioningStatus',
      ]);
      expect(await drivers.get('assignment')?.read(onlyOf(grant.key))).toHaveLength(1);
    });
  });

  it('ask for each request where there are no status lists', async () => {
    let asked = 0;
    const answers: Answers = {
      ...TERSE,
      CreateAccountAssignment: { AccountAssignmentCreationStatus: { Status: 'IN_PROGRESS', RequestId: 'R1' } },
      DescribeAccountAssignmentCreationStatus: () => {
        asked += 1;
        return {
          AccountAssignmentCreationStatus: { Status: asked < 3 ? 'IN_PROGRESS' : 'SUCCEEDED', RequestId: 'R1' },
        };
      },
    };
    await emulated(answers, async ({ session }) => {
      await createDrivers(session)
        .get('assignment')
        ?.create(
          desired('assignment', 'assignment/Auditor/1/user/ada', {
            permissionSet: 'Auditor',
            account: '1',
            principalType: 'user',
            principal: 'ada',
          }),
          (key) => (key.startsWith('user/') ? { userId: 'U1' } : { permissionSetArn: 'set:1' }),
        );
      expect(asked).toBe(3);
    });
  });

  it('send all settings of a permission set together: what is left out would be reset', async () => {
    const sent: object[] = [];
    const RelayState = 'https://console.aws.amazon.com/';
    const answers: Answers = {
      ...TERSE,
      DescribePermissionSet: {
        PermissionSet: { Name: 'Auditor', Description: 'Reads', SessionDuration: 'PT60M', RelayState },
      },
      UpdatePermissionSet: (input) => {
        sent.push(input);
        return {};
      },
    };
    await emulated(answers, async ({ session }) => {
      const driver = createDrivers(session).get('permission-set');
      const [set] = (await driver?.read(SCOPE)) ?? [];
      if (set === undefined) throw new Error('nothing was read');
      const { description: _, ...unmentioned } = set.spec;
      await driver?.update(
        set,
        desired('permission-set', set.key, { ...unmentioned, sessionDuration: 'PT2H' }),
        () => set.ref,
      );
      const address = { InstanceArn: 'instance-one', PermissionSetArn: 'set:1' };
      expect(sent).toEqual([{ ...address, Description: 'Reads', SessionDuration: 'PT2H', RelayState }]);
    });
  });

  it('find an assignment of a set that nobody listed suspicious', async () => {
    const AccountAssignments = [
      { AccountId: '1', PermissionSetArn: 'set:9', PrincipalType: 'USER', PrincipalId: 'U1' },
    ];
    await emulated({ ...TERSE, ListAccountAssignments: { AccountAssignments } }, async ({ session }) => {
      const read = createDrivers(session).get('assignment')?.read(SCOPE);
      await expect(read).rejects.toMatchObject({ issues: [{ code: 'AWS_ANSWER' }] });
    });
  });
});
