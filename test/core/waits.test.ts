import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addWaits, createWaits } from '../../reconciler/core/waits.ts';
import type { Strength, Waits } from '../../reconciler/core/waits.ts';
import { dropInsideCycles } from '../../reconciler/core/waits-cycles.ts';
import { inOrder, shortenLongLists } from '../../reconciler/core/waits-sequence.ts';

/** What a change waits for, all lists together. */
function awaited(waits: Waits, change: number): readonly number[] {
  const lists = waits.listsOf[change] ?? [];
  return [...new Set(lists.flatMap((node) => waits.shared[node - waits.count]?.awaited ?? []))].sort((a, b) => a - b);
}

function waitsOf(count: number, edges: readonly (readonly [number, Strength, readonly number[]])[]): Waits {
  const waits = createWaits(count);
  for (const [waiter, strength, list] of edges) addWaits(waits, strength, [waiter], list);
  return waits;
}

describe('the order', () => {
  test('takes the smallest number among those that are free', () => {
    const downwards = fc.array(fc.tuple(fc.nat(11), fc.nat(11)));
    fc.assert(
      fc.property(downwards, fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), (pairs, noise) => {
        // Any order of the numbers may be the one that the waits follow.
        const rank = [...noise.keys()].sort((a, b) => (noise[a] ?? 0) - (noise[b] ?? 0) || a - b);
        const waits = createWaits(12);
        for (const [a, b] of pairs) {
          if (a !== b) addWaits(waits, 0, [rank[Math.max(a, b)] ?? 0], [rank[Math.min(a, b)] ?? 0]);
        }
        const open = new Set(noise.keys());
        for (const change of inOrder(waits)) {
          const free = [...open].filter((other) => awaited(waits, other).every((needed) => !open.has(needed)));
          expect(change).toBe(Math.min(...free));
          open.delete(change);
        }
        expect(open.size).toBe(0);
      }),
    );
  });

  test('does not exist in a circle', () => {
    const waits = waitsOf(2, [
      [0, 0, [1]],
      [1, 0, [0]],
    ]);
    expect(() => inOrder(waits)).toThrow('circle');
  });
});

describe('dropping the waits of a strength', () => {
  test('happens inside cycles only, also for part of a list', () => {
    const waits = waitsOf(4, [
      [0, 3, [1, 2]],
      [3, 3, [1, 2]],
      [1, 2, [0]],
    ]);
    expect(dropInsideCycles(waits, 3)).toEqual([{ waiter: 0, awaited: [1] }]);
    expect([0, 1, 2, 3].map((change) => awaited(waits, change))).toEqual([[2], [0], [], [1, 2]]);
  });

  test('leaves waits of other strengths, and does not tell of what still waits by way of others', () => {
    const waits = waitsOf(3, [
      [0, 4, [1, 2]],
      [0, 2, [1]],
      [1, 2, [2]],
      [2, 3, [0]],
    ]);
    expect(dropInsideCycles(waits, 4)).toEqual([{ waiter: 0, awaited: [] }]);
    expect(dropInsideCycles(waits, 3)).toEqual([{ waiter: 2, awaited: [0] }]);
    expect([0, 1, 2].map((change) => awaited(waits, change))).toEqual([[1], [2], []]);
  });
});

test('a long list that many wait for becomes a wait for the first of them, and all still come after it', () => {
  const waits = createWaits(400);
  const early = Array.from({ length: 150 }, (_, index) => index);
  const late = Array.from({ length: 250 }, (_, index) => 150 + index);
  addWaits(waits, 2, late, early);
  addWaits(waits, 0, [150], [151]);
  const before = inOrder(waits);
  shortenLongLists(waits, before);
  expect(inOrder(waits)).toEqual(before);
  expect(late.reduce((sum, change) => sum + awaited(waits, change).length, 0)).toBe(150 + 249);
  expect(awaited(waits, 151)).toEqual(early);
  expect(awaited(waits, 150)).toEqual([151]);
  expect(awaited(waits, 399)).toEqual([151]);
});

test('one thing is waited for by each itself, however many wait: through another it would be as many waits', () => {
  const waits = createWaits(10_100);
  const members = Array.from({ length: 10_050 }, (_, index) => 50 + index);
  addWaits(waits, 0, members, [7]);
  shortenLongLists(waits, inOrder(waits));
  expect(members.every((member) => awaited(waits, member).join() === '7')).toBe(true);
});
