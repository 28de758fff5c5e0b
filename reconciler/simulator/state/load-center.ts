/** Identity Center of a state: users, groups, permission sets, assignments by AWS's ids. */

import { addGroup, addUser } from '../identitystore/directory.ts';
import { identityIdOf, identityStoreIdOf, instanceArnOf, permissionSetArnOf } from '../ids.ts';
import type { Json } from '../json.ts';
import type {
  AssignmentState,
  BoundaryState,
  GroupState,
  IdentityCenterState,
  PermissionSetState,
  PrincipalReference,
  UserState,
} from '../state.types.ts';
import { addAssignment, addMembership } from '../world.ts';
import type { Boundary, IdentityCenterWorld, PermissionSet, PrincipalType, User } from '../world.types.ts';
import { assignmentKey } from './origins.ts';
import type { Origins } from './origins.ts';

/** An instance with nothing in it. */
export function loadInstance(organizationId: string, state: IdentityCenterState): IdentityCenterWorld {
  return {
    region: state.region,
    instanceArn: state.instanceArn ?? instanceArnOf(organizationId),
    identityStoreId: state.identityStoreId ?? identityStoreIdOf(organizationId),
    accountInstances: state.accountInstances ?? [],
    users: new Map(),
    groups: new Map(),
    usersByName: new Map(),
    usersByEmail: new Map(),
    groupsByName: new Map(),
    memberships: new Map(),
    members: new Map(),
    groupsOf: new Map(),
    permissionSets: new Map(),
    assignments: new Map(),
    assignmentsOf: new Map(),
    applications: new Map(),
    operations: new Map(),
    underWay: new Set(),
    usedIds: new Set(),
  };
}

/** Names → ids. */
export interface Names {
  readonly users: ReadonlyMap<string, string>;
  readonly groups: ReadonlyMap<string, string>;
  readonly sets: ReadonlyMap<string, string>;
}

export function namesIn(center: IdentityCenterWorld): Names {
  return {
    users: new Map([...center.users.values()].map((user) => [user.userName, user.id])),
    groups: new Map([...center.groups.values()].map((group) => [group.name, group.id])),
    sets: new Map([...center.permissionSets.values()].map((set) => [set.name, set.arn])),
  };
}

/** Fills the instance with what the state has. */
export function fillCenter(center: IdentityCenterWorld, state: IdentityCenterState, origins: Origins): void {
  for (const user of state.users ?? []) loadUser(center, user, origins);
  const { users } = namesIn(center);
  for (const group of state.groups ?? []) loadGroup(center, group, users, origins);
  for (const set of state.permissionSets ?? []) loadPermissionSet(center, set, origins);
  const names = namesIn(center);
  for (const assignment of state.assignments ?? []) loadAssignment(center, assignment, names, origins);
}

/** What `email` of a state stands for. */
export function emailsOf(address: string): Json {
  return [{ Value: address, Type: 'work', Primary: true }];
}

export function attributesOf(user: UserState): User['attributes'] {
  return {
    Name: { GivenName: user.givenName, FamilyName: user.familyName },
    DisplayName: user.displayName,
    ...(user.email === undefined ? {} : { Emails: emailsOf(user.email) }),
    ...user.attributes,
  };
}

function loadUser(center: IdentityCenterWorld, user: UserState, origins: Origins): void {
  const id = user.id ?? identityIdOf(center.identityStoreId, 'user', user.userName, 0);
  const { sequence, created } = origins.of(id);
  addUser(center, {
    id,
    sequence,
    userName: user.userName,
    status: user.status ?? 'ENABLED',
    ...(user.externalId === undefined ? {} : { externalId: user.externalId }),
    attributes: attributesOf(user),
    created,
    updated: created,
  });
}

function loadGroup(
  center: IdentityCenterWorld,
  group: GroupState,
  users: ReadonlyMap<string, string>,
  origins: Origins,
): void {
  const id = group.id ?? identityIdOf(center.identityStoreId, 'group', group.name, 0);
  const { sequence, created } = origins.of(id);
  addGroup(center, {
    id,
    sequence,
    name: group.name,
    ...(group.description === undefined ? {} : { description: group.description }),
    ...(group.externalId === undefined ? {} : { externalId: group.externalId }),
    created,
    updated: created,
  });
  const members = (group.members ?? []).flatMap((member) => users.get(member) ?? []);
  for (const userId of members) loadMember(center, id, userId, origins);
}

function loadMember(center: IdentityCenterWorld, groupId: string, userId: string, origins: Origins): void {
  const derived = identityIdOf(center.identityStoreId, 'membership', `${groupId}/${userId}`, 0);
  const id = origins.membershipId(groupId, userId) ?? derived;
  addMembership(center, { id, groupId, userId, ...originOnly(origins, id) });
}

function originOnly(origins: Origins, key: string): { sequence: number; created: number } {
  const { sequence, created } = origins.of(key);
  return { sequence, created };
}

function boundaryOf(boundary: BoundaryState): Boundary {
  if ('managedPolicy' in boundary) return { arn: boundary.managedPolicy };
  const { name, path = '/' } = boundary.customerManagedPolicy;
  return { name, path };
}

function loadPermissionSet(center: IdentityCenterWorld, state: PermissionSetState, origins: Origins): void {
  const arn = state.arn ?? permissionSetArnOf(center.instanceArn, state.name, 0);
  const references = (state.customerManagedPolicies ?? []).map(({ name, path = '/' }) => ({ name, path }));
  const set: PermissionSet = {
    arn,
    ...originOnly(origins, arn),
    name: state.name,
    ...(state.description === undefined ? {} : { description: state.description }),
    sessionDuration: state.sessionDuration ?? 'PT1H',
    ...(state.relayState === undefined ? {} : { relayState: state.relayState }),
    managedPolicies: new Set(state.managedPolicies),
    customerManagedPolicies: new Map(references.map((reference) => [`${reference.path}${reference.name}`, reference])),
    ...(state.permissionsBoundary === undefined ? {} : { boundary: boundaryOf(state.permissionsBoundary) }),
    inlinePolicy: state.inlinePolicy === undefined ? '' : JSON.stringify(state.inlinePolicy),
    tags: new Map(Object.entries(state.tags ?? {})),
    version: 1,
    provisioned: new Map((state.provisionedWithoutAssignee ?? []).map((account) => [account, 1])),
  };
  for (const account of state.outdated ?? []) set.provisioned.set(account, 0);
  center.permissionSets.set(arn, set);
  center.usedIds.add(arn);
}

/** The principal that a state's assignment or operation names. */
export function principalOf(
  state: PrincipalReference,
  names: Names,
): { readonly principalType: PrincipalType; readonly principalId: string } {
  if ('user' in state) return { principalType: 'USER', principalId: names.users.get(state.user) ?? state.user };
  if ('group' in state) return { principalType: 'GROUP', principalId: names.groups.get(state.group) ?? state.group };
  return { principalType: state.principalType, principalId: state.principalId };
}

function loadAssignment(center: IdentityCenterWorld, state: AssignmentState, names: Names, origins: Origins): void {
  const set = center.permissionSets.get(names.sets.get(state.permissionSet) ?? '');
  if (set === undefined) return;
  const principal = principalOf(state, names);
  const { account } = state;
  const { sequence } = origins.of(assignmentKey(account, set.arn, principal.principalId));
  center.usedIds.add(principal.principalId);
  addAssignment(center, { sequence, permissionSetArn: set.arn, account, ...principal });
  if (!set.provisioned.has(account)) set.provisioned.set(account, set.version);
}
