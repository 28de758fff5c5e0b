/** Pairs, each once, as a map of sets: a text of both would be made again and again. */

import { getOrInsert } from './once.ts';

export type Pairs<A, B> = ReadonlyMap<A, ReadonlySet<B>>;

export function addPair<A, B>(pairs: Map<A, Set<B>>, first: A, second: B): void {
  getOrInsert(pairs, first, () => new Set<B>()).add(second);
}

/** Those of all items, in the order in which they first came. */
export function pairsOf<T, A, B>(items: Iterable<T>, pairOf: (item: T) => readonly [A, B]): Pairs<A, B> {
  const pairs = new Map<A, Set<B>>();
  for (const item of items) addPair(pairs, ...pairOf(item));
  return pairs;
}

export function hasPair<A, B>(pairs: Pairs<A, B>, first: A, second: B): boolean {
  return pairs.get(first)?.has(second) === true;
}
