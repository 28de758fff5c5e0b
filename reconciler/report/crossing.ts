/**
 * Many things of one shape are one line. A thing has a shape (such as "this set for groups, created") and stands in a
 * row and a column of it (the group, the account); what fills a whole rectangle is told by its two sides.
 */

import { byCodePoint } from '../core/json.ts';

export interface Coordinates {
  readonly shape: string;
  readonly row: string;
  readonly column: string;
}

export type NonEmpty<T> = readonly [T, ...T[]];

/** Every row of `rows` with every column of `columns`, all of one shape. */
export interface Crossing<T> {
  readonly shape: string;
  readonly items: NonEmpty<T>;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
}

type Placed<T> = Coordinates & { readonly item: T; readonly rowKey: string; readonly columnKey: string };

/**
 * Gathers the items into rectangles, in time linear in their number: each item goes with its row or with its column,
 * whichever has more items, and rows (or columns) with the same other side become one. The largest rectangles first.
 */
export function crossings<T>(items: readonly T[], coordinates: (item: T) => Coordinates): readonly Crossing<T>[] {
  const placed = items.map((item) => place(item, coordinates(item)));
  const rows = sizes(placed.map(({ rowKey }) => rowKey));
  const columns = sizes(placed.map(({ columnKey }) => columnKey));
  const byLine = gathered(placed, ({ rowKey, columnKey }) =>
    Number(rows.get(rowKey)) >= Number(columns.get(columnKey)) ? rowKey : columnKey,
  );
  const byRectangle = gathered([...byLine.values()], rectangleKey);
  return [...byRectangle.values()]
    .map((lines) => crossing(lines.flat() as unknown as NonEmpty<Placed<T>>))
    .sort(
      (a, b) => b.items.length - a.items.length || byCodePoint(a.shape, b.shape) || byCodePoint(corner(a), corner(b)),
    );
}

function place<T>(item: T, { shape, row, column }: Coordinates): Placed<T> {
  const rowKey = JSON.stringify(['row', shape, row]);
  return { shape, row, column, item, rowKey, columnKey: JSON.stringify(['column', shape, column]) };
}

function sizes(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** Items by a key of each, in the order in which they first came. */
export function gathered<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, NonEmpty<T>> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function rectangleKey<T>(line: NonEmpty<Placed<T>>): string {
  const rows = distinct(line.map(({ row }) => row));
  const columns = distinct(line.map(({ column }) => column));
  return JSON.stringify([line[0].shape, rows.length === 1 ? ['columns', columns] : ['rows', rows]]);
}

function crossing<T>(places: NonEmpty<Placed<T>>): Crossing<T> {
  return {
    shape: places[0].shape,
    items: places.map(({ item }) => item) as unknown as NonEmpty<T>,
    rows: distinct(places.map(({ row }) => row)),
    columns: distinct(places.map(({ column }) => column)),
  };
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort(byCodePoint);
}

/** No two rectangles of one shape have it in common. */
function corner({ rows, columns }: Crossing<unknown>): string {
  return `${rows[0]}\n${columns[0]}`;
}
