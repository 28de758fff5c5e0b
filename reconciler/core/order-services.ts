/** Waits of strength 0: what a service needs, such as a principal before its grant. */

import type { Change } from './change.ts';
import { specAfter } from './change.ts';
import type { Key } from './key.ts';
import { permissionSetKey } from './key.ts';
import type { Waits } from './waits.ts';
import { addWaits } from './waits.ts';

/**
 * What comes into being waits for what it needs to come into being first; what goes waits for all that needs it to go, or
 * to become something else, first. `setRenames`: new name → old name.
 */
export function addServiceWaits(
  waits: Waits,
  changes: readonly Change[],
  setRenames: ReadonlyMap<string, string>,
): void {
  const numbers = new Map(changes.map((change, number) => [change.key, number]));
  const numbered = (key: Key, verbs: readonly Change['verb'][]): readonly number[] => {
    const number = numbers.get(key);
    return number !== undefined && verbs.includes((changes[number] as Change).verb) ? [number] : [];
  };
  const leaving = new Map<number, number[]>();
  for (const [number, change] of changes.entries()) {
    if (change.verb !== 'delete') {
      addWaits(
        waits,
        0,
        [number],
        change.after.needs.flatMap((key) => numbered(key, ['create', 'replace'])),
      );
    }
    if (change.verb === 'create') continue;
    for (const needed of change.before.needs.flatMap((key) => numbered(key, ['delete']))) {
      const others = leaving.get(needed) ?? [];
      leaving.set(needed, others);
      others.push(number);
    }
  }
  for (const [number, others] of leaving) addWaits(waits, 0, [number], others);
  for (const [name, oldName] of setRenames) {
    const old = numbered(permissionSetKey(oldName), ['delete']);
    if (old.length > 0) addWaits(waits, 0, old, successors(changes, name));
  }
}

/** The creation of a set and of all its grants: only when they are done may the set that it replaces by another name go. */
function successors(changes: readonly Change[], name: string): readonly number[] {
  const key = permissionSetKey(name);
  return changes.flatMap((change, number) => {
    const isGrant = change.kind === 'assignment' && specAfter(change)?.['permissionSet'] === name;
    return change.verb === 'create' && (change.key === key || isGrant) ? [number] : [];
  });
}
