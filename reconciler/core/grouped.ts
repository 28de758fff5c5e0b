/** `Map.groupBy` of newer runtimes. */

export type NonEmpty<T> = readonly [T, ...T[]];

/** Items by a key of each, keys and items in the order in which they first came. */
export function grouped<T>(items: Iterable<T>, keyOf: (item: T) => string): ReadonlyMap<string, NonEmpty<T>> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
