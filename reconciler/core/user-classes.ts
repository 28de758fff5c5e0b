/**
 * The people behind the grants of a cell, divided into classes. People of one class reach the cell through the same
 * principals at the same ends of the plan, so they have the same paths, and one of them can stand for all: where a cell is
 * granted to `developers` and to `engineers`, the classes are those who are in the one, in the other, and in both. Most cells are
 * granted to the same few principals, and have the same classes: these are worked out once.
 */

import type { Cell, Principal } from './access.ts';
import { BOTH, usersAt } from './access.ts';
import { addTo } from './grouped.ts';
import { getOrInsert, once } from './once.ts';
import type { ListOf, UserList } from './user-lists.ts';

export interface UserClass {
  readonly list: UserList;
  /** Those of the list who are not of this class: copies of a long list, each without a few, would be long too. */
  readonly except: readonly Principal[];
  /** Any of the class. */
  readonly example: Principal;
}

interface Division {
  readonly classes: readonly UserClass[];
  /** The list that each person is in: made when it is asked for. */
  readonly listsByUser: () => ReadonlyMap<Principal, UserList>;
}

/**
 * The classes of a cell. The members of its large groups (of more than `large` members) are divided once for all cells with
 * the same large groups. The few people behind the other principals of a cell are then taken out of these classes, as
 * exceptions, and make classes of their own.
 */
export function userClasses(listOf: ListOf, large: number): (cell: Cell) => readonly UserClass[] {
  const divisions = new Map<string, Division>();
  const divided = (principals: readonly Principal[]): Division =>
    getOrInsert(divisions, principals.map(({ number }) => number).join(), () => divide(principals, listOf));
  return ({ grants }) => {
    const principals = [...new Set(grants.map(({ principal }) => principal))].toSorted((a, b) => a.number - b.number);
    const isLarge = ({ type, memberships }: Principal): boolean => type === 'group' && memberships.length > large;
    const largest = principals.filter(isLarge);
    if (largest.length === 0) return divided(principals).classes;
    const others = principals.filter((principal) => !isLarge(principal));
    return others.length === 0 ? divided(largest).classes : takenOut(others, divided(largest), listOf);
  };
}

function divide(principals: readonly Principal[], listOf: ListOf): Division {
  const classes = classesBy(waysInto(principals), listOf);
  const members = () => classes.flatMap(({ list }) => list.users.map((user) => [user, list] as const));
  return { classes, listsByUser: once(() => new Map(members())) };
}

/** A number for each person: two have the same when they are behind the same of these principals, at the same ends. */
function waysInto(principals: readonly Principal[]): ReadonlyMap<Principal, number> {
  const ways = new Map<Principal, number>();
  const known = new Map<number, number>();
  for (const [place, principal] of principals.entries()) {
    for (const { user, side } of usersAt(principal)) {
      if (!user.person) continue;
      // The way so far, one step further: ways are numbered as they are met. 0 is the way without a step.
      const step = place * (BOTH + 1) + side;
      const longer = (ways.get(user) ?? 0) * principals.length * (BOTH + 1) + step;
      const number = getOrInsert(known, longer, () => known.size + 1);
      ways.set(user, number);
    }
  }
  return ways;
}

/** A class for each group of people with the same way. */
function classesBy<W>(ways: ReadonlyMap<Principal, W>, listOf: ListOf): readonly UserClass[] {
  const groups = new Map<W, Principal[]>();
  for (const [user, way] of ways) addTo(groups, way, user);
  return [...groups.values()].map((users) => ({ list: listOf(users), except: [], example: users[0] as Principal }));
}

/** The classes of a division without the few people behind some other principals, who make classes of their own. */
function takenOut(principals: readonly Principal[], division: Division, listOf: ListOf): readonly UserClass[] {
  const ways = waysInto(principals);
  const lists = division.listsByUser();
  const excepted = new Map<UserList, Principal[]>();
  for (const user of ways.keys()) {
    const list = lists.get(user);
    if (list !== undefined) addTo(excepted, list, user);
  }
  const left = division.classes.flatMap(({ list }) => {
    const except = new Set(excepted.get(list));
    const example = list.users.find((user) => !except.has(user));
    return example === undefined ? [] : [{ list, except: [...except], example }];
  });
  const whole = new Map([...ways].map(([user, way]) => [user, `${lists.get(user)?.number ?? ''} ${way}`]));
  return [...left, ...classesBy(whole, listOf)];
}
