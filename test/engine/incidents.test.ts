/** The days on which others' tools failed, as tests: guards are in test/core/guard-removals.test.ts, #40388 in apply.test.ts. */

import { describe, expect, test } from 'vitest';
import type { Applied } from '../../reconciler/engine/reconcile.ts';
import type { Fault } from '../../reconciler/simulator/faults.ts';
import { onSimulator } from '../support/simulated.ts';

const NAMES = ['u1', 'u2', 'u3', 'u4', 'u5', 'u6', 'u7', 'u8'] as const;

/** Eight people who read in one account, and whatever else is written. */
function configuration(more = '', grants = NAMES.join(', ')): Readonly<Record<string, string>> {
  const users = NAMES.map((name) => `  - { userName: ${name}, givenName: U, familyName: One }\n`);
  return {
    'config.yaml': `version: 1
accounts: { management: "111111111111", tooling: "222222222222", prod: "333333333333" }
users:
${users.join('')}${more}permissionSets:
  - { name: Auditor, managedPolicies: [ReadOnlyAccess] }
assignments:
  - { permissionSet: Auditor, accounts: [prod], users: [${grants}] }
`,
  };
}

function failedKeys(applied: Applied): readonly string[] {
  if (applied.ended !== 'applied') throw new Error(applied.ended);
  return applied.outcomes.filter(({ status }) => status !== 'done').map(({ change }) => change.key);
}

describe('hashicorp/terraform-provider-aws', () => {
  test('#35158 and #26757, removals in an order that the service refuses: one plan removes a set with all that uses it', async () => {
    await onSimulator(undefined, async (run) => {
      await run.apply(configuration('groups:\n  - { name: devs, members: [u1, u2] }\n'));
      const emptied = `version: 1
accounts: { management: "111111111111", prod: "333333333333" }
removed: { permissionSets: [Auditor], groups: [devs], users: [${NAMES.join(', ')}] }
guards: { removals: { permissionSets: 9, assignments: 99, users: 99, groups: 9, memberships: 99 } }
overrides: [{ guard: emptyFile, reason: "OPS-1", until: 2026-12-05 }]
`;
      await run.apply({ 'config.yaml': emptied });
      const { users, groups, permissionSets, assignments } = run.simulator.state().identityCenter ?? {};
      expect([users, groups, permissionSets, assignments].map((list) => list?.length ?? 0)).toEqual([0, 0, 0, 0]);
    });
  });

  test('#24858, throttled for hours: the run slows down, few calls are refused, and all is done', async () => {
    const limits = { callsPerSecond: { 'sso-admin': 3, identitystore: 3 } };
    await onSimulator(
      undefined,
      async (run) => {
        const began = run.now();
        await run.apply(configuration());
        // 3 calls a second are the service's own pace; a run that fights it takes many times as long.
        const calls = Object.values(run.simulator.calls()).reduce((sum, count) => sum + count, 0);
        expect(run.now() - began).toBeLessThan((calls / 3) * 1_000 * 4);
      },
      { limits },
    );
  });
});

test('aws-ia/terraform-aws-iam-identity-center#33, one edit re-created every assignment: one more is one more', async () => {
  await onSimulator(undefined, async (run) => {
    await run.apply(configuration('', 'u8, u3, u4, u5, u6, u7'));
    const { changes } = await run.plan(configuration('', 'u1, u3, u4, u5, u6, u7, u8'));
    expect(changes.map(({ verb, key }) => `${verb} ${key}`)).toEqual([
      'create assignment/Auditor/333333333333/user/u1',
    ]);
  });
});

test('aws-samples/iam-identity-center-team#522, accepted and then failed: it is told, with the reason', async () => {
  const fault: Fault = {
    operation: '*:CreateAccountAssignment',
    when: { calls: [3] },
    kind: 'late-failure',
    reason: 'the role cannot be made',
  };
  await onSimulator(
    undefined,
    async (run) => {
      const applied = await run.tryApply(configuration());
      expect(failedKeys(applied)).toHaveLength(1);
      expect(JSON.stringify(applied)).toContain('the role cannot be made');
      expect((await run.plan(configuration())).changes).toHaveLength(1);
    },
    { faults: [fault] },
  );
});
