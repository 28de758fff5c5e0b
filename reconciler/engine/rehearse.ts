/**
 * A plan applied where it can do no harm: on a copy of the organisation in the embedded simulator, by the same engine and the
 * same clients, once for each schedule of faults. Reads the real organisation once, for the plan, and writes nothing there.
 */

import { IDENTITY_CENTER_PRINCIPAL } from '../core/delegation.ts';
import type { AdministratorsGuard, Desired } from '../core/desired.ts';
import type { Issue } from '../core/issue.ts';
import { IssueError } from '../core/issue.ts';
import type { Rehearsal, RehearsalRun } from '../core/rehearsal.types.ts';
import type { Configuration } from '../desired/configuration.ts';
import type { SessionOptions } from '../aws/session.ts';
import type { SimulatorClock } from '../simulator/clock.ts';
import { createVirtualClock } from '../simulator/clock.ts';
import { hexOf } from '../simulator/ids.ts';
import type { Holders } from '../simulator/holders.ts';
import type { Simulator } from '../simulator/server.ts';
import { startSimulator } from '../simulator/server.ts';
import type { SimulatorState } from '../simulator/state.types.ts';
import type { OpenCloud } from './aws-cloud.ts';
import type { Base } from './base.ts';
import type { Cloud } from './cloud.ts';
import { copyState } from './copy.ts';
import type { ScheduleName } from './fault-schedules.ts';
import { faultsOf } from './fault-schedules.ts';
import type { Host } from './host.ts';
import type { Planned } from './planning.ts';
import { makePlan } from './planning.ts';
import type { Applied, ApplyRequest } from './reconcile.ts';
import { reconcile } from './reconcile.ts';

export interface RehearsalRequest {
  readonly configuration: Configuration;
  /** What is live; only read. */
  readonly cloud: Cloud;
  readonly host: Pick<Host, 'notify'>;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Against what the cause of each change is told. */
  readonly base?: Base;
  /** The plan, where it was made already, at `now`: then nothing is read again. */
  readonly planned?: Planned;
  readonly schedules: readonly ScheduleName[];
  /** Of the first schedule; each further one has the next. */
  readonly seed: number;
  /** Clients of a simulator, with the configuration's credentials. */
  readonly connect: (simulator: Simulator, clock: SimulatorClock, more: More) => Promise<OpenCloud>;
  /** What applies: `reconcile`. */
  readonly apply?: (request: ApplyRequest) => Promise<Applied>;
}

/** What a rehearsal adds to a session. */
export type More = Pick<SessionOptions, 'onCall' | 'seed'>;

/**
 * The plan and what came of rehearsing it. A plan that a guard refuses, or without changes, is not rehearsed.
 * Throws what `makePlan` throws, of the real organisation.
 */
export async function rehearse(request: RehearsalRequest): Promise<Rehearsal> {
  const { configuration, cloud, host, now, base } = request;
  const told = { now, ...(base === undefined ? {} : { base }) };
  const planned = request.planned ?? (await makePlan(configuration, cloud, told, host));
  const { plan } = planned;
  if (plan.breaches.length > 0 || plan.changes.length === 0) return { plan, runs: [] };
  const delegatedAdministrators = await registeredFor(cloud);
  const state = copyState({ planned, configuration, delegatedAdministrators });
  const stage: Stage = { ...request, planned, state, settled: new Set() };
  const again = await undisturbed(stage, state);
  const unlike = again.plan.digest === plan.digest ? {} : { unlike: difference(planned, again) };
  const runs: RehearsalRun[] = [];
  for (const [index, schedule] of request.schedules.entries()) {
    host.notify({ step: 'rehearsing', schedule });
    runs.push(await rehearsedUnder(stage, schedule, request.seed + index));
  }
  return { plan, ...unlike, runs };
}

interface Stage extends RehearsalRequest {
  readonly planned: Planned;
  readonly state: SimulatorState;
  /** States on which nothing is left to do, as texts. */
  readonly settled: Set<string>;
}

/** Whose role may do Identity Center's work depends on who is registered for it. */
async function registeredFor(cloud: Cloud): Promise<{ readonly [principal: string]: string }> {
  if (!cloud.hasRole('identityCenter')) return {};
  const [account] = await cloud.delegatedAdministrators(IDENTITY_CENTER_PRINCIPAL);
  return account === undefined ? {} : { [IDENTITY_CENTER_PRINCIPAL]: account };
}

const SILENT: Pick<Host, 'notify'> = { notify: () => undefined };

/** What is left to do on a state, when nothing goes wrong. */
async function undisturbed({ configuration, now, connect }: Stage, state: SimulatorState): Promise<Planned> {
  const clock = createVirtualClock(now);
  const simulator = await startSimulator({ state, clock });
  try {
    const cloud = await connect(simulator, clock, {});
    try {
      return await makePlan(configuration, cloud, { now }, SILENT);
    } finally {
      cloud.close();
    }
  } finally {
    await simulator.close();
  }
}

