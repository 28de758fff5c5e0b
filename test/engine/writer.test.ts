/** The writer uses what the services allow: all 15 places, or all calls, and a throttled call costs it little. */

import { describe, expect, it } from 'vitest';
import { type WriterSize, writerFigures } from '../../bench/writer.ts';
import { withFolder } from '../support/configurations.ts';

const figures = (size: WriterSize) => writerFigures((files, work) => withFolder(Object.fromEntries(files), work), size);

describe('225 new assignments', () => {
  it.each([
    ['where places are scarce', { accounts: 45, rate: 20, operation: 2 }],
    ['where an operation takes long', { accounts: 45, rate: 10, operation: 12 }],
  ])(
    'take little more than places and calls need, %s',
    async (_, size) => {
      const { calm, throttled, same, bound } = await figures(size);
      expect(calm.changes).toBe(225);
      expect(calm.writing).toBeGreaterThan(0.95 * bound);
      expect(calm.writing).toBeLessThan(1.15 * bound);
      expect(same).toBe(true);
      expect(throttled.seconds).toBeLessThan(1.5 * calm.seconds);
    },
    60_000,
  );
});
