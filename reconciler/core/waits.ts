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
  readonly known: Map<string, number>;
}

/** A change that no longer waits for some others, because those waits were part of a cycle. */
export interface Dropped {
  readonly waiter: number;
  readonly awaited: readonly number[];
}

export function createWaits(count: number): Waits {
  return { count, shared: [], listsOf: Array.from({ length: count }, () => []), known: new Map() };
}

/** Makes each of `waiters` wait for all of `awaited`, both in any order. */
export function addWaits(waits: Waits, strength: Strength, waiters: Iterable<number>, awaited: Iterable<number>): void {
  const list = [...new Set(awaited)].sort((a, b) => a - b);
  const all = [...waiters];
  if (list.length === 0 || all.length === 0) return;
  const node = listNode(waits, strength, list);
  for (const waiter of all) {
    const lists = listsOf(waits, waiter);
    if (!lists.includes(node)) lists.push(node);
  }
}

function listNode(waits: Waits, strength: Strength, awaited: readonly number[]): number {
  const name = `${strength}:${awaited.join(',')}`;
  const known = waits.known.get(name);
  if (known !== undefined) return known;
  const node = waits.count + waits.shared.length;
  waits.shared.push({ strength, awaited });
  waits.known.set(name, node);
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
 * component stay, also those that shared a list with a dropped one.
 */
export function dropInsideCycles(waits: Waits, strength: Strength): readonly Dropped[] {
  const total = waits.count + waits.shared.length;
  const { of, sizes } = components(total, (node) =>
    node < waits.count ? listsOf(waits, node) : sharedAt(waits, node).awaited,
  );
  const dropped: Dropped[] = [];
  for (let waiter = 0; waiter < waits.count; waiter += 1) {
    const component = of[waiter] as number;
    if (sizes[component] === 1) continue;
    const lists = listsOf(waits, waiter);
    const gone = lists.filter((node) => of[node] === component && sharedAt(waits, node).strength === strength);
    if (gone.length === 0) continue;
    waits.listsOf[waiter] = lists.filter((node) => !gone.includes(node));
    const awaited = new Set(gone.flatMap((node) => sharedAt(waits, node).awaited));
    dropped.push({ waiter, awaited: [...awaited].filter((change) => of[change] === component) });
    addWaits(
      waits,
      strength,
      [waiter],
      [...awaited].filter((change) => of[change] !== component),
    );
  }
  return dropped;
}

/**
 * All changes so that each comes after those it waits for; of those that are free the one with the smallest number goes
 * first. Throws when there is a cycle.
 */
export function inOrder(waits: Waits): readonly number[] {
  const followers: number[][] = Array.from({ length: waits.count + waits.shared.length }, () => []);
  const open = new Int32Array(followers.length);
  for (const [waiter, lists] of waits.listsOf.entries()) {
    open[waiter] = lists.length;
    for (const node of lists) (followers[node] as number[]).push(waiter);
  }
  for (const [number, { awaited }] of waits.shared.entries()) {
    open[waits.count + number] = awaited.length;
    for (const change of awaited) (followers[change] as number[]).push(waits.count + number);
  }
  const free: number[] = [];
  const done: number[] = [];

  function settle(node: number): void {
    for (const follower of followers[node] as number[]) {
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

/** Past so many single waits, a list that several changes wait for is shortened. */
const MANY = 10_000;

/**
 * Where many changes wait for the same many, lets the first of them in the sequence wait for all, and the others for that
 * one: `waiters + awaited` waits instead of their product, since a plan names each. Stricter than need be, so still safe:
 * when the first fails the others are skipped, and the next plan, in which the awaited ones are done, has no such wait.
 */
export function shortenLongLists(waits: Waits, sequence: readonly number[]): void {
  const waitersOf = new Map<number, number[]>();
  for (const waiter of sequence) {
    for (const node of listsOf(waits, waiter)) {
      const waiters = waitersOf.get(node) ?? [];
      waitersOf.set(node, waiters);
      waiters.push(waiter);
    }
  }
  for (const [node, waiters] of waitersOf) {
    const { strength, awaited } = sharedAt(waits, node);
    const others = waiters.slice(1);
    if (awaited.length * others.length <= MANY) continue;
    for (const waiter of others) waits.listsOf[waiter] = listsOf(waits, waiter).filter((list) => list !== node);
    addWaits(waits, strength, others, waiters.slice(0, 1));
  }
}
