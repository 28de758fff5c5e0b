/**
 * Permission sets that cannot go yet, since AWS deletes none that somebody holds: those under an old name that the file does
 * not move whole, and those held on an account where nothing can be changed.
 */

import type { Change } from './change.ts';
import type { Desired } from './desired.ts';
import { addTo } from './grouped.ts';
import type { Issue } from './issue.ts';
import type { Key } from './key.ts';
import { oldSetKeys } from './renamed-sets.ts';
import type { AssignmentSpec, LiveResource } from './resource.ts';

export interface StayingSets {
  /** The sets that the changes delete and that stay all the same. */
  readonly keys: ReadonlySet<Key>;
  /** One for each of them. */
  readonly warnings: readonly Issue[];
}

/** Those that the changes delete although a live grant of them stays. */
export function stayingSets(
  changes: readonly Change[],
  live: readonly LiveResource[],
  desired: Pick<Desired, 'renames' | 'inactive'>,
): StayingSets {
  const deleted = new Set(changes.flatMap(({ verb, key }) => (verb === 'delete' ? [key] : [])));
  const going = new Set(
    changes.flatMap(({ kind, key }) => (kind === 'permission-set' && deleted.has(key) ? [key] : [])),
  );
  if (going.size === 0) return { keys: new Set(), warnings: [] };
  const oldSets = oldSetKeys(desired);
  const held = new Map<Key, string[]>();
  for (const { key: grant, kind, spec, needs } of live) {
    if (kind !== 'assignment' || deleted.has(grant)) continue;
    const { account } = spec as AssignmentSpec;
    for (const set of needs) {
      if (going.has(set) && (oldSets.has(set) || desired.inactive(account))) addTo(held, set, account);
    }
  }
  const warnings = [...held].map(([set, accounts]) =>
    accounts.every((account) => desired.inactive(account)) ? heldWhereNothingChanges(set, accounts) : oldSetStays(set),
  );
  return { keys: new Set(held.keys()), warnings };
}

function oldSetStays(key: Key): Issue {
  return {
    code: 'CONFIG_RENAME',
    severity: 'warning',
    message: `${key} stays beside its new name: somebody whom the file does not name still holds it`,
    hint: 'declare these grants under the new name, or let them be removed with `unmanagedAssignments: remove`',
  };
}

function heldWhereNothingChanges(key: Key, accounts: readonly string[]): Issue {
  const named = [...new Set(accounts)].toSorted().join(', ');
  return {
    code: 'CONFIG_ACCOUNT',
    severity: 'warning',
    message: `${key} stays: it is held on ${named}, where nothing can be changed, since the account is not active`,
    hint: 'it goes with the first plan after the account is active again, or gone for good',
  };
}
