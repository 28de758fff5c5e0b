import { describe, expect, it } from 'vitest';
import type { FactsWanted } from '../../reconciler/core/facts.ts';
import { emulated, INSTANCE } from './emulator.ts';
import { ADA, BOB, CLOSED, LOGS, MANAGEMENT, ORGANIZATION, PROD, simulated, stateWith, TOOLING } from './simulated.ts';

const NOTHING: FactsWanted = {
  accounts: false,
  identities: false,
  permissionSets: false,
  unitPaths: [],
  accountTags: false,
};
const DENIED = { kind: 'error', code: 'AccessDeniedException', when: { calls: [1, 3, 5] } } as const;
const STATE = stateWith({
  users: [ADA, { ...BOB, externalId: 'scim-bob', status: 'DISABLED' }],
  groups: [{ name: 'devs' }, { name: 'synced', externalId: 'scim-synced' }],
  permissionSets: [{ name: 'Auditor' }, { name: 'Deploy' }],
});

describe('facts', () => {
  it('read nothing that is not wanted', async () => {
    await simulated({ state: STATE }, async ({ session }) => {
      const facts = await session.survey.facts(NOTHING, 7);
      expect(facts).toEqual({
        now: 7,
        partition: 'aws',
        organization: { id: 'o-exampleorg1', managementAccount: MANAGEMENT, accounts: [], units: [] },
        users: [],
        groups: [],
        permissionSets: [],
      });
      expect(Object.keys(session.calls()).toSorted()).toEqual([
        'organizations:DescribeOrganization',
        'sso-admin:DescribeInstance',
        'sso-admin:ListInstances',
      ]);
    });
  });

  it('know users, groups and permission sets by name, and who owns them', async () => {
    await simulated({ state: STATE }, async ({ session }) => {
      const facts = await session.survey.facts({ ...NOTHING, identities: true, permissionSets: true }, 0);
      expect(facts.users).toEqual([
        { name: 'ada', external: false, enabled: true },
        { name: 'bob', external: true, enabled: false },
      ]);
      expect(facts.groups).toEqual([
        { name: 'devs', external: false },
        { name: 'synced', external: true },
      ]);
      expect([...facts.permissionSets].toSorted()).toEqual(['Auditor', 'Deploy']);
    });
  });

  it('know the standing of accounts', async () => {
    await simulated({ state: STATE }, async ({ session }) => {
      const { organization } = await session.survey.facts({ ...NOTHING, accounts: true }, 0);
      expect(organization.accounts.find(({ id }) => id === CLOSED)).toEqual({
        id: CLOSED,
        name: 'closed',
        active: false,
        state: 'SUSPENDED',
      });
      expect(organization.accounts.filter(({ active }) => active).map(({ id }) => id)).toEqual([
        MANAGEMENT,
        TOOLING,
        PROD,
        LOGS,
      ]);
    });
  });

  it('read tags only when asked, and not those that no selector may take', async () => {
    await simulated({ state: STATE }, async ({ session }) => {
      const { organization } = await session.survey.facts({ ...NOTHING, accounts: true, accountTags: true }, 0);
      expect(Object.fromEntries(organization.accounts.map(({ id, tags }) => [id, tags]))).toEqual({
        [MANAGEMENT]: {},
        [TOOLING]: { stage: 'tools' },
        [PROD]: { stage: 'prod' },
        [LOGS]: {},
        [CLOSED]: {},
      });
      expect(session.calls()['organizations:ListTagsForResource']).toBe(3);
    });
  });

  const users = Array.from({ length: 230 }, (_, index) => ({ ...ADA, userName: `user-${index}` }));
  const more = Array.from({ length: 45 }, (_, index) => ({
    id: String(700_000_000_000 + index),
    name: `account ${index}`,
  }));
  const large = {
    ...stateWith({ users }),
    organization: { ...ORGANIZATION, accounts: [...ORGANIZATION.accounts, ...more] },
  };

  it('read every page', async () => {
    const faults = [
      { kind: 'empty-page', operation: 'identitystore:ListUsers', when: { calls: [1] } },
      { kind: 'empty-page', operation: 'organizations:ListAccounts', when: { calls: [1] } },
    ] as const;
    await simulated({ state: large, faults }, async ({ session }) => {
      const facts = await session.survey.facts({ ...NOTHING, accounts: true, identities: true }, 0);
      expect(facts.users).toHaveLength(230);
      expect(facts.organization.accounts).toHaveLength(50);
    });
  });

  it.each(['identitystore:ListUsers', 'organizations:ListAccounts'])(
    'are refused when %s has no end',
    async (operation) => {
      const faults = [{ kind: 'repeated-token', operation, when: { always: true } }] as const;
      await simulated({ state: large, faults }, async ({ session }) => {
        const wanted = { ...NOTHING, accounts: true, identities: true };
        await expect(session.survey.facts(wanted, 0)).rejects.toThrow('could not be read to its end');
      });
    },
  );

  it('are refused when a read fails: a failed read is no empty list', async () => {
    const faults = [
      { kind: 'error', code: 'AccessDeniedException', operation: 'identitystore:ListGroups', when: { always: true } },
    ] as const;
    await simulated({ state: STATE, faults }, async ({ session }) => {
      await expect(session.survey.facts({ ...NOTHING, identities: true }, 0)).rejects.toMatchObject({
        issues: [{ code: 'AWS_ACCESS_DENIED' }],
      });
    });
  });

  it.each(['organizations:*', 'sso-admin:*', 'identitystore:*'])(
    'are whole once %s answers again',
    async (operation) => {
      const faults = [{ ...DENIED, operation }];
      const wanted = { ...NOTHING, accounts: true, identities: true, permissionSets: true, unitPaths: [['Security']] };
      const whole = await simulated({ state: STATE }, ({ session }) => session.survey.facts(wanted, 0));
      await simulated({ state: STATE, faults }, async ({ session }) => {
        const ask = () => session.survey.facts(wanted, 0);
        await expect(ask()).rejects.toThrow('AccessDenied');
        expect(await ask().catch(ask).catch(ask)).toEqual(whole);
      });
    },
  );

  it('survive throttling, cut connections and answers that are no JSON', async () => {
    const faults = (['throttling', 'lost-answer', 'not-json', 'truncated', 'internal-error'] as const).map(
      (kind, index) => ({ kind, operation: '*:*', when: { every: 5 + index } }) as const,
    );
    await simulated({ state: STATE, faults }, async ({ session }) => {
      const wanted = {
        accounts: true,
        identities: true,
        permissionSets: true,
        unitPaths: [['Workloads']],
        accountTags: true,
      };
      const facts = await session.survey.facts(wanted, 0);
      expect([facts.users.length, facts.groups.length, facts.permissionSets.length]).toEqual([2, 2, 2]);
    });
  });
});

