/** The built command line as a process that somebody stops, or that runs out of time: what is under way ends, and is told. */

import { describe, expect, test } from 'vitest';
import type { Simulator } from '../../reconciler/simulator/server.ts';
import { startSimulator } from '../../reconciler/simulator/server.ts';
import { ALL_KINDS, beforeAllKinds, held } from '../support/all-kinds.ts';
import type { Ran, Running } from '../support/command.ts';
import { launch } from '../support/command.ts';
import { fastTime } from '../support/fast-time.ts';

/** The day that the plan's dates are made for. */
const START = Date.UTC(2026, 10, 21, 12);
const APPLY = ['apply', '--yes', '--config', ALL_KINDS] as const;

interface Started {
  readonly simulator: Simulator;
  readonly start: (...args: readonly string[]) => Running;
}

async function onStage<T>(factor: number, work: (stage: Started) => Promise<T>): Promise<T> {
  const { clock, env } = fastTime(START, factor);
  const simulator = await startSimulator({ state: beforeAllKinds(), clock });
  const options = { env: { ...simulator.environment(), ...env } };
  try {
    return await work({ simulator, start: (...args) => launch([...APPLY, ...args], options) });
  } finally {
    await simulator.close();
  }
}

async function until(running: Running, reached: () => boolean): Promise<void> {
  while (!reached()) {
    if (!running.alive()) throw new Error(`it ended too early: ${running.written()}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}

/** What was told is the truth: nothing is written after the end, and another apply does what was said to be left. */
async function expectTruth({ simulator, start }: Started, { code, out }: Ran): Promise<void> {
  expect(code).toBe(4);
  expect(out).toMatch(/\d+ skipped/u);
  const left = JSON.stringify(held(simulator.state()));
  await new Promise((resolve) => {
    setTimeout(resolve, 200);
  });
  expect(JSON.stringify(held(simulator.state()))).toBe(left);
  expect(await start().ended).toMatchObject({ code: 0 });
}

/** Most of their time passes in waiting, each for its own simulator: they wait together. */
describe.concurrent('an apply', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'on %s starts nothing more, waits, tells, and exits 4',
    async (signal) => {
      await onStage(10, async (stage) => {
        const running = stage.start();
        await until(running, () => stage.simulator.writes() > 3);
        running.signal(signal);
        const ran = await running.ended;
        expect(ran.err).toContain('nothing new is started');
        await expectTruth(stage, ran);
      });
    },
    120_000,
  );

  test('past its deadline starts nothing more, waits, tells, and exits 4', async () => {
    await onStage(10, async (stage) => {
      const ran = await stage.start('--deadline', 'PT12S').ended;
      expect(ran.err).toContain('nothing new is started');
      await expectTruth(stage, ran);
    });
  }, 120_000);

  test('ends at once when it is told twice', async () => {
    await onStage(1, async ({ simulator, start }) => {
      const running = start();
      await until(running, () => simulator.writes() > 0);
      running.signal('SIGINT');
      await until(running, () => running.written().includes('nothing new is started'));
      running.signal('SIGINT');
      expect((await running.ended).code).toBe(4);
    });
  }, 120_000);
});
