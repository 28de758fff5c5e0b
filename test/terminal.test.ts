/** The terminal of a person who is asked something. */

import { PassThrough } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { processTerminal } from '../reconciler/terminal.ts';

const { stdin } = process;

afterEach(() => {
  Object.defineProperty(process, 'stdin', { value: stdin });
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
