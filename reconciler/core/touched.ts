/**
 * The live things that decide what changes mean, and in which order they are safe: most plans touch little of what is
 * live, and the rest needs no linking.
 *
 * Everything that is asked of accesses is asked of a cell: one in which a grant changes, one that a group holds whose members
 * change, or one whose holders a guard counts. Who holds it is decided by all its grants, and by all members of the groups
 * among these. A set that changes matters to those who come to it or leave it, and so only in such cells.
 */

import type { Change } from './change.ts';
import { subjectOf } from './change.ts';
import type { AdministratorsGuard } from './desired.ts';
import { addPair, hasPair } from './pairs.ts';
import type { AssignmentSpec, AuthorizationSpec, LiveResource, MembershipSpec } from './resource.ts';

export interface TouchedInput {
  readonly live: readonly LiveResource[];
  readonly changes: readonly Change[];
  /** What a set is called whatever its name: the new one where it is being renamed. */
  readonly newName: (permissionSet: string) => string;
  readonly administrators: readonly Pick<AdministratorsGuard, 'permissionSet' | 'account'>[];
}

type Cell = Pick<AssignmentSpec, 'permissionSet' | 'account'>;
type Grantee = Pick<AssignmentSpec, 'principalType' | 'principal'>;

/** The grants and memberships that matter, in the order in which they were read. */
export function touchedBy({ live, changes, newName, administrators }: TouchedInput): readonly LiveResource[] {
  // Where nothing is live, which may be where changes are most, nothing is touched.
  if (live.length === 0) return live;
  const { groups, grants, uses } = changedIn(changes);
  /** Accounts by the permission set. */
  const cells = new Map<string, Set<string>>();
  const addCell = ({ permissionSet, account }: Cell): void => addPair(cells, newName(permissionSet), account);
  for (const cell of [...grants, ...administrators]) addCell(cell);
  for (const { kind, spec } of live) {
    if (kind === 'assignment' && isOf(groups, spec as AssignmentSpec)) addCell(spec as AssignmentSpec);
  }
  const isUse = uses.length > 0 || authorizationsIn(live).some((grantee) => isOf(groups, grantee));
  const isGrant = ({ kind, spec }: LiveResource): boolean => {
    if (kind === 'authorization') return isUse;
    const { permissionSet, account } = spec as AssignmentSpec;
    return kind === 'assignment' && hasPair(cells, newName(permissionSet), account);
  };
  for (const grantee of [...grants, ...uses]) addGroup(groups, grantee);
  for (const resource of live) if (isGrant(resource)) addGroup(groups, resource.spec as Grantee);
  return live.filter(
    (resource) =>
      isGrant(resource) || (resource.kind === 'membership' && groups.has((resource.spec as MembershipSpec).group)),
  );
}

/** The groups whose members change, and what is granted or taken away. */
function changedIn(changes: readonly Change[]) {
  const groups = new Set<string>();
  const grants: AssignmentSpec[] = [];
  const uses: AuthorizationSpec[] = [];
  for (const change of changes) {
    const { spec } = subjectOf(change);
    if (change.kind === 'membership') groups.add((spec as MembershipSpec).group);
    else if (change.kind === 'assignment') grants.push(spec as AssignmentSpec);
    else if (change.kind === 'authorization') uses.push(spec as AuthorizationSpec);
  }
  return { groups, grants, uses };
}

function authorizationsIn(live: readonly LiveResource[]): readonly AuthorizationSpec[] {
  return live.filter(({ kind }) => kind === 'authorization').map(({ spec }) => spec as AuthorizationSpec);
}

function isOf(groups: ReadonlySet<string>, { principalType, principal }: Grantee): boolean {
  return principalType === 'group' && groups.has(principal);
}

function addGroup(groups: Set<string>, { principalType, principal }: Grantee): void {
  if (principalType === 'group') groups.add(principal);
}
