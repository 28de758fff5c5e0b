/** From a configuration and an organisation to desired resources. */

import { describe, expect, test } from 'vitest';
import { expand } from '../../reconciler/desired/expand.ts';
import { desired, expansionLines, FACTS, keys, lines, NOW, resource, valid } from './support.ts';

const [TOOLING, PROD, STAGING, CLOSED, SANDBOX] = ['2', '3', '4', '5', '6'].map((digit) => digit.repeat(12));
const DAY = 86_400_000;

describe('identities', () => {
  test('a user has a display name made of its names, and no email unless one is given', async () => {
    const wanted = await desired(`
users:
  - { userName: dev, givenName: Dev, familyName: One }
  - { userName: eve, givenName: Eve, familyName: Two, displayName: E., email: eve@example.com }
`);
    expect(resource(wanted, 'user/dev')).toMatchObject({ kind: 'user', needs: [] });
    expect(resource(wanted, 'user/dev').spec).toEqual({
      userName: 'dev',
      givenName: 'Dev',
      familyName: 'One',
      displayName: 'Dev One',
    });
    expect(resource(wanted, 'user/eve').spec).toMatchObject({ displayName: 'E.', email: 'eve@example.com' });
    expect(resource(wanted, 'user/eve').at).toMatchObject({ line: 5, column: 5 });
  });

  test('a membership stands where the member does, and waits for its group and user', async () => {
    const wanted = await desired(`
groups:
  - name: auditors
    description: They audit
    members: [ada, { user: bob, expires: 2026-11-22, reason: "OPS-1" }, ada]
`);
    expect(resource(wanted, 'group/auditors').spec).toEqual({ name: 'auditors', description: 'They audit' });
    expect(keys(wanted, 'membership')).toEqual(['auditors/ada', 'auditors/bob']);
    const bob = resource(wanted, 'membership/auditors/bob');
    expect(bob).toMatchObject({ needs: ['group/auditors', 'user/bob'], reason: 'OPS-1', at: { line: 6, column: 20 } });
    expect(bob.expires).toBe(Date.UTC(2026, 10, 23));
    expect(wanted.referenced).toEqual(new Set(['user/ada', 'user/bob']));
  });

  test('a day ends with itself in UTC, and at that instant the grant has ended', async () => {
    const file = 'groups: [{ name: auditors, members: [{ user: ada, expires: 2026-11-21 }] }]';
    const end = Date.UTC(2026, 10, 22);
    expect(keys(await desired(file, { now: end - 1 }), 'membership')).toEqual(['auditors/ada']);
    const after = await desired(file, { now: end });
    expect(keys(after, 'membership')).toEqual([]);
    expect(after.expired).toMatchObject([{ key: 'membership/auditors/ada', expired: end, at: { line: 2 } }]);
  });

  test('somebody who is gone since a grant to them expired stands in nobody’s way', async () => {
    const file = 'groups: [{ name: auditors, members: [{ user: left, expires: 2026-01-01 }] }]';
    expect(await expansionLines(file)).toEqual([]);
  });
});

