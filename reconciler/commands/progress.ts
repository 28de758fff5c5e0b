/** The progress of a run as one changing line, and its notes with `--verbose`. */

import type { Host } from '../engine/host.ts';
import type { Terminal } from '../terminal.ts';

export interface ProgressOptions {
  readonly quiet: boolean;
  readonly verbose: boolean;
}

export function progressLine(terminal: Terminal, { quiet, verbose }: ProgressOptions): Host['notify'] {
  const sayWaiting = waitingNotice((text) => {
    if (!quiet) terminal.err(text);
  });
  return (progress) => {
    switch (progress.step) {
      case 'reading':
        terminal.progress(`reading: ${progress.what}, ${progress.calls} calls`);
        return;
      case 'waiting':
        sayWaiting(progress.what);
        terminal.progress(waitingText(progress.what));
        return;
      case 'rehearsing':
        terminal.progress(`rehearsing under ${progress.schedule}`);
        return;
      case 'started':
        return;
      case 'ended': {
        const { done, of, calls, left } = progress;
        const rest = left === undefined ? '' : `, about ${left.calls} calls and ${about(left.seconds)} left`;
        terminal.progress(`${done} of ${of} changes, ${calls} calls made${rest}`);
        return;
      }
      case 'reading back':
        terminal.progress(`reading back, ${progress.calls} calls`);
        return;
      case 'cancelling':
        if (!quiet) terminal.err('stopping: nothing new is started, what is under way is finished');
        return;
      case 'stopped':
        terminal.err(STOPPED);
        return;
      case 'approved':
        if (!quiet) terminal.err(progress.text);
        return;
      case 'note':
        if (verbose && !quiet) terminal.err(progress.text);
    }
  };
}

export const STOPPED = 'stopped: nothing was changed';

/** Says once in a run that operations of somebody else are waited for: it takes minutes, and there may be no line that changes. */
export function waitingNotice(say: (text: string) => void): (what: string) => void {
  let isSaid = false;
  return (what) => {
    if (!isSaid) say(waitingText(what));
    isSaid = true;
  };
}

function waitingText(what: string): string {
  return `waiting until somebody else's operations have ended: ${what}`;
}

function about(seconds: number): string {
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
