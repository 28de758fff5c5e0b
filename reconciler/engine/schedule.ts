/**
 * Which change may start next. A change is free when all that it waits for is done; among the free ones the plan's
 * order decides; two changes of one lane never run at the same time.
 */

import type { Change, Outcome } from '../core/change.ts';
import { subjectOf } from '../core/change.ts';
import { addTo } from '../core/grouped.ts';
import { popSmallest, pushSmallest } from '../core/heap.ts';
import type { Key } from '../core/key.ts';
import type { Kind } from '../core/kind.ts';

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
  readonly behind: Key | undefined;
  waitsFor: number;
  readonly frees: Node[];
  state: 'waiting' | 'free' | 'started' | 'over';
}

/** What keeps a change from starting although all that it waits for is done (`core/kind.ts`). */
export interface Obstacles {
  /** Two changes of one lane never run at the same time. */
  readonly lane?: string | undefined;
  /** A thing: while its own change runs, this one is not started. */
  readonly behind?: Key | undefined;
}

/** Those of a change, as its kind knows them. */
export function obstaclesOf(change: Change, kind: Kind | undefined): Obstacles {
  const { spec } = subjectOf(change);
  const lane = kind?.lane?.(spec);
  return { lane: lane === undefined ? undefined : `${change.kind}/${lane}`, behind: kind?.behind?.(spec) };
}

/** A schedule over changes in the plan's order. */
export function createSchedule(changes: readonly Change[], obstacles: (change: Change) => Obstacles): Schedule {
  const nodes = changes.map((change, position) => nodeOf(change, position, obstacles(change)));
  const byKey = link(nodes);
  const lanes = new Lanes(nodes, byKey);
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

function nodeOf(change: Change, position: number, { lane, behind }: Obstacles): Node {
  return { change, position, lane, behind, waitsFor: 0, frees: [], state: 'waiting' };
}

/** Lets each node know whom it frees; all of them by their keys. */
function link(nodes: readonly Node[]): ReadonlyMap<Key, Node> {
  const byKey = new Map<Key, Node>();
  for (const node of nodes) byKey.set(node.change.key, node);
  for (const node of nodes) {
    for (const need of node.change.needs) {
      const needed = byKey.get(need);
      if (needed === undefined) continue;
      needed.frees.push(node);
      node.waitsFor += 1;
    }
  }
  return byKey;
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

/** Free changes in the plan's order; those whose lane is busy, or that are behind a running change, wait for their turn. */
class Lanes {
  readonly #nodes: readonly Node[];
  /** Positions of what may be taken next, as a heap. */
  readonly #ready: number[] = [];
  /** By lane: who has it, and the free changes that wait for it, first come, first served. */
  readonly #busy = new Map<string, { holder: Node; readonly waiting: Node[] }>();

  readonly #byKey: ReadonlyMap<Key, Node>;
  /** By a running change, the free changes that are behind it. */
  readonly #aside = new Map<Node, Node[]>();

  constructor(nodes: readonly Node[], byKey: ReadonlyMap<Key, Node>) {
    this.#nodes = nodes;
    this.#byKey = byKey;
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
      if (node?.state !== 'free' || this.#isAside(node) || !this.#enter(node)) continue;
      node.state = 'started';
      return node;
    }
  }

  release(node: Node): void {
    for (const { position } of this.#aside.get(node) ?? []) pushSmallest(this.#ready, position);
    this.#aside.delete(node);
    this.#leave(node);
  }

  #leave(node: Node): void {
    const lane = node.lane === undefined ? undefined : this.#busy.get(node.lane);
    if (lane?.holder !== node || node.lane === undefined) return;
    const next = lane.waiting.shift();
    if (next === undefined) {
      this.#busy.delete(node.lane);
      return;
    }
    lane.holder = next;
    pushSmallest(this.#ready, next.position);
  }

  #isAside(node: Node): boolean {
    const other = node.behind === undefined ? undefined : this.#byKey.get(node.behind);
    if (other?.state !== 'started') return false;
    addTo(this.#aside, other, node);
    // If its lane was handed to it while it waited, the next one in that lane may go.
    this.#leave(node);
    return true;
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
