/** Calls and time at the quota: the engine and the simulator in one process, on a clock that jumps over every wait. */

import type { Configuration } from '../reconciler/desired/configuration.ts';
import { validateConfiguration } from '../reconciler/desired/validate.ts';
import type { OpenCloud } from '../reconciler/engine/aws-cloud.ts';
import { openCloud } from '../reconciler/engine/aws-cloud.ts';
import type { Host } from '../reconciler/engine/host.ts';
import { makePlan } from '../reconciler/engine/planning.ts';
import { reconcile } from '../reconciler/engine/reconcile.ts';
import { createVirtualClock } from '../reconciler/simulator/clock.ts';
import type { Fault } from '../reconciler/simulator/faults.ts';
import type { Simulator, SimulatorOptions } from '../reconciler/simulator/server.ts';
import { startSimulator } from '../reconciler/simulator/server.ts';
import type { SimulatorState } from '../reconciler/simulator/state.types.ts';

export interface Cost {
  readonly calls: number;
  /** On the services' clock. */
  readonly seconds: number;
}

export interface ApplyCost extends Cost {
  readonly changes: number;
  readonly forecast: Cost;
  /** From the first started change to the last ended one. */
  readonly writing: number;
  readonly state: SimulatorState;
}

const START = Date.UTC(2026, 10, 21, 12);
const CREDENTIALS = { accessKeyId: 'AKIABENCHMARK0000000', secretAccessKey: 'not-a-secret' } as const;

interface Running {
  readonly simulator: Simulator;
  readonly configuration: Configuration;
  now(): number;
  cloud(): Promise<OpenCloud>;
}

/** What differs from a usual run. */
export interface Tuned {
  readonly faults?: readonly Fault[];
  readonly limits?: NonNullable<SimulatorOptions['limits']>;
  /** Calls a second to each of the two directories. */
  readonly rate?: number;
  readonly assignments?: 'thorough' | 'quick';
}

async function withSimulator<T>(
  state: SimulatorState,
  folder: string,
  { rate, assignments, ...simulated }: Tuned,
  work: (running: Running) => Promise<T>,
): Promise<T> {
  const clock = createVirtualClock(START);
  const simulator = await startSimulator({ ...simulated, state, clock });
  try {
    const result = await validateConfiguration(folder, { now: START });
    if (!result.ok) throw new Error(JSON.stringify(result.issues.slice(0, 5)));
    return await work({
      simulator,
      configuration: result.value,
      now: () => clock.now(),
      cloud: () =>
        openCloud({
          endpoint: simulator.url,
          credentials: CREDENTIALS,
          region: 'us-east-1',
          clock,
          seed: 1,
          ...(rate === undefined ? {} : { limits: limitsOf(rate) }),
          ...(assignments === undefined ? {} : { assignments }),
        }),
    });
  } finally {
    await simulator.close();
  }
}

function limitsOf(rate: number) {
  return { 'sso-admin': { rate, burst: rate }, identitystore: { rate, burst: rate } };
}

/** What a plan over the state costs; `changes` of them must be found. */
async function costOfPlan(running: Running, changes: number): Promise<Cost> {
  const { simulator, configuration } = running;
  simulator.resetCounts();
  const began = running.now();
  const cloud = await running.cloud();
  try {
    const { plan } = await makePlan(configuration, cloud, { now: began }, { notify: () => undefined });
    if (plan.changes.length !== changes) throw new Error(`${plan.changes.length} changes, not ${changes}`);
  } finally {
    cloud.close();
  }
  return { calls: callsOf(simulator), seconds: (running.now() - began) / 1_000 };
}

function callsOf(simulator: Simulator): number {
  return Object.values(simulator.calls()).reduce((total, count) => total + count, 0);
}

/** What a plan costs where everything is as declared. */
export function planCost(state: SimulatorState, folder: string, tuned: Tuned = {}): Promise<Cost> {
  return withSimulator(state, folder, tuned, (running) => costOfPlan(running, 0));
}

/** What an apply costs from its first read to its read-back. */
export function applyCost(state: SimulatorState, folder: string, tuned: Tuned = {}): Promise<ApplyCost> {
  return withSimulator(state, folder, tuned, costOfApply);
}

/** The same, and what the plan after it costs, which must be empty. */
export function applyAndPlanCost(
  state: SimulatorState,
  folder: string,
  tuned: Tuned = {},
): Promise<{ readonly apply: ApplyCost; readonly replan: Cost }> {
  return withSimulator(state, folder, tuned, async (running) => {
    const apply = await costOfApply(running);
    return { apply, replan: await costOfPlan(running, 0) };
  });
}

async function costOfApply(running: Running): Promise<ApplyCost> {
  const { simulator, configuration } = running;
  simulator.resetCounts();
  const began = running.now();
  let [first, last] = [Number.POSITIVE_INFINITY, began];
  const host: Host = {
    notify: ({ step }) => {
      if (step === 'started') first = Math.min(first, running.now());
      if (step === 'ended') last = running.now();
    },
    confirm: () => Promise.resolve(true),
    cancelled: new AbortController().signal,
  };
  const cloud = await running.cloud();
  try {
    const applied = await reconcile({ configuration, cloud, now: began, host });
    if (applied.ended !== 'applied' || applied.outcomes.some(({ status }) => status !== 'done'))
      throw new Error(`the apply ended "${applied.ended}", or not all of it was done`);
    const { forecast, changes } = applied.plan;
    return {
      calls: callsOf(simulator),
      seconds: (running.now() - began) / 1_000,
      writing: (last - first) / 1_000,
      changes: changes.length,
      forecast: { calls: forecast.calls, seconds: forecast.seconds },
      state: simulator.state(),
    };
  } finally {
    cloud.close();
  }
}