describe('permission sets', () => {
  test('absent fields mean AWS’s defaults', async () => {
    const wanted = await desired('permissionSets: [{ name: Empty }]');
    expect(resource(wanted, 'permission-set/Empty').spec).toEqual({
      name: 'Empty',
      sessionDuration: 'PT1H',
      relayState: null,
      managedPolicies: [],
      customerManagedPolicies: [],
      permissionsBoundary: null,
      inlinePolicy: null,
      tags: {},
      provisioned: 'latest',
    });
  });

  test('everything written comes out canonical, whatever the order and form', async () => {
    const wanted = await desired(
      `
permissionSets:
  - name: Full
    description: Full
    sessionDuration: PT60M
    relayState: https://example.com
    managedPolicies: [b/Two, One, "arn:aws-us-gov:iam::aws:policy/One"]
    customerManagedPolicies: [{ name: z }, { name: a, path: /p/ }, { name: b }, { name: z, path: / }]
    permissionsBoundary: { customerManagedPolicy: { name: edge } }
    inlinePolicy: { Version: "2012-10-17", Statement: { Effect: Deny, Action: ["b:x", "a:x"], Resource: ["*"], Sid: "" } }
    tags: { owner: security, __proto__: x }
  - name: Bound
    permissionsBoundary: { managedPolicy: PowerUserAccess }
`,
      { partition: 'aws-us-gov' },
    );
    expect(resource(wanted, 'permission-set/Full').spec).toEqual({
      name: 'Full',
      description: 'Full',
      sessionDuration: 'PT1H',
      relayState: 'https://example.com',
      managedPolicies: ['arn:aws-us-gov:iam::aws:policy/One', 'arn:aws-us-gov:iam::aws:policy/b/Two'],
      customerManagedPolicies: [
        { name: 'b', path: '/' },
        { name: 'z', path: '/' },
        { name: 'a', path: '/p/' },
      ],
      permissionsBoundary: { customerManagedPolicy: { name: 'edge', path: '/' } },
      inlinePolicy: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Action: ['a:x', 'b:x'], Resource: '*' }],
      },
      tags: { owner: 'security', ['__proto__']: 'x' },
      provisioned: 'latest',
    });
    expect(resource(wanted, 'permission-set/Bound').spec['permissionsBoundary']).toEqual({
      managedPolicy: 'arn:aws-us-gov:iam::aws:policy/PowerUserAccess',
    });
  });

  test('a preset gives what the entry does not', async () => {
    const wanted = await desired(`
permissionSets:
  - { name: Admin, preset: organization-administrator, sessionDuration: PT2H }
  - { name: Bare, preset: organization-administrator, managedPolicies: [], inlinePolicy: { Version: "2012-10-17", Statement: [{ Effect: Deny, Action: "*", Resource: "*" }] } }
`);
    const admin = resource(wanted, 'permission-set/Admin').spec;
    expect(admin).toMatchObject({
      sessionDuration: 'PT2H',
      managedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    });
    expect(JSON.stringify(admin['inlinePolicy'])).toContain('sso:CreateManagedApplicationInstance');
    const bare = resource(wanted, 'permission-set/Bare').spec;
    expect(bare['managedPolicies']).toEqual([]);
    expect(JSON.stringify(bare['inlinePolicy'])).not.toContain('sso:');
  });

  test('a policy file is relative to the file that names it', async () => {
    const policy =
      '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" }] }';
    const wanted = await desired({
      'a.yaml': 'version: 1',
      'teams/sets.yml':
        'permissionSets: [{ name: A, inlinePolicy: ../policies/a.json }, { name: B, inlinePolicy: b.json }]',
      'policies/a.json': `\uFEFF${policy}`,
      'teams/b.json': policy,
    });
    expect(resource(wanted, 'permission-set/A').spec['inlinePolicy']).toEqual(JSON.parse(policy));
    expect(resource(wanted, 'permission-set/B').spec['inlinePolicy']).toEqual(JSON.parse(policy));
  });
});

