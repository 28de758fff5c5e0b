/**
 * Which change may start next. A change is free when all that it waits for is done; among the free ones the plan's
 * order decides; two changes of one lane never run at the same time.
 */

import type { Change, Outcome } from '../core/change.ts';
import { popSmallest, pushSmallest } from '../core/heap.ts';
import type { Key } from '../core/key.ts';

export interface Schedule {
  /** The next change to start now, or `undefined` when everything free is started or waits for its lane. */
  next(): Change | undefined;
  /** Takes what became of a started change; returns the changes that are skipped because of it. */
  settle(outcome: Outcome): readonly Outcome[];
  /** Everything that was not started, as skipped. */
  cancel(): readonly Outcome[];
}

interface Node {
  readonly change: Change;
  readonly position: number;
  readonly lane: string | undefined;
  waitsFor: number;
  readonly frees: Node[];
  state: 'waiting' | 'free' | 'started' | 'over';
}

/** A schedule over changes in the plan's order. `laneOf` names what two changes must not touch at once. */
export function createSchedule(changes: readonly Change[], laneOf: (change: Change) => string | undefined): Schedule {
  const nodes = link(changes, laneOf);
  const byKey = new Map(nodes.map((node) => [node.change.key, node]));
  const lanes = new Lanes(nodes);
  for (const node of nodes) if (node.waitsFor === 0) lanes.free(node);
  return {
    next: () => lanes.take()?.change,
    settle: (outcome) => {
      const node = byKey.get(outcome.change.key);
      if (node === undefined) return [];
      node.state = 'over';
      lanes.release(node);
      if (outcome.status !== 'done') return skipDependents(node);
      for (const freed of node.frees) {
        freed.waitsFor -= 1;
        if (freed.waitsFor === 0 && freed.state === 'waiting') lanes.free(freed);
      }
      return [];
    },
    cancel: () => {
      const left = nodes.filter((node) => node.state === 'waiting' || node.state === 'free');
      for (const node of left) node.state = 'over';
      return left.map(({ change }) => ({ status: 'skipped', change, because: 'cancelled' }));
    },
  };
}

function link(changes: readonly Change[], laneOf: (change: Change) => string | undefined): readonly Node[] {
  const nodes = changes.map((change, position): Node => ({
    change,
    position,
    lane: laneOf(change),
    waitsFor: 0,
    frees: [],
    state: 'waiting',
  }));
  const byKey = new Map<Key, Node>(nodes.map((node) => [node.change.key, node]));
  for (const node of nodes) {
    for (const need of node.change.needs) {
      const needed = byKey.get(need);
      if (needed === undefined) continue;
      needed.frees.push(node);
      node.waitsFor += 1;
    }
  }
  return nodes;
}

function skipDependents(failed: Node): readonly Outcome[] {
  const skipped: Outcome[] = [];
  const queue: { readonly node: Node; readonly because: Key }[] = failed.frees.map((node) => ({
    node,
    because: failed.change.key,
  }));
  for (const { node, because } of queue) {
    if (node.state === 'over') continue;
    node.state = 'over';
    skipped.push({ status: 'skipped', change: node.change, because });
    for (const next of node.frees) queue.push({ node: next, because: node.change.key });
  }
  return skipped.sort((a, b) => (a.change.key < b.change.key ? -1 : 1));
}

/** Free changes in the plan's order, those of a busy lane set aside until it is their turn. */
class Lanes {
  readonly #nodes: readonly Node[];
  /** Positions of what may be taken next, as a heap. */
  readonly #ready: number[] = [];
  readonly #busy = new Map<string, { holder: Node; readonly waiting: Node[] }>();

  constructor(nodes: readonly Node[]) {
    this.#nodes = nodes;
  }

  free(node: Node): void {
    node.state = 'free';
    pushSmallest(this.#ready, node.position);
  }

  take(): Node | undefined {
    for (;;) {
      const position = popSmallest(this.#ready);
      if (position === undefined) return undefined;
      const node = this.#nodes[position];
      if (node?.state !== 'free' || !this.#enter(node)) continue;
      node.state = 'started';
      return node;
    }
  }

  release(node: Node): void {
    const lane = node.lane === undefined ? undefined : this.#busy.get(node.lane);
    if (lane === undefined || node.lane === undefined) return;
    const next = lane.waiting.shift();
    if (next === undefined) {
      this.#busy.delete(node.lane);
      return;
    }
    lane.holder = next;
    pushSmallest(this.#ready, next.position);
  }

  #enter(node: Node): boolean {
    if (node.lane === undefined) return true;
    const lane = this.#busy.get(node.lane);
    if (lane === undefined) {
      this.#busy.set(node.lane, { holder: node, waiting: [] });
      return true;
    }
    if (lane.holder === node) return true;
    lane.waiting.push(node);
    return false;
  }
}
