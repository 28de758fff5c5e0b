/**
 * The live things that decide what changes mean, and in which order they are safe: most plans touch little of what is
 * live, and the rest needs no linking.
 *
 * Everything that is asked of accesses is asked of a cell: one in which a grant changes, one that a group holds whose members
 * change, or one whose holders a guard counts. Who holds it is decided by all its grants, and by all members of the groups
 * among these. A set that changes matters to those who come to it or leave it, and so only in such cells.
 */

import type { Change } from './change.ts';
import { specAfter, specBefore } from './change.ts';
import type { AdministratorsGuard } from './desired.ts';
import type { Fields } from './json.ts';
import type { KindName } from './key.ts';
import type { AssignmentSpec, AuthorizationSpec, LiveResource, MembershipSpec } from './resource.ts';

export interface TouchedInput {
  readonly live: readonly LiveResource[];
  readonly changes: readonly Change[];
  /** What a set is called whatever its name: the new one where it is being renamed. */
  readonly newName: (permissionSet: string) => string;
  readonly administrators: readonly Pick<AdministratorsGuard, 'permissionSet' | 'account'>[];
}

type Grantee = Pick<AssignmentSpec, 'principalType' | 'principal'>;

/** The grants and memberships that matter, in the order in which they were read. */
export function touchedBy({ live, changes, newName, administrators }: TouchedInput): readonly LiveResource[] {
  const changed = (kind: KindName): readonly Fields[] => specsOf(changes.filter((change) => change.kind === kind));
  const groups = new Set((changed('membership') as readonly MembershipSpec[]).map(({ group }) => group));
  const cells = createCells();
  const grants = changed('assignment') as readonly AssignmentSpec[];
  for (const { permissionSet, account } of [...grants, ...administrators]) cells.add(newName(permissionSet), account);
  for (const { permissionSet, account, ...grantee } of assignmentsIn(live)) {
    if (isOf(groups, grantee)) cells.add(newName(permissionSet), account);
  }
  const uses = changed('authorization') as readonly AuthorizationSpec[];
  const isUse = uses.length > 0 || authorizationsIn(live).some((grantee) => isOf(groups, grantee));
  const isGrant = ({ kind, spec }: LiveResource): boolean => {
    if (kind === 'authorization') return isUse;
    const { permissionSet, account } = spec as AssignmentSpec;
    return kind === 'assignment' && cells.has(newName(permissionSet), account);
  };
  for (const grantee of [...grants, ...uses]) addGroup(groups, grantee);
  for (const resource of live) if (isGrant(resource)) addGroup(groups, resource.spec as Grantee);
  return live.filter(
    (resource) =>
      isGrant(resource) || (resource.kind === 'membership' && groups.has((resource.spec as MembershipSpec).group)),
  );
}

function specsOf(changes: readonly Change[]): readonly Fields[] {
  return changes.flatMap((change) => [specBefore(change), specAfter(change)]).filter((spec) => spec !== undefined);
}

function* assignmentsIn(live: readonly LiveResource[]): Iterable<AssignmentSpec> {
  for (const { kind, spec } of live) if (kind === 'assignment') yield spec as AssignmentSpec;
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

/** Pairs of a permission set and an account. */
function createCells() {
  const accounts = new Map<string, Set<string>>();
  return {
    add: (set: string, account: string): void => {
      accounts.set(set, (accounts.get(set) ?? new Set()).add(account));
    },
    has: (set: string, account: string): boolean => accounts.get(set)?.has(account) ?? false,
  };
}
