/** The built command line as a process that somebody stops, or that runs out of time: what is under way ends, and is told. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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

const KEYS = {
  AWS_ACCESS_KEY_ID: 'AKIASIMULATEDADMIN00',
  AWS_SECRET_ACCESS_KEY: 'not-a-secret',
  AWS_REGION: 'us-east-1',
};

/** A service that takes every request and answers none. */
async function listenForever(): Promise<{ readonly url: string; asked(): number; close(): void }> {
  let asked = 0;
  const server = createServer(() => void (asked += 1)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    asked: () => asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
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

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'on %s before its first change ends at once, however long reading takes, and says that nothing was changed',
    async (signal) => {
      const silent = await listenForever();
      try {
        const running = launch(APPLY, { env: { ...KEYS, AWS_ENDPOINT_URL: silent.url } });
        await until(running, () => silent.asked() > 0);
        running.signal(signal);
        expect(await running.ended).toEqual({ code: 1, out: '', err: 'stopped: nothing was changed\n' });
      } finally {
        silent.close();
      }
    },
    30_000,
  );

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
