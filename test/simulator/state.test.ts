import { Ajv2020 } from 'ajv/dist/2020.js';
import { assert, property, record, shuffledSubarray } from 'fast-check';
import { describe, expect, it } from 'vitest';

import schema from '../../schemas/simulator-state.schema.json' with { type: 'json' };
import identitystore from '../../reconciler/simulator/models/identitystore.json' with { type: 'json' };
import type { Json } from '../../reconciler/simulator/json.ts';
import { sameJson, textIn } from '../../reconciler/simulator/json.ts';
import { identityIdOf, permissionSetArnOf } from '../../reconciler/simulator/ids.ts';
import { loadWorld } from '../../reconciler/simulator/state/load.ts';
import { saveWorld } from '../../reconciler/simulator/state/save.ts';
import { emptyState, parseState } from '../../reconciler/simulator/state.ts';
import type { SimulatorState } from '../../reconciler/simulator/state.types.ts';
import { ADA, BOB, MANAGEMENT, onSimulator, PROD, READ_ONLY, settled, stateWith, TOOLING } from './support.ts';

const ORPHAN = 'aaaaaaaaaa-11111111-2222-3333-4444-555555555555';

/** A state with everything in it, in canonical order. */
const FULL: SimulatorState = {
  version: 1,
  organization: {
    id: 'o-exampleorg1',
    managementAccount: MANAGEMENT,
    rootId: 'r-test',
    organizationalUnits: [
      { name: 'Security', id: 'ou-test-security1' },
      { name: 'Workloads', organizationalUnits: [{ name: 'Prod' }] },
    ],
    serviceAccess: ['sso.amazonaws.com'],
    delegatedAdministrators: { 'sso.amazonaws.com': TOOLING },
    accounts: [
      { id: MANAGEMENT, name: 'management', email: 'aws@example.com' },
      { id: TOOLING, name: 'tooling', state: 'SUSPENDED' },
      {
        id: PROD,
        name: 'prod',
        ou: 'Workloads/Prod',
        tags: { a: '1', b: '2' },
        customerManagedPolicies: [{ name: 'deny', path: '/' }],
      },
    ],
  },
  identityCenter: {
    region: 'eu-central-1',
    instanceArn: 'arn:aws:sso:::instance/ssoins-1111111111111111',
    identityStoreId: 'd-1111111111',
    users: [
      { ...ADA, email: 'ada@example.com', status: 'DISABLED', externalId: 'ada-1', attributes: { Title: 'Countess' } },
      { ...BOB, id: 'bbbbbbbbbb-11111111-2222-3333-4444-555555555555', attributes: { Emails: [{ Value: 'x@y.z' }] } },
    ],
    groups: [
      { name: 'auditors', description: 'Who audits', members: ['ada', 'bob'] },
      { name: 'devs', externalId: 'devs-1', id: 'cccccccccc-11111111-2222-3333-4444-555555555555' },
    ],
    permissionSets: [
      {
        name: 'Auditor',
        description: 'Reads',
        sessionDuration: 'PT4H',
        relayState: 'https://example.com/',
        managedPolicies: [READ_ONLY],
        customerManagedPolicies: [{ name: 'deny', path: '/' }],
        permissionsBoundary: { customerManagedPolicy: { name: 'edge', path: '/x/' } },
        inlinePolicy: { Statement: [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }] },
        tags: { owner: 'security' },
        arn: 'arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111',
        outdated: [PROD],
        provisionedWithoutAssignee: [TOOLING],
      },
      { name: 'Deploy', sessionDuration: 'PT1H', permissionsBoundary: { managedPolicy: READ_ONLY } },
    ],
    assignments: [
      { permissionSet: 'Auditor', account: PROD, group: 'auditors' },
      { permissionSet: 'Auditor', account: PROD, principalId: ORPHAN, principalType: 'USER' },
      { permissionSet: 'Auditor', account: PROD, user: 'ada' },
    ],
    accountInstances: [
      { account: PROD, instanceArn: 'arn:aws:sso:::instance/ssoins-2222222222222222', identityStoreId: 'd-2222222222' },
    ],
  },
  principals: {
    AKIAREADER0000000000: { account: TOOLING, role: 'reader', session: 'run', actions: ['sso:List*'] },
  },
  roles: { [`arn:aws:iam::${TOOLING}:role/plan`]: { actions: ['*'] } },
  operations: [
    {
      requestId: '11111111-1111-4111-8111-111111111111',
      startedAt: '2026-01-05T00:00:00.000Z',
      endsAt: '2026-01-05T00:00:02.000Z',
      operation: 'CreateAccountAssignment',
      permissionSet: 'Deploy',
      account: PROD,
      group: 'devs',
    },
    {
      requestId: '22222222-1111-4111-8111-111111111111',
      startedAt: '2026-01-05T00:00:00.000Z',
      endsAt: '2026-01-05T00:00:09.000Z',
      failure: 'no',
      outdated: true,
      operation: 'ProvisionPermissionSet',
      permissionSet: 'Auditor',
    },
  ],
};

