/**
 * Many things of one shape are one line. A thing has a shape (such as "this set for groups, created") and stands in a
 * row and a column of it (the group, the account); what fills a whole rectangle is told by its two sides.
 */

import type { NonEmpty } from '../core/grouped.ts';
import { grouped } from '../core/grouped.ts';
import { byCodePoint } from '../core/json.ts';

export interface Coordinates {
  readonly shape: string;
  readonly row: string;
  readonly column: string;
}

/** Every row of `rows` with every column of `columns`, all of one shape. */
export interface Crossing<T> {
  readonly shape: string;
  readonly items: NonEmpty<T>;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
}

type Placed<T> = Coordinates & { readonly item: T };

/**
 * Gathers the items into rectangles: of each shape row by row, or column by column where that makes fewer of them; rows
 * (or columns) with the same other side are one. In time linear in the number of items. The largest rectangles first.
 */
export function crossings<T>(items: readonly T[], coordinates: (item: T) => Coordinates): readonly Crossing<T>[] {
  const placed = items.map((item): Placed<T> => ({ ...coordinates(item), item }));
  return [...grouped(placed, ({ shape }) => shape).values()]
    .flatMap((places) => {
      const byRow = rectangles(
        places,
        ({ row }) => row,
        ({ column }) => column,
      );
      const byColumn = rectangles(
        places,
        ({ column }) => column,
        ({ row }) => row,
      );
      return byRow.length <= byColumn.length ? byRow : byColumn;
    })
    .map(crossing)
    .sort(
      (a, b) => b.items.length - a.items.length || byCodePoint(a.shape, b.shape) || byCodePoint(corner(a), corner(b)),
    );
}

/** Lines along one side, of which those with the same places on the other side are one. */
function rectangles<T>(
  places: readonly T[],
  along: (place: T) => string,
  across: (place: T) => string,
): readonly NonEmpty<T>[] {
  const lines = [...grouped(places, along).values()];
  const merged = grouped(lines, (line) => JSON.stringify(distinct(line.map(across))));
  return [...merged.values()].map((same) => same.flat() as unknown as NonEmpty<T>);
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
