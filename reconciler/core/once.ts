/** Things made when they are first asked for, and kept. A promise that is rejected is not: whoever asks next tries again. */

/** The value under a key, made and put there when there is none. (`Map.getOrInsertComputed` of newer runtimes.) */
export function getOrInsert<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  if (made instanceof Promise) made.catch(() => map.delete(key));
  return made;
}

/** A function that makes something at its first call, and returns the same at every other; a promise too. */
export function once<T extends object>(make: () => T): () => T {
  const kept = new Map<'made', T>();
  return () => getOrInsert(kept, 'made', make);
}

/** A function of two things that makes something at its first call with them, and returns the same at every other. */
export function oncePerPair<A, B, T>(make: (first: A, second: B) => T): (first: A, second: B) => T {
  const kept = new Map<A, Map<B, T>>();
  return (first, second) => {
    const ofFirst = getOrInsert(kept, first, () => new Map<B, T>());
    return getOrInsert(ofFirst, second, () => make(first, second));
  };
}
