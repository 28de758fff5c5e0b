/** A rehearsal proves what it says: it passes where the engine is right, and fails where a mistake is planted in it. */

import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SessionOptions } from '../../reconciler/aws/session.ts';
import type { Change, Outcome } from '../../reconciler/core/change.ts';
import { passed, rehearsed } from '../../reconciler/core/rehearsal.ts';
import type { Rehearsal } from '../../reconciler/core/rehearsal.types.ts';
import { connectSimulator, simulatedAssumptions } from '../../reconciler/commands/open.ts';
import { validateConfiguration } from '../../reconciler/desired/validate.ts';
import { applyChanges } from '../../reconciler/engine/apply.ts';
import type { ScheduleName } from '../../reconciler/engine/fault-schedules.ts';
import { SCHEDULES } from '../../reconciler/engine/fault-schedules.ts';
import { makePlan } from '../../reconciler/engine/planning.ts';
import { readBack } from '../../reconciler/engine/readback.ts';
import type { Applied, ApplyRequest } from '../../reconciler/engine/reconcile.ts';
import { rehearse } from '../../reconciler/engine/rehearse.ts';
import { KINDS } from '../../reconciler/kinds/index.ts';
import { createVirtualClock } from '../../reconciler/simulator/clock.ts';
import { startSimulator } from '../../reconciler/simulator/server.ts';
import type { SimulatorState } from '../../reconciler/simulator/state.types.ts';
import { ALL_KINDS, beforeAllKinds } from '../support/all-kinds.ts';
import { asFolder, configurations, organizations, withFolder } from '../support/configurations.ts';
import type { Folder } from '../support/configurations.ts';
import { BARE } from '../support/simulated.ts';

const START = Date.UTC(2026, 10, 21, 12);

interface Options {
  readonly schedules?: readonly ScheduleName[];
  readonly seed?: number;
  readonly apply?: (request: ApplyRequest) => Promise<Applied>;
  readonly session?: Pick<SessionOptions, 'retries'>;
}

/** Rehearses on what a simulator holds, which stands for AWS: nothing may be written to that one. */
async function rehearsing(state: SimulatorState, folder: Folder, options: Options = {}): Promise<Rehearsal> {
  const { schedules = SCHEDULES, seed = 1, session = {}, apply } = options;
  return withFolder(folder, async (path) => {
    const result = await validateConfiguration(path, { now: START });
    if (!result.ok) throw new Error(JSON.stringify(result.issues));
    const configuration = result.value;
    const clock = createVirtualClock(START);
    const real = await startSimulator({ state, clock });
    const cloud = await connectSimulator(real, clock, simulatedAssumptions(configuration, real, 'plan'));
    try {
      const rehearsal = await rehearse({
        configuration,
        cloud,
        host: { notify: () => undefined },
        now: START,
        schedules,
        seed,
        connect: (simulator, its, more) =>
          connectSimulator(simulator, its, {
            ...simulatedAssumptions(configuration, simulator, 'apply'),
            ...more,
            ...session,
          }),
        ...(apply === undefined ? {} : { apply }),
      });
      expect(real.writes()).toBe(0);
      return rehearsal;
    } finally {
      cloud.close();
      await real.close();
    }
  });
}

const EVERY_KIND: Folder = { 'all.yaml': readFileSync(ALL_KINDS, 'utf8') };

test('a plan with every kind of change converges under every schedule, and so it does again', async () => {
  const first = await rehearsing(beforeAllKinds(), EVERY_KIND);
  expect(first.unlike).toBeUndefined();
  expect(first.runs.filter((run) => !passed(run))).toEqual([]);
  expect(first.runs.map(({ schedule }) => schedule)).toEqual(SCHEDULES);
  expect(rehearsed(first)).toBe(true);
  // Faults strike: some runs have to be started again.
  expect(first.runs.some(({ applies }) => applies > 1)).toBe(true);
  const some = { schedules: ['late-failures'], seed: 4 } as const;
  const [again] = (await rehearsing(beforeAllKinds(), EVERY_KIND, some)).runs;
  expect(again).toEqual(first.runs.find(({ schedule }) => schedule === 'late-failures'));
}, 60_000);

test('the copy is like any organisation: its plan has the same digest', async () => {
  await fc.assert(
    fc.asyncProperty(organizations, configurations, async (state, document) => {
      const rehearsal = await rehearsing(state, asFolder(document), { schedules: ['calm'] });
      expect(rehearsal.unlike).toBeUndefined();
      expect(rehearsal.runs.filter((run) => !passed(run))).toEqual([]);
    }),
    { numRuns: Number(process.env['LAW_RUNS'] ?? 6) },
  );
}, 120_000);