describe('accounts', () => {
  it.each([
    [{ State: 'ACTIVE', Status: 'SUSPENDED' }, true],
    [{ State: 'PENDING_CLOSURE', Status: 'ACTIVE' }, false],
    [{ Status: 'SUSPENDED' }, false],
    [{}, true],
  ])('with %o are active: %s', async (standing, active) => {
    const answers = { ...INSTANCE, ListAccounts: { Accounts: [{ Id: PROD, Name: 'prod', ...standing }] } };
    await emulated(answers, async ({ session }) => {
      expect(await session.survey.accounts()).toMatchObject([{ id: PROD, active }]);
    });
  });
});

describe('organisational units', () => {
  const wanted = (...unitPaths: readonly (readonly string[])[]): FactsWanted => ({
    ...NOTHING,
    accounts: true,
    unitPaths,
  });

  async function namesOnPath(...unitPaths: readonly (readonly string[])[]) {
    return simulated({ state: STATE }, async ({ session }) => {
      const { organization } = await session.survey.facts(wanted(...unitPaths), 0);
      const nameOf = new Map(organization.units.map(({ id, name }) => [id, name]));
      return {
        units: organization.units.map(({ name }) => name).toSorted(),
        prod: organization.accounts.find(({ id }) => id === PROD)?.path?.map((id) => nameOf.get(id) ?? '?'),
        calls: session.calls(),
      };
    });
  }

  it('are known on the way to what is named, and no others are read', async () => {
    const { units, prod, calls } = await namesOnPath(['Workloads', 'Prod']);
    expect(units).toEqual(['Prod', 'Workloads']);
    expect(prod).toEqual(['Workloads', 'Prod']);
    expect(calls['organizations:ListOrganizationalUnitsForParent']).toBe(2);
    expect(calls['organizations:ListAccountsForParent']).toBeUndefined();
  });

  it('that do not exist are simply not among them', async () => {
    expect((await namesOnPath(['Workloads', 'Prud'])).units).toEqual(['Workloads']);
    expect((await namesOnPath(['ou-zzzz-12345678'])).units).toEqual([]);
  });

  it('may be named by their id', async () => {
    await simulated({ state: STATE }, async ({ session }) => {
      const named = (await session.survey.facts(wanted(['Workloads', 'Prod']), 0)).organization.units;
      const prod = named.find(({ name }) => name === 'Prod');
      const { organization } = await session.fresh().survey.facts(wanted([prod?.id ?? '']), 0);
      expect(organization.units).toEqual([prod]);
    });
  });

  it('are searched for accounts where the service gives no paths', async () => {
    const children: { readonly [parent: string]: readonly object[] } = {
      'root-1': [{ Id: 'unit-w', Name: 'Workloads' }],
      'unit-w': [{ Id: 'unit-p', Name: 'Prod' }],
    };
    const accountsIn: { readonly [parent: string]: readonly object[] } = { 'unit-p': [{ Id: PROD }] };
    const answers = {
      ...INSTANCE,
      ListAccounts: {
        Accounts: [
          { Id: PROD, Name: 'prod', Status: 'ACTIVE' },
          { Id: LOGS, Name: 'logs', Status: 'SUSPENDED' },
        ],
      },
      ListRoots: { Roots: [{ Id: 'root-1' }] },
      ListOrganizationalUnitsForParent: ({ ParentId: parent }: { ParentId?: string }) => ({
        OrganizationalUnits: children[parent ?? ''],
      }),
      ListAccountsForParent: ({ ParentId: parent }: { ParentId?: string }) => ({ Accounts: accountsIn[parent ?? ''] }),
    };
    await emulated(answers, async ({ session }) => {
      const { organization } = await session.survey.facts(wanted(['Workloads']), 0);
      expect(organization.accounts).toEqual([
        { id: PROD, name: 'prod', active: true, state: 'ACTIVE', path: ['unit-w', 'unit-p'] },
        { id: LOGS, name: 'logs', active: false, state: 'SUSPENDED', path: [] },
      ]);
    });
  });
});

