/**
 * Rectangles in which a few people are an exception on a few of the accounts, told as rectangles without holes:
 *
 *            prod   test   demo
 *     ada     x      x      x      ada on prod, test, demo
 *     eve     x             x      eve, jo on prod, demo
 *     jo      x             x
 */

import type { Principal } from './access.ts';
import { addTo, grouped } from './grouped.ts';
import { byCodePoint } from './json.ts';
import type { Rectangle } from './rectangles.ts';
import { shortest } from './rectangles.ts';
import type { ListOf, UserList } from './user-lists.ts';

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
  /** All with the same list; a part's number is its place here. */
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
  const byList = grouped(parts, ({ list }) => list);
  const found = [...byList].flatMap(([list, same]) => withoutHoles(list, { parts: same, listOf, few }));
  return shortest(found, listOf);
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
  return [...grouped(rows, ({ holes }) => holes.join()).values()].map((same) => ({
    users: same.flatMap(({ users }) => users),
    holes: same[0].holes,
  }));
}

/** Rectangles for these rows on the parts `from … to - 1`; each row has a hole among them. */
function cut(rows: readonly Row[], from: number, to: number, cutting: Cutting): readonly Rectangle[] {
  if (rows.length <= cutting.few) return rows.flatMap((row) => rectangle(row, from, to, cutting));
  const middle = Math.floor((from + to) / 2);
  return [...cutWithin(rows, from, middle, cutting), ...cutWithin(rows, middle, to, cutting)];
}

/** The same where some of the rows may have no hole on these parts: on fewer parts more people are alike. */
function cutWithin(rows: readonly Row[], from: number, to: number, cutting: Cutting): readonly Rectangle[] {
  const within = rowsOf(
    rows.map(({ users, holes }) => ({ users, holes: holes.filter((hole) => hole >= from && hole < to) })),
  );
  const whole = within.filter(({ holes }) => holes.length === 0);
  const broken = within.filter(({ holes }) => holes.length > 0);
  return [...whole.flatMap((row) => rectangle(row, from, to, cutting)), ...cut(broken, from, to, cutting)];
}

/** A row on those of the parts `from … to - 1` where it has no hole; nothing where it has one everywhere. */
function rectangle({ users, holes }: Row, from: number, to: number, { parts, listOf }: Cutting): readonly Rectangle[] {
  const without = new Set(holes);
  const accounts = parts.slice(from, to).flatMap((part, index) => (without.has(from + index) ? [] : part.accounts));
  if (users.length === 0 || accounts.length === 0) return [];
  return [{ list: listOf(users), accounts: accounts.toSorted(byCodePoint) }];
}
