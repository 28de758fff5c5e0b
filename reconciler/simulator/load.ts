/** From the state that people write (names) to the world that the services serve (ids). */

import { identityIdOf, identityStoreIdOf, instanceArnOf, permissionSetArnOf, rootIdOf, unitIdOf } from './ids.ts';
import type { Json } from './json.ts';
import type {
  AssignmentState,
  BoundaryState,
  IdentityCenterState,
  OperationState,
  OrganizationState,
  PermissionSetState,
  SimulatorState,
  UnitState,
  UserState,
} from './state.types.ts';
import { addAssignment, addMembership, nextSequence } from './world.ts';
import type {
  Boundary,
  IdentityCenterWorld,
  Operation,
  OrganizationWorld,
  PermissionSet,
  PrincipalType,
  Unit,
  User,
  World,
} from './world.types.ts';

/** When everything in a state's file is taken to have been made. */
export const LOADED = Date.UTC(2024, 0, 1);

/** The world of a state that parseState has accepted. */
export function loadWorld(state: SimulatorState): World {
  const world: World = {
    sequence: 0,
    organization: loadOrganization(state.organization),
    ...(state.identityCenter === undefined
      ? {}
      : { identityCenter: loadCenter(state.organization.id, state.identityCenter) }),
    principals: state.principals ?? {},
    ...(state.roles === undefined ? {} : { roles: state.roles }),
  };
  const { identityCenter: center } = world;
  if (center === undefined || state.identityCenter === undefined) return world;
  fillCenter(world, center, state.identityCenter);
  for (const operation of state.operations ?? []) loadOperation(world, center, operation);
  return world;
}

function loadUnits(units: readonly UnitState[], parent: Unit | undefined, rootId: string, path: string): Unit[] {
  return units.flatMap((unit) => {
    const place = path === '' ? unit.name : `${path}/${unit.name}`;
    const id = unit.id ?? unitIdOf(rootId, place);
    const made: Unit = { id, name: unit.name, parent: parent?.id ?? rootId, path: [...(parent?.path ?? []), id] };
    return [made, ...loadUnits(unit.organizationalUnits ?? [], made, rootId, place)];
  });
}

/** The names from below the root down to the OU, joined by `/`. */
export function unitPath(units: ReadonlyMap<string, Unit>, unit: Unit): string {
  return unit.path.map((id) => units.get(id)?.name ?? id).join('/');
}

function parentId(units: ReadonlyMap<string, Unit>, rootId: string, ou: string | undefined): string {
  if (ou === undefined || units.has(ou)) return ou ?? rootId;
  return [...units.values()].find((unit) => unitPath(units, unit) === ou)?.id ?? rootId;
}

function loadOrganization(state: OrganizationState): OrganizationWorld {
  const rootId = state.rootId ?? rootIdOf(state.id);
  const units = new Map(
    loadUnits(state.organizationalUnits ?? [], undefined, rootId, '').map((unit) => [unit.id, unit]),
  );
  const accounts = state.accounts.map((account) => ({
    id: account.id,
    name: account.name,
    email: account.email ?? `${account.id}@accounts.example.com`,
    state: account.state ?? 'ACTIVE',
    parent: parentId(units, rootId, account.ou),
    tags: account.tags ?? {},
    customerManagedPolicies: account.customerManagedPolicies ?? [],
  }));
  const delegated = Object.entries(state.delegatedAdministrators ?? {});
  return {
    id: state.id,
    managementAccount: state.managementAccount,
    rootId,
    units,
    accounts: new Map(accounts.map((account) => [account.id, account])),
    serviceAccess: new Map((state.serviceAccess ?? []).map((principal) => [principal, LOADED])),
    delegated: new Map(delegated.map(([principal, account]) => [principal, { account, since: LOADED }])),
  };
}

function loadCenter(organizationId: string, state: IdentityCenterState): IdentityCenterWorld {
  return {
    region: state.region,
    instanceArn: state.instanceArn ?? instanceArnOf(organizationId),
    identityStoreId: state.identityStoreId ?? identityStoreIdOf(organizationId),
    accountInstances: state.accountInstances ?? [],
    users: new Map(),
    groups: new Map(),
    memberships: new Map(),
    members: new Map(),
    groupsOf: new Map(),
    permissionSets: new Map(),
    assignments: new Map(),
    assignmentsOf: new Map(),
    operations: new Map(),
    underWay: new Set(),
    usedIds: new Set(),
  };
}

/** The one address of a user whose state gives only its text. */
export function emailsOf(address: string): Json {
  return [{ Value: address, Type: 'work', Primary: true }];
}

function attributesOf(user: UserState): User['attributes'] {
  return {
    Name: { GivenName: user.givenName, FamilyName: user.familyName },
    DisplayName: user.displayName,
    ...(user.email === undefined ? {} : { Emails: emailsOf(user.email) }),
    ...user.attributes,
  };
}

