import { expect, test } from 'vitest';
import { getOrInsert, once } from '../../reconciler/core/once.ts';

test('what was made is kept; a promise that is rejected is made again for whoever asks next', async () => {
  const answers = [Promise.reject(new Error('no')), Promise.resolve('yes'), Promise.resolve('never asked for')];
  const read = once(() => answers.shift() ?? Promise.resolve('none'));
  const [first, beside] = [read(), read()];
  expect(beside).toBe(first);
  await expect(first).rejects.toThrow('no');
  expect(await read()).toBe('yes');
  expect(await read()).toBe('yes');

  const map = new Map<string, Promise<string>>();
  await expect(getOrInsert(map, 'a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await getOrInsert(map, 'a', () => Promise.resolve('yes'))).toBe('yes');
});