describe('grants', () => {
  test('every set on every account for everybody', async () => {
    const wanted = await desired(`
accounts: { tooling: "222222222222" }
permissionSets: [{ name: A }, { name: B }]
assignments:
  - permissionSets: [A, B, A]
    accounts: [tooling, Staging, "222222222222"]
    users: [ada, ada]
    groups: [devs]
    reason: OPS-2
`);
    expect(keys(wanted, 'assignment')).toEqual(
      ['A', 'B'].flatMap((set) =>
        [TOOLING, STAGING].flatMap((id) => [`${set}/${id}/group/devs`, `${set}/${id}/user/ada`]),
      ),
    );
    expect(resource(wanted, `assignment/A/${TOOLING}/user/ada`)).toEqual({
      kind: 'assignment',
      key: `assignment/A/${TOOLING}/user/ada`,
      spec: { permissionSet: 'A', account: TOOLING, principalType: 'user', principal: 'ada' },
      needs: ['permission-set/A', 'user/ada'],
      at: expect.objectContaining({ line: 6, column: 5 }),
      reason: 'OPS-2',
    });
    expect(wanted.shortNames).toEqual(new Map([[TOOLING, 'tooling']]));
  });

  test('the administrators of the documentation, from their shorthands', async () => {
    const wanted = await desired(`
accounts: { tooling: "222222222222" }
admins:
  organization: { users: [ada], expires: 2027-01-31, reason: OPS-3 }
  codewhisperer: { groups: [devs], account: tooling }
`);
    expect(keys(wanted, 'assignment')).toEqual([
      `AdministratorAccess/${'1'.repeat(12)}/user/ada`,
      `CodeWhisperer_administrator/${TOOLING}/group/devs`,
    ]);
    expect(keys(wanted, 'permission-set')).toEqual(['AdministratorAccess', 'CodeWhisperer_administrator']);
    expect(resource(wanted, `assignment/AdministratorAccess/${'1'.repeat(12)}/user/ada`)).toMatchObject({
      reason: 'OPS-3',
    });
    expect(wanted.guards.administrators).toEqual([
      { permissionSet: 'AdministratorAccess', account: '1'.repeat(12), atLeast: 1 },
    ]);
  });

  test('an administrator’s own set and account; the account of the profile by default', async () => {
    const wanted = await desired(`
codewhisperer: { account: Tooling, region: us-east-1 }
permissionSets: [{ name: Root }]
admins:
  organization: { users: [ada], permissionSet: Root, account: Tooling }
  codewhisperer: { users: [bob], permissionSet: Coder }
`);
    expect(keys(wanted, 'assignment')).toEqual([`Coder/${TOOLING}/user/bob`, `Root/${TOOLING}/user/ada`]);
    expect(resource(wanted, 'permission-set/Root').spec['inlinePolicy']).toBeNull();
    expect(resource(wanted, 'permission-set/Coder').spec['inlinePolicy']).not.toBeNull();
    expect(wanted.guards.administrators).toEqual([{ permissionSet: 'Root', account: TOOLING, atLeast: 1 }]);
  });

  const head = 'permissionSets: [{ name: A }]\nassignments:\n';

  test('a grant that is selected says by what', async () => {
    const wanted = await desired(`${head}
  - { permissionSet: A, users: [ada], accounts: [{ ou: Workloads, recursive: true }, { tag: { stage: staging, team: pay } }] }
  - { permissionSet: A, groups: [devs], accounts: [{ all: true }, Prod], except: [{ ou: Workloads }, sandbox-a] }
  - { permissionSet: A, users: [bob], accounts: [{ tag: { stage: staging, team: pay } }, { ou: Workloads/Prod, tag: { stage: prod } }] }
`);
    const via = (key: string) => resource(wanted, `assignment/A/${key}`).via;
    expect(via(`${PROD}/user/ada`)).toBe('ou Workloads and below');
    expect(via(`${TOOLING}/group/devs`)).toBe('all accounts');
    expect(via(`${PROD}/group/devs`)).toBeUndefined();
    expect(via(`${STAGING}/user/bob`)).toBe('tag stage=staging, tag team=pay');
    expect(via(`${PROD}/user/bob`)).toBe('ou Workloads/Prod, tag stage=prod');
    expect(keys(wanted, 'assignment').filter((key) => key.endsWith('devs'))).toEqual([
      `A/${TOOLING}/group/devs`,
      `A/${PROD}/group/devs`,
    ]);
  });

  test('of two words for one grant the later end counts, none being the latest', async () => {
    const ends = async (first: string, second: string) => {
      const wanted = await desired(`${head}
  - { permissionSet: A, users: [ada], accounts: [{ all: true }], reason: selected${first} }
  - { permissionSet: A, users: [ada], accounts: [{ ou: Workloads/Prod }], reason: narrower${second} }
`);
      const { expires, reason } = resource(wanted, `assignment/A/${PROD}/user/ada`);
      return [expires, reason];
    };
    const [early, late] = [', expires: 2027-01-01', ', expires: 2027-01-02'];
    expect(await ends('', early)).toEqual([undefined, 'selected']);
    expect(await ends(early, '')).toEqual([undefined, 'narrower']);
    expect(await ends(early, late)).toEqual([Date.UTC(2027, 0, 3), 'narrower']);
    expect(await ends(late, early)).toEqual([Date.UTC(2027, 0, 3), 'selected']);
    expect(await ends('', '')).toEqual([undefined, 'selected']);
  });

  test('a grant that is written out stands where it is written, until that word has ended', async () => {
    const words = async (written: string, selected: string) => {
      const wanted = await desired(`${head}
  - { permissionSet: A, users: [ada], accounts: [{ all: true }], reason: selected${selected} }
  - { permissionSet: A, users: [ada], accounts: [Prod], reason: written${written} }
`);
      const { via, reason, expires } = resource(wanted, `assignment/A/${PROD}/user/ada`);
      return [via, reason, expires];
    };
    const [past, later] = [', expires: 2026-01-01', ', expires: 2027-01-01'];
    expect(await words('', '')).toEqual([undefined, 'written', undefined]);
    expect(await words(later, '')).toEqual([undefined, 'written', undefined]);
    expect(await words(past, '')).toEqual(['all accounts', 'selected', undefined]);
    expect(await words('', past)).toEqual([undefined, 'written', undefined]);
    expect(await words(later, past)).toEqual([undefined, 'written', Date.UTC(2027, 0, 2)]);
  });

  test('what has ended on all words is set apart with the last end', async () => {
    const wanted = await desired(`${head}
  - { permissionSet: A, users: [ada], accounts: [Prod], expires: 2026-01-01 }
  - { permissionSet: A, users: [ada], accounts: [{ ou: Workloads/Prod }], expires: 2026-01-02 }
`);
    expect(keys(wanted, 'assignment')).toEqual([]);
    expect(wanted.expired.map(({ key, expired }) => [key, expired])).toEqual([
      [`assignment/A/${PROD}/user/ada`, Date.UTC(2026, 0, 3)],
      [`assignment/A/${SANDBOX}/user/ada`, Date.UTC(2026, 0, 3)],
    ]);
  });

  test('at the instant itself a grant has ended', async () => {
    const file = `${head}  - { permissionSet: A, users: [ada], accounts: [Prod], expires: 2026-11-21T12:00:00Z }`;
    const before = await desired(file, { now: NOW - 1 });
    expect([keys(before, 'assignment').length, before.expired.length]).toEqual([1, 0]);
    const after = await desired(file, { now: NOW });
    expect([keys(after, 'assignment').length, after.expired.length]).toEqual([0, 1]);
  });

  test('accounts that are not active or not there are told once and granted nothing', async () => {
    const file = `${head}
  - { permissionSet: A, users: [ada], accounts: [Closed, "999999999999", Tooling] }
  - { permissionSet: A, users: [bob], accounts: ["${CLOSED}", "999999999999", { ou: Workloads/Prod }] }
`;
    expect(keys(await desired(file), 'assignment')).toEqual(
      [`A/${TOOLING}/user/ada`, `A/${PROD}/user/bob`, `A/${SANDBOX}/user/bob`].toSorted(),
    );
    expect(await expansionLines(file)).toEqual([
      `a.yaml:5:50 CONFIG_ACCOUNT account ${CLOSED} (Closed) is SUSPENDED: what is there is left as it is`,
      'a.yaml:5:58 CONFIG_ACCOUNT account 999999999999 is not in the organisation: nothing is granted there',
    ]);
  });

  test('an ignored account is not selected, by whichever of its names', async () => {
    const grants = async (ignored: string) => {
      const wanted = await desired(`accounts: { box: "${SANDBOX}" }\nignore: { accounts: ["${ignored}"] }\n${head}
  - { permissionSet: A, users: [ada], accounts: [{ ou: Workloads/Prod }] }
`);
      return keys(wanted, 'assignment');
    };
    expect(await grants('sandbox-?')).toEqual([`A/${PROD}/user/ada`]);
    expect(await grants('sandbox')).toEqual([`A/${PROD}/user/ada`, `A/${SANDBOX}/user/ada`]);
    const wanted = await desired(
      `ignore: { accounts: ["6*"] }\n${head}  - { permissionSet: A, users: [ada], accounts: [{ ou: Workloads/Prod }] }`,
    );
    expect(keys(wanted, 'assignment')).toEqual([`A/${PROD}/user/ada`]);
  });

  test('an OU may go by its id, and has to when its name has a slash', async () => {
    const file = `${head}
  - { permissionSet: A, users: [ada], accounts: [{ ou: ou-prod }] }
  - { permissionSet: A, users: [bob], accounts: [{ ou: ou-ab12-34cd56ef }] }
`;
    expect(keys(await desired(file), 'assignment')).toEqual([`A/${PROD}/user/ada`, `A/${SANDBOX}/user/ada`]);
    expect(await expansionLines(file)).toEqual([
      'a.yaml:6:50 CONFIG_NOTHING no account is selected by ou ou-ab12-34cd56ef',
    ]);
    expect(
      await expansionLines(`${head}  - { permissionSet: A, users: [ada], accounts: [{ ou: ou-ab12-99999999 }] }`),
    ).toEqual(['a.yaml:4:56 CONFIG_REFERENCE no organisational unit "ou-ab12-99999999"']);
    const organization = { ...FACTS.organization, units: [] };
    const none = expand(await valid(`${head}  - { permissionSet: A, users: [ada], accounts: [{ ou: X }] }`), {
      ...FACTS,
      organization,
    });
    expect(none.ok ? [] : none.issues.map(({ hint }) => hint)).toEqual([undefined]);
  });
});

