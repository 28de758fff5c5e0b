import { describe, expect, it } from 'vitest';

import { createRealClock, createVirtualClock } from '../../reconciler/simulator/clock.ts';
import { START } from './support.ts';

describe('the virtual clock', () => {
  it('jumps to each sleeper in the order of their times, without waiting for real', async () => {
    const clock = createVirtualClock(START);
    const began = Date.now();
    const woken: string[] = [];
    const sleep = async (name: string, milliseconds: number) => {
      await clock.sleep(milliseconds);
      woken.push(`${name}@${clock.now() - START}`);
    };
    await Promise.all([sleep('day', 86_400_000), sleep('second', 1000), sleep('none', 0), sleep('also', 1000)]);
    expect(woken).toEqual(['none@0', 'second@1000', 'also@1000', 'day@86400000']);
    expect(Date.now() - began).toBeLessThan(1000);
  });

  it('stands still while work is under way, also when that work starts more', async () => {
    const clock = createVirtualClock(START);
    const asleep = clock.sleep(1000).then(() => clock.now());
    const busyAt = await clock.busy(async () => {
      await new Promise((resolve) => {
        setTimeout(resolve, 30);
      });
      return clock.busy(async () => clock.now());
    });
    expect(busyAt).toBe(START);
    expect(await asleep).toBe(START + 1000);
  });

  it('gives those who have just finished a moment to go on', async () => {
    const clock = createVirtualClock(START);
    const asleep = clock.sleep(1000);
    await clock.busy(async () => undefined);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    expect(await clock.busy(async () => clock.now())).toBe(START);
    await asleep;
  });

  it('goes on when work fails', async () => {
    const clock = createVirtualClock(START);
    await expect(clock.busy(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await clock.sleep(5);
    expect(clock.now()).toBe(START + 5);
  });

  it('lets a chain of sleeps and work take just the sum of the sleeps', async () => {
    const clock = createVirtualClock(START);
    const worker = async () => {
      for (let turn = 0; turn < 20; turn += 1) {
        await clock.busy(async () => undefined);
        await clock.sleep(100);
      }
    };
    await Promise.all([worker(), worker(), worker()]);
    expect(clock.now() - START).toBe(2000);
  });
});

describe('the real clock', () => {
  it("is the machine's", async () => {
    const clock = createRealClock();
    const before = Date.now();
    await clock.busy(() => clock.sleep(15));
    expect(clock.now() - before).toBeGreaterThanOrEqual(10);
  });
});
