/** The terminal of a person who is asked something. */

import { PassThrough } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
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
