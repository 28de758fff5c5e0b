/** The whole program on a simulator of its own: folders in, plans and states out, nobody waits. */

import type { SessionOptions } from '../../reconciler/aws/session.ts';
import type { Outcome } from '../../reconciler/core/change.ts';
import { IssueError } from '../../reconciler/core/issue.ts';
import type { Plan, PlanDocument } from '../../reconciler/core/plan.types.ts';
import { assumptions, connectSimulator } from '../../reconciler/commands/open.ts';
import type { Configuration } from '../../reconciler/desired/configuration.ts';
import type { Purpose } from '../../reconciler/desired/roles.ts';
import { validateConfiguration } from '../../reconciler/desired/validate.ts';
import type { OpenCloud } from '../../reconciler/engine/aws-cloud.ts';
import type { Host } from '../../reconciler/engine/host.ts';
import { makePlan } from '../../reconciler/engine/planning.ts';
import type { Applied, ApplyRequest } from '../../reconciler/engine/reconcile.ts';
import { reconcile } from '../../reconciler/engine/reconcile.ts';
import { createVirtualClock } from '../../reconciler/simulator/clock.ts';
import type { Simulator, SimulatorOptions } from '../../reconciler/simulator/server.ts';
import { startSimulator } from '../../reconciler/simulator/server.ts';
import { emptyState } from '../../reconciler/simulator/state.ts';
import type { SimulatorState } from '../../reconciler/simulator/state.types.ts';
import type { WritingCall } from './all-kinds.ts';
import type { Folder } from './configurations.ts';
import { ACCOUNTS, withFolder } from './configurations.ts';

export interface SimulatedRun {
  readonly simulator: Simulator;
  /** Milliseconds since 1970, on the simulator's clock. */
  now(): number;
  plan(folder: Folder): Promise<Plan>;
  /** The same for a configuration on disk, its causes told against another one. */
  planAt(path: string, base?: string): Promise<Plan>;
  /** With `approved`, only that plan or what is left of it. */
  applyAt(path: string, approved?: PlanDocument, notify?: Host['notify']): Promise<Applied>;
  digest(folder: Folder): Promise<string | undefined>;
  /** Applies whatever is planned; throws unless everything is done. */
  apply(folder: Folder): Promise<Done>;
  tryApply(folder: Folder, more?: More): Promise<Applied>;
  /** Applies until that writing call, which is `sent` or not; after it no call leaves the process. Says whether it came. */
  applyUntil(path: string, last: WritingCall, sent: boolean): Promise<boolean>;
  /** What applying again would still do, the writing calls that it makes, and the state. */
  settledOn(
    folder: Folder,
  ): Promise<{ readonly changes: readonly string[]; readonly writes: number; readonly state: SimulatorState }>;
}

/** An apply of which everything was done. */
export interface Done {
  readonly plan: Plan;
  readonly outcomes: readonly Outcome[];
}

/** What a test adds to an apply: a host that cancels, a keeper of what undoes it, an undo file, calls that fail. */
export type More = Partial<Pick<ApplyRequest, 'host' | 'keeper' | 'undo'>> & Pick<SessionOptions, 'onCall'>;

function host(notify: Host['notify'] = () => undefined): Host {
  return {
    notify,
    confirm: () => Promise.resolve(true),
    cancelled: new AbortController().signal,
  };
}

interface SentCall {
  readonly service: string;
  readonly operation: string;
}

function killed(): IssueError {
  return new IssueError({ code: 'APPLY_KILLED', severity: 'error', message: 'killed' });
}

const START = Date.UTC(2026, 10, 21, 12);

/** Three accounts, an instance of Identity Center, and the customer managed policies that the configurations use. */
export const BARE: SimulatorState = emptyState({
  accounts: ACCOUNTS.slice(1).map((account) => ({
    ...account,
    customerManagedPolicies: [{ name: 'guard' }, { name: 'deny', path: '/rails/' }],
  })),
});

export interface Simulation extends Omit<SimulatorOptions, 'state'> {
  /** How long the client waits for an answer, in milliseconds of the machine's clock. */
  readonly requestTimeout?: number;
  /** How fast the client calls; `limits` are those of the services. */
  readonly rates?: SessionOptions['limits'];
}

