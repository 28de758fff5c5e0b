/** Rules whose mistakes are not among test/rejects, and what they let pass. */

import { describe, expect, test } from 'vitest';
import schema from '../../schemas/desired-state.schema.json' with { type: 'json' };
import { inOrder, mistake } from '../../reconciler/desired/codes.ts';
import { issueLines, validate } from './support.ts';

describe('warnings of a valid configuration', () => {
  test('two short names for one account', async () => {
    expect(await issueLines('accounts: { a: "111111111111", b: "111111111111" }')).toEqual([
      'a.yaml:2:35 CONFIG_DUPLICATE "b" and "a" are one account, 111111111111',
    ]);
  });

  test('local groups where there is no provider', async () => {
    expect(await issueLines('identityCenter: { localGroups: [x] }')).toEqual([
      'a.yaml:2:32 CONFIG_IDENTITY_SOURCE `localGroups` means nothing unless `identitySource` is external',
    ]);
    expect(await issueLines('identityCenter: { identitySource: external }')).toEqual([]);
    expect(await issueLines('identityCenter: { localGroups: [] }')).toEqual([]);
  });

  test('entries that grant nothing', async () => {
    expect(
      await issueLines(`
admins: { organization: {} }
permissionSets: [{ name: A }]
assignments:
  - { permissionSets: [], accounts: [a], users: [u] }
  - { permissionSet: A, accounts: [], groups: [] }
`),
    ).toEqual([
      'a.yaml:3:25 CONFIG_NOTHING this grants nothing: it has no user or group',
      'a.yaml:6:5 CONFIG_NOTHING this grants nothing: it has no permission set',
      'a.yaml:7:5 CONFIG_NOTHING this grants nothing: it has no account and no user or group',
    ]);
  });

  test('entries whose time has passed, everywhere', async () => {
    const file = `
permissionSets: [{ name: A }]
groups: [{ name: g, members: [{ user: u, expires: 2026-11-20 }, { user: v, expires: 2026-11-21 }] }]
assignments: [{ permissionSet: A, accounts: [a], users: [u], expires: 2026-11-20 }]
admins: { organization: { users: [u], expires: 2026-11-20 } }
codewhisperer: { account: a, region: us-east-1, authorized: [{ groups: [g, { group: h, expires: 2026-11-20 }] }] }
`;
    const message = 'CONFIG_EXPIRED this ended on 2026-11-21T00:00:00Z and grants nothing any more';
    expect(await issueLines(file)).toEqual([
      `a.yaml:4:51 ${message}`,
      `a.yaml:5:71 ${message}`,
      `a.yaml:6:48 ${message}`,
      `a.yaml:7:97 ${message}`,
    ]);
  });
});