/** Names → ids, while a state is loaded. */
interface Names {
  readonly users: Map<string, string>;
  readonly groups: Map<string, string>;
  readonly sets: Map<string, string>;
}

function fillCenter(world: World, center: IdentityCenterWorld, state: IdentityCenterState): void {
  loadUsers(world, center, state);
  const names = namesOf(center);
  loadGroups(world, center, state, names);
  for (const set of state.permissionSets ?? []) loadPermissionSet(world, center, set);
  const all = namesOf(center);
  for (const assignment of state.assignments ?? []) loadAssignment(world, center, assignment, all);
}

function namesOf(center: IdentityCenterWorld): Names {
  return {
    users: new Map([...center.users.values()].map((user) => [user.userName, user.id])),
    groups: new Map([...center.groups.values()].map((group) => [group.name, group.id])),
    sets: new Map([...center.permissionSets.values()].map((set) => [set.name, set.arn])),
  };
}

function loadUsers(world: World, center: IdentityCenterWorld, state: IdentityCenterState): void {
  for (const user of state.users ?? []) {
    const id = user.id ?? identityIdOf(center.identityStoreId, 'user', user.userName, 0);
    center.usedIds.add(id);
    center.users.set(id, {
      id,
      sequence: nextSequence(world),
      userName: user.userName,
      status: user.status ?? 'ENABLED',
      ...(user.externalId === undefined ? {} : { externalId: user.externalId }),
      attributes: attributesOf(user),
      created: LOADED,
      updated: LOADED,
    });
  }
}

function loadGroups(world: World, center: IdentityCenterWorld, state: IdentityCenterState, names: Names): void {
  for (const group of state.groups ?? []) {
    const id = group.id ?? identityIdOf(center.identityStoreId, 'group', group.name, 0);
    center.usedIds.add(id);
    center.groups.set(id, {
      id,
      sequence: nextSequence(world),
      name: group.name,
      ...(group.description === undefined ? {} : { description: group.description }),
      ...(group.externalId === undefined ? {} : { externalId: group.externalId }),
      created: LOADED,
      updated: LOADED,
    });
    for (const member of group.members ?? []) {
      const userId = names.users.get(member) ?? '';
      const membershipId = identityIdOf(center.identityStoreId, 'membership', `${id}/${userId}`, 0);
      const sequence = nextSequence(world);
      addMembership(center, { id: membershipId, sequence, groupId: id, userId, created: LOADED });
    }
  }
}

function boundaryOf(boundary: BoundaryState): Boundary {
  if ('managedPolicy' in boundary) return { arn: boundary.managedPolicy };
  const { name, path = '/' } = boundary.customerManagedPolicy;
  return { name, path };
}

function loadPermissionSet(world: World, center: IdentityCenterWorld, state: PermissionSetState): void {
  const arn = state.arn ?? permissionSetArnOf(center.instanceArn, state.name, 0);
  const references = (state.customerManagedPolicies ?? []).map(({ name, path = '/' }) => ({ name, path }));
  const set: PermissionSet = {
    arn,
    sequence: nextSequence(world),
    name: state.name,
    created: LOADED,
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

function principalOf(state: AssignmentState, names: Names): { principalType: PrincipalType; principalId: string } {
  if ('user' in state) return { principalType: 'USER', principalId: names.users.get(state.user) ?? '' };
  if ('group' in state) return { principalType: 'GROUP', principalId: names.groups.get(state.group) ?? '' };
  return { principalType: state.principalType, principalId: state.principalId };
}

function loadAssignment(world: World, center: IdentityCenterWorld, state: AssignmentState, names: Names): void {
  const set = center.permissionSets.get(names.sets.get(state.permissionSet) ?? '');
  if (set === undefined) return;
  const principal = principalOf(state, names);
  center.usedIds.add(principal.principalId);
  const sequence = nextSequence(world);
  addAssignment(center, { sequence, permissionSetArn: set.arn, account: state.account, ...principal });
  if (!set.provisioned.has(state.account)) set.provisioned.set(state.account, set.version);
}

function loadOperation(world: World, center: IdentityCenterWorld, state: OperationState): void {
  const names = namesOf(center);
  const set = center.permissionSets.get(names.sets.get(state.permissionSet) ?? '');
  const what = state.operation === 'ProvisionPermissionSet' ? {} : principalOf(state, names);
  const operation: Operation = {
    requestId: state.requestId,
    sequence: nextSequence(world),
    kind: state.operation,
    permissionSetArn: set?.arn ?? '',
    ...(state.account === undefined ? {} : { account: state.account }),
    ...what,
    version: (set?.version ?? 0) - (state.outdated === true ? 1 : 0),
    started: Date.parse(state.startedAt),
    ends: Date.parse(state.endsAt),
    ...(state.failure === undefined ? {} : { failure: state.failure }),
    status: 'IN_PROGRESS',
  };
  center.operations.set(operation.requestId, operation);
  center.underWay.add(operation);
}
