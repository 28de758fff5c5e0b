/**
 * Permission sets that are being renamed (DESIGN section 2, "Renames"): the new one is made beside the old one, which goes once nobody
 * holds it any more.
 */

import type { Change } from './change.ts';
import type { Desired } from './desired.ts';
import type { Issue } from './issue.ts';
import type { Key } from './key.ts';
import { assignmentKey, permissionSetKey } from './key.ts';
import type { AssignmentSpec, LiveResource } from './resource.ts';

/** The keys that renamed permission sets had. */
export function oldSetKeys({ renames }: Pick<Desired, 'renames'>): ReadonlySet<Key> {
  return new Set([...renames.permissionSets.values()].map(permissionSetKey));
}

/** The key that a live grant of a renamed set has under the set's new name; nothing of anything else. */
export function keyUnderNewName({ kind, spec }: LiveResource, { renames }: Pick<Desired, 'renames'>): Key | undefined {
  if (kind !== 'assignment') return undefined;
  const { permissionSet, account, principalType, principal } = spec as AssignmentSpec;
  const renamed = [...renames.permissionSets].find(([, previous]) => previous === permissionSet);
  return renamed === undefined ? undefined : assignmentKey(renamed[0], account, principalType, principal);
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
