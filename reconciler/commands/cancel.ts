/** Ctrl-C, SIGTERM and `--deadline`: nothing new is started, what is under way is finished and told. */

import { LONGEST_TIMER } from '../aws/clock.ts';
import type { Host } from '../engine/host.ts';
import { EXIT } from './options.ts';

export interface Cancellation {
  readonly signal: AbortSignal;
  stop(): void;
}

/** `deadline` in milliseconds from now. A second Ctrl-C ends the process at once; one after the deadline is the first. */
export function cancellation(notify: Host['notify'], deadline: number | undefined): Cancellation {
  const controller = new AbortController();
  let signals = 0;
  const stop = (): void => {
    if (controller.signal.aborted) return;
    controller.abort();
    notify({ step: 'cancelling' });
  };
  const onSignal = (): void => {
    signals += 1;
    if (signals > 1) process.exit(EXIT.partial);
    stop();
  };
  const timer = deadline === undefined ? undefined : setTimeout(stop, Math.min(deadline, LONGEST_TIMER));
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    stop: () => {
      clearTimeout(timer);
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
