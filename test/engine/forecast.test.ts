/** What a plan says its apply will cost, beside what the simulator counts and its clock shows. */

import { expect, test } from 'vitest';
import { leftOf } from '../../reconciler/engine/progress.ts';
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

function accountsOf(count: number) {
  return numbers(count).map((index) => ({ id: accountId(index), name: `account-${index}` }));
}

const BARE: SimulatorState = {
  version: 1,
  organization: {
    id: 'o-forecast11',
    managementAccount: accountId(0),
    accounts: accountsOf(SIZE.accounts + 1),
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
async function applied(
  texts: readonly string[],
  simulation: Simulation = {},
  state: SimulatorState = BARE,
): Promise<readonly Told[]> {
  const applyAll = async (run: SimulatedRun): Promise<readonly Told[]> => {
    const told: Told[] = [];
    for (const text of texts) {
      run.simulator.resetCounts();
      const began = run.now();
      const { forecast } = (await run.apply({ 'all.yaml': text })).plan;
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
  return onSimulator(state, applyAll, simulation);
}

/** `patient`: some writes were refused for a while and sent again, which no plan counts among its own. */
function expectTrue({ forecast, calls, writes, seconds }: Told, patient = false): void {
  if (!patient) expect(forecast.writes, 'writes').toBe(writes);
  expect(Math.abs(forecast.calls / calls - 1), `calls: ${forecast.calls} said, ${calls} made`).toBeLessThan(0.2);
  // A plan says whole seconds, and never none.
  const off = Math.max(0, Math.abs(forecast.seconds - seconds) - 1);
  expect(off / Math.max(1, seconds), `${forecast.seconds} s said, ${seconds} s taken`).toBeLessThan(0.2);
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

/** Three sets, each held by one group on so many accounts; what differs is what one apply changes. */
function small({ policies = [1, 1, 1], users = 12, members = 0, more = '' } = {}): string {
  const sets = [1, 5, 50].map((count, place) => ({ name: `On${count}`, count, policy: policies[place] ?? 1 }));
  return `version: 1
guards: { removals: { users: 100, memberships: 100 } }
users: [${numbers(users)
    .map((index) => `{ userName: user_${index}, givenName: U, familyName: ${index}x }`)
    .join(', ')}]
groups:
  - name: holders
    members: [${numbers(members)
      .map((index) => `user_${index}`)
      .join(', ')}]
permissionSets:
${sets.map(({ name, policy }) => `  - { name: ${name}, sessionDuration: PT${policy}H }`).join('\n')}
assignments:
${sets
  .map(
    ({ name, count }) =>
      `  - { permissionSet: ${name}, groups: [holders], accounts: [${numbers(count)
        .map((index) => `"${accountId(index + 1)}"`)
        .join(', ')}] }`,
  )
  .join('\n')}
${more}`;
}

const GRANT = `  - { permissionSet: On1, users: [user_1], accounts: ["${accountId(30)}"] }`;

const ROOMY: SimulatorState = { ...BARE, organization: { ...BARE.organization, accounts: accountsOf(51) } };

test('small applies cost what their plans said', async () => {
  const told = await applied(
    [
      small(),
      // One new assignment.
      small({ more: GRANT }),
      // A policy that is provisioned on one account, on five, on fifty; and all three.
      small({ policies: [2, 1, 1], more: GRANT }),
      small({ policies: [2, 2, 1], more: GRANT }),
      small({ policies: [2, 2, 2], more: GRANT }),
      small({ policies: [3, 3, 3], more: GRANT }),
      // One user, ten memberships.
      small({ policies: [3, 3, 3], users: 13, more: GRANT }),
      small({ policies: [3, 3, 3], users: 13, members: 10, more: GRANT }),
      // Some of each.
      small({ policies: [4, 4, 3], users: 15, members: 7 }),
    ],
    {},
    ROOMY,
  );
  for (const one of told) expectTrue(one);
});

test.each([3, 20, 40])('an apply at %d calls a second costs what its plan said', async (rate) => {
  const limit = { rate, burst: rate };
  const rates = { 'sso-admin': limit, identitystore: limit };
  // The fastest is for those to whom AWS has granted more.
  const limits = { callsPerSecond: { 'sso-admin': 50, identitystore: 50, organizations: 20 } };
  const told = await applied(
    [small(), small({ policies: [2, 1, 2], users: 30, more: GRANT })],
    { rates, limits },
    ROOMY,
  );
  for (const one of told) expectTrue(one);
});

test('many who leave at once, with all that they hold, cost what the plan said; so do seats that nobody can sign in by', async () => {
  const people = numbers(60).map((index) => ({ userName: `user_${index}`, givenName: 'U', familyName: `${index}x` }));
  const held = { account: accountId(0), region: 'us-east-1' } as const;
  const state: SimulatorState = {
    ...BARE,
    identityCenter: {
      region: 'us-east-1',
      users: people.map((user) => ({ ...user, displayName: `U ${user.familyName}` })),
      groups: ['one', 'two'].map((name) => ({ name, members: people.map(({ userName }) => userName) })),
      permissionSets: [{ name: 'Held' }],
      assignments: people.map(({ userName: user }, index) => ({
        permissionSet: 'Held',
        account: accountId(1 + (index % 20)),
        user,
      })),
    },
    codewhisperer: {
      profiles: [{ ...held, name: 'QDevProfile-us-east-1' }],
      seats: people.map(({ userName: user }) => ({ ...held, user, subscription: 'Q_DEVELOPER_STANDALONE_PRO' })),
    },
    serviceLinkedRoles: { [held.account]: ['q.amazonaws.com', 'user-subscriptions.amazonaws.com'] },
  };
  const [stay, leave] = [people.slice(0, 10), people.slice(10)].map((some) => some.map(({ userName }) => userName));
  const text = `version: 1
guards: { removals: { authorizations: 100, assignments: 100, users: 100, memberships: 1000 } }
removed: { users: [${leave?.join(', ')}] }
users:
${people
  .slice(0, 10)
  .map(({ userName, familyName }) => `  - { userName: ${userName}, givenName: U, familyName: ${familyName} }`)
  .join('\n')}
groups: [{ name: one, members: &stay [${stay?.join(', ')}] }, { name: two, members: *stay }]
permissionSets: [{ name: Held }]
assignments:
${stay?.map((user, index) => `  - { permissionSet: Held, users: [${user}], accounts: ["${accountId(1 + index)}"] }`).join('\n')}
${profile('left', 10)}`;
  const [told, ...others] = await applied([text], {}, state);
  if (told === undefined || others.length > 0) throw new Error('one plan, one apply');
  expectTrue(told);
});

test('where a suspended account keeps a set from being provisioned everywhere at once, the plan knows', async () => {
  const accounts = accountsOf(41).map((account, index) =>
    index === 40 ? { ...account, state: 'SUSPENDED' } : account,
  );
  const state: SimulatorState = {
    ...BARE,
    organization: { ...BARE.organization, accounts: accounts as never },
    identityCenter: {
      region: 'us-east-1',
      groups: [{ name: 'holders' }],
      permissionSets: [{ name: 'Wide' }],
      assignments: numbers(40).map((index) => ({
        permissionSet: 'Wide',
        account: accountId(index + 1),
        group: 'holders',
      })),
    },
  };
  const text = `version: 1
groups: [{ name: holders }]
permissionSets: [{ name: Wide, sessionDuration: PT2H }]
assignments: [{ permissionSet: Wide, groups: [holders], accounts: [{ all: true }] }]`;
  const [told, ...others] = await applied([text], {}, state);
  if (told === undefined || others.length > 0) throw new Error('one plan, one apply');
  expectTrue(told);
});

test('what is left goes by the plan at first, then more and more by the pace that is seen', () => {
  const course = { calls: 100, seconds: 100, ends: Float64Array.of(1, 20, 50, 90) };
  const left = (ended: number, elapsed: number): number => leftOf({ course, ended, made: 0, elapsed }).seconds;
  expect([left(0, 0), left(1, 1), left(2, 20), left(4, 90)]).toEqual([100, 99, 80, 10]);
  // Twice as long, and half.
  expect([left(1, 2), left(3, 100), left(4, 180)]).toEqual([108, 92, 19]);
  expect([left(3, 25), left(4, 45)]).toEqual([29, 6]);
  expect(leftOf({ course, ended: 3, made: 70, elapsed: 50 }).calls).toBe(30);
  expect(leftOf({ course, ended: 3, made: 170, elapsed: 50 }).calls).toBe(0);
});