describe('a survey', () => {
  it('reads each thing once, and a fresh one reads anew only what writes can change', async () => {
    await simulated({ state: STATE }, async ({ session, simulator }) => {
      const wanted = { ...NOTHING, accounts: true, identities: true, permissionSets: true };
      await session.survey.facts(wanted, 0);
      const first = session.total();
      await session.survey.facts(wanted, 0);
      expect(session.total()).toBe(first);
      simulator.resetCounts();
      await session.fresh().survey.facts(wanted, 0);
      expect(simulator.calls()).toEqual({
        'identitystore:ListGroups': 1,
        'identitystore:ListUsers': 1,
        'sso-admin:DescribePermissionSet': 2,
        'sso-admin:ListPermissionSets': 1,
      });
    });
  });

  it('refuses two things of one name', async () => {
    const Groups = [
      { GroupId: 'g-1', DisplayName: 'devs' },
      { GroupId: 'g-2', DisplayName: 'devs' },
    ];
    await emulated({ ...INSTANCE, ListGroups: { Groups } }, async ({ session }) => {
      await expect(session.survey.groups.all()).rejects.toMatchObject({ issues: [{ code: 'AWS_AMBIGUOUS' }] });
    });
  });

  it('knows who calls', async () => {
    await simulated({}, async ({ session }) => {
      expect(await session.survey.callerArn()).toMatch(/^arn:aws:/u);
    });
  });

  it('explains an account that is in no organisation', async () => {
    const DescribeOrganization = {
      status: 400,
      body: '{"__type":"AWSOrganizationsNotInUseException","Message":"not a member"}',
    };
    await emulated({ DescribeOrganization }, async ({ session }) => {
      await expect(session.survey.organization()).rejects.toMatchObject({
        issues: [{ hint: expect.stringContaining('in no organisation') as string }],
      });
    });
  });
});

