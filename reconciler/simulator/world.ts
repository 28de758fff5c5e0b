/** Finding and changing things of the world through its indexes, which must agree. */

import type { Assignment, IdentityCenterWorld, Membership } from './world.types.ts';

/** The next number in the order of making. */
export function nextSequence(world: { sequence: number }): number {
  world.sequence += 1;
  return world.sequence;
}

function inner<Key, Inner>(outer: Map<Key, Inner>, key: Key, make: () => Inner): Inner {
  const known = outer.get(key);
  if (known !== undefined) return known;
  const made = make();
  outer.set(key, made);
  return made;
}

export function addMembership(center: IdentityCenterWorld, membership: Membership): void {
  center.memberships.set(membership.id, membership);
  center.usedIds.add(membership.id);
  inner(center.members, membership.groupId, () => new Map()).set(membership.userId, membership);
  inner(center.groupsOf, membership.userId, () => new Map()).set(membership.groupId, membership);
}

export function removeMembership(center: IdentityCenterWorld, membership: Membership): void {
  center.memberships.delete(membership.id);
  center.members.get(membership.groupId)?.delete(membership.userId);
  center.groupsOf.get(membership.userId)?.delete(membership.groupId);
}

export function membershipOf(center: IdentityCenterWorld, groupId: string, userId: string): Membership | undefined {
  return center.members.get(groupId)?.get(userId);
}

export function membersOf(center: IdentityCenterWorld, groupId: string): readonly Membership[] {
  return [...(center.members.get(groupId)?.values() ?? [])];
}

export function membershipsOfUser(center: IdentityCenterWorld, userId: string): readonly Membership[] {
  return [...(center.groupsOf.get(userId)?.values() ?? [])];
}

function pairKey(account: string, permissionSetArn: string): string {
  return `${account}|${permissionSetArn}`;
}

export function addAssignment(center: IdentityCenterWorld, assignment: Assignment): void {
  const key = pairKey(assignment.account, assignment.permissionSetArn);
  inner(center.assignments, key, () => new Map()).set(assignment.principalId, assignment);
  inner(center.assignmentsOf, assignment.principalId, () => new Set()).add(assignment);
}

export function removeAssignment(center: IdentityCenterWorld, assignment: Assignment): void {
  const key = pairKey(assignment.account, assignment.permissionSetArn);
  const assignees = center.assignments.get(key);
  assignees?.delete(assignment.principalId);
  if (assignees?.size === 0) center.assignments.delete(key);
  center.assignmentsOf.get(assignment.principalId)?.delete(assignment);
}

/** Who holds the set in the account directly, in the order of making. */
export function assigneesOf(
  center: IdentityCenterWorld,
  account: string,
  permissionSetArn: string,
): readonly Assignment[] {
  return [...(center.assignments.get(pairKey(account, permissionSetArn))?.values() ?? [])];
}

export function findAssignment(
  center: IdentityCenterWorld,
  wanted: { readonly account: string; readonly permissionSetArn: string; readonly principalId: string },
): Assignment | undefined {
  return center.assignments.get(pairKey(wanted.account, wanted.permissionSetArn))?.get(wanted.principalId);
}

export function assignmentsOfPrincipal(center: IdentityCenterWorld, principalId: string): readonly Assignment[] {
  return [...(center.assignmentsOf.get(principalId) ?? [])];
}
