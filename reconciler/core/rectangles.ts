/**
 * People and accounts told as rectangles: everybody of a list on each of some accounts. Only the two sides are written
 * down, so that 20,000 people on 5,000 accounts are 25,000 names, and also where a few of them are an exception on a few of
 * these accounts.
 */

import type { Principal } from './access.ts';
import { addTo } from './grouped.ts';
import { byCodePoint } from './json.ts';
import type { ListOf, UserList } from './user-classes.ts';

export interface Rectangle {
  readonly list: UserList;
  /** Ids of 12 digits, sorted. */
  readonly accounts: readonly string[];
}

/** A rectangle with holes: it holds for the people of the list without those in `except`. */
export interface Part extends Rectangle {
  readonly except: readonly Principal[];
}

/** People who are exceptions in the same parts. */
interface Row {
  readonly users: readonly Principal[];
  /** The numbers of these parts, ascending. */
  readonly holes: readonly number[];
}

interface Cutting {
  readonly parts: readonly Part[];
  readonly listOf: ListOf;
  /** Up to so many rows are told one by one, each with all its accounts. More are cut into two halves of the parts first. */
  readonly few: number;
}

/**
 * Rectangles without holes that cover the same people on the same accounts, each pair once as long as the parts have no
 * pair in common. They are few, and so are the names in them.
 */
export function rectanglesOf(parts: readonly Part[], listOf: ListOf, few: number): readonly Rectangle[] {
  const byList = new Map<UserList, Part[]>();
  for (const part of parts) addTo(byList, part.list, part);
  const found = [...byList].flatMap(([list, same]) => withoutHoles(list, { parts: same, listOf, few }));
  return shortest(sameAccounts(found, listOf), listOf);
}

function withoutHoles(list: UserList, cutting: Cutting): readonly Rectangle[] {
  const { parts } = cutting;
  const holes = new Map<Principal, number[]>();
  for (const [number, { except }] of parts.entries()) {
    for (const user of except) addTo(holes, user, number);
  }
  const everywhere = holes.size === 0 ? list.users : list.users.filter((user) => !holes.has(user));
  const rows = rowsOf([...holes].map(([user, own]) => ({ users: [user], holes: own })));
  return [
    ...rectangle({ users: everywhere, holes: [] }, 0, parts.length, cutting),
    ...cut(rows, 0, parts.length, cutting),
  ];
}

/** People with the same exceptions are one row. */
function rowsOf(rows: readonly Row[]): readonly Row[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) addTo(groups, row.holes.join(), row);
  return [...groups.values()].map((same) => ({
    users: same.flatMap(({ users }) => users),
    holes: (same[0] as Row).holes,
  }));
}

/** Rectangles for these rows on the parts `from … to - 1`; each row has a hole among them. */
function cut(rows: readonly Row[], from: number, to: number, cutting: Cutting): readonly Rectangle[] {
  if (rows.length <= cutting.few) return rows.flatMap((row) => rectangle(row, from, to, cutting));
  const middle = Math.floor((from + to) / 2);
  const halves = [[from, middle] as const, [middle, to] as const];
  return halves.flatMap(([start, end]) => {
    const inside = rows.map(({ users, holes }) => ({
      users,
      holes: holes.filter((hole) => hole >= start && hole < end),
    }));
    const own = rowsOf(inside);
    return own
      .flatMap((row) => (row.holes.length === 0 ? rectangle(row, start, end, cutting) : []))
      .concat(
        cut(
          own.filter(({ holes }) => holes.length > 0),
          start,
          end,
          cutting,
        ),
      );
  });
}

function rectangle({ users, holes }: Row, from: number, to: number, { parts, listOf }: Cutting): readonly Rectangle[] {
  const without = new Set(holes);
  const accounts = parts.slice(from, to).flatMap((part, index) => (without.has(from + index) ? [] : part.accounts));
  return users.length === 0 || accounts.length === 0
    ? []
    : [{ list: listOf(users), accounts: accounts.toSorted(byCodePoint) }];
}

function sameAccounts(rectangles: readonly Rectangle[], listOf: ListOf): readonly Rectangle[] {
  const groups = new Map<string, Rectangle[]>();
  for (const one of rectangles) addTo(groups, one.accounts.join(), one);
  return [...groups.values()].map((same) => {
    const [first] = same as [Rectangle];
    return same.length === 1 ? first : { ...first, list: listOf(same.flatMap(({ list }) => list.users)) };
  });
}

/** One way to tell the same, not yet done. */
interface Telling {
  readonly names: number;
  readonly make: () => readonly Rectangle[];
}

/** How many times the fewest names a telling with fewer rectangles may have. */
const MORE_NAMES = 4;

/** The same told with each user once, as it is, or with each account once: whatever makes the fewest rectangles without many more names. */
function shortest(rectangles: readonly Rectangle[], listOf: ListOf): readonly Rectangle[] {
  if (rectangles.length === 1) return rectangles;
  const asItIs: Telling = {
    names: sum(rectangles, ({ list, accounts }) => list.users.length + accounts.length),
    make: () => rectangles,
  };
  const tellings = [eachUserOnce(rectangles, listOf), asItIs, eachAccountOnce(rectangles, listOf)];
  const least = Math.min(...tellings.map(({ names }) => names));
  const made = tellings
    .filter(({ names }) => names <= MORE_NAMES * least)
    .map(({ make }) => sameAccounts(make(), listOf));
  return made.reduce((best, other) => (other.length < best.length ? other : best));
}

function eachUserOnce(rectangles: readonly Rectangle[], listOf: ListOf): Telling {
  const lines = linesOf(rectangles, ({ list }) => list.users);
  return {
    names: sum(lines, ({ things, in: own }) => things.length + sum(own, ({ accounts }) => accounts.length)),
    make: () =>
      lines.map(({ things, in: own }) => ({
        list: listOf(things),
        accounts: own.flatMap(({ accounts }) => accounts).toSorted(byCodePoint),
      })),
  };
}

function eachAccountOnce(rectangles: readonly Rectangle[], listOf: ListOf): Telling {
  const lines = linesOf(rectangles, ({ accounts }) => accounts);
  return {
    names: sum(lines, ({ things, in: own }) => things.length + sum(own, ({ list }) => list.users.length)),
    make: () =>
      lines.map(({ things, in: own }) => ({
        list: listOf(own.flatMap(({ list }) => list.users)),
        accounts: things.toSorted(byCodePoint),
      })),
  };
}

/** Users (or accounts) that are in the same rectangles. */
interface Line<T> {
  readonly things: readonly T[];
  readonly in: readonly Rectangle[];
}

function linesOf<T>(
  rectangles: readonly Rectangle[],
  along: (rectangle: Rectangle) => readonly T[],
): readonly Line<T>[] {
  const numbers = new Map<T, number[]>();
  for (const [number, one] of rectangles.entries()) {
    for (const thing of along(one)) addTo(numbers, thing, number);
  }
  const lines = new Map<string, T[]>();
  for (const [thing, own] of numbers) addTo(lines, own.join(), thing);
  return [...lines].map(([own, things]) => ({
    things,
    in: own.split(',').map((number) => rectangles[Number(number)] as Rectangle),
  }));
}

function sum<T>(things: readonly T[], value: (thing: T) => number): number {
  return things.reduce((total, thing) => total + value(thing), 0);
}
