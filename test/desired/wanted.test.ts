/** What has to be known before a configuration can be expanded, and what it refers to. */

import { describe, expect, test } from 'vitest';
import { references } from '../../reconciler/desired/references.ts';
import { factsWanted } from '../../reconciler/desired/wanted.ts';
import { valid } from './support.ts';

describe('facts', () => {
  const NOTHING = { accounts: false, identities: false, permissionSets: false, unitPaths: [], accountTags: false };

  test.each([
    ['guards: { seats: 5 }', {}],
    ['users: []', { identities: true }],
    ['groups: [{ name: g, members: [a] }]', { identities: true }],
    ['permissionSets: [{ name: A }]', { accounts: true, identities: true, permissionSets: true }],
    ['admins: { organization: { users: [a] } }', { accounts: true, identities: true, permissionSets: true }],
    ['removed: { users: [a] }', { accounts: true, identities: true }],
    ['removed: { groups: [a], permissionSets: [] }', { accounts: true, identities: true }],
    ['removed: { permissionSets: [a] }', { accounts: true, identities: true, permissionSets: true }],
    ['unmanaged: { groups: remove }', { accounts: true, identities: true }],
    ['unmanaged: { permissionSets: remove }', { accounts: true, identities: true, permissionSets: true }],
    ['unmanaged: { users: report }', {}],
    [
      'accounts: { tooling: "222222222222" }\ncodewhisperer: { account: tooling, region: us-east-1, kmsKey: alias/k }',
      {
        accounts: true,
        identities: true,
        profile: { account: '222222222222', region: 'us-east-1', kmsKey: 'alias/k' },
      },
    ],
    [
      'codewhisperer: { state: absent, account: Tooling, region: us-east-1, kmsKey: alias/k }',
      { accounts: true, identities: true, profile: { account: 'Tooling', region: 'us-east-1' } },
    ],
  ])('%s', async (file, expected) => {
    expect(factsWanted(await valid(file))).toEqual({ ...NOTHING, ...expected });
  });

  test('units and tags only where selectors ask for them', async () => {
    const wanted = factsWanted(
      await valid({
        'a.yaml': `
version: 1
permissionSets: [{ name: A }]
assignments:
  - { permissionSet: A, users: [a], accounts: [{ ou: Workloads/Prod }, { ou: ou-ab12-34cd56ef }, { ou: Workloads/Prod, recursive: true }] }
  - { permissionSet: A, users: [b], accounts: [{ all: true }], except: [{ ou: Sandbox }] }
scopes: [{ files: "x/*", accounts: [{ tag: { team: pay } }] }]
`,
      }),
    );
    expect(wanted.unitPaths).toEqual([['Workloads', 'Prod'], ['ou-ab12-34cd56ef'], ['Sandbox']]);
    expect(wanted.accountTags).toBe(true);
  });
});

describe('references', () => {
  test('everything that is named without being declared, once', async () => {
    const configuration = await valid({
      'a.yaml': `
version: 1
organization: { id: o-exampleorg1, delegatedAdministrators: { sso.amazonaws.com: "777777777777" } }
identityCenter: { region: eu-central-1, instanceArn: arn:aws:sso:::instance/ssoins-1111111111111111 }
roles: { management: arn:aws:iam::111111111111:role/one, identityCenter: { plan: arn:aws:iam::111111111111:role/two, apply: arn:aws:iam::111111111111:role/one } }
accounts: { management: "111111111111", tooling: "222222222222" }
users: [{ userName: dev, givenName: D, familyName: E }]
groups: [{ name: devs, members: [dev, ada, { user: ada2, expires: 2030-01-01 }] }]
permissionSets:
  - { name: A, customerManagedPolicies: [{ name: deny }, { name: deny, path: /x/ }], permissionsBoundary: { customerManagedPolicy: { name: deny } } }
  - { name: B, permissionsBoundary: { managedPolicy: PowerUserAccess } }
assignments:
  - { permissionSet: A, users: [dev, ada], groups: [devs, auditors], accounts: [tooling, "333333333333", Prod, { ou: Workloads/Prod, tag: { stage: prod } }], except: [Sandbox] }
  - { permissionSet: B, users: [ada], accounts: [Prod, { all: true }, { ou: Workloads/Prod, tag: { stage: prod } }] }
guards: { administrators: [{ permissionSet: A, account: Root }] }
codewhisperer:
  account: Coding
  region: eu-central-1
  kmsKey: alias/cw
  features: { promptLogging: { s3Uri: "s3://logs/prompts" }, byUserAnalytics: { s3Uri: "s3://logs" } }
  authorized: [{ users: [{ user: guest, expires: 2030-01-01 }], groups: [auditors, coders] }]
scopes: [{ files: "t/*", accounts: ["444444444444", tooling, { ou: Team }] }]
`,
    });
    expect(references(configuration)).toEqual({
      organizationId: 'o-exampleorg1',
      managementAccount: '111111111111',
      region: 'eu-central-1',
      instanceArn: 'arn:aws:sso:::instance/ssoins-1111111111111111',
      accounts: [
        { id: '111111111111', name: 'management' },
        { id: '222222222222', name: 'tooling' },
        { id: '333333333333' },
        { id: '777777777777' },
        { id: '444444444444' },
        { name: 'Prod' },
        { name: 'Sandbox' },
        { name: 'Root' },
        { name: 'Coding' },
      ],
      selections: [
        { unit: ['Workloads', 'Prod'], tags: { stage: 'prod' } },
        { tags: {} },
        { unit: ['Team'], tags: {} },
      ],
      users: ['ada', 'guest', 'ada2'],
      groups: ['auditors', 'coders'],
      customerManagedPolicies: [
        { name: 'deny', path: '/' },
        { name: 'deny', path: '/x/' },
      ],
      roles: ['arn:aws:iam::111111111111:role/one', 'arn:aws:iam::111111111111:role/two'],
      kmsKeys: ['alias/cw'],
      buckets: ['logs'],
    });
  });

  test('a configuration that names nothing refers to nothing', async () => {
    expect(references(await valid('organization: { managementAccount: "111111111111" }'))).toEqual({
      managementAccount: '111111111111',
      accounts: [{ id: '111111111111' }],
      selections: [],
      users: [],
      groups: [],
      customerManagedPolicies: [],
      roles: [],
      kmsKeys: [],
      buckets: [],
    });
    expect(references(await valid('users: []'))).not.toHaveProperty('managementAccount');
  });
});
