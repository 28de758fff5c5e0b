/** Waits that lead in a circle: which of them are dropped so that there is an order (DESIGN section 4, "Order"). */

import { components } from './components.ts';
import type { Strength, Waits } from './waits.ts';
import { addWaits, listsOf, nextOf, sharedAt } from './waits.ts';

/** A change that no longer waits for some others, because those waits were part of a cycle. */
export interface Dropped {
  readonly waiter: number;
  readonly awaited: readonly number[];
}

/**
 * Drops the waits of one strength inside each strongly connected component, and says which. Waits that lead out of a
 * component stay, also those that shared a list with a dropped one. A change that still comes later, since it waits for
 * one that waits for the other, loses nothing by that and is not among the answers.
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
