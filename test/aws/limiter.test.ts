import { describe, expect, it } from 'vitest';
import type { Clock } from '../../reconciler/aws/clock.ts';
import { createLimiter } from '../../reconciler/aws/limiter.ts';
import { createVirtualClock } from '../../reconciler/simulator/clock.ts';

const RATES = { rate: 10, burst: 10, atOnce: 20 };

/** Starts `count` calls that take `takes` milliseconds; resolves to the moments at which they began, in milliseconds. */
async function moments(clock: Clock, limiter: ReturnType<typeof createLimiter>, count: number, takes = 0) {
  const start = clock.now();
  const began: number[] = [];
  await Promise.all(
    Array.from({ length: count }, () =>
      limiter.run(async () => {
        began.push(clock.now() - start);
        if (takes > 0) await clock.sleep(takes);
      }),
    ),
  );
  return began;
}

describe('createLimiter', () => {
  it('lets a burst through, then keeps the rate', async () => {
    const clock = createVirtualClock(0);
    const began = await moments(clock, createLimiter(clock, RATES), 30);
    expect(began.filter((at) => at === 0)).toHaveLength(10);
    expect(began.at(-1)).toBeGreaterThanOrEqual(1900);
    expect(began.at(-1)).toBeLessThanOrEqual(2100);
    for (const second of [0, 1000])
      expect(began.filter((at) => at > second && at <= second + 1000).length).toBeLessThanOrEqual(11);
  });

  it('serves calls in the order in which they came', async () => {
    const clock = createVirtualClock(0);
    const limiter = createLimiter(clock, { ...RATES, burst: 2 });
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        limiter.run(async () => {
          order.push(index);
          await Promise.resolve();
        }),
      ),
    );
    expect(order).toEqual(Array.from({ length: 12 }, (_, index) => index));
  });

  it('never has more calls under way than it may', async () => {
    const clock = createVirtualClock(0);
    const limiter = createLimiter(clock, { rate: 100, burst: 100, atOnce: 1 });
    expect(await moments(clock, limiter, 4, 500)).toEqual([0, 500, 1000, 1500]);
  });

  it('frees the place of a call that failed', async () => {
    const clock = createVirtualClock(0);
    const limiter = createLimiter(clock, { rate: 100, burst: 100, atOnce: 1 });
    await expect(limiter.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await limiter.run(() => Promise.resolve('yes'))).toBe('yes');
  });

  it('slows down once for all calls that are throttled together, and recovers with answers', async () => {
    const clock = createVirtualClock(0);
    const limiter = createLimiter(clock, RATES);
    for (let times = 0; times < 5; times += 1) limiter.throttled();
    expect(limiter.rate()).toBeCloseTo(7);
    await clock.sleep(2000);
    limiter.throttled();
    expect(limiter.rate()).toBeCloseTo(4.9);
    for (let times = 0; times < 100; times += 1) limiter.answered();
    expect(limiter.rate()).toBe(10);
  });

  it('waits as long as the service asks', async () => {
    const clock = createVirtualClock(0);
    const limiter = createLimiter(clock, RATES);
    limiter.throttled(7000);
    const [first] = await moments(clock, limiter, 1);
    expect(first).toBeGreaterThanOrEqual(7000);
  });

  it('lets nobody begin any more once its run has ended', async () => {
    const clock = createVirtualClock(0);
    const limiter = createLimiter(clock, { ...RATES, atOnce: 1 });
    let began = 0;
    const calls = Array.from({ length: 1_000 }, () =>
      limiter.run(() => {
        began += 1;
        return clock.sleep(100);
      }),
    );
    await clock.sleep(1_000);
    limiter.stop();
    const ended = await Promise.allSettled([...calls, limiter.run(() => Promise.resolve())]);
    expect(began).toBeLessThan(20);
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(began);
    expect(clock.now()).toBeLessThan(2_000);
  });
});
