/** Who holds something, back to the state. */

import type { PrincipalReference } from '../state.types.ts';
import type { IdentityCenterWorld, PrincipalType } from '../world.types.ts';

/** A principal by its name, or by its id when it no longer exists. */
export function savedPrincipal(
  center: IdentityCenterWorld,
  principalType: PrincipalType,
  principalId: string,
): PrincipalReference {
  if (principalType === 'USER') {
    const user = center.users.get(principalId);
    return user === undefined ? { principalId, principalType } : { user: user.userName };
  }
  const group = center.groups.get(principalId);
  return group === undefined ? { principalId, principalType } : { group: group.name };
}
