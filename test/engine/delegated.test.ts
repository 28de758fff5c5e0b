/** Runs of a delegated administrator, and delegations that change, on the simulator. */

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SimulatorState } from '../../reconciler/simulator/state.types.ts';
import { ADA, BOB, LOGS, MANAGEMENT, ORGANIZATION, PROD, stateWith, TOOLING } from '../aws/simulated.ts';
import { inProcess, inTemporaryFolder } from '../support/command.ts';
import { onSimulator } from '../support/simulated.ts';

const SSO = 'sso.amazonaws.com';
const KEY = 'AKIASIMULATEDADMIN00';

/** Identity Center is administered from `tooling`, and the run is `who`'s. */
function stateOf(who: string): SimulatorState {
  return {
    ...stateWith({
      users: [ADA, BOB],
      groups: [{ name: 'devs' }],
      permissionSets: [
        { name: 'There', description: 'There' },
        { name: 'Members', description: 'Members' },
      ],
      assignments: [
        { permissionSet: 'There', account: MANAGEMENT, user: 'ada' },
        { permissionSet: 'Members', account: PROD, user: 'ada' },
      ],
    }),
    organization: { ...ORGANIZATION, serviceAccess: [SSO], delegatedAdministrators: { [SSO]: TOOLING } },
    principals: { [KEY]: { account: who, role: 'administrator', actions: ['*'] } },
  };
}

const OWN = `version: 1
groups: [{ name: devs, members: [ada, bob] }]
permissionSets: [{ name: Members, description: Members, sessionDuration: PT3H, tags: { owner: me } }, { name: New, description: New }]
assignments: [{ permissionSets: [Members, New], accounts: [tooling, prod], groups: [devs] }]
removed: { users: [] }
unmanaged: { assignments: report }
`;
const BEYOND = `version: 1
permissionSets: [{ name: There, description: There, sessionDuration: PT3H }]
assignments: [{ permissionSet: There, accounts: [management], users: [ada] }]
`;
const MOVE = `version: 1
organization: { delegatedAdministrators: { ${SSO}: prod } }
overrides: [{ guard: delegatedAdministrator, reason: "OPS-12", until: 2026-12-01 }]
`;

describe('the delegated administrator', () => {
  test('applies all that concerns other accounts', async () => {
    await onSimulator(stateOf(TOOLING), async (run) => {
      await run.apply({ 'a.yaml': OWN });
      expect((await run.plan({ 'a.yaml': OWN })).changes).toEqual([]);
    });
  });

  test('is told in the plan what it cannot do, and nothing is written', async () => {
    await onSimulator(stateOf(TOOLING), async (run) => {
      const applied = await run.tryApply({ 'a.yaml': BEYOND });
      expect(applied).toMatchObject({
        ended: 'refused',
        issues: [{ code: 'PLAN_DELEGATED_ADMINISTRATOR', at: { line: 2 } }],
      });
      expect(applied.plan).not.toHaveProperty('digest');
      expect(run.simulator.writes()).toBe(0);
    });
  });

  test('is not asked who it is while nothing concerns the management account', async () => {
    const people = 'version: 1\nusers: [{ userName: new, givenName: N, familyName: E }]\n';
    await onSimulator(stateOf(TOOLING), async (run) => {
      await run.apply({ 'a.yaml': people });
      expect(run.simulator.calls()).not.toHaveProperty('sts:GetCallerIdentity');
    });
  });

  test('cannot move its own registration', async () => {
    await onSimulator(stateOf(TOOLING), async (run) => {
      const { breaches } = await run.plan({ 'a.yaml': MOVE });
      expect(breaches).toMatchObject([
        {
          code: 'PLAN_DELEGATED_ADMINISTRATOR',
          message: `delegated administrator of ${SSO}: only the management account changes the organisation, and these credentials belong to tooling`,
        },
      ]);
    });
  });

  test('exits with 3 from plan and apply', async () => {
    await inTemporaryFolder(async (folder) => {
      const [config, state] = ['a.yaml', 'state.json'].map((name) => path.join(folder, name)) as [string, string];
      await writeFile(config, BEYOND);
      await writeFile(state, JSON.stringify(stateOf(TOOLING)));
      const options = ['--config', config, '--simulate', state];
      const planned = await inProcess(['plan', ...options]);
      expect(planned.code).toBe(3);
      expect(planned.out).toContain('PLAN_DELEGATED_ADMINISTRATOR permission set There');
      expect((await inProcess(['apply', '--yes', ...options])).code).toBe(3);
      await writeFile(config, `${BEYOND}roles: { management: arn:aws:iam::${PROD}:role/x }\n`);
      const wrong = await inProcess(['plan', ...options]);
      expect(wrong).toMatchObject({ code: 3, out: '', err: expect.stringContaining('PLAN_WRONG_ACCOUNT') as string });
    });
  });
});

