/** Ctrl-C, SIGTERM and `--deadline`: nothing new is started, what is under way is finished and told. */

import { LONGEST_TIMER } from '../aws/clock.ts';
import type { Host } from '../engine/host.ts';
import { EXIT } from './options.ts';

export interface Cancellation {
  readonly signal: AbortSignal;
  /** What the run is to tell its progress: it shows whether anything can have been written yet. */
  readonly notify: Host['notify'];
  stop(): void;
}

/**
 * `deadline` in milliseconds from now. Before the first change there is nothing to finish: a signal ends the process at once, with
 * exit 1. After it a second signal does, with exit 4; one after the deadline is the first.
 */
export function cancellation(notify: Host['notify'], deadline: number | undefined): Cancellation {
  const controller = new AbortController();
  let signals = 0;
  let begun = false;
  const stop = (): void => {
    if (controller.signal.aborted) return;
    controller.abort();
    notify({ step: 'cancelling' });
  };
  const onSignal = (): void => {
    if (!begun) {
      notify({ step: 'stopped' });
      process.exit(EXIT.failed);
    }
    signals += 1;
    if (signals > 1) process.exit(EXIT.partial);
    stop();
  };
  const timer = deadline === undefined ? undefined : setTimeout(stop, Math.min(deadline, LONGEST_TIMER));
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    notify: (progress) => {
      begun ||= progress.step === 'started';
      notify(progress);
    },
    stop: () => {
      clearTimeout(timer);
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
