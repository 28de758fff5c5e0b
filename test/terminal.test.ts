/** The terminal of a person who is asked something, or told how far a run is. */

import { PassThrough } from 'node:stream';
import { afterEach, expect, test, vi } from 'vitest';
import { progressLog } from '../reconciler/action/job.ts';
import { progressLine } from '../reconciler/commands/progress.ts';
import { processTerminal } from '../reconciler/terminal.ts';

const { stdin, stderr } = process;

afterEach(() => {
  Object.defineProperty(process, 'stdin', { value: stdin });
  Object.defineProperty(process, 'stderr', { value: stderr });
});

async function answerTo(keys: string): Promise<string> {
  const typed = new PassThrough();
  Object.defineProperty(process, 'stdin', { value: typed });
  const terminal = await processTerminal({ color: false, quiet: true });
  const answer = terminal.ask('Apply? ');
  typed.end(keys);
  return answer;
}

test('what is typed is the answer', async () => {
  expect(await answerTo('yes\n')).toBe('yes');
});

test('whoever goes away without an answer has not said yes', async () => {
  expect(await answerTo('')).toBe('');
});

test('a terminal without a width, as containers begin with, gets no progress line: it would never be taken away', async () => {
  const shown = Object.assign(new PassThrough(), { isTTY: true, columns: 0 });
  Object.defineProperty(process, 'stderr', { value: shown });
  const terminal = await processTerminal({ color: false, quiet: false });
  terminal.progress('reading');
  expect(shown.read()).toBe(null);
});

test('a run says once that it waits, in a terminal as in the log of a job, and keeps its changing line up to date', () => {
  const said: string[] = [];
  const line: string[] = [];
  const silent = { out: () => undefined, ask: () => Promise.resolve('') };
  const terminal = { ...silent, err: (text: string) => said.push(text), progress: (text: string) => line.push(text) };
  const log: string[] = [];
  const written = vi.spyOn(process.stdout, 'write').mockImplementation((text) => log.push(String(text).trim()) > 0);
  try {
    for (const notify of [progressLine(terminal as never, { quiet: false, verbose: false }), progressLog()]) {
      for (const what of ['assignments being created (2)', 'assignments being created (1)'])
        notify({ step: 'waiting', what });
    }
  } finally {
    written.mockRestore();
  }
  const first = "waiting until somebody else's operations have ended: assignments being created (2)";
  expect(said).toEqual([first]);
  expect(log.filter((text) => text !== '')).toEqual([first]);
  expect(line).toEqual([first, first.replace('(2)', '(1)')]);
});
