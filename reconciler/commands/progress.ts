/** The progress of a run as one changing line, and its notes with `--verbose`. */

import type { Host } from '../engine/host.ts';
import type { Terminal } from '../terminal.ts';

export interface ProgressOptions {
  readonly quiet: boolean;
  readonly verbose: boolean;
}

export function progressLine(terminal: Terminal, { quiet, verbose }: ProgressOptions): Host['notify'] {
  const started = Date.now();
  return (progress) => {
    switch (progress.step) {
      case 'reading':
        terminal.progress(`reading: ${progress.what}, ${progress.calls} calls`);
        return;
      case 'waiting':
        terminal.progress(`waiting: ${progress.what}`);
        return;
      case 'started':
        return;
      case 'ended': {
        const { done, of, calls } = progress;
        const left = Math.round((((Date.now() - started) / Math.max(1, done)) * (of - done)) / 1_000);
        terminal.progress(`${done} of ${of} changes, ${calls} calls, about ${left} s left`);
        return;
      }
      case 'reading back':
        terminal.progress(`reading back, ${progress.calls} calls`);
        return;
      case 'cancelling':
        if (!quiet) terminal.err('stopping: nothing new is started, what is under way is finished');
        return;
      case 'note':
        if (verbose && !quiet) terminal.err(progress.text);
    }
  };
}
