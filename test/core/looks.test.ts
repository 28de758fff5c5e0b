/** When the next look comes. */

import { describe, expect, test } from 'vitest';
import type { Begun } from '../../reconciler/core/looks.ts';
import { createLooks } from '../../reconciler/core/looks.ts';

/** Begins something at a moment, looks by the schedule until that has been under way for so long; the pauses between. */
function watched(looks: ReturnType<typeof createLooks<Begun>>, began: number, lasts: number): readonly number[] {
  const item: Begun = { began, seen: 0 };
  looks.begin(item);
  const pauses: number[] = [];
  for (let now = began; now < began + lasts;) {
    const pause = looks.pause(now) ?? Infinity;
    pauses.push(pause);
    now += pause;
    if (now < began + lasts) looks.found(item, now);
  }
  looks.end(item);
  return pauses;
}

describe('the looks at operations', () => {
  test('come each second at first, further apart the longer one takes, and never more than eight seconds', () => {
    const pauses = watched(createLooks(), 5_000, 1_000_000);
    expect(pauses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 1_000));
    expect(pauses.toSorted((a, b) => a - b)).toEqual(pauses);
    expect(pauses.at(-1)).toBe(8_000);
  });

  test('wait for as long as others took, and follow when these take longer or shorter', () => {
    const looks = createLooks<Begun>();
    watched(looks, 0, 5_500);
    expect(watched(looks, 10_000, 5_500)).toEqual([5_000, 1_000]);
    // Done at the first look: the next is looked at sooner, until one is seen under way again.
    expect(watched(looks, 20_000, 2_000)).toEqual([5_000]);
    expect(watched(looks, 30_000, 2_000)).toEqual([4_000]);
    expect(watched(looks, 40_000, 4_500)).toEqual([3_200, 1_000, 1_000]);
    expect(watched(looks, 50_000, 100)[0]).toBeCloseTo(3_520);
  });

  test('go by the oldest, and end with the last', () => {
    const looks = createLooks<Begun>();
    const [first, second] = [0, 100_000].map((began) => ({ began, seen: 0 }));
    if (first === undefined || second === undefined) throw new Error('there are two');
    expect(looks.pause(0)).toBeUndefined();
    for (const item of [first, second]) looks.begin(item);
    expect(looks.pause(100_000)).toBe(5_000);
    looks.end(first);
    expect([looks.pause(100_000), looks.open()]).toEqual([1_000, [second]]);
    looks.end(second);
    expect(looks.pause(100_000)).toBeUndefined();
  });
});