describe('roles', () => {
  const roles = `roles: { identityCenter: arn:aws:iam::${MANAGEMENT}:role/cw-gitops }\n`;

  test('of the management account for Identity Center alone do not reach the organisation', async () => {
    const access = 'organization: { serviceAccess: [q.amazonaws.com] }\n';
    // Administers another service, so it may read the organisation.
    const state = stateOf(LOGS);
    const delegatedAdministrators = { [SSO]: TOOLING, 'q.amazonaws.com': LOGS };
    const readable = { ...state, organization: { ...state.organization, delegatedAdministrators } };
    await onSimulator(readable, async (run) => {
      const { breaches } = await run.plan({ 'a.yaml': BEYOND + access + roles });
      expect(breaches.map(({ message }) => message)).toEqual([
        'trusted access of q.amazonaws.com: only the management account changes the organisation, and these credentials belong to logs',
      ]);
      await run.apply({ 'a.yaml': BEYOND + roles });
    });
  });

  test('under apply are not assumed by plan', async () => {
    const [reading, writing] = ['plan', 'apply'].map((name) => `arn:aws:iam::${MANAGEMENT}:role/${name}`) as [
      string,
      string,
    ];
    const both = `roles: { management: { plan: ${reading}, apply: ${writing} }, identityCenter: { plan: ${reading}, apply: ${writing} } }\n`;
    const principals = { [KEY]: { account: LOGS, role: 'pipeline', actions: ['sts:AssumeRole'] } };
    const all = { actions: ['*'] };
    const state = { ...stateOf(LOGS), principals };
    await onSimulator({ ...state, roles: { [reading]: all } }, async (run) => {
      expect((await run.plan({ 'a.yaml': BEYOND + both })).changes).toHaveLength(1);
      await expect(run.tryApply({ 'a.yaml': BEYOND + both })).rejects.toThrow(`role ${writing}`);
    });
    await onSimulator({ ...state, roles: { [writing]: all } }, async (run) => {
      await expect(run.plan({ 'a.yaml': BEYOND + both })).rejects.toThrow(`role ${reading}`);
      await run.apply({ 'a.yaml': BEYOND + both });
    });
  });
});

test('an organisation with roles can be tried without AWS', async () => {
  const file = `version: 1
organization:
  serviceAccess: [${SSO}, q.amazonaws.com]
  delegatedAdministrators: { ${SSO}: tooling, q.amazonaws.com: Other Team }
roles:
  management: { plan: arn:aws:iam::111111111111:role/p, apply: arn:aws:iam::111111111111:role/a }
  identityCenter: { plan: arn:aws:iam::222222222222:role/p, apply: arn:aws:iam::222222222222:role/a }
accounts: { tooling: "222222222222" }
users: [{ userName: root_admin, givenName: R, familyName: A }]
permissionSets: [{ name: Auditor }]
admins: { organization: { users: [root_admin] } }
assignments: [{ permissionSet: Auditor, accounts: [tooling], users: [root_admin] }]
`;
  await inTemporaryFolder(async (folder) => {
    const config = path.join(folder, 'a.yaml');
    await writeFile(config, file);
    const options = ['--config', config, '--simulate', path.join(folder, 'state.json')];
    expect(await inProcess(['apply', '--yes', ...options])).toMatchObject({ code: 0, err: '' });
    // From now on the delegated administrator does what it may.
    expect(await inProcess(['plan', '--detailed-exitcode', ...options])).toMatchObject({ code: 0 });
    await writeFile(config, file.replace('name: Auditor', 'name: Auditor, sessionDuration: PT2H'));
    expect(await inProcess(['apply', '--yes', ...options])).toMatchObject({ code: 0 });
    expect(await inProcess(['plan', '--detailed-exitcode', ...options])).toMatchObject({ code: 0 });
  });
});

describe('a delegation that moves', () => {
  test('is one replacement', async () => {
    await onSimulator(stateOf(MANAGEMENT), async (run) => {
      const { outcomes } = await run.apply({ 'a.yaml': MOVE });
      expect(outcomes.map(({ change }) => change.verb)).toEqual(['replace']);
      expect(run.simulator.state().organization.delegatedAdministrators).toEqual({ [SSO]: PROD });
      expect((await run.plan({ 'a.yaml': MOVE })).changes).toEqual([]);
    });
  });

  test('and stops half way is finished by the next run, without an override', async () => {
    const operation = 'organizations:RegisterDelegatedAdministrator';
    const faults = [{ kind: 'error', code: 'AccessDeniedException', operation, when: { calls: [1] } }] as const;
    const withoutOverride = MOVE.replace(/overrides.*\n/u, '');
    await onSimulator(
      stateOf(MANAGEMENT),
      async (run) => {
        const applied = await run.tryApply({ 'a.yaml': MOVE });
        expect(applied).toMatchObject({ ended: 'applied', outcomes: [{ status: 'failed' }] });
        const { outcomes } = await run.apply({ 'a.yaml': withoutOverride });
        expect(outcomes).toMatchObject([{ status: 'done', change: { verb: 'create' } }]);
        expect(run.simulator.state().organization.delegatedAdministrators).toEqual({ [SSO]: PROD });
      },
      { faults },
    );
  });

  test('waits for the trusted access of the same plan', async () => {
    const file = `version: 1
organization: { serviceAccess: [q.amazonaws.com], delegatedAdministrators: { q.amazonaws.com: tooling } }
`;
    await onSimulator(stateOf(MANAGEMENT), async (run) => {
      const { changes } = await run.plan({ 'a.yaml': file });
      expect(changes.map(({ key, needs }) => [key, needs])).toEqual([
        ['service-access/q.amazonaws.com', []],
        ['delegated-administrator/q.amazonaws.com', ['service-access/q.amazonaws.com']],
      ]);
      await run.apply({ 'a.yaml': file });
      const { serviceAccess, delegatedAdministrators } = run.simulator.state().organization;
      expect(serviceAccess).toContain('q.amazonaws.com');
      expect(delegatedAdministrators).toEqual({ [SSO]: TOOLING, 'q.amazonaws.com': TOOLING });
    });
  });
});
