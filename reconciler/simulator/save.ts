/** From the world back to the state that people read: names, canonical order, ids only where they cannot be derived. */

import { identityIdOf, identityStoreIdOf, instanceArnOf, permissionSetArnOf, rootIdOf, unitIdOf } from './ids.ts';
import { emailsOf, unitPath } from './load.ts';
import type { Json } from './json.ts';
import type {
  AccountState,
  AssignmentState,
  GroupState,
  IdentityCenterState,
  OperationState,
  OrganizationState,
  PermissionSetState,
  PrincipalReference,
  SimulatorState,
  UnitState,
  UserState,
} from './state.types.ts';
import { assigneesOf, membersOf } from './world.ts';
import type {
  Account,
  Group,
  IdentityCenterWorld,
  Operation,
  OrganizationWorld,
  PermissionSet,
  PrincipalType,
  User,
  World,
} from './world.types.ts';

/** The state of the world: the same world gives the same text, and loading it gives that world again. */
export function saveWorld(world: World): SimulatorState {
  const { identityCenter: center, organization, principals, roles } = world;
  const operations = center === undefined ? [] : [...center.underWay].map((one) => savedOperation(center, one));
  return {
    version: 1,
    organization: savedOrganization(organization),
    ...(center === undefined ? {} : { identityCenter: savedCenter(organization.id, center) }),
    ...(Object.keys(principals).length === 0 ? {} : { principals: sorted(principals) }),
    ...(roles === undefined ? {} : { roles: sorted(roles) }),
    ...(operations.length === 0 ? {} : { operations: by(operations, (one) => one.requestId) }),
  };
}

function by<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  return items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function sorted<Value>(members: { readonly [name: string]: Value }): { readonly [name: string]: Value } {
  return Object.fromEntries(by(Object.entries(members), ([name]) => name));
}

/** The member with that list, unless it is empty. */
function filled<Name extends string, Item>(name: Name, items: readonly Item[]): { [name in Name]?: readonly Item[] } {
  return items.length === 0 ? {} : ({ [name]: items } as { [name in Name]: readonly Item[] });
}

function filledObject<Name extends string, Value>(
  name: Name,
  members: { readonly [key: string]: Value },
): { [name in Name]?: { readonly [key: string]: Value } } {
  if (Object.keys(members).length === 0) return {};
  return { [name]: sorted(members) } as { [name in Name]: { readonly [key: string]: Value } };
}

function savedUnits(organization: OrganizationWorld, parent: string): readonly UnitState[] {
  const below = [...organization.units.values()].filter((unit) => unit.parent === parent);
  return by(below, (unit) => unit.name).map((unit) => {
    const derived = unitIdOf(organization.rootId, unitPath(organization.units, unit));
    return {
      name: unit.name,
      ...(unit.id === derived ? {} : { id: unit.id }),
      ...filled('organizationalUnits', savedUnits(organization, unit.id)),
    };
  });
}

function savedAccount(organization: OrganizationWorld, account: Account): AccountState {
  const unit = organization.units.get(account.parent);
  const path = unit === undefined ? undefined : unitPath(organization.units, unit);
  const alike = [...organization.units.values()].filter((other) => unitPath(organization.units, other) === path);
  const policies = account.customerManagedPolicies.map(({ name, path: its = '/' }) => ({ name, path: its }));
  return {
    id: account.id,
    name: account.name,
    ...(account.email === `${account.id}@accounts.example.com` ? {} : { email: account.email }),
    ...(account.state === 'ACTIVE' ? {} : { state: account.state }),
    ...(unit === undefined || path === undefined ? {} : { ou: alike.length > 1 ? unit.id : path }),
    ...filledObject('tags', account.tags),
    ...filled(
      'customerManagedPolicies',
      by(policies, (policy) => `${policy.path}${policy.name}`),
    ),
  };
}

function savedOrganization(organization: OrganizationWorld): OrganizationState {
  const { id, managementAccount, rootId } = organization;
  const delegated = [...organization.delegated].map(([principal, { account }]) => [principal, account] as const);
  return {
    id,
    managementAccount,
    ...(rootId === rootIdOf(id) ? {} : { rootId }),
    ...filled('organizationalUnits', savedUnits(organization, rootId)),
    accounts: by(
      [...organization.accounts.values()].map((account) => savedAccount(organization, account)),
      (account) => account.id,
    ),
    ...filled('serviceAccess', [...organization.serviceAccess.keys()].toSorted()),
    ...filledObject('delegatedAdministrators', Object.fromEntries(delegated)),
  };
}

function savedCenter(organizationId: string, center: IdentityCenterWorld): IdentityCenterState {
  const { region, instanceArn, identityStoreId } = center;
  const users = [...center.users.values()].map((user) => savedUser(center, user));
  const groups = [...center.groups.values()].map((group) => savedGroup(center, group));
  const sets = [...center.permissionSets.values()].map((set) => savedSet(center, set));
  return {
    region,
    ...(instanceArn === instanceArnOf(organizationId) ? {} : { instanceArn }),
    ...(identityStoreId === identityStoreIdOf(organizationId) ? {} : { identityStoreId }),
    ...filled(
      'users',
      by(users, (user) => user.userName),
    ),
    ...filled(
      'groups',
      by(groups, (group) => group.name),
    ),
    ...filled(
      'permissionSets',
      by(sets, (set) => set.name),
    ),
    ...filled(
      'assignments',
      by(savedAssignments(center), (one) => JSON.stringify(one)),
    ),
    ...filled(
      'accountInstances',
      by(center.accountInstances, (other) => other.instanceArn),
    ),
  };
}