function difference({ plan }: Planned, { plan: copied }: Planned): string {
  const line = ({ verb, key }: { readonly verb: string; readonly key: string }): string => `${verb} ${key}`;
  const [here, there] = [new Set(plan.changes.map(line)), new Set(copied.changes.map(line))];
  const odd = [...[...here].filter((one) => !there.has(one)), ...[...there].filter((one) => !here.has(one))];
  const more = odd.length === 0 ? 'the same changes with another content' : odd.slice(0, 3).join(', ');
  return `the plan on the copy is another: ${more}`;
}

/** A run that faults stop is started again so often: people would, too. */
const MOST_APPLIES = 6;

async function rehearsedUnder(stage: Stage, schedule: ScheduleName, seed: number): Promise<RehearsalRun> {
  const { now, state, planned } = stage;
  const clock = createVirtualClock(now);
  const guards = watchOver(planned);
  const simulator = await startSimulator({ state, clock, faults: faultsOf(schedule, seed), seed, watch: guards.see });
  try {
    // A calm run has no excuse to be started again.
    const most = schedule === 'calm' ? 1 : MOST_APPLIES;
    let ended: Ended = { done: false, failures: [] };
    let applies = 0;
    while (!ended.done && applies < most) {
      applies += 1;
      const writes = planned.plan.forecast.writes;
      const last = schedule === 'kill' && applies === 1 ? drawn(seed, writes) : undefined;
      ended = await applied(stage, { simulator, clock, seed: seed + applies, last });
    }
    const seconds = Math.round((clock.now() - now) / 1_000);
    const calls = Object.values(simulator.calls()).reduce((sum, count) => sum + count, 0);
    const left = await leftOn(stage, simulator.state());
    return {
      schedule,
      seed,
      converged: ended.done && left.length === 0,
      left,
      breaches: guards.breaches(),
      failures: ended.failures,
      applies,
      calls,
      writes: simulator.writes(),
      seconds,
    };
  } finally {
    await simulator.close();
  }
}

/** Ids of what is left to do on a state. One that was found settled before is not read again: the same state has the same plan. */
async function leftOn(stage: Stage, state: SimulatorState): Promise<readonly string[]> {
  const text = JSON.stringify(state);
  if (stage.settled.has(text)) return [];
  const left = (await undisturbed(stage, state)).plan.changes.map(({ key }) => key);
  if (left.length === 0) stage.settled.add(text);
  return left;
}

/** A writing call, counted from 1, that the seed chooses. */
function drawn(seed: number, writes: number): number {
  return 1 + (Number.parseInt(hexOf(8, 'kill', seed), 16) % Math.max(1, writes));
}

interface Ended {
  /** All that was planned is done. */
  readonly done: boolean;
  readonly failures: readonly Issue[];
}

interface Attempt {
  readonly simulator: Simulator;
  readonly clock: SimulatorClock;
  readonly seed: number;
  /** After this writing call no call leaves the process any more. */
  readonly last: number | undefined;
}

async function applied(stage: Stage, { simulator, clock, seed, last }: Attempt): Promise<Ended> {
  const { configuration, connect, now, apply = reconcile } = stage;
  const cloud = await connect(simulator, clock, { seed, ...(last === undefined ? {} : { onCall: killer(last) }) });
  const host: Host = { ...SILENT, confirm: () => Promise.resolve(true), cancelled: new AbortController().signal };
  try {
    const result = await apply({ configuration, cloud, host, now });
    if (result.ended === 'nothing to do') return { done: true, failures: [] };
    if (result.ended !== 'applied') return { done: false, failures: result.ended === 'refused' ? result.issues : [] };
    const failures = result.outcomes.flatMap((outcome) => (outcome.status === 'failed' ? [outcome.issue] : []));
    return { done: result.outcomes.every(({ status }) => status === 'done'), failures };
  } catch (error) {
    if (!(error instanceof IssueError)) throw error;
    return { done: false, failures: error.issues };
  } finally {
    cloud.close();
  }
}

function killer(last: number): NonNullable<SessionOptions['onCall']> {
  let writes = 0;
  return ({ write }) => {
    if (writes >= last)
      throw new IssueError({ code: 'APPLY_KILLED', severity: 'error', message: 'the rehearsal killed this run' });
    if (write) writes += 1;
  };
}

/** Counts administrators after each change of the copy. */
function watchOver({ desired }: Planned) {
  const breached = new Map<AdministratorsGuard, string>();
  const least = new Map<AdministratorsGuard, number>();
  const see = (holders: Holders): void => {
    for (const guard of desired.guards.administrators) {
      const count = holdersOf(guard, desired, holders);
      // Where fewer hold it already, none may lower it at all.
      const floor = least.get(guard) ?? Math.min(guard.atLeast, count);
      least.set(guard, floor);
      if (count < floor && !breached.has(guard))
        breached.set(guard, `${guard.permissionSet} on ${guard.account} was held by ${count}, fewer than ${floor}`);
    }
  };
  return { see, breaches: (): readonly string[] => [...breached.values()] };
}

/** A set that is being renamed is held under both names. */
function holdersOf({ permissionSet, account }: AdministratorsGuard, { renames }: Desired, holders: Holders): number {
  const previous = renames.permissionSets.get(permissionSet);
  const names = [permissionSet, ...(previous === undefined ? [] : [previous])];
  return new Set(names.flatMap((name) => [...holders(name, account)])).size;
}