describe('guards and overrides', () => {
  test('the defaults', async () => {
    const { guards, overrides, settle } = await desired('users: []');
    expect(guards).toEqual({
      removals: {
        permissionSets: { count: 1 },
        assignments: { share: 10 },
        users: { count: 1 },
        groups: { count: 1 },
        memberships: { share: 10 },
        authorizations: { share: 10 },
      },
      administrators: [],
      expiry: [],
      protected: { permissionSets: new Set(), users: new Set(), groups: new Set() },
    });
    expect(overrides).toEqual([]);
    expect(settle).toEqual({ tags: 'ignore' });
  });

  test('what the file says instead', async () => {
    const wanted = await desired(`
permissionSets: [{ name: A }]
admins: { organization: { users: [ada] } }
unmanaged: { tags: remove }
guards:
  removals: { users: 5, groups: 2.5% }
  administrators: [{ permissionSet: A, account: Tooling, atLeast: 2 }, { permissionSet: A, account: "999999999999" }]
  expiry: [{ permissionSet: A, within: P2W }]
  protected: { permissionSets: [BreakGlass], users: [ada], groups: [g] }
  seats: 7
overrides:
  - { guard: removals.users, upTo: 9, reason: r, until: 2026-12-01 }
  - { guard: protected, id: user/ada, reason: s, until: 2026-12-01T10:00:00+02:00 }
`);
    expect(wanted.guards).toMatchObject({
      removals: { users: { count: 5 }, groups: { share: 2.5 }, assignments: { share: 10 } },
      administrators: [
        { permissionSet: 'A', account: TOOLING, atLeast: 2, at: { line: 8 } },
        { permissionSet: 'A', account: '999999999999', atLeast: 1 },
        { permissionSet: 'AdministratorAccess', account: '111111111111', atLeast: 1 },
      ],
      expiry: [{ permissionSet: 'A', withinDays: 14 }],
      protected: { permissionSets: new Set(['BreakGlass']), users: new Set(['ada']), groups: new Set(['g']) },
      seats: 7,
    });
    expect(wanted.overrides).toMatchObject([
      { guard: 'removals.users', upTo: 9, reason: 'r', until: Date.UTC(2026, 11, 2), at: { line: 13 } },
      { guard: 'protected', id: 'user/ada', until: Date.UTC(2026, 11, 1, 8) },
    ]);
    expect(wanted.settle).toEqual({ tags: 'remove' });
  });

  test('the guard of admins.organization stays beside those of other sets, and gives way to one of its own', async () => {
    const guarded = async (guard: string): Promise<unknown> => {
      const wanted = await desired(`
permissionSets: [{ name: A }]
admins: { organization: { users: [ada] } }
guards: { administrators: [${guard}] }
`);
      return wanted.guards.administrators.map(({ permissionSet, account, atLeast }) => [
        permissionSet,
        account,
        atLeast,
      ]);
    };
    const usual = ['AdministratorAccess', '111111111111', 1];
    expect(await guarded('{ permissionSet: A, account: "111111111111", atLeast: 2 }')).toEqual([
      ['A', '111111111111', 2],
      usual,
    ]);
    expect(await guarded('{ permissionSet: AdministratorAccess, account: Tooling }')).toEqual([
      ['AdministratorAccess', TOOLING, 1],
      usual,
    ]);
    expect(await guarded('{ permissionSet: AdministratorAccess, account: "111111111111", atLeast: 2 }')).toEqual([
      ['AdministratorAccess', '111111111111', 2],
    ]);
  });

  test('an empty list of administrators is a word too', async () => {
    const wanted = await desired('admins: { organization: { users: [ada] } }\nguards: { administrators: [] }');
    expect(wanted.guards.administrators).toEqual([]);
  });

  test('accounts that nothing has are told for the guard as well, and once for admins', async () => {
    expect(
      await expansionLines(
        'permissionSets: [{ name: A }]\nguards: { administrators: [{ permissionSet: A, account: Nowhere }] }',
      ),
    ).toEqual(['a.yaml:3:57 CONFIG_REFERENCE no account "Nowhere"']);
    expect(await expansionLines('admins: { organization: { users: [ada], account: Nowhere } }')).toEqual([
      'a.yaml:2:50 CONFIG_REFERENCE no account "Nowhere"',
    ]);
  });
});

