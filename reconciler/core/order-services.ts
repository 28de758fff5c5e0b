/** Waits of strength 0: what a service needs, such as a principal before its grant. */

import type { Change } from './change.ts';
import { specAfter } from './change.ts';
import { addTo } from './grouped.ts';
import type { Key } from './key.ts';
import { NEEDED_BY_NOBODY, permissionSetKey } from './key.ts';
import type { Waits } from './waits.ts';
import { addWaits } from './waits.ts';

type Verbs = readonly Change['verb'][];
const COMING: Verbs = ['create', 'replace'];
const LEAVING: Verbs = ['delete'];

/**
 * What comes into being waits for what it needs to come into being first; what goes waits for all that needs it to go, or
 * to become something else, first. `setRenames`: new name → old name.
 */
export function addServiceWaits(
  waits: Waits,
  changes: readonly Change[],
  setRenames: ReadonlyMap<string, string>,
): void {
  const numbers = new Map<Key, number>();
  for (const [number, { kind, key }] of changes.entries()) if (!NEEDED_BY_NOBODY.has(kind)) numbers.set(key, number);
  const numbered = (key: Key, verbs: Verbs): number | undefined => {
    const number = numbers.get(key);
    return number !== undefined && verbs.includes((changes[number] as Change).verb) ? number : undefined;
  };
  // By what is needed: a few things are needed by nearly all changes.
  const coming = new Map<number, number[]>();
  const leaving = new Map<number, number[]>();
  for (const [number, change] of changes.entries()) {
    for (const key of change.verb === 'delete' ? [] : change.after.needs) {
      const needed = numbered(key, COMING);
      if (needed !== undefined) addTo(coming, needed, number);
    }
    for (const key of change.verb === 'create' ? [] : change.before.needs) {
      const needed = numbered(key, LEAVING);
      if (needed !== undefined) addTo(leaving, needed, number);
    }
  }
  for (const [number, others] of coming) addWaits(waits, 0, others, [number]);
  for (const [number, others] of leaving) addWaits(waits, 0, [number], others);
  for (const [name, oldName] of setRenames) {
    const old = numbered(permissionSetKey(oldName), LEAVING);
    if (old !== undefined) addWaits(waits, 0, [old], successors(changes, name));
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
