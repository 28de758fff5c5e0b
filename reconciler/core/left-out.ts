/** Changes that are due and not in a plan: of causes that nobody chose, or removals that a guard forbids of the chosen ones. */

import type { Change } from './change.ts';
import type { Key } from './key.ts';
import { addServiceWaits } from './order-services.ts';
import type { Plan } from './plan.types.ts';
import { createWaits, listsOf, sharedAt } from './waits.ts';

/** The code of warnings for chosen changes that are not in the plan. */
export const LEFT_OUT = 'GUARD_LEFT_OUT';

/** The code of the warning that changes of other origins are due. */
export const NOT_CHOSEN = 'PLAN_NOT_CHOSEN';

/** Whether more differs than the plan would change, which its warnings tell. */
export function leavesSomeOut({ warnings }: Pick<Plan, 'warnings'>): boolean {
  return warnings.some(({ code }) => code === LEFT_OUT || code === NOT_CHOSEN);
}

/**
 * The chosen changes that cannot be made without one that was not chosen, and that one's key: a user is not deleted while
 * grants of theirs stay, nor a member added to a group that is not made. `setRenames`: new name → old name.
 */
export function waitingForOthers(
  changes: readonly Change[],
  isChosen: (change: Change) => boolean,
  setRenames: ReadonlyMap<string, string>,
): ReadonlyMap<Key, Key> {
  const waits = createWaits(changes.length);
  addServiceWaits(waits, changes, setRenames);
  const awaited = changes.map((_, number) =>
    listsOf(waits, number).flatMap((node) => sharedAt(waits, node).awaited.map((other) => changes[other] as Change)),
  );
  const held = new Map<Key, Key>();
  let known = -1;
  while (held.size > known) {
    known = held.size;
    for (const [number, change] of changes.entries()) {
      if (!isChosen(change) || held.has(change.key)) continue;
      const missing = (awaited[number] as readonly Change[]).find((other) => !isChosen(other) || held.has(other.key));
      if (missing !== undefined) held.set(change.key, missing.key);
    }
  }
  return held;
}
