/** Who holds what, of what was read, as the simulator's state has it. */

import { idOfGone } from '../core/gone.ts';
import type { PrincipalType } from '../core/key.ts';
import type { AssignmentSpec, LiveResource } from '../core/resource.ts';
import type { AssignmentState, PrincipalReference } from '../simulator/state.types.ts';

/** The assignments that were read, on accounts that are there. */
export function copiedAssignments(
  live: readonly LiveResource[],
  accounts: ReadonlySet<string>,
): readonly AssignmentState[] {
  return live
    .filter(({ kind }) => kind === 'assignment')
    .map(({ spec }) => spec as AssignmentSpec)
    .filter(({ account }) => accounts.has(account))
    .map(({ permissionSet, account, principalType, principal }) => ({
      permissionSet,
      account,
      ...referenceTo(principalType, principal),
    }));
}

/** By name, or by the id of one that no longer exists. */
export function referenceTo(type: PrincipalType, principal: string): PrincipalReference {
  const goneId = idOfGone(principal);
  if (goneId !== undefined) return { principalId: goneId, principalType: type === 'user' ? 'USER' : 'GROUP' };
  return type === 'user' ? { user: principal } : { group: principal };
}