function parsed(state: unknown) {
  return parseState(JSON.stringify(state));
}

function mistakes(state: unknown): readonly string[] {
  const result = parsed(state);
  return result.ok ? [] : result.mistakes;
}

describe('a state', () => {
  it('comes out as it went in', () => {
    expect(parsed(FULL)).toEqual({ ok: true, state: FULL });
    expect(saveWorld(loadWorld(FULL))).toEqual(FULL);
  });

  it('with nothing but accounts is made by emptyState', () => {
    const state = emptyState({ region: 'eu-west-1', managementAccount: TOOLING, organizationId: 'o-other00001' });
    expect(parsed(state).ok).toBe(true);
    expect(saveWorld(loadWorld(state))).toEqual(state);
    expect(parsed(emptyState()).ok).toBe(true);
  });

  it('fills in what may be left out, and means the same when loaded again', () => {
    const sparse = stateWith({
      permissionSets: [{ name: 'A', customerManagedPolicies: [{ name: 'x' }] }],
      groups: [{ name: 'g', members: [] }],
    });
    const saved = saveWorld(loadWorld(sparse));
    expect(saved.identityCenter?.permissionSets).toEqual([
      { name: 'A', sessionDuration: 'PT1H', customerManagedPolicies: [{ name: 'x', path: '/' }] },
    ]);
    expect(saved.identityCenter?.groups).toEqual([{ name: 'g' }]);
    expect(saveWorld(loadWorld(saved))).toEqual(saved);
  });

  it('is the same text in whatever order it was written', () => {
    const { identityCenter, organization } = FULL;
    const shuffle = <Item>(items: readonly Item[] | undefined) =>
      shuffledSubarray([...(items ?? [])], { minLength: items?.length ?? 0 });
    const center = record({
      users: shuffle(identityCenter?.users),
      groups: shuffle(identityCenter?.groups),
      permissionSets: shuffle(identityCenter?.permissionSets),
      assignments: shuffle(identityCenter?.assignments),
    });
    assert(
      property(center, shuffle(organization.accounts), (its, accounts) => {
        const mixed = {
          ...FULL,
          organization: { ...organization, accounts },
          identityCenter: { ...identityCenter, ...its },
        };
        const saved = saveWorld(loadWorld(mixed as SimulatorState));
        expect(JSON.stringify(saved)).toBe(JSON.stringify(saveWorld(loadWorld(FULL))));
      }),
      { numRuns: 30 },
    );
  });

  it('that calls have changed is one that can be loaded', async () => {
    await onSimulator({ state: stateWith({ users: [ADA], permissionSets: [{ name: 'A' }] }) }, async (world) => {
      const { simulator, sso, store, directory } = world;
      const principal = { PrincipalType: 'USER', PrincipalId: await world.userId('ada') } as const;
      const target = { TargetId: PROD, TargetType: 'AWS_ACCOUNT' } as const;
      await sso.createAccountAssignment({ ...(await world.set('A')), ...target, ...principal });
      const { GroupId } = await store.createGroup({ ...directory, DisplayName: 'old' });
      const Operations = [{ AttributePath: 'displayName', AttributeValue: 'new' as never }];
      await store.updateGroup({ ...directory, GroupId, Operations });
      const under = simulator.state();
      expect(under.operations).toHaveLength(1);
      await onSimulator({ state: under }, async (again) => {
        expect(again.simulator.state()).toEqual(under);
        expect(await again.groupId('new')).toBe(GroupId);
        await settled(again);
        await settled(world);
        expect(again.simulator.state()).toEqual(simulator.state());
        expect(again.center().assignments).toHaveLength(1);
      });
      expect(parsed(simulator.state()).ok).toBe(true);
    });
  });
});

