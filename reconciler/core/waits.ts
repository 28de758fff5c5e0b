/**
 * The graph of what waits for what, over the numbers of the changes.
 *
 * A wait is from one change to a list of changes, and a list that several changes wait for is kept once. When 5,000 people
 * leave a group before it gains 1,000 grants there are 1,000 + 5,000 edges, not 5,000,000: each list is a node of its own,
 * to which its waiters lead and which leads to its members. What reaches what stays the same.
 */

import { components } from './components.ts';
import { popSmallest, pushSmallest } from './heap.ts';

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

/** A change that no longer waits for some others, because those waits were part of a cycle. */
export interface Dropped {
  readonly waiter: number;
  readonly awaited: readonly number[];
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

function listsOf(waits: Waits, change: number): number[] {
  return waits.listsOf[change] as number[];
}

function sharedAt(waits: Waits, node: number): Shared {
  return waits.shared[node - waits.count] as Shared;
}

/**
 * Drops the waits of one strength inside each strongly connected component, and says which. Waits that lead out of a
 * component stay, also those that shared a list with a dropped one. What still waits by way of others is not told.
 */
export function dropInsideCycles(waits: Waits, strength: Strength): readonly Dropped[] {
  if (!waits.shared.some((list) => list.strength === strength)) return [];
  const found = components(waits.count + waits.shared.length, (node) => nextOf(waits, node));
  const dropped: Dropped[] = [];
  for (let waiter = 0; waiter < waits.count; waiter += 1) {
    if (found.sizes[found.of[waiter] as number] === 1) continue;
    const inside = dropInside(waits, strength, waiter, found.of);
    if (inside.length > 0) dropped.push({ waiter, awaited: inside });
  }
  const seen = new Int32Array(waits.count + waits.shared.length).fill(-1);
  return dropped.map(({ waiter, awaited }) => {
    markReached(waits, waiter, found.of, seen);
    return { waiter, awaited: awaited.filter((change) => seen[change] !== waiter) };
  });
}

function nextOf(waits: Waits, node: number): readonly number[] {
  return node < waits.count ? listsOf(waits, node) : sharedAt(waits, node).awaited;
}

function dropInside(waits: Waits, strength: Strength, waiter: number, of: Int32Array): readonly number[] {
  const lists = listsOf(waits, waiter);
  const gone = lists.filter((node) => of[node] === of[waiter] && sharedAt(waits, node).strength === strength);
  const awaited = [...new Set(gone.flatMap((node) => sharedAt(waits, node).awaited))];
  waits.listsOf[waiter] = lists.filter((node) => !gone.includes(node));
  const outside = awaited.filter((change) => of[change] !== of[waiter]);
  addWaits(waits, strength, [waiter], outside);
  return awaited.filter((change) => of[change] === of[waiter]);
}

/** Marks with its number all that a change waits for, directly or not, inside its component. */
function markReached(waits: Waits, waiter: number, of: Int32Array, seen: Int32Array): void {
  const open = [waiter];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const next of nextOf(waits, node)) {
      // A list that came after the components were found leads out of them.
      if (of[next] !== of[waiter] || seen[next] === waiter) continue;
      seen[next] = waiter;
      open.push(next);
    }
  }
}

/**
 * All changes so that each comes after those it waits for; of those that are free the one with the smallest number goes
 * first. Throws when there is a cycle.
 */
export function inOrder(waits: Waits): readonly number[] {
  const { starts, followers } = followersIn(waits);
  const open = Int32Array.from({ length: waits.count + waits.shared.length }, (_, node) => nextOf(waits, node).length);
  const free: number[] = [];
  const done: number[] = [];

  function settle(node: number): void {
    for (let place = starts[node] as number; place < (starts[node + 1] as number); place += 1) {
      const follower = followers[place] as number;
      open[follower] = (open[follower] as number) - 1;
      if (open[follower] !== 0) continue;
      if (follower < waits.count) pushSmallest(free, follower);
      else settle(follower);
    }
  }

  for (let change = 0; change < waits.count; change += 1) if (open[change] === 0) pushSmallest(free, change);
  for (let next = popSmallest(free); next !== undefined; next = popSmallest(free)) {
    done.push(next);
    settle(next);
  }
  if (done.length < waits.count) throw new Error('What the resources need leads in a circle, so no order exists.');
  return done;
}

/** What follows each node: those of `node` are at the places `starts[node] … starts[node + 1] - 1`. */
interface Followers {
  readonly starts: Int32Array;
  readonly followers: Int32Array;
}

function followersIn(waits: Waits): Followers {
  const nodes = waits.count + waits.shared.length;
  const starts = new Int32Array(nodes + 1);
  for (let node = 0; node < nodes; node += 1) {
    for (const next of nextOf(waits, node)) starts[next + 1] = (starts[next + 1] as number) + 1;
  }
  for (let node = 0; node < nodes; node += 1)
    starts[node + 1] = (starts[node + 1] as number) + (starts[node] as number);
  const followers = new Int32Array(starts[nodes] as number);
  const places = starts.slice();
  for (let node = 0; node < nodes; node += 1) {
    for (const next of nextOf(waits, node)) {
      followers[places[next] as number] = node;
      places[next] = (places[next] as number) + 1;
    }
  }
  return { starts, followers };
}

/** Past so many single waits, a list that several changes wait for is shortened. */
const MANY = 10_000;

/**
 * Where many changes wait for the same many, lets the first of them in the sequence wait for all, and the others for that
 * one: `waiters + awaited` waits instead of their product, since a plan names each. Stricter than need be, so still safe:
 * when the first fails the others are skipped, and the next plan, in which the awaited ones are done, has no such wait.
 */
export function shortenLongLists(waits: Waits, sequence: readonly number[]): void {
  for (const [node, waiters] of waitersOfLongLists(waits, sequence)) {
    const { strength } = sharedAt(waits, node);
    const others = waiters.slice(1);
    for (const waiter of others) waits.listsOf[waiter] = listsOf(waits, waiter).filter((list) => list !== node);
    addWaits(waits, strength, others, waiters.slice(0, 1));
  }
}

/** Who waits for each of the lists that are to be shortened, in the order of the sequence. */
function waitersOfLongLists(waits: Waits, sequence: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const waiting = new Int32Array(waits.shared.length);
  for (const lists of waits.listsOf) {
    for (const node of lists) waiting[node - waits.count] = (waiting[node - waits.count] as number) + 1;
  }
  const waitersOf = new Map<number, number[]>();
  for (const [number, { awaited }] of waits.shared.entries()) {
    const isLong = awaited.length > 1 && awaited.length * ((waiting[number] as number) - 1) > MANY;
    if (isLong) waitersOf.set(waits.count + number, []);
  }
  for (const waiter of waitersOf.size === 0 ? [] : sequence) {
    for (const node of listsOf(waits, waiter)) waitersOf.get(node)?.push(waiter);
  }
  return waitersOf;
}