describe('errors', () => {
  test('a protected principal may not be authorised for some time only', async () => {
    const lines = await issueLines(`
codewhisperer: { account: a, region: us-east-1, authorized: [{ users: [{ user: root, expires: 2030-01-01 }, { user: ada, expires: 2030-01-01 }] }] }
groups: [{ name: g, members: [{ user: ada, expires: 2030-01-01 }] }]
permissionSets: [{ name: A }]
assignments: [{ permissionSet: A, accounts: [a], users: [ada], expires: 2030-01-01 }]
guards: { protected: { users: [root], groups: [other], permissionSets: [Other] } }
`);
    expect(lines).toEqual(['a.yaml:3:95 CONFIG_EXPIRY user "root" is protected, so nothing that names it may end']);
  });

  test('without its Region a profile’s key is not judged', async () => {
    const key = 'arn:aws:kms:eu-west-1:222222222222:key/11111111-1111-1111-1111-111111111111';
    expect(await issueLines(`codewhisperer: { account: a, kmsKey: "${key}" }`)).toEqual([
      'a.yaml:2:1 CONFIG_MISSING "region" is missing in codewhisperer',
    ]);
    expect(await issueLines(`codewhisperer: { account: a, region: eu-central-1, kmsKey: alias/x }`)).toEqual([]);
  });

  test('without its id the management account is no account that is named', async () => {
    const admins = (account: string) => `
permissionSets: [{ name: P }]
admins: { organization: { permissionSet: P, users: [u] }, codewhisperer: { permissionSet: P, users: [u], account: "111111111111" } }
organization: { ${account} }
`;
    expect(await issueLines(admins(''))).toEqual([]);
    expect(await issueLines(admins('managementAccount: "111111111111"'))).toEqual([
      'a.yaml:4:74 CONFIG_OVERLAP P for user "u" on "111111111111" is already granted at a.yaml:4',
    ]);
  });

  test('a scope without accounts allows none; one with a selector leaves it to the plan', async () => {
    const folder = (accounts: string) => ({
      'a.yaml': `version: 1\npermissionSets: [{ name: A }]\nscopes: [{ files: "t/*", permissionSets: [A], users: [u]${accounts} }]`,
      't/b.yaml': 'assignments: [{ permissionSet: A, accounts: ["333333333333", { all: true }, Named], users: [u] }]',
    });
    expect(await issueLines(folder(''))).toEqual([
      't/b.yaml:1:46 CONFIG_SCOPE the scope of this file does not allow account "333333333333"',
    ]);
    expect(await issueLines(folder(', accounts: [{ ou: X }]'))).toEqual([]);
    expect(await issueLines(folder(', accounts: [Other]'))).toEqual([]);
    expect(await issueLines({ ...folder(''), 't/b.yaml': '# nothing' })).toEqual([]);
    const result = await validate(folder(', accounts: ["444444444444"]'));
    expect(result.ok ? [] : result.issues.map(({ hint }) => hint)).toEqual([
      'the scope at a.yaml:3 allows 444444444444',
    ]);
  });

  test('what is declared wrongly is declared all the same', async () => {
    const lines = await issueLines(`
users: [{ userName: ada }]
groups: [5, { name: 5 }, { name: g, description: [] }]
permissionSets: [{ name: A, sessionDuration: 1 }, { name: B, unknown: 1 }]
assignments: [{ permissionSets: [A, B], accounts: [a], users: [adaa], groups: [g] }]
`);
    expect(lines.map((line) => line.replace(/^a.yaml:/u, ''))).toEqual([
      '3:9 CONFIG_MISSING "givenName" is missing in this user',
      '3:9 CONFIG_MISSING "familyName" is missing in this user',
      '4:10 CONFIG_VALUE an entry of "groups" must be a mapping, not the number 5',
      '4:21 CONFIG_VALUE "name" must be text, not the number 5',
      '4:50 CONFIG_VALUE "description" must be text, not a list',
      '5:46 CONFIG_VALUE "sessionDuration" is 1, and must be a duration from PT1H to PT12H',
      '5:62 CONFIG_UNKNOWN_FIELD unknown field "unknown"',
      '6:64 CONFIG_NEAR_MISS user "adaa" is not declared, and will be looked up',
    ]);
  });

  test('a policy file that several sets name is checked once, and missed by each', async () => {
    expect(
      await issueLines({
        'a.yaml': `version: 1\npermissionSets: [{ name: A, inlinePolicy: a.json }, { name: B, inlinePolicy: ./a.json }]`,
        'a.json': '{',
      }),
    ).toEqual([
      'a.json:1:2 CONFIG_POLICY this file is no JSON: expected a key in double quotes, found the end of the file',
    ]);
    expect(
      await issueLines('permissionSets: [{ name: A, inlinePolicy: a.json }, { name: B, inlinePolicy: a.json }]'),
    ).toEqual([
      'a.yaml:2:43 CONFIG_FILE policy a.json: this file does not exist',
      'a.yaml:2:78 CONFIG_FILE policy a.json: this file does not exist',
    ]);
  });

  test('values of any wrong kind are told by what they are', async () => {
    const lines = await issueLines(`
users: { a: b }
guards: { seats: many, removals: { users: [1] } }
codewhisperer: { account: a, region: us-east-1, enabled: 1, features: { dashboardAnalytics: "on" } }
overrides: [{ guard: { a: 1 }, reason: r, until: [1] }]
organization: []
groups: [{ name: "${'x'.repeat(1_025)}" }]
accounts: { "": "111111111111", "${'y'.repeat(129)}": "222222222222" }
`);
    expect(lines.map((line) => line.replace(/^a.yaml:\d+:\d+ /u, ''))).toEqual([
      'CONFIG_VALUE "users" must be a list, not a mapping',
      'CONFIG_VALUE "seats" must be a whole number, not text',
      'CONFIG_VALUE "users" must be a count, or a share such as 10%',
      'CONFIG_VALUE "enabled" must be true or false, not the number 1',
      'CONFIG_VALUE "dashboardAnalytics" must be true or false, not text',
      'CONFIG_VALUE "guard" must be text, not a mapping',
      'CONFIG_VALUE "until" must be a day such as 2027-01-31, or a timestamp with its zone',
      'CONFIG_VALUE "organization" must be a mapping, not a list',
      'CONFIG_LIMIT "name" has 1025 characters, and at most 1024 are taken',
      'CONFIG_VALUE "" as a name in "accounts" must not be empty',
      `CONFIG_LIMIT "${'y'.repeat(129)}" as a name in "accounts" is longer than 128 characters`,
    ]);
  });
});

