/** What a file does not ask for is not read, and makes no difference to its plan. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DesiredState } from '../../reconciler/desired/document.types.ts';
import { connectSimulator } from '../../reconciler/commands/open.ts';
import type { Plan } from '../../reconciler/core/plan.types.ts';
import type { Scope } from '../../reconciler/core/kind.ts';
import { validateConfiguration } from '../../reconciler/desired/validate.ts';
import type { OpenCloud } from '../../reconciler/engine/aws-cloud.ts';
import { makePlan } from '../../reconciler/engine/planning.ts';
import { createVirtualClock } from '../../reconciler/simulator/clock.ts';
import { type Simulator, startSimulator } from '../../reconciler/simulator/server.ts';
import type { SimulatorState } from '../../reconciler/simulator/state.types.ts';
import { ACCOUNTS, asFolder, configurations, organizations, withFolder } from '../support/configurations.ts';
import { CLOSED, SANDBOX, withGrants } from '../support/grants.ts';

const RUNS = Number(process.env['LAW_RUNS'] ?? 12);
const START = Date.UTC(2026, 10, 21, 12);

/** Some sets leave the grants of others alone, or all of them do; accounts of a name are left out. */
const documents: fc.Arbitrary<DesiredState> = configurations.chain((document) =>
  fc
    .record({
      assignments: fc.constantFrom('ignore', 'ignore', 'report', 'remove'),
      memberships: fc.constantFrom('ignore', 'remove'),
      left: fc.subarray((document.permissionSets ?? []).map(({ name }) => name)),
      renamed: fc.option(fc.subarray((document.permissionSets ?? []).map(({ name }) => name))),
    })
    .map(({ left, renamed, ...unmanaged }) => ({
      ...document,
      ...(renamed === null ? {} : withRenamed(document, renamed)),
      unmanaged,
      ignore: { accounts: ['sandbox-*'] },
      permissionSets: (document.permissionSets ?? []).map((set) =>
        left.includes(set.name) ? { ...set, unmanagedAssignments: 'ignore' } : set,
      ),
    })),
);

/** A group with another name before, who holds these sets by the file. */
function withRenamed({ groups = [], assignments = [] }: DesiredState, sets: readonly string[]): Partial<DesiredState> {
  const grants = sets.map((permissionSet) => ({ permissionSet, accounts: ['prod'], groups: ['newcomers'] }));
  return {
    groups: [...groups, { name: 'newcomers', previously: 'strangers' }],
    assignments: [...assignments, ...grants],
  };
}

/** Every grant of the declared sets is read, on whatever account and whoever holds it. */
function readingAll(cloud: OpenCloud): OpenCloud {
  const drivers = new Map(cloud.drivers);
  const assignments = drivers.get('assignment');
  if (assignments === undefined) throw new Error('no driver');
  const isLeftOut = (account: unknown): boolean => account === SANDBOX.id || account === CLOSED.id;
  drivers.set('assignment', {
    ...assignments,
    read: async ({ keys, whole, holders, within }: Scope) => {
      // A second read has nothing to add.
      if (within !== undefined) return [];
      const scope = { keys, whole, ...(holders === undefined ? {} : { holders }) };
      const live = await assignments.read(scope);
      return live.filter(({ spec }) => !isLeftOut(spec['account']));
    },
  });
  return { ...cloud, drivers };
}

async function planning<T>(
  path: string,
  state: SimulatorState,
  work: (plan: (change?: (cloud: OpenCloud) => OpenCloud) => Promise<Plan>, simulator: Simulator) => Promise<T>,
): Promise<T> {
  const clock = createVirtualClock(START);
  const simulator = await startSimulator({ state, clock, limits: { callsPerSecond: {} } });
  const cloud = await connectSimulator(simulator, clock);
  try {
    const configuration = await validateConfiguration(path, { now: START });
    if (!configuration.ok) throw new Error(JSON.stringify(configuration.issues));
    const { value } = configuration;
    const host = { notify: () => undefined };
    return await work(
      async (change = (same) => same) => (await makePlan(value, change(cloud), { now: START }, host)).plan,
      simulator,
    );
  } finally {
    cloud.close();
    await simulator.close();
  }
}

function callsOfPlan(path: string, state: SimulatorState): Promise<Readonly<Record<string, number>>> {
  return planning(path, state, async (plan, simulator) => {
    await plan();
    return simulator.calls();
  });
}

/** The calls that it took to make the plan are another matter. */
function said(plan: Plan): Plan {
  return { ...plan, forecast: { ...plan.forecast, calls: 0, seconds: 0 } };
}

describe('a plan', () => {
  it('is the same whether only what the file asks for is read, or everything', async () => {
    await fc.assert(
      fc.asyncProperty(organizations.chain(withGrants), documents, async (state, document) => {
        await withFolder(asFolder(document), async (path) => {
          const scoped = await planning(path, state, (plan) => plan());
          const whole = await planning(path, state, (plan) => plan(readingAll));
          expect(said(scoped)).toEqual(said(whole));
        });
      }),
      { numRuns: RUNS },
    );
  }, 120_000);
});

