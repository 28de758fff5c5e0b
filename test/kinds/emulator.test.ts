import { describe, expect, it } from 'vitest';
import type { Key } from '../../reconciler/core/key.ts';
import { createDrivers } from '../../reconciler/kinds/drivers.ts';
import { type Answers, emulated, INSTANCE, MOTO_PAGE } from '../aws/emulator.ts';
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

  it('ask again for what a set holds, where the part that is asked does not know the set yet', async () => {
    const asked = new Map<string, number>();
    const behind = (operation: string, answer: object) => () => {
      const times = (asked.get(operation) ?? 0) + 1;
      asked.set(operation, times);
      return times < 4 ? { status: 400, body: '{"__type":"ResourceNotFoundException"}' } : answer;
    };
    const answers: Answers = {
      ...TERSE,
      ListManagedPoliciesInPermissionSet: behind('managed', { AttachedManagedPolicies: [{ Name: 'x', Arn: 'arn:x' }] }),
      ListCustomerManagedPolicyReferencesInPermissionSet: behind('customer', {}),
      ListTagsForResource: behind('tags', { Tags: [{ Key: 'owner', Value: 'security' }] }),
    };
    await emulated(answers, async ({ session }) => {
      const [set] = (await createDrivers(session).get('permission-set')?.read(SCOPE)) ?? [];
      expect(set?.spec).toMatchObject({ managedPolicies: ['arn:x'], tags: { owner: 'security' } });
    });
  });

  it('end with an error where the addresses of a user are no list', async () => {
    const answers: Answers = { ...TERSE, ListUsers: { Users: [{ UserId: 'U1', UserName: 'ada', Emails: {} }] } };
    await emulated(answers, async ({ session }) => {
      const reading = createDrivers(session).get('user')?.read(SCOPE);
      await expect(reading).rejects.toThrow(
        'identitystore ListUsers failed with MisshapenAnswer: Users[].Emails is no list',
      );
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

/** As moto 5.2 answers: an assignment provisions nothing, and what it does not know is a page of its server. */
const MOTO: Answers = {
  ...INSTANCE,
  ListUsers: { Users: [{ UserId: 'U1', UserName: 'ada', ExternalIds: null, Name: null }], NextToken: null },
  ListGroups: { Groups: [{ GroupId: 'G1', DisplayName: 'devs', Description: null, ExternalIds: [] }], NextToken: null },
  ListGroupMemberships: {
    GroupMemberships: [{ MembershipId: 'M1', GroupId: 'G1', MemberId: { UserId: 'U1' } }],
    NextToken: null,
  },
  ListPermissionSets: { PermissionSets: ['set:1'], NextToken: null },
  DescribePermissionSet: { PermissionSet: { Name: 'Auditor', PermissionSetArn: 'set:1', Description: null } },
  ListManagedPoliciesInPermissionSet: { AttachedManagedPolicies: [], NextToken: null },
  ListCustomerManagedPolicyReferencesInPermissionSet: { CustomerManagedPolicyReferences: [], NextToken: null },
  GetInlinePolicyForPermissionSet: { InlinePolicy: '' },
  // It knows the operation, and takes no notice of the status that is asked for.
  ListAccountsForProvisionedPermissionSet: { AccountIds: ['123456789012'] },
  ListAccountAssignments: ({ AccountId }) => ({
    AccountAssignments:
      AccountId === '222222222222'
        ? [{ AccountId, PermissionSetArn: 'set:1', PrincipalType: 'GROUP', PrincipalId: 'G1' }]
        : [],
    NextToken: null,
  }),
  ListAccounts: {
    Accounts: [
      { Id: '123456789012', Name: 'master', Status: 'ACTIVE' },
      { Id: '222222222222', Name: 'prod', Status: 'ACTIVE' },
    ],
    NextToken: null,
  },
};
const EVERYTHING = {
  keys: new Set(['permission-set/Auditor', 'group/devs'] as Key[]),
  whole: new Set(['user', 'group', 'assignment'] as const),
};

describe('the drivers on an emulator that has no words for what it lacks', () => {
  it('read everything that there is, and admit what they took for absent', async () => {
    await emulated(
      MOTO,
      async ({ session }) => {
        const lists = await Promise.all([...createDrivers(session).values()].map((driver) => driver.read(EVERYTHING)));
        expect(lists.flat().map(({ key }) => key)).toEqual([
          'user/ada',
          'group/devs',
          'membership/devs/ada',
          'permission-set/Auditor',
          'assignment/Auditor/222222222222/group/devs',
        ]);
        expect(lists.flat().find(({ kind }) => kind === 'permission-set')?.spec).toMatchObject({
          permissionsBoundary: null,
          tags: {},
          provisioned: 'latest',
        });
        expect(session.reading.admissions()).toMatchObject([
          { code: 'AWS_UNSUPPORTED', message: expect.stringContaining('GetPermissionsBoundaryForPermissionSet') },
          { code: 'AWS_UNSUPPORTED', message: expect.stringContaining('ListTagsForResource') },
        ]);
      },
      { unknown: MOTO_PAGE },
    );
  });

  it('read a membership back by the list of its group', async () => {
    const only = onlyOf('membership/devs/ada', 'membership/devs/bob');
    await emulated(
      MOTO,
      async ({ session }) => {
        session.names.remember('group/devs' as Key, 'G1');
        session.names.remember('user/ada' as Key, 'U1');
        session.names.remember('user/bob' as Key, 'U2');
        const live = (await createDrivers(session).get('membership')?.read(only)) ?? [];
        expect(live.map(({ key, ref }) => [key, ref['membershipId']])).toEqual([['membership/devs/ada', 'M1']]);
      },
      { unknown: MOTO_PAGE },
    );
  });

  it('do not take tags for set that it never shows', async () => {
    const CreatePermissionSet = { PermissionSet: { PermissionSetArn: 'set:2' } };
    await emulated(
      { ...MOTO, CreatePermissionSet },
      async ({ session }) => {
        const driver = createDrivers(session).get('permission-set');
        const [auditor] = (await driver?.read(EVERYTHING)) ?? [];
        if (auditor === undefined) throw new Error('nothing was read');
        const spec = { ...auditor.spec, name: 'Tagged', tags: { owner: 'security' } };
        const made = driver?.create(desired('permission-set', 'permission-set/Tagged', spec), () => ({}));
        await expect(made).rejects.toMatchObject({
          issues: [{ code: 'AWS_UNSUPPORTED', message: expect.stringContaining('tags of permission set Tagged') }],
        });
      },
      { unknown: MOTO_PAGE },
    );
  });

  it('end a change that it lacks the operation for with an error that names it', async () => {
    await emulated(
      MOTO,
      async ({ session }) => {
        const driver = createDrivers(session).get('user');
        const [ada] = (await driver?.read(EVERYTHING)) ?? [];
        if (ada === undefined) throw new Error('nothing was read');
        const change = driver?.update(ada, desired('user', ada.key, { ...ada.spec, displayName: 'Ada' }), () => ({}));
        await expect(change).rejects.toMatchObject({
          issues: [
            { code: 'AWS_UNSUPPORTED', message: expect.stringMatching(/^user ada: identitystore UpdateUser /u) },
          ],
        });
      },
      { unknown: MOTO_PAGE },
    );
  });
});

/** All operations by which an instance is read. */
const READS = [
  'DescribeInstance',
  'DescribePermissionSet',
  'GetInlinePolicyForPermissionSet',
  'GetPermissionsBoundaryForPermissionSet',
  'ListAccountAssignmentCreationStatus',
  'ListAccountAssignmentDeletionStatus',
  'ListAccountAssignments',
  'ListAccounts',
  'ListAccountsForProvisionedPermissionSet',
  'ListCustomerManagedPolicyReferencesInPermissionSet',
  'ListGroupMemberships',
  'ListGroups',
  'ListInstances',
  'ListManagedPoliciesInPermissionSet',
  'ListPermissionSetProvisioningStatus',
  'ListPermissionSets',
  'ListTagsForResource',
  'ListUsers',
];

describe('a read that failed is never taken for nothing, also where other operations are lacking:', () => {
  const html = { 'content-type': 'text/html' };
  it.each([
    ['a refusal', { status: 400, body: '{"__type":"AccessDeniedException","message":"no"}' }],
    ['a mistake of the service', { status: 500, body: '{"__type":"InternalServerException"}' }],
    ['a page of a load balancer', { status: 503, body: '<html>Service Unavailable</html>', headers: html }],
    ['a page of a proxy', { status: 501, body: '<html>Not Implemented</html>', headers: { ...html, server: 'squid' } }],
    ['no body', { status: 200, body: '' }],
  ])('%s', async (_, failed) => {
    for (const operation of READS)
      await emulated(
        { ...MOTO, [operation]: failed },
        async ({ session }) => {
          const reads = [...createDrivers(session).values()].map((driver) => driver.read(EVERYTHING));
          await expect(Promise.all(reads), operation).rejects.toThrow(operation);
          await Promise.allSettled(reads);
        },
        { unknown: MOTO_PAGE, retries: { transient: { first: 2_000, longest: 2_000, within: 8_000 } } },
      );
  });
});
