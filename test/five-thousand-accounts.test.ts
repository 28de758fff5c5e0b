/** An organisation of 5,000 accounts, in which nearly every one changes: a person still reads the plan. */

import path from 'node:path';
import { expect, test } from 'vitest';
import { planDocument } from '../reconciler/report/json.ts';
import { planShape } from '../reconciler/report/plan-shape.ts';
import { renderPlanMarkdown } from '../reconciler/report/markdown.ts';
import { renderPlanText } from '../reconciler/report/text.ts';
import { emptyState } from '../reconciler/simulator/state.ts';
import type { AccountState, SimulatorState, UserState } from '../reconciler/simulator/state.types.ts';
import { onSimulator } from './support/simulated.ts';

const SCENARIO = 'test/scenarios/050-five-thousand-accounts';

const UNITS = ['Prod', 'Test', 'Shared'] as const;

/** 4,000 accounts of products, 988 to test them, and nine that they share; with three that have a short name, 5,000. */
const VENDED: readonly AccountState[] = Array.from({ length: 4_997 }, (_, index) => ({
  id: String(400_000_000_001 + index),
  name: `team-${String(index + 1).padStart(4, '0')}`,
  ou: `Workloads/${UNITS[index < 4_000 ? 0 : index < 4_988 ? 1 : 2]}`,
}));

function person(userName: string, givenName: string, familyName: string): UserState {
  return { userName, givenName, familyName, displayName: `${givenName} ${familyName}` };
}

const ADMINISTRATOR = {
  name: 'AdministratorAccess',
  sessionDuration: 'PT1H',
  managedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  inlinePolicy: {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Statement1',
        Effect: 'Allow',
        Action: [
          'sso:CreateManagedApplicationInstance',
          'sso:DeleteManagedApplicationInstance',
          'codewhisperer:CreateProfile',
          'codewhisperer:DeleteProfile',
        ],
        Resource: ['*'],
      },
    ],
  },
} as const;

/** Auditors are on all accounts but two; the file gives their set another session, and everything of Support. */
function live(): SimulatorState {
  const { organization, ...state } = emptyState({
    accounts: [{ id: '222222222222', name: 'tooling' }, { id: '333333333333', name: 'prod' }, ...VENDED],
  });
  const audited = VENDED.map(({ id }) => id).filter((id) => id !== '400000000017' && id !== '400000004711');
  const managed = (name: string): readonly string[] => [`arn:aws:iam::aws:policy/${name}`];
  return {
    ...state,
    organization: {
      ...organization,
      organizationalUnits: [{ name: 'Workloads', organizationalUnits: UNITS.map((name) => ({ name })) }],
    },
    identityCenter: {
      region: 'us-east-1',
      users: [
        { ...person('ada', 'Ada', 'Lovelace'), email: 'ada@example.com' },
        person('bob', 'Bob', 'Ito'),
        person('cleo', 'Cleo', 'Diaz'),
        person('dev_one', 'Dev', 'One'),
        person('contractor', 'Con', 'Tractor'),
      ],
      groups: [{ name: 'auditors', description: 'People who may read everything', members: ['ada', 'cleo'] }],
      permissionSets: [
        ADMINISTRATOR,
        { name: 'Auditor', description: 'Read everything', managedPolicies: managed('ReadOnlyAccess') },
        { name: 'Deploy', description: 'Deploy what is merged', managedPolicies: managed('PowerUserAccess') },
      ],
      assignments: [
        { permissionSet: 'AdministratorAccess', account: '111111111111', user: 'ada' },
        { permissionSet: 'AdministratorAccess', account: '111111111111', user: 'bob' },
        ...['222222222222', '333333333333', ...audited].map((account) => ({
          permissionSet: 'Auditor',
          account,
          group: 'auditors',
        })),
        ...['400000000001', '400000000002', '400000000003'].map((account) => ({
          permissionSet: 'Deploy',
          account,
          user: 'contractor',
        })),
      ],
    },
  };
}

test('is planned, and told in under 60 lines', { timeout: 180_000 }, async () => {
  await onSimulator(live(), async (run) => {
    const plan = await run.planAt(path.join(SCENARIO, 'config.yaml'));
    const golden = (file: string): string => path.resolve(SCENARIO, file);
    const text = renderPlanText(plan, { color: false, verbose: false });
    expect(text.split('\n').length).toBeLessThan(60);
    await expect(text).toMatchFileSnapshot(golden('plan.txt'));
    await expect(renderPlanMarkdown(plan)).toMatchFileSnapshot(golden('plan.md'));
    const document = planDocument(plan);
    expect(planShape(document, '')).toEqual([]);
    // Each change by itself, which a line of text stands for by the thousand.
    expect(document.changes).toHaveLength(4_022);
    const ids = document.changes.map(({ verb, id }) => `${verb} ${id}`);
    await expect(`${ids.join('\n')}\n`).toMatchFileSnapshot(golden('changes.txt'));
  });
});
