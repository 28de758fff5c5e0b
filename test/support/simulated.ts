/** The whole program on a simulator of its own: folders in, plans and states out, nobody waits. */

import type { Outcome } from '../../reconciler/core/change.ts';
import { IssueError } from '../../reconciler/core/issue.ts';
import type { Plan } from '../../reconciler/core/plan.types.ts';
import { connectSimulator } from '../../reconciler/commands/open.ts';
import { validateConfiguration } from '../../reconciler/desired/validate.ts';
import type { OpenCloud } from '../../reconciler/engine/aws-cloud.ts';
import { makePlan } from '../../reconciler/engine/planning.ts';
import type { Applied } from '../../reconciler/engine/reconcile.ts';
import { reconcile } from '../../reconciler/engine/reconcile.ts';
import { createVirtualClock } from '../../reconciler/simulator/clock.ts';
import type { Simulator } from '../../reconciler/simulator/server.ts';
import { startSimulator } from '../../reconciler/simulator/server.ts';
import { emptyState } from '../../reconciler/simulator/state.ts';
import type { SimulatorState } from '../../reconciler/simulator/state.types.ts';
import type { Folder } from './configurations.ts';
import { ACCOUNTS, withFolder } from './configurations.ts';

export interface SimulatedRun {
  readonly simulator: Simulator;
  plan(folder: Folder): Promise<Plan>;
  /** The same for a configuration on disk. */
  planAt(path: string): Promise<Plan>;
  applyAt(path: string): Promise<Applied>;
  digest(folder: Folder): Promise<string | undefined>;
  /** Applies whatever is planned; throws unless everything is done. */
  apply(folder: Folder): Promise<readonly Outcome[]>;
  tryApply(folder: Folder): Promise<Applied>;
  /** What a plan would still do, the writing calls that planning and applying again make, and the state. */
  settledOn(
    folder: Folder,
  ): Promise<{ readonly changes: readonly string[]; readonly writes: number; readonly state: SimulatorState }>;
}

const START = Date.UTC(2026, 10, 21, 12);

/** Three accounts, an instance of Identity Center, and the customer managed policies that the configurations use. */
export const BARE: SimulatorState = emptyState({
  accounts: ACCOUNTS.slice(1).map((account) => ({
    ...account,
    customerManagedPolicies: [{ name: 'guard' }, { name: 'deny', path: '/rails/' }],
  })),
});

export async function onSimulator<T>(
  state: SimulatorState = BARE,
  work: (run: SimulatedRun) => Promise<T>,
  options: Omit<Parameters<typeof startSimulator>[0], 'state'> = {},
): Promise<T> {
  const clock = options.clock ?? createVirtualClock(START);
  const simulator = await startSimulator({ ...options, state, clock });

  async function connected<R>(use: (cloud: OpenCloud) => Promise<R>): Promise<R> {
    const cloud = await connectSimulator(simulator, clock);
    try {
      return await use(cloud);
    } finally {
      cloud.close();
    }
  }

  async function configured(path: string) {
    const result = await validateConfiguration(path, { now: clock.now() });
    if (!result.ok) throw new IssueError(...result.issues);
    return result.value;
  }

  const planAt: SimulatedRun['planAt'] = (path) =>
    connected(async (cloud) => {
      const request = { now: clock.now() };
      return (await makePlan(await configured(path), cloud, request, { notify: () => undefined })).plan;
    });

  const applyAt: SimulatedRun['applyAt'] = (path) =>
    connected(async (cloud) =>
      reconcile({
        configuration: await configured(path),
        cloud,
        now: clock.now(),
        host: {
          notify: () => undefined,
          confirm: () => Promise.resolve(true),
          cancelled: new AbortController().signal,
        },
      }),
    );
  const plan: SimulatedRun['plan'] = (folder) => withFolder(folder, planAt);
  const tryApply: SimulatedRun['tryApply'] = (folder) => withFolder(folder, applyAt);

  const run: SimulatedRun = {
    simulator,
    plan,
    planAt,
    applyAt,
    tryApply,
    digest: async (folder) => (await plan(folder)).digest,
    apply: async (folder) => {
      const applied = await tryApply(folder);
      if (applied.ended === 'nothing to do') return [];
      if (applied.ended === 'refused') throw new IssueError(...applied.issues);
      if (applied.ended === 'declined') throw new Error('declined');
      const bad = applied.outcomes.filter(({ status }) => status !== 'done');
      if (bad.length > 0) throw new Error(JSON.stringify(bad, null, 1).slice(0, 4_000));
      return applied.outcomes;
    },
    settledOn: async (folder) => {
      simulator.resetCounts();
      const changes = (await plan(folder)).changes.map(({ verb, key }) => `${verb} ${key}`);
      await tryApply(folder);
      return { changes, writes: simulator.writes(), state: simulator.state() };
    },
  };
  try {
    return await work(run);
  } finally {
    await simulator.close();
  }
}
