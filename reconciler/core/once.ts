/** Things made when they are asked for, and kept. */

/** What is under a key, made when it is asked for the first time. */
export function once<A, B>(known: Map<A, B>, key: A, make: () => B): B {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}

/** Something that is made when it is asked for the first time. */
export function later<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
