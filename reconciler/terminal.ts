/** The streams of a person's terminal: results to standard output, everything else to standard error. */

import { createInterface } from 'node:readline/promises';
import type { WriteStream } from 'node:tty';
import { wrapped } from './report/wrap.ts';

export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** Warnings, errors and notes. */
  err(text: string): void;
  /** Whether standard output takes colours. */
  readonly color: boolean;
  /** Columns of standard output; 80 when it is not a terminal. */
  readonly columns: number;
  /** Whether there is somebody who can answer. */
  readonly interactive: boolean;
  /** What is typed; nothing where somebody goes away without an answer, by Ctrl-C or Ctrl-D or with the terminal. */
  ask(question: string): Promise<string>;
  /** Shows one line that changes in place on a terminal's standard error, nothing elsewhere. */
  progress(line: string): void;
  /** Takes the progress line away. */
  endProgress(): void;
}

export interface TerminalOptions {
  readonly color: boolean;
  readonly quiet: boolean;
  /** Of results: what machines read is never wrapped. */
  readonly format?: string;
}

/** The fewest columns that lines are wrapped for. */
const NARROW = 40;

/** Writes whole lines; on a terminal those that are too long for it are broken between words. */
export function writeLines(stream: WriteStream, text: string, wraps = true): void {
  const lines = wraps && stream.isTTY ? wrapped(text, Math.max(NARROW, stream.columns)) : text;
  stream.write(lines.endsWith('\n') ? lines : `${lines}\n`);
}

/** The process's own terminal. `NO_COLOR` and `FORCE_COLOR` are honoured, as is `--no-color`. */
export async function processTerminal(options: TerminalOptions): Promise<Terminal> {
  const { stdin, stdout, stderr, env } = process;
  const color = options.color && env['NO_COLOR'] === undefined && (stdout.isTTY || env['FORCE_COLOR'] !== undefined);
  // Without a width, as a container's terminal may begin, there is no end of lines to take away again.
  const spinner =
    stderr.isTTY && stderr.columns > 0 && !options.quiet
      ? (await import('ora')).default({ stream: stderr, color: 'gray' })
      : undefined;
  return {
    out: (text) => writeLines(stdout, text, (options.format ?? 'text') === 'text'),
    err: (text) => {
      spinner?.stop();
      writeLines(stderr, text);
    },
    color,
    columns: stdout.columns ?? 80,
    interactive: stdin.isTTY && stderr.isTTY,
    ask: async (question) => {
      spinner?.stop();
      const reader = createInterface({ input: stdin, output: stderr });
      // Node rejects a question that is broken off by a key, and forgets one whose input ends.
      const closed = new Promise<string>((resolve) => {
        reader.once('close', () => resolve(''));
      });
      try {
        return await Promise.race([reader.question(question).catch(() => closed), closed]);
      } finally {
        reader.close();
      }
    },
    progress: (line) => {
      if (spinner === undefined) return;
      spinner.text = line;
      if (!spinner.isSpinning) spinner.start();
    },
    endProgress: () => void spinner?.stop(),
  };
}
