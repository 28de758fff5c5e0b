/** `Map.groupBy` of newer runtimes. */

export type NonEmpty<T> = readonly [T, ...T[]];

/** Items by a key of each, keys and items in the order in which they first came. */
export function grouped<T, K>(items: Iterable<T>, keyOf: (item: T) => K): ReadonlyMap<K, NonEmpty<T>> {
  const groups = new Map<K, [T, ...T[]]>();
  for (const item of items) addTo(groups, keyOf(item), item);
  return groups;
}

/** Puts an item under a key, after those that are there. */
export function addTo<K, T>(groups: Map<K, T[]>, key: K, item: T): void {
  const group = groups.get(key);
  // Most have one item, and an array that grows takes room for many more.
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}
