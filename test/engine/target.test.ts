/** A plan against another organisation or account than the file says must not even start (exit 3). */

import { describe, expect, test } from 'vitest';
import { IssueError } from '../../reconciler/core/issue.ts';
import { Refusal } from '../../reconciler/engine/refusal.ts';
import type { SimulatorState } from '../../reconciler/simulator/state.types.ts';
import { ADA, LOGS, MANAGEMENT, ORGANIZATION, PROD, stateWith, TOOLING } from '../aws/simulated.ts';
import { onSimulator } from '../support/simulated.ts';

const SSO = 'sso.amazonaws.com';

/** The pipeline runs in `logs`, and may only assume roles; Identity Center is administered from `tooling`. */
const STATE: SimulatorState = {
  ...stateWith({ users: [ADA] }),
  organization: { ...ORGANIZATION, serviceAccess: [SSO], delegatedAdministrators: { [SSO]: TOOLING } },
  principals: { AKIASIMULATEDADMIN00: { account: LOGS, role: 'pipeline', actions: ['sts:AssumeRole'] } },
};

function role(account: string): string {
  return `arn:aws:iam::${account}:role/cw-gitops`;
}

interface Told {
  /** Codes and messages of the refusal; nothing when there is a plan. */
  readonly issues: readonly string[];
  /** What was asked of the services, sorted. */
  readonly calls: readonly string[];
}

async function told(config: string, state = STATE): Promise<Told> {
  return onSimulator(state, async (run) => {
    const planned = run.plan({ 'a.yaml': `version: 1\n${config}` });
    const refusal = await planned.then(
      () => undefined,
      (error: unknown) => error,
    );
    if (refusal !== undefined && !(refusal instanceof Refusal)) throw refusal;
    const issues = refusal === undefined ? [] : refusal.issues.map(({ code, message }) => `${code} ${message}`);
    return { issues, calls: Object.keys(run.simulator.calls()).toSorted() };
  });
}

describe('the organisation', () => {
  test('is the one that the file names, by id and management account', async () => {
    const file = 'organization: { id: o-elsewhere12, managementAccount: "999999999999" }';
    expect(await told(file, stateWith())).toEqual({
      issues: [
        'PLAN_WRONG_ORGANIZATION organization.id is o-elsewhere12, but these credentials belong to o-exampleorg1',
        'PLAN_WRONG_ORGANIZATION organization.managementAccount is 999999999999, but these credentials belong to 111111111111',
      ],
      calls: ['organizations:DescribeOrganization'],
    });
  });
});

describe('the role of the management group', () => {
  test('is of the account that the file names, or nothing at all is read', async () => {
    const file = `organization: { managementAccount: "${MANAGEMENT}" }\nroles: { management: ${role(PROD)} }`;
    expect(await told(file)).toEqual({
      issues: [`PLAN_WRONG_ACCOUNT roles.management is a role of account ${PROD}, not of ${MANAGEMENT}`],
      calls: ['sts:AssumeRole', 'sts:GetCallerIdentity'],
    });
  });

  test('is of the management account, also when the file does not name it', async () => {
    expect(await told(`roles: { management: ${role(PROD)} }`)).toEqual({
      issues: [`PLAN_WRONG_ACCOUNT roles.management is a role of account ${PROD}, not of ${MANAGEMENT}`],
      calls: ['organizations:DescribeOrganization', 'sts:AssumeRole', 'sts:GetCallerIdentity'],
    });
  });
});