describe('what a file does not ask for', () => {
  const NAMES = Array.from({ length: 30 }, (_, index) => `Set${index}`);
  const state: SimulatorState = {
    version: 1,
    organization: {
      id: 'o-exampleorg1',
      managementAccount: '111111111111',
      serviceAccess: ['sso.amazonaws.com'],
      accounts: [...ACCOUNTS, SANDBOX],
    },
    identityCenter: {
      region: 'us-east-1',
      groups: [
        { name: 'devs', members: [] },
        { name: 'ops', members: [] },
      ],
      permissionSets: NAMES.map((name) => ({ name })),
      assignments: NAMES.flatMap((permissionSet) =>
        [...ACCOUNTS, SANDBOX].map(({ id }) => ({ permissionSet, account: id, group: 'ops' })),
      ),
    },
  };
  const document = {
    version: 1,
    accounts: { prod: '333333333333' },
    groups: [{ name: 'devs' }],
    permissionSets: [{ name: 'Set0' }, { name: 'Set1', unmanagedAssignments: 'ignore' }],
    assignments: [{ permissionSet: 'Set1', accounts: ['prod'], groups: ['ops'] }],
    unmanaged: { assignments: 'report' },
    ignore: { accounts: ['sandbox-*'] },
  } as unknown as DesiredState;

  it('is described once to learn its name, and not read any further', async () => {
    await withFolder(asFolder(document), async (path) => {
      const calls = await callsOfPlan(path, state);
      expect(calls).toMatchObject({
        'sso-admin:DescribePermissionSet': 30,
        'sso-admin:GetInlinePolicyForPermissionSet': 2,
        'sso-admin:ListManagedPoliciesInPermissionSet': 2,
        // Outdated accounts of both, and all accounts of the one of which everybody's grants are wanted.
        'sso-admin:ListAccountsForProvisionedPermissionSet': 3,
        // Its three accounts that are not ignored, and the one grant of the other.
        'sso-admin:ListAccountAssignments': 4,
        // Members of the declared group.
        'identitystore:ListGroupMemberships': 1,
      });
      expect(calls['sso-admin:ListAccountAssignmentsForPrincipal']).toBeUndefined();
    });
  });

  it('is read all the same of a group that gets another name while people leave it', async () => {
    const renamed: DesiredState = {
      ...document,
      groups: [{ name: 'newcomers', previously: 'ops', members: [] }],
      permissionSets: [{ name: 'Set1', unmanagedAssignments: 'ignore' }],
      assignments: [],
    };
    const ada = { userName: 'ada', givenName: 'Ada', familyName: 'Lee', displayName: 'Ada Lee' };
    const center = { ...(state.identityCenter ?? { region: 'us-east-1' }), users: [ada] };
    const groups = [{ name: 'ops', members: ['ada'] }];
    await withFolder(asFolder(renamed), async (path) => {
      const assignments = (center.assignments ?? []).filter(({ permissionSet }) => permissionSet === 'Set1');
      const live = { ...state, identityCenter: { ...center, groups, assignments } };
      const { people } = await planning(path, live, (plan) => plan());
      expect(people).toMatchObject([
        { effect: 'loses', permissionSet: 'Set1', users: ['ada'], accounts: ACCOUNTS.map(({ id }) => id) },
      ]);
    });
  });

  it('is read where it decides what the fall of a grant means', async () => {
    const removing = { version: 1, groups: [{ name: 'devs', members: ['ada'] }], removed: { groups: ['ops'] } };
    const people = ['ada', 'bob'].map((userName) => ({
      userName,
      givenName: 'G',
      familyName: 'F',
      displayName: 'G F',
    }));
    const on = { permissionSet: 'Set0', account: '333333333333' };
    const live: SimulatorState = {
      ...state,
      identityCenter: {
        region: 'us-east-1',
        users: people,
        groups: [
          { name: 'devs', members: ['ada'] },
          { name: 'ops', members: ['ada', 'bob'] },
        ],
        permissionSets: [{ name: 'Set0' }, { name: 'Set1' }],
        assignments: [
          { ...on, group: 'ops' },
          { ...on, group: 'devs' },
          { ...on, permissionSet: 'Set1', group: 'ops' },
        ],
      },
    };
    const folder = asFolder({ ...removing, unmanaged: { users: 'ignore' } } as unknown as DesiredState);
    await withFolder(folder, async (path) => {
      const plan = await planning(path, live, (make) => make());
      const effects = plan.people.map(({ effect, permissionSet, users }) => [effect, permissionSet, ...users]);
      expect(effects).toEqual([
        ['keeps', 'Set0', 'ada'],
        ['loses', 'Set0', 'bob'],
        ['loses', 'Set1', 'ada', 'bob'],
      ]);
      expect(plan.lastAssignees).toEqual([{ permissionSet: 'Set1', account: '333333333333' }]);
      expect(plan.changes.map(({ verb, key }) => `${verb} ${key}`)).not.toContain(
        'delete assignment/Set0/333333333333/group/devs',
      );
    });
  });

  it('is known by its name: another one beside it that differs only in case is warned of', async () => {
    const beside: DesiredState = { version: 1, permissionSets: [{ name: 'SET1' }, { name: 'Set2' }, { name: 'New' }] };
    await withFolder(asFolder(beside), async (path) => {
      const { warnings } = await planning(path, state, (plan) => plan());
      expect(warnings.filter(({ code }) => code === 'CONFIG_DUPLICATE')).toMatchObject([
        { message: expect.stringContaining('permission-set/SET1 is to be created beside permission-set/Set1') },
      ]);
    });
  });
});
