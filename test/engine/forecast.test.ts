/** What a plan says its apply will cost, beside what the simulator counts and its clock shows. */

import { expect, test } from 'vitest';
import type { Forecast } from '../../reconciler/core/plan.types.ts';
import type { SimulatorState } from '../../reconciler/simulator/state.types.ts';
import { withFolder } from '../support/configurations.ts';
import { onSimulator, type SimulatedRun, type Simulation } from '../support/simulated.ts';

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function accountId(index: number): string {
  return String(100_000_000_000 + index);
}

const SIZE = { accounts: 20, users: 60, groups: 4, sets: 2 };

const MEMBERS = SIZE.users / SIZE.groups;

/** Everybody is in one group, and each group holds each set on each account but the management account. */
function declared({ duration = 'PT1H', more = '', holders = SIZE.groups } = {}): string {
  const users = numbers(SIZE.users).map(
    (index) => `  - { userName: user_${index}, givenName: U, familyName: ${index}x }`,
  );
  const groups = numbers(SIZE.groups).map(
    (index) =>
      `  - name: group-${index}\n    members: [${numbers(MEMBERS)
        .map((turn) => `user_${index * MEMBERS + turn}`)
        .join(', ')}]`,
  );
  const names = numbers(SIZE.sets).map((index) => `Set${index}`);
  const sets = names.map(
    (name) => `  - { name: ${name}, sessionDuration: ${duration}, managedPolicies: [ReadOnlyAccess] }`,
  );
  const grants =
    holders === 0
      ? '[]'
      : `
  - permissionSets: [${names.join(', ')}]
    accounts: [{ all: true }]
    groups: [${numbers(holders)
      .map((index) => `group-${index}`)
      .join(', ')}]`;
  return `version: 1
guards: { removals: { authorizations: 100, permissionSets: 100, assignments: 10000, users: 100, groups: 100, memberships: 1000 } }
users:
${users.join('\n')}
groups:
${groups.join('\n')}
permissionSets:
${sets.join('\n')}
assignments: ${grants}
${more}`;
}

const BARE: SimulatorState = {
  version: 1,
  organization: {
    id: 'o-forecast11',
    managementAccount: accountId(0),
    accounts: numbers(SIZE.accounts + 1).map((index) => ({ id: accountId(index), name: `account-${index}` })),
  },
  identityCenter: { region: 'us-east-1' },
};

interface Told {
  readonly forecast: Forecast;
  readonly calls: number;
  readonly writes: number;
  readonly seconds: number;
}

/** Applies one configuration after the other; what was said and what came of it, for each. */
async function applied(texts: readonly string[], simulation: Simulation = {}): Promise<readonly Told[]> {
  const applyAll = async (run: SimulatedRun): Promise<readonly Told[]> => {
    const told: Told[] = [];
    for (const text of texts) {
      const folder = { 'all.yaml': text };
      const { forecast } = await run.plan(folder);
      run.simulator.resetCounts();
      const began = run.now();
      await run.apply(folder);
      const counts = Object.values(run.simulator.calls());
      told.push({
        forecast,
        calls: counts.reduce((total, count) => total + count, 0),
        writes: run.simulator.writes(),
        seconds: (run.now() - began) / 1_000,
      });
    }
    return told;
  };
  return onSimulator(BARE, applyAll, simulation);
}

/** `patient`: some writes were refused for a while and sent again, which no plan counts among its own. */
function expectTrue({ forecast, calls, writes, seconds }: Told, patient = false): void {
  if (!patient) expect(forecast.writes, 'writes').toBe(writes);
  expect(Math.abs(forecast.calls / calls - 1), `calls: ${forecast.calls} said, ${calls} made`).toBeLessThan(0.2);
  expect(Math.abs(forecast.seconds / seconds - 1), `${forecast.seconds} s said, ${seconds} s taken`).toBeLessThan(0.2);
}

test('an apply that creates, changes policies, and removes costs what its plan said', async () => {
  const told = await applied([declared(), declared({ duration: 'PT2H' }), declared({ duration: 'PT2H', holders: 2 })]);
  for (const one of told) expectTrue(one);
});

function profile(description: string, people: number): string {
  return `codewhisperer:
  account: "${accountId(0)}"
  region: us-east-1
  description: ${description}
  authorized:
    - subscription: Q_DEVELOPER_STANDALONE_PRO
      users: [${numbers(people)
        .map((index) => `user_${index}`)
        .join(', ')}]
`;
}

test('an apply to CodeWhisperer costs what its plan said', async () => {
  const told = await applied([
    declared({ holders: 0 }),
    declared({ holders: 0, more: profile('one', 20) }),
    declared({ holders: 0, more: profile('two', 50) }),
    declared({ holders: 0, more: profile('two', 30) }),
  ]);
  // A new profile gives no seats at first.
  told.forEach((one, index) => expectTrue(one, index === 1));
});

test('the progress of an apply says what is left of it, from its first change on', async () => {
  await onSimulator(BARE, async (run) => {
    const began: { calls: number; at: number }[] = [];
    const said: { readonly seconds: number; readonly calls: number; readonly at: number }[] = [];
    await withFolder({ 'all.yaml': declared() }, (folder) =>
      run.applyAt(folder, undefined, (progress) => {
        if (progress.step === 'started') began.push({ calls: 0, at: run.now() });
        if (progress.step === 'ended' && progress.left !== undefined) said.push({ ...progress.left, at: run.now() });
      }),
    );
    const [first] = began;
    const whole = run.now() - (first?.at ?? 0);
    expect(said.length).toBeGreaterThan(200);
    for (const { seconds, at } of said) expect(Math.abs(at + seconds * 1_000 - run.now())).toBeLessThan(0.2 * whole);
    expect(said.at(-1)?.calls).toBeLessThan(0.2 * (said[0]?.calls ?? 0));
  });
});

test('an apply at another rate than the usual one costs what its plan said', async () => {
  const limit = { rate: 3, burst: 3 };
  const rates = { 'sso-admin': limit, identitystore: limit };
  const told = await applied([declared({ holders: 1 })], { rates });
  for (const one of told) expectTrue(one);
});
