import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { allOf } from '../../reconciler/aws/all-of.ts';

const NUMBERS = Array.from({ length: 1_000 }, (_, index) => index);

test('many pieces of work give their results in order, whichever ends first, and only some wait at once', async () => {
  let underWay = 0;
  let most = 0;
  const doubled = await allOf(NUMBERS, async (number) => {
    underWay += 1;
    most = Math.max(most, underWay);
    for (let turn = 0; turn < number % 7; turn += 1) await setImmediate();
    underWay -= 1;
    return 2 * number;
  });
  expect(doubled).toEqual(NUMBERS.map((number) => 2 * number));
  expect(most).toBeGreaterThan(20);
  expect(most).toBeLessThan(200);
});

test('after a failure nothing more is begun', async () => {
  const begun: number[] = [];
  const work = async (number: number) => {
    begun.push(number);
    await setImmediate();
    if (number === 3) throw new Error('refused');
  };
  await expect(allOf(NUMBERS, work)).rejects.toThrow('refused');
  await setImmediate();
  expect(begun.length).toBeLessThan(200);
});

test('no work gives nothing', async () => {
  expect(await allOf([], () => Promise.reject(new Error('never')))).toEqual([]);
});