describe('the role of Identity Center', () => {
  const roles = (account: string): string =>
    `roles: { management: ${role(MANAGEMENT)}, identityCenter: ${role(account)} }`;
  const delegated = (name: string): string => `organization: { delegatedAdministrators: { ${SSO}: ${name} } }`;

  test.each([
    ['the management account', roles(MANAGEMENT)],
    ['the delegated administrator by its id', `${delegated(`"${TOOLING}"`)}\n${roles(TOOLING)}`],
    ['by its short name', `${delegated('here')}\naccounts: { here: "${TOOLING}" }\n${roles(TOOLING)}`],
    ['by its name in the organisation', `${delegated('tooling')}\n${roles(TOOLING)}`],
  ])('is of %s', async (_what, file) => {
    expect((await told(file)).issues).toEqual([]);
  });

  test('of any other account is refused before Identity Center is read', async () => {
    const { issues, calls } = await told(`${delegated('tooling')}\n${roles(PROD)}`);
    expect(issues).toEqual([
      `PLAN_WRONG_ACCOUNT roles.identityCenter is a role of account ${PROD}, not of ${MANAGEMENT} or ${TOOLING}`,
    ]);
    expect(calls).toEqual([
      'organizations:DescribeOrganization',
      'organizations:ListAccounts',
      'sts:AssumeRole',
      'sts:GetCallerIdentity',
    ]);
    // Without a delegation in the file only the management account is expected.
    expect((await told(roles(TOOLING))).issues).toEqual([
      `PLAN_WRONG_ACCOUNT roles.identityCenter is a role of account ${TOOLING}, not of ${MANAGEMENT}`,
    ]);
  });

  test('needs credentials of the management account until the delegation is registered', async () => {
    const file = `${delegated(`"${TOOLING}"`)}\nroles: { identityCenter: ${role(TOOLING)} }`;
    const state = {
      ...STATE,
      // The pipeline's account administers another service, so it may read the organisation.
      organization: { ...ORGANIZATION, serviceAccess: [SSO], delegatedAdministrators: { 'q.amazonaws.com': LOGS } },
      principals: { AKIASIMULATEDADMIN00: { account: LOGS, role: 'pipeline', actions: ['*'] } },
    };
    expect((await told(file, state)).issues).toEqual([
      `PLAN_DELEGATED_UNREGISTERED account ${TOOLING} of roles.identityCenter is not yet registered as delegated administrator of ${SSO}`,
    ]);
    const organization = {
      ...state.organization,
      delegatedAdministrators: { 'q.amazonaws.com': LOGS, [SSO]: TOOLING },
    };
    expect((await told(file, { ...state, organization })).issues).toEqual([]);
    const management = { AKIASIMULATEDADMIN00: { account: MANAGEMENT, role: 'pipeline', actions: ['*'] } };
    expect((await told(file, { ...state, principals: management })).issues).toEqual([]);
  });
});

describe('the role of CodeWhisperer', () => {
  test('is of the account of the profile', async () => {
    const profile = 'codewhisperer: { account: prod, region: us-east-1 }';
    const { issues } = await told(
      `roles: { management: ${role(MANAGEMENT)}, codewhisperer: ${role(TOOLING)} }\n${profile}`,
    );
    expect(issues).toEqual([`PLAN_WRONG_ACCOUNT roles.codewhisperer is a role of account ${TOOLING}, not of ${PROD}`]);
  });

  test('is not assumed without a profile', async () => {
    const { issues, calls } = await told(`roles: { codewhisperer: ${role(TOOLING)} }`, stateWith());
    expect(issues).toEqual([]);
    expect(calls).not.toContain('sts:AssumeRole');
  });
});

test('a profile is refused beside an Identity Center in a Region that must be opted into, also when only AWS knows it', async () => {
  const state = { ...stateWith(), identityCenter: { region: 'me-south-1' } };
  const profile = 'codewhisperer: { account: management, region: us-east-1 }';
  await expect(told(profile, state)).rejects.toMatchObject({ issues: [{ code: 'CONFIG_REGION' }] });
  expect((await told('users: []', state)).issues).toEqual([]);
});

test('an error of the file beside a wrong account is told with it', async () => {
  const file = `organization: { delegatedAdministrators: { ${SSO}: "999999999999", q.amazonaws.com: nowhere } }`;
  const { issues } = await told(file, stateWith());
  expect(issues.map((issue) => issue.split(' ')[0])).toEqual(['PLAN_WRONG_ACCOUNT', 'CONFIG_REFERENCE']);
  const wrong = `organization: { delegatedAdministrators: { q.amazonaws.com: nowhere } }`;
  await expect(told(wrong, stateWith())).rejects.toBeInstanceOf(IssueError);
});