test('a live policy that AWS would not take today, and names that only case tells apart, are copied', async () => {
  const Statement = { Effect: 'Deny', Action: '*', Resource: '*' };
  const old = { name: 'Old', inlinePolicy: { Statement: { ...Statement, Resource: 'arn:old:s3:::logs' } } };
  const users = ['ada', 'Ada'].map((userName) => ({ userName, givenName: 'A', familyName: 'L', displayName: 'A L' }));
  const state = { ...BARE, identityCenter: { region: 'us-east-1', users, permissionSets: [old] } };
  const folder = asFolder({ version: 1, permissionSets: [{ name: 'Old', inlinePolicy: { Statement } }] });
  expect((await rehearsing(state, folder, { schedules: ['calm'] })).runs.map(passed)).toEqual([true]);
});

test('what a guard refuses, and what changes nothing, is not rehearsed', async () => {
  const refused = EVERY_KIND['all.yaml']?.replace('upTo: 5', 'upTo: 1') ?? '';
  expect(await rehearsing(beforeAllKinds(), { 'all.yaml': refused })).toMatchObject({ runs: [] });
  expect(await rehearsing(BARE, asFolder({ version: 1, users: [] }))).toMatchObject({ runs: [] });
});

/** An apply made of the same parts, with a mistake between them. */
function mistaken(
  order: (changes: readonly Change[]) => readonly Change[],
  look: (outcomes: readonly Outcome[], request: ApplyRequest) => Promise<readonly Outcome[]>,
): NonNullable<Options['apply']> {
  return async (request) => {
    const { configuration, cloud, host, now } = request;
    const { plan, live } = await makePlan(configuration, cloud, { now }, host);
    if (plan.changes.length === 0) return { ended: 'nothing to do', plan };
    const { drivers } = cloud;
    const calls = (): number => cloud.calls();
    const changes = order(plan.changes);
    const outcomes = await applyChanges({ changes, live, drivers, kinds: KINDS, host, calls });
    return { ended: 'applied', plan, outcomes: await look(outcomes, request) };
  };
}

const asItIs = (changes: readonly Change[]): readonly Change[] => changes;

test('without a mistake between them the parts pass', async () => {
  const apply = mistaken(asItIs, async (outcomes, { cloud }) => (await readBack(outcomes, cloud)).outcomes);
  expect(rehearsed(await rehearsing(beforeAllKinds(), EVERY_KIND, { apply, schedules: ['calm'] }))).toBe(true);
});

const HANDOVER: Folder = {
  'all.yaml': `
version: 1
accounts: { management: '111111111111' }
users:
  - { userName: ada, givenName: Ada, familyName: Lee }
  - { userName: bob, givenName: Bob, familyName: Ito }
admins: { organization: { users: [bob] } }
overrides: [{ guard: removals.assignments, upTo: 1, reason: 'Ada leaves', until: 2026-12-05 }]
`,
};

test('an order that takes the last administrator away before the next one is there is caught', async () => {
  const state: SimulatorState = {
    ...BARE,
    identityCenter: {
      region: 'us-east-1',
      users: ['ada', 'bob'].map((userName) => ({ userName, givenName: 'A', familyName: 'B', displayName: 'C' })),
      permissionSets: [{ name: 'AdministratorAccess' }],
      assignments: [{ permissionSet: 'AdministratorAccess', account: '111111111111', user: 'ada' }],
    },
  };
  expect((await rehearsing(state, HANDOVER, { schedules: ['calm'] })).runs.map(passed)).toEqual([true]);
  const backwards = (changes: readonly Change[]): readonly Change[] =>
    changes.toReversed().map((change) => ({ ...change, needs: [] }));
  const apply = mistaken(backwards, async (outcomes, { cloud }) => (await readBack(outcomes, cloud)).outcomes);
  const rehearsal = await rehearsing(state, HANDOVER, { apply, schedules: ['calm'] });
  expect(rehearsal.runs).toMatchObject([
    { converged: true, breaches: ['AdministratorAccess on 111111111111 was held by 0, fewer than 1'] },
  ]);
  expect(rehearsed(rehearsal)).toBe(false);
});

test('a retry that never repeats is caught', async () => {
  const never = { first: 0, longest: 0, within: -1 };
  const session = { retries: { throttling: never, transient: never, conflict: never } };
  const right = await rehearsing(beforeAllKinds(), EVERY_KIND, { schedules: ['throttling'] });
  const planted = await rehearsing(beforeAllKinds(), EVERY_KIND, { session, schedules: ['throttling'] });
  expect([right, planted].map(rehearsed)).toEqual([true, false]);
}, 60_000);

test('a read-back that always says yes is caught', async () => {
  const apply = mistaken(asItIs, (outcomes) =>
    Promise.resolve(outcomes.map(({ change }): Outcome => ({ status: 'done', change }))),
  );
  const rehearsal = await rehearsing(beforeAllKinds(), EVERY_KIND, { apply, schedules: ['late-failures'], seed: 4 });
  expect(rehearsed(rehearsal)).toBe(false);
  expect(rehearsal.runs[0]?.left.length).toBeGreaterThan(0);
});