describe('renames and removals', () => {
  test('old names by new ones', async () => {
    const wanted = await desired(`
groups: [{ name: developers, previously: devs }, { name: other }]
permissionSets: [{ name: New, previously: Old }]
`);
    expect(wanted.renames).toEqual({
      groups: new Map([['developers', 'devs']]),
      permissionSets: new Map([['New', 'Old']]),
    });
    expect(wanted.warnings).toEqual([]);
  });

  test('what has had its day is told', async () => {
    expect(
      await expansionLines(`
groups: [{ name: developers, previously: gone }]
permissionSets: [{ name: New, previously: Gone }, { name: Other }]
removed: { users: [ada, left, provided], groups: [devs, left, provided-group], permissionSets: [Old, Left] }
`),
    ).toEqual([
      'a.yaml:3:42 CONFIG_GONE nothing is called "gone" any more',
      'a.yaml:4:43 CONFIG_GONE nothing is called "Gone" any more',
      'a.yaml:5:25 CONFIG_GONE "left" is already gone',
      'a.yaml:5:31 CONFIG_IDENTITY_SOURCE "provided" belongs to the identity provider and is never removed here',
      'a.yaml:5:57 CONFIG_GONE "left" is already gone',
      'a.yaml:5:63 CONFIG_IDENTITY_SOURCE "provided-group" belongs to the identity provider and is never removed here',
      'a.yaml:5:102 CONFIG_GONE "Left" is already gone',
    ]);
  });
});

