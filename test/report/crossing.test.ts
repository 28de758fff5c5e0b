import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { crossings } from '../../reconciler/report/crossing.ts';

const place = fc.record({
  shape: fc.constantFrom('a', 'b'),
  row: fc.constantFrom('1', '2', '3', '4'),
  column: fc.constantFrom('x', 'y', 'z'),
});
const places = fc.uniqueArray(place, { selector: ({ shape, row, column }) => shape + row + column, maxLength: 24 });

test('every item is in one rectangle of its shape, and every rectangle is full', () => {
  fc.assert(
    fc.property(places, (items) => {
      const found = crossings(items, (item) => item);
      expect(found.flatMap((crossing) => [...crossing.items]).toSorted(byText)).toEqual(items.toSorted(byText));
      for (const crossing of found) {
        expect(new Set(crossing.items.map(({ shape }) => shape)).size).toBe(1);
        expect(crossing.items).toHaveLength(crossing.rows.length * crossing.columns.length);
        expect(new Set(crossing.items.map(({ row }) => row))).toEqual(new Set(crossing.rows));
        expect(new Set(crossing.items.map(({ column }) => column))).toEqual(new Set(crossing.columns));
      }
    }),
  );
});

test('the order in which the items come makes no difference to the rectangles', () => {
  const shuffled = places.chain((items) =>
    fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })),
  );
  fc.assert(
    fc.property(shuffled, ([items, others]) => {
      const sides = (list: typeof items): unknown =>
        crossings(list, (item) => item).map(({ items: [{ shape }], rows, columns }) => ({ shape, rows, columns }));
      expect(sides(others)).toEqual(sides(items));
    }),
  );
});

test('a full rectangle is one', () => {
  const items = ['1', '2', '3'].flatMap((row) => ['x', 'y'].map((column) => ({ shape: 'a', row, column })));
  expect(crossings(items, (item) => item)).toHaveLength(1);
});

test.each([
  [
    ['1x', '2y', '3x', '3y'],
    ['13/x', '23/y'],
  ],
  [
    ['1x', '1y', '2x', '2z', '3y'],
    ['1/xy', '2/xz', '3/y'],
  ],
  [
    ['1x', '2x', '3x', '1y'],
    ['1/xy', '23/x'],
  ],
])('%j are told in the fewest lines: %j', (items, expected) => {
  const found = crossings(items, ([row = '', column = '']) => ({ shape: 'a', row, column }));
  expect(found.map(({ rows, columns }) => `${rows.join('')}/${columns.join('')}`).toSorted()).toEqual(expected);
});

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
