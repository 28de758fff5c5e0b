import { expect, it, vi } from 'vitest';
import { LONGEST_TIMER, realClock } from '../../reconciler/aws/clock.ts';

it('a sleep of more than 24.8 days does not end at once', () => {
  const timer = vi.spyOn(globalThis, 'setTimeout').mockImplementation(() => ({}) as NodeJS.Timeout);
  try {
    void realClock().sleep(2 ** 40);
    expect(timer.mock.calls.map(([, milliseconds]) => milliseconds)).toEqual([LONGEST_TIMER]);
  } finally {
    timer.mockRestore();
  }
});