describe('a state', () => {
  it('that the services let a session last for is one that can be loaded', async () => {
    await onSimulator({}, async ({ simulator, sso, instance }) => {
      await sso.createPermissionSet({ ...instance, Name: 'A', SessionDuration: 'P0DT2H' });
      expect(mistakes(simulator.state())).toEqual([]);
    });
  });
});

describe('an edit', () => {
  it('changes what the services show, and leaves ids and finished operations as they are', async () => {
    await onSimulator({ state: FULL_US }, async (world) => {
      const { simulator, sso, instance } = world;
      await settled(world);
      const before = await sso.listAccountAssignmentCreationStatus(instance);
      const set = await world.set('Auditor');
      simulator.edit((state) => {
        state.identityCenter?.assignments?.shift();
        state.identityCenter?.groups?.push({ name: 'new' });
      });
      expect(await world.set('Auditor')).toEqual(set);
      expect((await sso.listAccountAssignmentCreationStatus(instance)).AccountAssignmentsCreationStatus).toEqual(
        before.AccountAssignmentsCreationStatus,
      );
      expect(before.AccountAssignmentsCreationStatus).toHaveLength(1);
      expect(await world.groupId('new')).not.toBe('');
    });
  });

  it('does not give the id of one who is gone to another of that name', async () => {
    await onSimulator({ state: stateWith({ users: [ADA] }) }, async ({ simulator, store, directory, userId }) => {
      const UserId = await userId('ada');
      await store.deleteUser({ ...directory, UserId });
      simulator.edit((state) => {
        state.organization.serviceAccess = [];
      });
      const Name = { GivenName: 'Ada', FamilyName: 'Lovelace' };
      const made = await store.createUser({ ...directory, UserName: 'ada', DisplayName: 'Ada', Name });
      expect(made.UserId).not.toBe(UserId);
    });
  });

  it('that contradicts itself is refused and changes nothing', async () => {
    await onSimulator({}, async ({ simulator }) => {
      const before = simulator.state();
      const edit = () =>
        simulator.edit((state) => {
          state.organization.managementAccount = '999999999999';
        });
      expect(edit).toThrow('managementAccount "999999999999" does not exist');
      expect(simulator.state()).toEqual(before);
    });
  });
});

const FULL_US: SimulatorState = {
  ...FULL,
  identityCenter: { ...FULL.identityCenter, region: 'us-east-1' },
};

