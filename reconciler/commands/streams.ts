/** What a command does when nobody can read what it writes: it goes on, so that an apply never ends half way. */

import { IssueError } from '../core/issue.ts';
import { printFailure } from './failure.ts';
import { EXIT } from './options.ts';

/**
 * A reader that goes away, as `head` does, is nobody's failure. Results that cannot be written otherwise (a full disk) are told;
 * with `fails` they also make an exit code of 0 a 1, which an apply's must not be: that would say that nothing was changed.
 */
export function outliveReaders(fails: boolean): void {
  const { stdout, stderr } = process;
  stderr.on('error', () => undefined);
  // Each further line would fail again.
  stdout.on('error', () => undefined);
  stdout.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    printFailure(unwritable(error), false);
    process.once('exit', (code) => {
      if (fails && code === EXIT.done) process.exitCode = EXIT.failed;
    });
  });
}

function unwritable({ code, message }: NodeJS.ErrnoException): IssueError {
  const what = `standard output cannot be written (${code ?? message})`;
  return new IssueError({ code: 'USAGE_OUTPUT', severity: 'error', message: what });
}
