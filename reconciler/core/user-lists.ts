/** Lists of people that are met again and again, each of them kept once. */

import type { Principal } from './access.ts';
import { inCodePointOrder } from './json.ts';
import { getOrInsert } from './once.ts';

/** People in order of name. Lists of the same people are one object, so that they can be compared by identity. */
export interface UserList {
  readonly number: number;
  readonly users: readonly Principal[];
  readonly names: readonly string[];
}

/** Finds the list of some people, who are given in any order, each once. */
export type ListOf = (users: readonly Principal[]) => UserList;

/** A `ListOf` of its own, which knows no list yet. */
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
