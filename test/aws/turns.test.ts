import { setImmediate } from 'node:timers/promises';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTurns } from '../../reconciler/aws/turns.ts';

test('lone work at one thing never overlaps any other; shared work does; a failure keeps nobody waiting', async () => {
  const step = fc.record({
    alone: fc.boolean(),
    thing: fc.constantFrom('a', 'b'),
    turns: fc.nat(3),
    fails: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const turns = createTurns();
      const running = { a: [] as boolean[], b: [] as boolean[] };
      const work = steps.map(({ alone, thing, turns: count, fails }) =>
        turns[alone ? 'alone' : 'shared'](thing, async () => {
          const others = running[thing];
          expect(alone ? others.length === 0 : !others.includes(true)).toBe(true);
          others.push(alone);
          for (let turn = 0; turn < count; turn += 1) await setImmediate();
          others.splice(others.indexOf(alone), 1);
          if (fails) throw new Error('failed');
        }),
      );
      const ended = await Promise.allSettled(work);
      expect(ended.map(({ status }) => status)).toEqual(steps.map(({ fails }) => (fails ? 'rejected' : 'fulfilled')));
    }),
  );
});
