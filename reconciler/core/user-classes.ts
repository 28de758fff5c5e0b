/**
 * The people behind the grants of a cell, in classes: those of one class come to it through the same principals and so
 * have the same paths in it. Most cells have the same few principals, and so the same classes, which are worked out once.
 */

import type { Cell, Principal } from './access.ts';
import { BOTH, usersAt } from './access.ts';
import { addTo } from './grouped.ts';
import { inCodePointOrder } from './json.ts';
import { getOrInsert, once } from './once.ts';

/** People in order of name. Equal lists are one object. */
export interface UserList {
  readonly number: number;
  readonly users: readonly Principal[];
  readonly names: readonly string[];
}

/** The list of some people, given in any order, each once; at once for the `users` of a list. */
export type ListOf = (users: readonly Principal[]) => UserList;

export interface UserClass {
  readonly list: UserList;
  /** Those of the list who are not of this class. */
  readonly except: readonly Principal[];
  readonly example: Principal;
}

interface Division {
  readonly classes: readonly UserClass[];
  /** Asked only of those whom other principals may be taken out of. */
  readonly listOf: () => ReadonlyMap<Principal, UserList>;
}

export function userLists(): ListOf {
  const known = new Map<string, UserList>();
  const byIdentity = new Map<readonly Principal[], UserList>();
  return (some) => {
    const met = byIdentity.get(some);
    if (met !== undefined) return met;
    const users = inCodePointOrder(some, ({ name }) => name);
    const key = users.map(({ number }) => number).join();
    const list = getOrInsert(known, key, () => ({ number: known.size, users, names: users.map(({ name }) => name) }));
    byIdentity.set(list.users, list);
    return list;
  };
}

/**
 * The classes of a cell. Groups of more than `large` members are divided once for all cells that have the same ones; the
 * people behind the other principals of such a cell are taken out of their classes one by one.
 */
export function userClasses(listOf: ListOf, large: number): (cell: Cell) => readonly UserClass[] {
  const divisions = new Map<string, Division>();
  const divided = (principals: readonly Principal[]): Division =>
    getOrInsert(divisions, principals.map(({ number }) => number).join(), () => division(principals, listOf));
  return ({ grants }) => {
    const principals = [...new Set(grants.map(({ principal }) => principal))].toSorted((a, b) => a.number - b.number);
    const isLarge = ({ type, memberships }: Principal): boolean => type === 'group' && memberships.length > large;
    const largest = principals.filter(isLarge);
    if (largest.length === 0) return divided(principals).classes;
    const others = principals.filter((principal) => !isLarge(principal));
    return others.length === 0 ? divided(largest).classes : takenOut(others, divided(largest), listOf);
  };
}

function division(principals: readonly Principal[], listOf: ListOf): Division {
  const lists = [...byWays(waysInto(principals)).values()].map(listOf);
  return {
    classes: lists.map((list) => ({ list, except: [], example: list.users[0] as Principal })),
    listOf: once(() => new Map(lists.flatMap((list) => list.users.map((user) => [user, list] as const)))),
  };
}

/** By which of some principals each person comes to a cell, and at which ends: people with the same number by the same. */
function waysInto(principals: readonly Principal[]): ReadonlyMap<Principal, number> {
  const ways = new Map<Principal, number>();
  const known = new Map<number, number>();
  for (const [place, principal] of principals.entries()) {
    for (const { user, side } of usersAt(principal)) {
      if (!user.person) continue;
      // One step further on whichever way the person has come so far; 0 for nobody's.
      const step = ((ways.get(user) ?? 0) * principals.length + place) * (BOTH + 1) + side;
      ways.set(
        user,
        getOrInsert(known, step, () => known.size + 1),
      );
    }
  }
  return ways;
}

function byWays<W>(ways: ReadonlyMap<Principal, W>): ReadonlyMap<W, readonly Principal[]> {
  const groups = new Map<W, Principal[]>();
  for (const [user, way] of ways) addTo(groups, way, user);
  return groups;
}

function takenOut(
  principals: readonly Principal[],
  { classes, listOf: listsByUser }: Division,
  listOf: ListOf,
): readonly UserClass[] {
  const ways = waysInto(principals);
  const known = listsByUser();
  const excepted = new Map<UserList, Principal[]>();
  for (const user of ways.keys()) {
    const list = known.get(user);
    if (list !== undefined) addTo(excepted, list, user);
  }
  const left = classes.flatMap(({ list }) => {
    const except = new Set(excepted.get(list));
    const example = list.users.find((user) => !except.has(user));
    return example === undefined ? [] : [{ list, except: [...except], example }];
  });
  const own = byWays(new Map([...ways].map(([user, way]) => [user, `${known.get(user)?.number ?? ''} ${way}`])));
  return [
    ...left,
    ...[...own.values()].map(listOf).map((list) => ({ list, except: [], example: list.users[0] as Principal })),
  ];
}