describe('a bad state', () => {
  it.each([
    ['{', /^no JSON: /u],
    ['[]', /the state must be object/u],
    ['{}', /required property 'version'/u],
  ])('%s', (text, message) => {
    const result = parseState(text);
    expect(result.ok ? '' : result.mistakes[0]).toMatch(message);
  });

  const { organization, identityCenter: center } = FULL;

  it.each([
    [{ ...FULL, extra: 1 }, 'the state: unknown field "extra"'],
    [{ ...FULL, version: 2 }, 'version must be equal to constant'],
    [
      { ...FULL, identityCenter: { ...center, users: [{ ...ADA, email: 7 }] } },
      'identityCenter.users[0].email must be string',
    ],
    [
      {
        ...FULL,
        identityCenter: { ...center, assignments: [{ permissionSet: 'Auditor', account: PROD, users: ['a'] }] },
      },
      'identityCenter.assignments[0]: unknown field "users"',
    ],
    [
      { ...FULL, organization: { ...organization, accounts: [{ id: MANAGEMENT, name: 'm', state: 'GONE' }] } },
      'organization.accounts[0].state must be equal to one of the allowed values: PENDING_ACTIVATION, ACTIVE',
    ],
  ])('%# is told by its place', (state, message) => {
    expect(mistakes(state).join('\n')).toContain(message);
  });

  const on = (change: object) => ({ ...FULL, operations: [], identityCenter: { ...center, ...change } });
  const within = (change: object) => ({ ...FULL, organization: { ...organization, ...change } });
  const holder = { permissionSet: 'Deploy', account: PROD };

  it.each([
    [within({ managementAccount: '999999999999' }), 'managementAccount "999999999999" does not exist'],
    [
      within({ accounts: [...organization.accounts, organization.accounts[0]] }),
      `account "${MANAGEMENT}" is there twice`,
    ],
    [within({ organizationalUnits: [] }), 'ou "Workloads/Prod" does not exist'],
    [
      within({
        organizationalUnits: [
          { name: 'Workloads', organizationalUnits: [{ name: 'Prod' }, { name: 'Prod', id: 'ou-test-other123' }] },
        ],
      }),
      'ou "Workloads/Prod" means several',
    ],
    [
      within({ delegatedAdministrators: { 'sso.amazonaws.com': '999999999999' } }),
      'account "999999999999" does not exist',
    ],
    [on({ users: [ADA, { ...BOB, userName: 'ADA' }], groups: [], assignments: [] }), 'user "ada" is there twice'],
    [
      on({
        users: [
          { ...ADA, email: 'a@b.c' },
          { ...BOB, email: 'A@b.c' },
        ],
      }),
      'email "a@b.c" is there twice',
    ],
    [within({ delegatedAdministrators: { 'sso.amazonaws.com': MANAGEMENT } }), 'the management account cannot be one'],
    [
      within({ organizationalUnits: [{ name: 'A', organizationalUnits: [{ name: 'B' }, { name: 'B' }] }] }),
      'organizationalUnits: name "B" is there twice',
    ],
    [on({ users: [{ ...ADA, attributes: { Emails: 'a@b.c' } }] }), 'user ada: Expected a list'],
    [on({ users: [{ ...ADA, attributes: { Name: { GivenName: 'Ada' } } }] }), 'user ada: The familyName'],
    [
      on({ users: [{ ...ADA, attributes: { PhoneNumbers: [{ Number: '1' }] } }] }),
      'unknown attribute PhoneNumbers[0].Number',
    ],
    [
      on({
        users: [
          { ...ADA, email: 'a@b.c' },
          { ...BOB, attributes: { Emails: [{ Value: 'A@b.c' }] } },
        ],
      }),
      'email "a@b.c" is there twice',
    ],
    [
      on({ users: [ADA, { ...BOB, id: identityIdOf('d-1111111111', 'user', 'ada', 0) }] }),
      `id "${identityIdOf('d-1111111111', 'user', 'ada', 0)}" is there twice`,
    ],
    [
      on({
        permissionSets: [{ name: 'A' }, { name: 'B', arn: permissionSetArnOf(center?.instanceArn ?? '', 'A', 0) }],
      }),
      'arn "arn:aws:sso:::permissionSet/',
    ],
    [on({ permissionSets: [{ name: 'A', managedPolicies: [READ_ONLY, READ_ONLY] }] }), 'permission set A: policy'],
    [
      on({ permissionSets: [{ name: 'A', customerManagedPolicies: [{ name: 'x' }, { name: 'x', path: '/' }] }] }),
      'permission set A: policy "/x" is there twice',
    ],
    [on({ permissionSets: [{ name: 'A', relayState: '<x>' }] }), 'permissionSets[0].relayState must match'],
    [on({ accountInstances: [{ ...center?.accountInstances?.[0], instanceArn: center?.instanceArn }] }), 'instance "'],
    [
      { ...FULL, operations: [{ ...FULL.operations?.[1], endsAt: '2026-13-01T00:00:00Z' }] },
      'operation: 2026-13-01T00:00:00Z is no instant',
    ],
    [{ ...FULL, operations: [FULL.operations?.[1], FULL.operations?.[1]] }, 'operation "'],
    [on({ groups: [{ name: 'auditors', members: ['nobody'] }] }), 'group auditors: user "nobody" does not exist'],
    [on({ groups: [{ name: 'auditors', members: ['ada', 'ada'] }] }), 'group auditors: user "ada" is there twice'],
    [on({ groups: [{ name: 'auditors' }, { name: 'Auditors' }] }), 'group "auditors" is there twice'],
    [on({ assignments: [{ ...holder, user: 'nobody' }] }), 'assignment of Deploy: user "nobody" does not exist'],
    [on({ assignments: [{ ...holder, group: 'none' }] }), 'assignment of Deploy: group "none" does not exist'],
    [on({ assignments: [{ ...holder, permissionSet: 'None', user: 'ada' }] }), 'permission set "None" does not exist'],
    [
      on({ assignments: [{ ...holder, account: '999999999999', user: 'ada' }] }),
      'account "999999999999" does not exist',
    ],
    [on({ assignments: [holder] }), 'exactly one of user, group and principalId'],
    [on({ assignments: [{ ...holder, user: 'ada', group: 'devs' }] }), 'exactly one of user, group and principalId'],
    [
      on({
        assignments: [
          { ...holder, user: 'ada' },
          { user: 'ada', ...holder },
        ],
      }),
      'is there twice',
    ],
    [on({ permissionSets: [{ name: 'A', sessionDuration: 'PT13H' }] }), 'permission set A: Session duration'],
    [on({ permissionSets: [{ name: 'A', inlinePolicy: { Statement: [] } }] }), 'permission set A: Missing required'],
    [on({ permissionSets: [{ name: 'A', outdated: ['999999999999'] }] }), 'permission set A: account'],
    [on({ accountInstances: [{ ...center?.accountInstances?.[0], account: '999999999999' }] }), 'accountInstances'],
    [
      { ...FULL, principals: { AKIAREADER0000000000: { account: '999999999999', role: 'r', actions: [] } } },
      'principals',
    ],
    [{ ...FULL, operations: [{ ...FULL.operations?.[1], permissionSet: 'None' }] }, 'operation: permission set "None"'],
    [{ ...FULL, operations: [{ ...FULL.operations?.[1], account: '999999999999' }] }, 'operation: account'],
    [{ ...FULL, operations: [{ ...FULL.operations?.[0], group: 'none' }] }, 'assignment of Deploy: group "none"'],
  ])('%# contradicts itself', (state, message) => {
    expect(mistakes(state).join('\n')).toContain(message);
  });

  it('tells all mistakes at once', () => {
    expect(
      mistakes(
        on({
          assignments: [
            { ...holder, user: 'x' },
            { ...holder, user: 'y' },
          ],
        }),
      ),
    ).toHaveLength(2);
  });

  it('does not start', async () => {
    const state = stateWith({ assignments: [{ permissionSet: 'None', account: PROD, user: 'ada' }] });
    await expect(onSimulator({ state }, async () => undefined)).rejects.toThrow("the simulator's state is wrong");
  });
});

