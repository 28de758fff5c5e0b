/** Ctrl-C, SIGTERM and `--deadline`: nothing new is started, what is under way is finished and told. */

import type { Host } from '../engine/host.ts';

export interface Cancellation {
  readonly signal: AbortSignal;
  stop(): void;
}

/** `deadline` in milliseconds from now. A second Ctrl-C ends the process at once. */
export function cancellation(notify: Host['notify'], deadline: number | undefined): Cancellation {
  const controller = new AbortController();
  const cancel = (): void => {
    if (controller.signal.aborted) process.exit(4);
    controller.abort();
    notify({ step: 'cancelling' });
  };
  const timer = deadline === undefined ? undefined : setTimeout(() => controller.abort(), deadline);
  process.on('SIGINT', cancel);
  process.on('SIGTERM', cancel);
  return {
    signal: controller.signal,
    stop: () => {
      clearTimeout(timer);
      process.off('SIGINT', cancel);
      process.off('SIGTERM', cancel);
    },
  };
}