function without(attributes: { readonly [name: string]: Json }, ...names: readonly string[]) {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)));
}

function textIn(value: Json | undefined, name: string): string {
  const members = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  return String((members as { readonly [name: string]: Json })[name] ?? '');
}

/** The address, when the user has just what the state's `email` stands for. */
function plainEmail(user: User): string | undefined {
  const emails = user.attributes['Emails'];
  const first = Array.isArray(emails) ? ((emails as readonly Json[])[0] ?? null) : null;
  const address = textIn(first, 'Value');
  return JSON.stringify(emails) === JSON.stringify(emailsOf(address)) ? address : undefined;
}

function savedUser(center: IdentityCenterWorld, user: User): UserState {
  const name = user.attributes['Name'];
  const email = plainEmail(user);
  const plainName = { GivenName: textIn(name, 'GivenName'), FamilyName: textIn(name, 'FamilyName') };
  const isPlain = JSON.stringify(name) === JSON.stringify(plainName);
  const rest = without(
    user.attributes,
    'DisplayName',
    ...(isPlain ? ['Name'] : []),
    ...(email === undefined ? [] : ['Emails']),
  );
  return {
    userName: user.userName,
    givenName: plainName.GivenName,
    familyName: plainName.FamilyName,
    displayName: String(user.attributes['DisplayName'] ?? ''),
    ...(email === undefined ? {} : { email }),
    ...(user.status === 'ENABLED' ? {} : { status: user.status }),
    ...(user.externalId === undefined ? {} : { externalId: user.externalId }),
    ...(user.id === identityIdOf(center.identityStoreId, 'user', user.userName, 0) ? {} : { id: user.id }),
    ...filledObject('attributes', rest),
  };
}

function savedGroup(center: IdentityCenterWorld, group: Group): GroupState {
  const members = membersOf(center, group.id).map(({ userId }) => center.users.get(userId)?.userName ?? '');
  return {
    name: group.name,
    ...(group.description === undefined ? {} : { description: group.description }),
    ...filled('members', members.toSorted()),
    ...(group.externalId === undefined ? {} : { externalId: group.externalId }),
    ...(group.id === identityIdOf(center.identityStoreId, 'group', group.name, 0) ? {} : { id: group.id }),
  };
}

function savedBoundary(set: PermissionSet): Pick<PermissionSetState, 'permissionsBoundary'> {
  if (set.boundary === undefined) return {};
  if ('arn' in set.boundary) return { permissionsBoundary: { managedPolicy: set.boundary.arn } };
  const { name, path } = set.boundary;
  return { permissionsBoundary: { customerManagedPolicy: { name, path } } };
}

function savedSet(center: IdentityCenterWorld, set: PermissionSet): PermissionSetState {
  const provisioned = [...set.provisioned.entries()];
  const outdated = provisioned.filter(([, version]) => version !== set.version).map(([account]) => account);
  const unassigned = provisioned
    .map(([account]) => account)
    .filter((account) => assigneesOf(center, account, set.arn).length === 0);
  const references = [...set.customerManagedPolicies].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    name: set.name,
    ...(set.description === undefined ? {} : { description: set.description }),
    sessionDuration: set.sessionDuration,
    ...(set.relayState === undefined ? {} : { relayState: set.relayState }),
    ...filled('managedPolicies', [...set.managedPolicies].toSorted()),
    ...filled(
      'customerManagedPolicies',
      references.map(([, reference]) => reference),
    ),
    ...savedBoundary(set),
    ...(set.inlinePolicy === '' ? {} : { inlinePolicy: JSON.parse(set.inlinePolicy) as { [name: string]: Json } }),
    ...filledObject('tags', Object.fromEntries(set.tags)),
    ...(set.arn === permissionSetArnOf(center.instanceArn, set.name, 0) ? {} : { arn: set.arn }),
    ...filled('outdated', outdated.toSorted()),
    ...filled('provisionedWithoutAssignee', unassigned.toSorted()),
  };
}

function savedPrincipal(
  center: IdentityCenterWorld,
  principalType: PrincipalType = 'USER',
  principalId = '',
): PrincipalReference {
  const user = principalType === 'USER' ? center.users.get(principalId) : undefined;
  const group = principalType === 'GROUP' ? center.groups.get(principalId) : undefined;
  if (user !== undefined) return { user: user.userName };
  return group === undefined ? { principalId, principalType } : { group: group.name };
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

function savedOperation(center: IdentityCenterWorld, operation: Operation): OperationState {
  const set = center.permissionSets.get(operation.permissionSetArn);
  const times = {
    requestId: operation.requestId,
    startedAt: new Date(operation.started).toISOString(),
    endsAt: new Date(operation.ends).toISOString(),
    ...(operation.failure === undefined ? {} : { failure: operation.failure }),
    ...(operation.version === set?.version ? {} : { outdated: true as const }),
  };
  const permissionSet = set?.name ?? operation.permissionSetArn;
  if (operation.kind === 'ProvisionPermissionSet') {
    const account = operation.account === undefined ? {} : { account: operation.account };
    return { ...times, operation: operation.kind, permissionSet, ...account };
  }
  const principal = savedPrincipal(center, operation.principalType, operation.principalId);
  return { ...times, operation: operation.kind, permissionSet, account: operation.account ?? '', ...principal };
}