/** Does the work with a simulator of its own, which starts in that state, and ends it. */
export async function onSimulator<T>(
  state: SimulatorState = BARE,
  work: (run: SimulatedRun) => Promise<T>,
  { requestTimeout, rates, ...options }: Simulation = {},
): Promise<T> {
  const clock = options.clock ?? createVirtualClock(START);
  const simulator = await startSimulator({ ...options, state, clock });
  const connection = {
    ...(requestTimeout === undefined ? {} : { requestTimeout }),
    ...(rates === undefined ? {} : { limits: rates }),
  };
  try {
    return await work(runOn({ simulator, clock, connection }));
  } finally {
    await simulator.close();
  }
}

interface Stage {
  readonly simulator: Simulator;
  readonly clock: NonNullable<SimulatorOptions['clock']>;
  readonly connection: Pick<SessionOptions, 'requestTimeout' | 'limits'>;
}

function runOn(stage: Stage): SimulatedRun {
  const { simulator, clock } = stage;

  const planAt: SimulatedRun['planAt'] = async (path, base) => {
    const configuration = await configured(stage, path);
    const against = base === undefined ? {} : { base: { at: await configured(stage, base) } };
    return connected(stage, { configuration, purpose: 'plan' }, async (cloud) => {
      const request = { now: clock.now(), ...against };
      return (await makePlan(configuration, cloud, request, { notify: () => undefined })).plan;
    });
  };

  async function reconciled(
    configuration: Configuration,
    { onCall, ...request }: More & Pick<Partial<ApplyRequest>, 'approved'>,
  ): Promise<Applied> {
    const calls = onCall === undefined ? {} : { onCall };
    return connected(stage, { configuration, purpose: 'apply', ...calls }, (cloud) =>
      reconcile({ configuration, cloud, now: clock.now(), host: host(), ...request }),
    );
  }

  const plan: SimulatedRun['plan'] = (folder) => withFolder(folder, planAt);
  const tryApply: SimulatedRun['tryApply'] = (folder, more = {}) =>
    withFolder(folder, async (path) => reconciled(await configured(stage, path), more));
  return {
    simulator,
    now: () => clock.now(),
    plan,
    planAt,
    tryApply,
    applyAt: async (path, approved, notify) => {
      const request = { host: host(notify), ...(approved === undefined ? {} : { approved }) };
      return reconciled(await configured(stage, path), request);
    },
    applyUntil: async (path, last, sent) => {
      const { onCall, isCut } = cutAt(last, sent);
      const configuration = await configured(stage, path);
      // A process that is killed tells nobody why.
      await reconciled(configuration, { onCall }).catch(() => undefined);
      return isCut();
    },
    digest: async (folder) => (await plan(folder)).digest,
    apply: async (folder) => allDone(await tryApply(folder)),
    settledOn: async (folder) => {
      simulator.resetCounts();
      const { changes } = (await tryApply(folder)).plan;
      const left = changes.map(({ verb, key }) => `${verb} ${key}`);
      return { changes: left, writes: simulator.writes(), state: simulator.state() };
    },
  };
}

async function configured({ clock }: Stage, path: string): Promise<Configuration> {
  const result = await validateConfiguration(path, { now: clock.now() });
  if (!result.ok) throw new IssueError(...result.issues);
  return result.value;
}

interface Opening extends Pick<SessionOptions, 'onCall'> {
  readonly configuration: Configuration;
  readonly purpose: Purpose;
}

async function connected<R>(
  { simulator, clock, connection }: Stage,
  { configuration, purpose, ...calls }: Opening,
  use: (cloud: OpenCloud) => Promise<R>,
): Promise<R> {
  const session = { ...assumptions(configuration, purpose), ...connection, ...calls };
  const cloud = await connectSimulator(simulator, clock, session);
  try {
    return await use(cloud);
  } finally {
    cloud.close();
  }
}

/** Lets calls leave the process until that one, which is `sent` or not, and none after it. */
function cutAt(last: WritingCall, sent: boolean) {
  let count = 0;
  let cut = false;
  function onCall({ service, operation }: SentCall): void {
    if (cut) throw killed();
    if (`${service}:${operation}` !== last.operation) return;
    count += 1;
    cut = count === last.number;
    if (cut && !sent) throw killed();
  }
  return { onCall, isCut: () => cut };
}

function allDone(applied: Applied): Done {
  const { plan } = applied;
  if (applied.ended === 'nothing to do') return { plan, outcomes: [] };
  if (applied.ended === 'refused') throw new IssueError(...applied.issues);
  if (applied.ended === 'declined') throw new Error('declined');
  const bad = applied.outcomes.filter(({ status }) => status !== 'done');
  if (bad.length > 0) throw new Error(JSON.stringify(bad, null, 1).slice(0, 4_000));
  return { plan, outcomes: applied.outcomes };
}
