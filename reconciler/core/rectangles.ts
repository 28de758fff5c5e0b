/**
 * People and accounts told as rectangles: everybody of a list on each of some accounts. Only the two sides are written
 * down, so that 20,000 people on 5,000 accounts are 25,000 names. The same can be told in several ways:
 *
 *            prod   test   demo
 *     ada     x      x             ada, eve on prod, test
 *     eve     x      x             jo on prod, demo
 *     jo      x             x      or: ada, eve, jo on prod; ada, eve on test; jo on demo
 */

import { addTo, grouped } from './grouped.ts';
import { byCodePoint } from './json.ts';
import type { ListOf, UserList } from './user-lists.ts';

export interface Rectangle {
  readonly list: UserList;
  /** Ids of 12 digits, sorted. */
  readonly accounts: readonly string[];
}

/** One way to tell the same: how many names it writes down, which is known before it is made, since it may be far too many. */
interface Telling {
  readonly names: number;
  readonly make: () => readonly Rectangle[];
}

/** How many times the fewest names a telling with fewer rectangles may have. */
const MORE_NAMES = 4;

/**
 * The same people on the same accounts, told in the shortest way: as it is, with each user in one rectangle only, or with each
 * account in one only; whatever makes the fewest rectangles without many more names.
 */
export function shortest(given: readonly Rectangle[], listOf: ListOf): readonly Rectangle[] {
  const rectangles = sameAccounts(given, listOf);
  if (rectangles.length === 1) return rectangles;
  const tellings = [eachUserOnce(rectangles, listOf), asItIs(rectangles), eachAccountOnce(rectangles, listOf)];
  const least = Math.min(...tellings.map(({ names }) => names));
  const made = tellings
    .filter(({ names }) => names <= MORE_NAMES * least)
    .map(({ make }) => sameAccounts(make(), listOf));
  return made.reduce((best, other) => (other.length < best.length ? other : best));
}

function asItIs(rectangles: readonly Rectangle[]): Telling {
  return {
    names: sum(rectangles, ({ list, accounts }) => list.users.length + accounts.length),
    make: () => rectangles,
  };
}

/** Rectangles on the same accounts are one. */
function sameAccounts(rectangles: readonly Rectangle[], listOf: ListOf): readonly Rectangle[] {
  const groups = grouped(rectangles, ({ accounts }) => accounts.join());
  return [...groups.values()].map((same) => {
    const [first] = same;
    return same.length === 1 ? first : { ...first, list: listOf(same.flatMap(({ list }) => list.users)) };
  });
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
  return [...grouped(numbers, ([, own]) => own.join()).values()].map((alike) => ({
    things: alike.map(([thing]) => thing),
    in: alike[0][1].map((number) => rectangles[number] as Rectangle),
  }));
}

function sum<T>(things: readonly T[], value: (thing: T) => number): number {
  return things.reduce((total, thing) => total + value(thing), 0);
}
