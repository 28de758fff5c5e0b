/**
 * Permission sets that are being renamed (DESIGN section 2, "Renames"): the new one is made beside the old one, which goes once nobody
 * holds it any more.
 */

import type { Change } from './change.ts';
import type { Desired } from './desired.ts';
import type { Issue } from './issue.ts';
import type { Key } from './key.ts';
import { permissionSetKey } from './key.ts';
import type { LiveResource } from './resource.ts';

/** The keys that renamed permission sets had. */
export function oldSetKeys({ renames }: Desired): ReadonlySet<Key> {
  return new Set([...renames.permissionSets.values()].map(permissionSetKey));
}

/** Those of the old sets that are to be deleted while something live that stays still needs them: such a set stays. */
export function stillGranted(
  changes: readonly Change[],
  live: readonly LiveResource[],
  oldSets: ReadonlySet<Key>,
): ReadonlySet<Key> {
  if (oldSets.size === 0) return new Set();
  const deleted = new Set(changes.filter(({ verb }) => verb === 'delete').map(({ key }) => key));
  const needed = live.filter(({ key }) => !deleted.has(key)).flatMap(({ needs }) => needs);
  return new Set(needed.filter((key) => oldSets.has(key) && deleted.has(key)));
}

export function oldSetStays(key: Key): Issue {
  return {
    code: 'CONFIG_RENAME',
    severity: 'warning',
    message: `${key} stays beside its new name: somebody whom the file does not name still holds it`,
    hint: 'declare these grants under the new name, or let them be removed with `unmanagedAssignments: remove`',
  };
}

/** A warning for each set that gets its new name here, or grants of it: IAM names a role after its set. */
export function otherRoles(changes: readonly Change[], { renames, resources }: Desired): readonly Issue[] {
  const leaving = new Set(
    changes.flatMap((change) => (change.verb === 'delete' ? [change.key, ...change.before.needs] : [])),
  );
  const due = [...renames.permissionSets].filter(([, previous]) => leaving.has(permissionSetKey(previous)));
  return due.map(([name, previous]) => {
    const place = resources.find(({ key }) => key === permissionSetKey(name))?.at;
    return {
      code: 'CONFIG_RENAME',
      severity: 'warning',
      message: `${permissionSetKey(previous)} becomes ${permissionSetKey(name)}: its role has another name and ARN in each account`,
      hint: 'look for the old ARN in trust policies, key policies and EKS mappings',
      ...(place === undefined ? {} : { at: place }),
    };
  });
}