describe('the schema', () => {
  const places: { readonly path: string; readonly node: { readonly [name: string]: Json } }[] = [];
  const walk = (path: string, node: Json | undefined): void => {
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
    const { properties } = node as { readonly properties?: { readonly [name: string]: Json } };
    for (const [name, its] of Object.entries(properties ?? {})) {
      places.push({ path: `${path}.${name}`, node: its as { readonly [name: string]: Json } });
    }
    for (const [name, its] of Object.entries(node)) walk(`${path}/${name}`, its);
  };
  walk('', schema);

  it('is valid, strictly', () => {
    expect(() =>
      new Ajv2020({ strict: true, strictRequired: false, strictTypes: false }).compile(schema),
    ).not.toThrow();
  });

  it('describes every field', () => {
    const definitions = schema.$defs as unknown as { readonly [name: string]: { readonly description?: string } };
    const silent = places.filter(({ node }) => {
      const reference = (textIn(node, '$ref') ?? '').replace('#/$defs/', '');
      return node['description'] === undefined && definitions[reference]?.description === undefined;
    });
    expect(silent.map(({ path }) => path)).toEqual([]);
    expect(Object.entries(definitions).filter(([, one]) => one.description === undefined)).toEqual([]);
    expect(places.length).toBeGreaterThan(60);
  });

  it('knows every user attribute that the service has', () => {
    const own = ['IdentityStoreId', 'UserName', 'DisplayName'];
    const members = Object.keys(identitystore.shapes.CreateUserRequest.members).filter((name) => !own.includes(name));
    const known: readonly string[] = schema.$defs.user.properties.attributes.propertyNames.enum;
    expect([...known].toSorted()).toEqual(members.toSorted());
  });
});

describe('equal JSON', () => {
  it('is equal whatever the order of members', () => {
    expect(sameJson({ a: [1, { b: null, c: 'x' }], d: true }, { d: true, a: [1, { c: 'x', b: null }] })).toBe(true);
    expect(sameJson([1, 2], [2, 1])).toBe(false);
  });
});
