/**
 * The users of the directory, or its groups: by their list, or only those whom a run meets. Nobody knows beforehand how
 * long the list is, and one look-up takes a call or two. So pages of the list are read for as long as these are fewer than
 * the calls that looking up would take, and the rest is looked up then: never twice the calls of the cheaper way, and one
 * call where the list is one page (docs/decisions/0004-how-assignments-are-read.md).
 */

import { once } from '../core/once.ts';
import { byName, type Named } from './by-name.ts';
import type { Names } from './names.ts';
import type { Pager } from './pages.ts';

interface Identified extends Named {
  readonly id: string;
}

export interface Roster<T> {
  /** Every one, by name. */
  all(): Promise<ReadonlyMap<string, T>>;
  /** Those of these names that exist, by name; the answer may hold others as well. */
  named(names: readonly string[]): Promise<ReadonlyMap<string, T>>;
  /** Those with these ids, by id; without those that no longer exist, and perhaps with others. */
  withIds(ids: readonly string[]): Promise<ReadonlyMap<string, T>>;
  /** An equal id that is already in memory, if there is one: hundreds of thousands of rows then share one string. */
  kept(id: string): string;
  /** Everybody, by name; after `onlyMet`, those whom the run has come across so far. */
  known(): Promise<ReadonlyMap<string, T>>;
  /** From now on the list is not read to its end for its own sake, but only where that takes fewer calls than looking up. */
  onlyMet(): void;
}

export interface RosterParts<T> {
  /** `users` or `groups`. */
  readonly what: string;
  readonly names: Names;
  /** The list from its beginning. */
  readonly open: () => Promise<Pager<T>>;
  /** A call: the id under a name, in whatever case the service may have it. */
  readonly idOf: (name: string) => Promise<string | undefined>;
  /** A call: nothing for one that is gone. */
  readonly describe: (id: string) => Promise<T | undefined>;
  /** Told of decisions. */
  readonly note: (text: string) => void;
}

/** Nothing is read yet. Until `onlyMet` is called, the first question reads the whole list. */
export function createRoster<T extends Identified>(parts: RosterParts<T>): Roster<T> {
  const store = createStore(parts);
  let everyone = true;
  let turn: Promise<unknown> = Promise.resolve();

  // One after the other: what the one reads the next need not.
  function inTurn<R>(work: () => Promise<R>): Promise<R> {
    const mine = turn.then(work, work);
    turn = mine;
    return mine;
  }

  const all = (): Promise<ReadonlyMap<string, T>> => inTurn(store.readToEnd);
  return {
    all,
    named: async (names) => (everyone ? all() : inTurn(() => store.meet(names, byNames(parts, store)))),
    withIds: async (ids) => {
      await (everyone ? all() : inTurn(() => store.meet(ids, byIds(parts, store))));
      return store.ids;
    },
    kept: (id) => store.ids.get(id)?.id ?? id,
    known: async () => (everyone ? all() : store.met()),
    onlyMet: () => {
      everyone = false;
    },
  };
}

/** One way to look somebody up. */
interface LookUp {
  /** Calls for each. */
  readonly calls: number;
  readonly isSettled: (wanted: string) => boolean;
  readonly find: (wanted: string) => Promise<void>;
}

type Store<T> = ReturnType<typeof createStore<T & Identified>>;

function byNames<T extends Identified>({ idOf, describe }: RosterParts<T>, store: Store<T>): LookUp {
  return {
    calls: 2,
    isSettled: (name) => store.met().has(name) || store.absent.has(name),
    find: async (name) => {
      const id = await idOf(name);
      const found = id === undefined ? undefined : await describe(id);
      if (found !== undefined) store.add(found);
      // The service may find a name in another case; names compare exactly here.
      if (found?.name !== name) store.absent.add(name);
    },
  };
}

function byIds<T extends Identified>({ describe }: RosterParts<T>, store: Store<T>): LookUp {
  return {
    calls: 1,
    isSettled: (id) => store.ids.has(id) || store.absent.has(id),
    find: async (id) => {
      const found = await describe(id);
      if (found === undefined) store.absent.add(id);
      else store.add(found);
    },
  };
}

/** What was read, by whichever way. */
function createStore<T extends Identified>({ what, names, open, note }: RosterParts<T>) {
  const ids = new Map<string, T>();
  const byNameSoFar = new Map<string, T>();
  const absent = new Set<string>();
  const listed = new Map<string, T>();
  const pager = once(open);
  let everyone: ReadonlyMap<string, T> | undefined;
  let pages = 0;
  let lookUps = 0;

  function add(one: T): void {
    ids.set(one.id, one);
    byNameSoFar.set(one.name, one);
    names.remember(one.key, one.id);
  }

  async function nextPage(): Promise<void> {
    const { items, last } = await (await pager()).next();
    pages += 1;
    for (const one of items) {
      add(one);
      listed.set(one.id, one);
    }
    if (last) everyone = byName([...listed.values()], what);
  }

  async function readToEnd(): Promise<ReadonlyMap<string, T>> {
    while (everyone === undefined) await nextPage();
    return everyone;
  }

  async function meet(wanted: readonly string[], { calls, isSettled, find }: LookUp): Promise<ReadonlyMap<string, T>> {
    let left = [...new Set(wanted)].filter((one) => !isSettled(one));
    const before = pages;
    while (everyone === undefined && left.length > 0 && pages < lookUps + calls * left.length) {
      await nextPage();
      left = left.filter((one) => !isSettled(one));
    }
    if (everyone !== undefined) {
      if (pages > before) note(`${what}: by their list, ${counted(pages, 'page')} to its end`);
      return everyone;
    }
    if (left.length === 0) return byNameSoFar;
    lookUps += calls * left.length;
    note(`${what}: ${left.length} looked up singly, since their list goes on after ${counted(pages, 'page')}`);
    await Promise.all(left.map((one) => find(one)));
    return byNameSoFar;
  }

  return { ids, absent, add, readToEnd, meet, met: () => everyone ?? byNameSoFar };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
