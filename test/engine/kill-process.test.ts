/**
 * The built command line as a process of its own, killed with SIGKILL before or after the effect of a writing call: the
 * simulator holds the request or its answer, and the process dies waiting. The next `apply` with the plan file ends where
 * an undisturbed one ends. Some of the calls here; all of them with `npm run kills`, which CI runs, too.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Fault } from '../../reconciler/simulator/faults.ts';
import type { Simulator } from '../../reconciler/simulator/server.ts';
import { startSimulator } from '../../reconciler/simulator/server.ts';
import type { WritingCall } from '../support/all-kinds.ts';
import { ALL_KINDS, beforeAllKinds, held, writingCalls } from '../support/all-kinds.ts';
import type { Ran, Running } from '../support/command.ts';
import { command, launch } from '../support/command.ts';
import { bundle } from '../support/bundle.ts';
import { fastTime } from '../support/fast-time.ts';

/** The day that the plan's dates are made for. */
const START = Date.UTC(2026, 10, 21, 12);
const FACTOR = 10;
const WHOLE = process.env['KILLS'] === 'all' || process.env['SOAK'] === '1';
/** Processes at the same time. */
const AT_ONCE = 5;

interface Stage {
  readonly simulator: Simulator;
  readonly start: (...args: readonly string[]) => Running;
  readonly run: (...args: readonly string[]) => Promise<Ran>;
}

/** A simulator with processes that talk to it, in a time of their own. */
async function onStage<T>(faults: readonly Fault[], work: (stage: Stage) => Promise<T>): Promise<T> {
  const { clock, env } = fastTime(START, FACTOR);
  const simulator = await startSimulator({ state: beforeAllKinds(), clock, faults });
  const options = { env: { ...simulator.environment(), ...env } };
  const common = ['--config', ALL_KINDS, '--quiet'];
  try {
    return await work({
      simulator,
      start: (...args) => launch([...args, ...common], options),
      run: (...args) => command([...args, ...common], options),
    });
  } finally {
    await simulator.close();
  }
}

let folder = '';
let plan = '';
let undisturbed: { readonly state: unknown; readonly calls: readonly WritingCall[] };

beforeAll(async () => {
  bundle();
  folder = await mkdtemp(path.join(tmpdir(), 'cw-gitops-kill-'));
  plan = path.join(folder, 'plan.json');
  undisturbed = await onStage([], async ({ simulator, run }) => {
    expect(await run('plan', '--out', plan)).toMatchObject({ code: 0, err: '' });
    expect(await run('apply', plan)).toMatchObject({ code: 0 });
    return { state: held(simulator.state()), calls: writingCalls(simulator.calls()) };
  });
}, 120_000);

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** A new profile refuses this for a while, so how often it is sent depends on the machine. */
const PATIENT = 'q:CreateAssignment';

/** Kills the process when the call is held, and gives the state at its death; `undefined` when it was done without it. */
async function killAt({ simulator, start }: Stage, { operation, number }: WritingCall): Promise<unknown> {
  const running = start('apply', plan);
  while ((simulator.calls()[operation] ?? 0) < number) {
    if (!running.alive()) {
      const ended = await running.ended;
      if (operation === PATIENT && ended.code === 0) return undefined;
      throw new Error(`the process ended before ${operation} ${number}: ${running.written()}`);
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
  const state = held(simulator.state());
  running.signal('SIGKILL');
  expect((await running.ended).code).toBeNull();
  return state;
}

async function killAndFinish(last: WritingCall, kind: 'hold' | 'hang'): Promise<void> {
  const { operation, number } = last;
  const at = `${kind} ${operation} ${number}`;
  await onStage([{ operation, when: { calls: [number] }, kind }], async (stage) => {
    const state = await killAt(stage, last);
    if (state === undefined) return;
    // With the effect of the very last call everything is there already; before any effect something is missing.
    if (kind === 'hold') expect(state, at).not.toEqual(undisturbed.state);
    const finished = await stage.run('apply', plan);
    expect(finished.code, `${at}: ${finished.err}${finished.out}`).toBe(0);
    expect(held(stage.simulator.state()), at).toEqual(undisturbed.state);
  });
}

/** All, or one of each few: every operation is among them sooner or later, as plans change. */
function chosen(): readonly WritingCall[] {
  return WHOLE ? undisturbed.calls : undisturbed.calls.filter((_, index) => index % 11 === 3);
}

describe.each([
  ['hold', 'before'],
  ['hang', 'after'],
] as const)('killed while the service would %s a writing call', (kind, when) => {
  test(`that is, ${when} its effect: the next apply finishes`, { timeout: 1_800_000 }, async () => {
    const left = [...chosen()];
    const worker = async (): Promise<void> => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) await killAndFinish(next, kind);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  });
});
