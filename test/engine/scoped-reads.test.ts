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
import { startSimulator } from '../../reconciler/simulator/server.ts';
import type { SimulatorState } from '../../reconciler/simulator/state.types.ts';
import { asFolder, configurations, organizations, withFolder } from '../support/configurations.ts';
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
    })
    .map(({ left, ...unmanaged }) => ({
      ...document,
      unmanaged,
      ignore: { accounts: ['sandbox-*'] },
      permissionSets: (document.permissionSets ?? []).map((set) =>
        left.includes(set.name) ? { ...set, unmanagedAssignments: 'ignore' } : set,
      ),
    })),
);

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

async function planAt(path: string, state: SimulatorState, change: (cloud: OpenCloud) => OpenCloud): Promise<Plan> {
  const clock = createVirtualClock(START);
  const simulator = await startSimulator({ state, clock, limits: { callsPerSecond: {} } });
  const cloud = await connectSimulator(simulator, clock);
  try {
    const configuration = await validateConfiguration(path, { now: START });
    if (!configuration.ok) throw new Error(JSON.stringify(configuration.issues));
    const host = { notify: () => undefined };
    return (await makePlan(configuration.value, change(cloud), { now: START }, host)).plan;
  } finally {
    cloud.close();
    await simulator.close();
  }
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
          const scoped = await planAt(path, state, (cloud) => cloud);
          const whole = await planAt(path, state, readingAll);
          expect(said(scoped)).toEqual(said(whole));
        });
      }),
      { numRuns: RUNS },
    );
  }, 120_000);
});
