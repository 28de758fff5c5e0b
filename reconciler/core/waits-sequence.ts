/** The sequence of the changes, when each comes after those it waits for. */

import { popSmallest, pushSmallest } from './heap.ts';
import type { Waits } from './waits.ts';
import { addWaits, listsOf, nextOf, sharedAt } from './waits.ts';

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