describe('a call', () => {
  it('that is never answered is given up and tried again', async () => {
    const faults = [{ kind: 'hang', operation: 'identitystore:ListUsers', when: { calls: [1] } }] as const;
    await simulated({ state: STATE, faults, session: { requestTimeout: 200 } }, async ({ session }) => {
      expect((await session.survey.users.all()).size).toBe(2);
    });
  });

  it('says what calls, every time alike', async () => {
    const ListUsers = ({ NextToken: token }: { readonly [name: string]: unknown }) =>
      token === undefined ? { Users: [], NextToken: 'more' } : { Users: [{ UserId: 'ada', UserName: 'ada' }] };
    await emulated({ ...INSTANCE, ListUsers }, async ({ session, called, agents }) => {
      expect([...(await session.survey.users.all()).keys()]).toEqual(['ada']);
      const [first = '', second] = agents.filter((_, index) => called[index] === 'ListUsers');
      expect(first).toMatch(/^aws-sdk-js\/.*\bapi\/identitystore#.*\bcodewhisperer-gitops$/u);
      expect(second).toBe(first);
    });
  });

  it.each([
    { status: 200, body: '' },
    { status: 200, body: '\n' },
    { status: 200, body: '', headers: { 'transfer-encoding': 'chunked' } },
    { status: 202, body: '', headers: { 'transfer-encoding': 'chunked' } },
    { status: 204, body: '' },
  ])('whose answer has no body is no empty list: %j', async (ListUsers) => {
    await emulated({ ...INSTANCE, ListUsers }, async ({ session }) => {
      await expect(session.survey.users.all()).rejects.toMatchObject({ issues: [{ code: 'AWS_UNREACHABLE' }] });
    });
  });

  it('that writes may be answered by nothing', async () => {
    const DeleteUser = { status: 200, body: '', headers: { 'transfer-encoding': 'chunked' } };
    await emulated({ DeleteUser }, async ({ session }) => {
      const input = { IdentityStoreId: 'store-one', UserId: 'ada' };
      await expect(session.identityStore.call('DeleteUser', input)).resolves.toBeDefined();
    });
  });

  it('of which one page has a null and another has none lists each thing once', async () => {
    const ada = { UserName: 'ada', UserId: 'ada' };
    const ListUsers = ({ NextToken: token }: { readonly [name: string]: unknown }) =>
      token === undefined ? { Users: [ada], NextToken: 'more' } : { Users: [ada], NextToken: null };
    await emulated({ ...INSTANCE, ListUsers }, async ({ session }) => {
      const users = await session.identityStore.list(
        'ListUsers',
        { IdentityStoreId: 'store-one' },
        (page) => page.Users,
      );
      expect(users).toEqual([ada]);
    });
  });

  it.each([
    ['{"Users":{}}', 'Users is no list'],
    ['{"Users":[{"UserName":"ada"}]}', 'Users[] has no UserId'],
    ['{"Users":[{"UserId":"U1","UserName":{}}]}', 'Users[].UserName is no text'],
    ['[]', 'the answer is no object'],
  ])(
    'whose answer is of another shape is neither an empty list nor a mistake of the program: %s',
    async (body, wrong) => {
      await emulated({ ...INSTANCE, ListUsers: { status: 200, body } }, async ({ session, called }) => {
        await expect(session.survey.users.all()).rejects.toMatchObject({
          issues: [
            {
              code: 'AWS_ANSWER',
              message: `identitystore ListUsers failed with MisshapenAnswer: ${wrong}`,
              hint: expect.stringContaining('AWS_ENDPOINT_URL'),
            },
          ],
        });
        // It says the same each time.
        expect(called.filter((operation) => operation === 'ListUsers')).toHaveLength(1);
      });
    },
  );

  it('without credentials says where to get some', async () => {
    await simulated({ session: { credentials: { accessKeyId: '', secretAccessKey: '' } } }, async ({ session }) => {
      await expect(session.survey.organization()).rejects.toMatchObject({
        issues: [{ code: 'AWS_CREDENTIALS', hint: expect.stringContaining('AWS_PROFILE') as string }],
      });
    });
  });
});