describe('scopes', () => {
  const scope =
    'scopes: [{ files: "team/**", accounts: [{ ou: Workloads/Prod }, Tooling], permissionSets: ["*"], users: ["*"] }]';
  const team = (accounts: string) => `assignments: [{ permissionSet: A, users: [ada], accounts: [${accounts}] }]`;
  const folder = (accounts: string, scopes = scope) => ({
    'a.yaml': `version: 1\npermissionSets: [{ name: A }]\n${scopes}\nassignments: [{ permissionSet: A, users: [bob], accounts: [Staging] }]`,
    'team/b.yaml': team(accounts),
  });

  test('accounts are compared by id, selectors by what they select', async () => {
    const wanted = await desired(folder(`{ tag: { stage: prod } }, "${TOOLING}"`));
    expect(keys(wanted, 'assignment')).toContain(`A/${PROD}/user/ada`);
  });

  test('what a selector reaches beyond is refused', async () => {
    const result = expand(await valid(folder('{ all: true }')), FACTS);
    expect(result.ok ? [] : lines(result.issues).map((line) => line.replace(/\/\S*\//gu, ''))).toEqual([
      expect.stringMatching(/b\.yaml:1:15 CONFIG_SCOPE .* does not reach account 444444444444 \(all accounts\)$/u),
    ]);
  });

  test('several scopes of one file add up', async () => {
    const more = `${scope}\n`.replace('[{ files', '[{ files: "team/?.yaml", accounts: [Staging] }, { files');
    const wanted = await desired(folder('{ all: true }', more));
    expect(keys(wanted, 'assignment')).toContain(`A/${STAGING}/user/ada`);
  });
});

test('what is expanded later than it was checked uses the later moment', async () => {
  const configuration = await valid(
    'permissionSets: [{ name: A }]\nassignments: [{ permissionSet: A, accounts: [Prod], users: [ada], expires: 2026-11-30 }]',
  );
  const now = expand(configuration, FACTS);
  const later = expand(configuration, { ...FACTS, now: NOW + 30 * DAY });
  expect(now.ok && now.value.expired).toEqual([]);
  expect(later.ok && later.value.expired).toHaveLength(1);
});
