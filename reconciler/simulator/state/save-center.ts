/** Identity Center back to its state: ids only where they cannot be derived. */

import { emailOf } from '../identitystore/attributes.ts';
import { identityIdOf, identityStoreIdOf, instanceArnOf, permissionSetArnOf } from '../ids.ts';
import { isObject, sameJson, textIn, without } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type {
  AssignmentState,
  BoundaryState,
  GroupState,
  IdentityCenterState,
  PermissionSetState,
  UserState,
} from '../state.types.ts';
import { assigneesOf, membersOf } from '../world.ts';
import type { Boundary, Group, IdentityCenterWorld, PermissionSet, User, World } from '../world.types.ts';
import { byText, given, sortedMembers } from './canonical.ts';
import { emailsOf } from './load-center.ts';
import { savedApplications } from './save-applications.ts';
import { savedPrincipal } from './save-principal.ts';

export function savedCenter(world: World, center: IdentityCenterWorld): IdentityCenterState {
  const organizationId = world.organization.id;
  const { region, instanceArn, identityStoreId } = center;
  const users = [...center.users.values()].map((user) => savedUser(center, user));
  const groups = [...center.groups.values()].map((group) => savedGroup(center, group));
  const sets = [...center.permissionSets.values()].map((set) => savedSet(center, set));
  return given<IdentityCenterState>({
    region,
    instanceArn: instanceArn === instanceArnOf(organizationId) ? undefined : instanceArn,
    identityStoreId: identityStoreId === identityStoreIdOf(organizationId) ? undefined : identityStoreId,
    users: byText(users, (user) => user.userName),
    groups: byText(groups, (group) => group.name),
    permissionSets: byText(sets, (set) => set.name),
    assignments: byText(savedAssignments(center), (assignment) => JSON.stringify(assignment)),
    applications: savedApplications(world, center),
    accountInstances: byText(center.accountInstances, (other) => other.instanceArn),
  });
}

/** The attributes that the state's own members do not say. */
function furtherAttributes(attributes: JsonObject, said: JsonObject): JsonObject {
  const differing = Object.entries(attributes).filter(([name, value]) => !sameJson(value, said[name] ?? null));
  return without(Object.fromEntries(differing), 'DisplayName');
}

function savedUser(center: IdentityCenterWorld, user: User): UserState {
  const { Name: name = {} } = user.attributes;
  const givenName = textIn(name, 'GivenName') ?? '';
  const familyName = textIn(name, 'FamilyName') ?? '';
  const address = emailOf(user.attributes);
  const emails = address === undefined ? {} : { Emails: emailsOf(address) };
  const said = { Name: { GivenName: givenName, FamilyName: familyName }, ...emails };
  const further = furtherAttributes(user.attributes, said);
  return given<UserState>({
    userName: user.userName,
    givenName,
    familyName,
    displayName: textIn(user.attributes, 'DisplayName') ?? '',
    email: 'Emails' in further ? undefined : address,
    status: user.status === 'ENABLED' ? undefined : user.status,
    externalId: user.externalId,
    id: user.id === identityIdOf(center.identityStoreId, 'user', user.userName, 0) ? undefined : user.id,
    attributes: sortedMembers(further),
  });
}

function savedGroup(center: IdentityCenterWorld, group: Group): GroupState {
  const members = membersOf(center, group.id).flatMap(({ userId }) => center.users.get(userId)?.userName ?? []);
  return given<GroupState>({
    name: group.name,
    description: group.description,
    members: members.toSorted(),
    externalId: group.externalId,
    id: group.id === identityIdOf(center.identityStoreId, 'group', group.name, 0) ? undefined : group.id,
  });
}

function savedBoundary(boundary: Boundary): BoundaryState {
  if ('arn' in boundary) return { managedPolicy: boundary.arn };
  return { customerManagedPolicy: { name: boundary.name, path: boundary.path } };
}

function savedPolicy(text: string): JsonObject | undefined {
  const policy = text === '' ? null : (JSON.parse(text) as Json);
  return isObject(policy) ? policy : undefined;
}

function savedSet(center: IdentityCenterWorld, set: PermissionSet): PermissionSetState {
  const accounts = [...set.provisioned.keys()].toSorted();
  const references = byText([...set.customerManagedPolicies], ([key]) => key).map(([, reference]) => reference);
  return given<PermissionSetState>({
    name: set.name,
    description: set.description,
    sessionDuration: set.sessionDuration,
    relayState: set.relayState,
    managedPolicies: [...set.managedPolicies].toSorted(),
    customerManagedPolicies: references,
    permissionsBoundary: set.boundary === undefined ? undefined : savedBoundary(set.boundary),
    inlinePolicy: savedPolicy(set.inlinePolicy),
    tags: sortedMembers(Object.fromEntries(set.tags)),
    arn: set.arn === permissionSetArnOf(center.instanceArn, set.name, 0) ? undefined : set.arn,
    outdated: accounts.filter((account) => set.provisioned.get(account) !== set.version),
    provisionedWithoutAssignee: accounts.filter((account) => assigneesOf(center, account, set.arn).length === 0),
  });
}

function savedAssignments(center: IdentityCenterWorld): readonly AssignmentState[] {
  return [...center.assignments.values()]
    .flatMap((assignees) => [...assignees.values()])
    .map(({ permissionSetArn, account, principalType, principalId }) => ({
      permissionSet: center.permissionSets.get(permissionSetArn)?.name ?? permissionSetArn,
      account,
      ...savedPrincipal(center, principalType, principalId),
    }));
}
