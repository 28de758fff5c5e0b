/**
 * The graph of what waits for what, over the numbers of the changes.
 *
 * A wait is from one change to a list of changes, and a list that several changes wait for is kept once. When 5,000 people
 * leave a group before it gains 1,000 grants there are 1,000 + 5,000 edges, not 5,000,000: each list is a node of its own,
 * to which its waiters lead and which leads to its members. What reaches what stays the same.
 */

/** How firmly a wait holds, by the numbers of DESIGN section 4, "Order": 0 is never dropped, 4 first. */
export type Strength = 0 | 1 | 2 | 3 | 4;

interface Shared {
  readonly strength: Strength;
  readonly awaited: readonly number[];
}

export interface Waits {
  /** How many changes there are; the list with number `n` is the node `count + n`. */
  readonly count: number;
  readonly shared: Shared[];
  /** For each change, the nodes of the lists that it waits for. */
  readonly listsOf: number[][];
  /** The nodes of the lists, by what they hold. */
  readonly byContent: Map<string, number>;
  /** The nodes of collections that were handed in before: the same ones come again and again, and may be long. */
  readonly byIdentity: readonly WeakMap<Iterable<number>, number>[];
}

export function createWaits(count: number): Waits {
  return {
    count,
    shared: [],
    listsOf: Array.from({ length: count }, () => []),
    byContent: new Map(),
    byIdentity: [0, 1, 2, 3, 4].map(() => new WeakMap()),
  };
}

/** Makes each of `waiters` wait for all of `awaited`, both in any order; `awaited` must not be changed afterwards. */
export function addWaits(waits: Waits, strength: Strength, waiters: Iterable<number>, awaited: Iterable<number>): void {
  const node = listNode(waits, strength, awaited);
  if (node === undefined) return;
  for (const waiter of waiters) {
    const lists = listsOf(waits, waiter);
    // Most have one list, and an array that grows takes room for many more.
    if (lists.length === 0) waits.listsOf[waiter] = [node];
    else if (!lists.includes(node)) lists.push(node);
  }
}

/** The node of a list; `undefined` for the empty one. */
function listNode(waits: Waits, strength: Strength, awaited: Iterable<number>): number | undefined {
  const byIdentity = waits.byIdentity[strength] as WeakMap<Iterable<number>, number>;
  const met = byIdentity.get(awaited);
  if (met !== undefined) return met;
  const list = [...new Set(awaited)].sort((a, b) => a - b);
  if (list.length === 0) return undefined;
  const name = `${String(strength)}:${list.join(',')}`;
  const node = waits.byContent.get(name) ?? waits.count + waits.shared.length;
  if (!waits.byContent.has(name)) waits.shared.push({ strength, awaited: list });
  waits.byContent.set(name, node);
  byIdentity.set(awaited, node);
  return node;
}

/** The nodes of the lists that a change waits for. */
export function listsOf(waits: Waits, change: number): number[] {
  return waits.listsOf[change] as number[];
}

/** The list of a node. */
export function sharedAt(waits: Waits, node: number): Shared {
  return waits.shared[node - waits.count] as Shared;
}

/** Where a node leads: a change to its lists, a list to the changes that it holds. */
export function nextOf(waits: Waits, node: number): readonly number[] {
  return node < waits.count ? listsOf(waits, node) : sharedAt(waits, node).awaited;
}
