/** The streams of a person's terminal: results to standard output, everything else to standard error. */

import { createInterface } from 'node:readline/promises';

export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** Warnings, errors and notes. */
  err(text: string): void;
  /** Whether standard output takes colours. */
  readonly color: boolean;
  /** Whether there is somebody who can answer. */
  readonly interactive: boolean;
  /** Columns of standard output; 80 when it is not a terminal. */
  readonly columns: number;
  ask(question: string): Promise<string>;
  /** Shows one line that changes in place on a terminal's standard error, nothing elsewhere. */
  progress(line: string): void;
  /** Takes the progress line away. */
  endProgress(): void;
}

export interface TerminalOptions {
  readonly color: boolean;
  readonly quiet: boolean;
}

/** The process's own terminal. `NO_COLOR` and `FORCE_COLOR` are honoured, as is `--no-color`. */
export async function processTerminal(options: TerminalOptions): Promise<Terminal> {
  const { stdin, stdout, stderr, env } = process;
  const color = options.color && env['NO_COLOR'] === undefined && (stdout.isTTY || env['FORCE_COLOR'] !== undefined);
  const spinner =
    stderr.isTTY && !options.quiet ? (await import('ora')).default({ stream: stderr, color: 'gray' }) : undefined;
  return {
    out: (text) => void stdout.write(text.endsWith('\n') ? text : `${text}\n`),
    err: (text) => {
      spinner?.stop();
      stderr.write(text.endsWith('\n') ? text : `${text}\n`);
    },
    color,
    interactive: stdin.isTTY && stderr.isTTY,
    columns: stdout.columns ?? 80,
    ask: async (question) => {
      spinner?.stop();
      const reader = createInterface({ input: stdin, output: stderr });
      try {
        return await reader.question(question);
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