test('every form that the schema asks for has words', () => {
  const silent: string[] = [];
  const walk = (value: unknown, place: string): void => {
    if (typeof value !== 'object' || value === null) return;
    const part = value as { readonly [keyword: string]: unknown };
    if (typeof part['pattern'] === 'string' && part['$comment'] === undefined) silent.push(place);
    for (const [name, inner] of Object.entries(part)) walk(inner, `${place}/${name}`);
  };
  walk(schema, '#');
  expect(silent).toEqual([]);
});

test('issues are ordered by file and place, those without a place last', () => {
  const at = (file: string, line: number, column: number) => ({ file, line, column });
  const places = [undefined, at('b', 1, 1), at('a', 2, 1), at('a', 1, 9), undefined, at('a', 1, 2)];
  const sorted = inOrder(places.map((place, index) => mistake('CONFIG_FILE', place, String(index))));
  expect(sorted.map(({ message }) => message).join('')).toBe('532104');
});

describe('a type of seat', () => {
  const seat = (type: string) =>
    issueLines(
      `codewhisperer: { account: "111111111111", region: us-east-1, authorized: [{ subscription: ${type}, users: [a] }] }`,
    );

  test('that nobody knows is warned of, since it may be new and may be a slip', async () => {
    expect(await seat('Q_DEVELOPER_STANDALONE_PR')).toEqual([
      'a.yaml:2:91 CONFIG_SUBSCRIPTION no type of seat "Q_DEVELOPER_STANDALONE_PR" is known: a seat of it would be given, and never taken away or changed',
    ]);
    for (const known of [
      'CREDIT_POOL',
      'Q_DEVELOPER_STANDALONE_FREE',
      'KIRO_ENTERPRISE_STUDENT',
      'KIRO_ENTERPRISE_PRO_POWER',
    ]) {
      expect(await seat(known)).toEqual([]);
    }
  });
});

describe('the text of an inline policy', () => {
  const policyOf = (blanks: number) => `
permissionSets:
  - name: Auditor
    inlinePolicy: { Statement: { Effect: Deny, Action: "*", Resource: "*", Condition: { StringEquals: { "a:b": "${' '.repeat(blanks)}" } } } }
`;

  test('is no longer than AWS takes, with blanks that stand in a text', async () => {
    expect(await issueLines(policyOf(32_000))).toEqual([]);
    expect(await issueLines(policyOf(33_000))).toEqual([
      expect.stringMatching(/ CONFIG_LIMIT this policy has 33\d{3} characters, blanks too, and AWS takes 32768$/u),
    ]);
  });
});
