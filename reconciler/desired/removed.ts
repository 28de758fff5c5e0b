/** What a configuration says must not exist. */

import type { Key } from '../core/key.ts';
import { groupKey, permissionSetKey, userKey } from '../core/key.ts';
import type { Configuration } from './configuration.ts';

/** What `removed` names. */
export function removedKeys({ document: { removed = {} } }: Configuration): ReadonlySet<Key> {
  const { users = [], groups = [], permissionSets = [] } = removed;
  return new Set([...users.map(userKey), ...groups.map(groupKey), ...permissionSets.map(permissionSetKey)]);
}
