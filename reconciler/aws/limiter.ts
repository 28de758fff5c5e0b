/**
 * The rate of calls to one service, shared by everything in a run. AWS allows 20 calls a second to each of the two
 * directories, console and other tools included (reference, section 3), so a run takes half of it, and less when told to.
 */

import type { Clock } from './clock.ts';

export interface LimiterOptions {
  /** Calls a second. */
  readonly rate: number;
  /** Calls that may follow each other at once after a pause. */
  readonly burst: number;
  /** Calls under way at the same time. */
  readonly atOnce: number;
}

export interface Limiter {
  /** Runs one call when it is its turn; turns are first come, first served. */
  run<T>(call: () => Promise<T>): Promise<T>;
  /** The service asked to slow down; `pauseMilliseconds` is what it asked for, if it did. */
  throttled(pauseMilliseconds?: number): void;
  /** The service answered: the rate recovers little by little. */
  answered(): void;
  /** Calls a second at this moment. */
  rate(): number;
  /** The run has ended: whoever waits for a turn, or comes for one, is refused, so that nobody waits for what nobody needs. */
  stop(): void;
}

const SLOWEST = 0.5;
/** Less of a brake than a half: a tenth of all calls throttled by others must not cost half of the speed. */
const SLOWER = 0.7;
/** So much of the full rate comes back with each answer. */
const RECOVERY = 0.05;
/** Answers that were already under way say the same thing again: the rate is lowered once for all of them. */
const ONE_LESSON_MILLISECONDS = 1_000;

/** A limiter that starts at its full rate. */
export function createLimiter(clock: Clock, { rate: full, burst, atOnce }: LimiterOptions): Limiter {
  let rate = full;
  let tokens = burst;
  let refilled = clock.now();
  let pausedUntil = 0;
  let lastLesson = Number.NEGATIVE_INFINITY;
  let turn: Promise<void> = Promise.resolve();
  let isStopped = false;
  const places = createPlaces(atOnce);

  async function token(): Promise<void> {
    for (;;) {
      // With this turn those that wait for it are refused, too.
      if (isStopped) throw new Error('the run has ended');
      const now = clock.now();
      tokens = Math.min(burst, tokens + ((now - refilled) / 1000) * rate);
      refilled = now;
      const pause = pausedUntil - now;
      // A hair less than one: rounding must not ask for a sleep of no time, again and again.
      if (pause <= 0 && tokens >= 1 - 1e-9) break;
      await clock.sleep(Math.max(pause, Math.ceil(((1 - tokens) / rate) * 1000), 1));
    }
    tokens -= 1;
  }

  return {
    run: async (call) => {
      const mine = turn.then(places.take).then(token);
      turn = mine;
      await mine;
      try {
        return await call();
      } finally {
        places.give();
      }
    },
    throttled: (pauseMilliseconds = 0) => {
      const now = clock.now();
      pausedUntil = Math.max(pausedUntil, now + pauseMilliseconds);
      if (now - lastLesson < ONE_LESSON_MILLISECONDS) return;
      lastLesson = now;
      rate = Math.max(SLOWEST, rate * SLOWER);
      tokens = Math.min(tokens, 0);
    },
    answered: () => {
      rate = Math.min(full, rate + full * RECOVERY);
    },
    rate: () => rate,
    stop: () => {
      isStopped = true;
    },
  };
}

function createPlaces(count: number): { readonly take: () => Promise<void>; readonly give: () => void } {
  let free = count;
  const waiting: (() => void)[] = [];
  return {
    take: async () => {
      if (free > 0) {
        free -= 1;
        return;
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    },
    give: () => {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    },
  };
}
