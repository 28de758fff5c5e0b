/**
 * The people behind the grants of a cell, divided into classes. People of one class reach the cell through the same
 * principals at the same ends of the plan, so they have the same paths, and one of them can stand for all. Most cells are
 * granted to the same few principals, and have the same classes: these are worked out once.
 */

import type { Cell, Principal } from './access.ts';
import { BOTH, usersAt } from './access.ts';
import { addTo } from './grouped.ts';
import { inCodePointOrder } from './json.ts';
import { getOrInsert, once } from './once.ts';

/** People in order of name. Lists of the same people are one object, so that they can be compared by identity. */
export interface UserList {
  readonly number: number;
  readonly users: readonly Principal[];
  readonly names: readonly string[];
}

/** Finds the list of some people, who are given in any order, each once. */
export type ListOf = (users: readonly Principal[]) => UserList;

export interface UserClass {
  readonly list: UserList;
  /** Those of the list who are not of this class: copies of a long list, each without a few, would be long too. */
  readonly except: readonly Principal[];
  /** Any of the class. */
  readonly example: Principal;
}

interface Division {
  readonly classes: readonly UserClass[];
  /** The list that each person is in. */
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
 * The classes of a cell. The members of its large groups (of more than `large` members) are divided once for all cells with
 * the same large groups. The few people behind the other principals of a cell are then taken out of these classes, as
 * exceptions, and make classes of their own.
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

/** A number for each person: two have the same when they are behind the same of these principals, at the same ends. */
function waysInto(principals: readonly Principal[]): ReadonlyMap<Principal, number> {
  const ways = new Map<Principal, number>();
  const known = new Map<number, number>();
  for (const [place, principal] of principals.entries()) {
    for (const { user, side } of usersAt(principal)) {
      if (!user.person) continue;
      // The way so far, one step further: numbers of ways are given out as they are met. 0 is the way without a step.
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
