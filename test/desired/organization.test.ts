/** Trusted access, delegated administrators and roles, from a configuration. */

import { describe, expect, test } from 'vitest';
import { references } from '../../reconciler/desired/references.ts';
import { rolesFor } from '../../reconciler/desired/roles.ts';
import { factsWanted } from '../../reconciler/desired/wanted.ts';
import { desired, expansionLines, FACTS, keys, resource, valid } from './support.ts';

const [TOOLING, PROD] = ['2', '3'].map((digit) => digit.repeat(12));

describe('trusted access', () => {
  test('is wanted once for each service, where it first stands', async () => {
    const wanted = await desired(
      'organization: { serviceAccess: [sso.amazonaws.com, q.amazonaws.com, sso.amazonaws.com] }',
    );
    expect(keys(wanted, 'service-access')).toEqual(['q.amazonaws.com', 'sso.amazonaws.com']);
    expect(resource(wanted, 'service-access/q.amazonaws.com')).toMatchObject({
      spec: { principal: 'q.amazonaws.com' },
      needs: [],
      at: { line: 2, column: 52 },
    });
  });

  test('that nobody declares is left alone', async () => {
    const wanted = await desired('organization: { serviceAccess: [sso.amazonaws.com] }');
    const live = { kind: 'service-access', spec: { principal: 'q.amazonaws.com' }, needs: [], ref: {} } as const;
    expect(wanted.standing({ ...live, key: 'service-access/q.amazonaws.com' as never })).toBe('ignored');
  });
});

describe('a delegated administrator', () => {
  test.each([
    ['its id', `"${PROD}"`],
    ['its short name', 'here'],
    ['its name in the organisation', 'Prod'],
  ])('is an account by %s, and waits for trusted access', async (_what, name) => {
    const wanted = await desired(`
organization: { delegatedAdministrators: { sso.amazonaws.com: ${name} } }
accounts: { here: "${PROD}" }
`);
    expect(resource(wanted, 'delegated-administrator/sso.amazonaws.com')).toMatchObject({
      spec: { principal: 'sso.amazonaws.com', account: PROD },
      needs: ['service-access/sso.amazonaws.com'],
      at: { line: 3 },
    });
  });

  test.each([
    [
      '"999999999999"',
      'PLAN_WRONG_ACCOUNT account 999999999999, the delegated administrator of sso.amazonaws.com, is not in the organisation o-exampleorg1',
    ],
    [
      'Management',
      'CONFIG_CONTRADICTION the management account 111111111111 cannot be the delegated administrator of sso.amazonaws.com',
    ],
    ['Nowhere', 'CONFIG_REFERENCE no account "Nowhere"'],
  ])('cannot be %s', async (name, line) => {
    const file = `organization: { delegatedAdministrators: { sso.amazonaws.com: ${name} } }`;
    expect(await expansionLines(file)).toEqual([`a.yaml:2:63 ${line}`]);
  });

  test('is left as it is on an account that is not active', async () => {
    const file = 'organization: { delegatedAdministrators: { sso.amazonaws.com: Closed } }';
    expect(keys(await desired(file), 'delegated-administrator')).toEqual([]);
    expect(await expansionLines(file)).toEqual([
      'a.yaml:2:63 CONFIG_ACCOUNT account 555555555555 (Closed) is SUSPENDED: the administrator of sso.amazonaws.com is left as it is',
    ]);
  });

  test('needs the list of accounts, and nothing else of what is live', async () => {
    const file = await valid('organization: { delegatedAdministrators: { sso.amazonaws.com: tooling } }');
    expect(factsWanted(file)).toMatchObject({ accounts: true, identities: false, permissionSets: false });
    const access = await valid('organization: { serviceAccess: [sso.amazonaws.com] }');
    expect(factsWanted(access)).toMatchObject({ accounts: false });
    expect(keys(await desired('organization: {}', FACTS), 'service-access')).toEqual([]);
  });
});

describe('roles', () => {
  const [one, plan, apply] = ['one', 'plan', 'apply'].map((name) => `arn:aws:iam::${TOOLING}:role/${name}`);

  test('are one for both, or one for reading and one for writing', async () => {
    const file = await valid(`roles: { management: ${one}, identityCenter: { plan: ${plan}, apply: ${apply} } }`);
    expect(rolesFor(file, 'plan')).toEqual({ management: one, identityCenter: plan });
    expect(rolesFor(file, 'apply')).toEqual({ management: one, identityCenter: apply });
  });

  test('for one purpose alone leave the other to the ambient credentials', async () => {
    const file = await valid(`roles: { management: { plan: ${plan} }, identityCenter: { apply: ${apply} } }`);
    expect(rolesFor(file, 'plan')).toEqual({ management: plan });
    expect(rolesFor(file, 'apply')).toEqual({ identityCenter: apply });
    expect(rolesFor(await valid('users: []'), 'plan')).toEqual({});
  });

  test('of CodeWhisperer are only assumed when there is a profile', async () => {
    const roles = `roles: { codewhisperer: ${one} }`;
    const profile = `codewhisperer: { account: "${TOOLING}", region: us-east-1 }`;
    expect(rolesFor(await valid(roles), 'plan')).toEqual({});
    expect(rolesFor(await valid(`${roles}\n${profile}`), 'plan')).toEqual({ codewhisperer: one });
  });

  test('are of accounts that must be there to try the configuration', async () => {
    const file = await valid(`roles: { identityCenter: { plan: ${plan}, apply: ${apply} } }`);
    expect(references(file)).toMatchObject({ accounts: [{ id: TOOLING }], roles: [plan, apply] });
  });
});
