/** Processes of the built command line and a simulator that share a clock which runs faster than the machine's. */

import { pathToFileURL } from 'node:url';
import type { SimulatorClock } from '../../reconciler/simulator/clock.ts';

export interface FastTime {
  readonly clock: SimulatorClock;
  /** What a process needs in its environment to live in the same time. */
  readonly env: Readonly<Record<string, string>>;
}

/** Time from `start` (milliseconds since 1970) on, `factor` times as fast as the machine's. */
export function fastTime(start: number, factor: number): FastTime {
  const origin = Date.now();
  return {
    clock: {
      now: () => Math.round(start + (Date.now() - origin) * factor),
      sleep: (milliseconds) =>
        new Promise((resolve) => {
          setTimeout(resolve, milliseconds / factor);
        }),
      busy: (work) => work(),
    },
    env: {
      NODE_OPTIONS: `--import=${pathToFileURL('test/support/fast-time.mjs').href}`,
      FAST_TIME_ORIGIN: String(origin),
      FAST_TIME_START: String(start),
      FAST_TIME_FACTOR: String(factor),
    },
  };
}
