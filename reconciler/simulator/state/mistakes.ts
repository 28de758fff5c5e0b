/** What no schema can say of a state: names that mean nothing, and things that are there twice. */

import { policyMistake } from '../iam-policy.ts';
import { canonicalText } from '../json.ts';
import { durationMistake } from '../session-duration.ts';
import type {
  IdentityCenterState,
  OperationState,
  OrganizationState,
  PermissionSetState,
  SimulatorState,
  UnitState,
} from '../state.types.ts';
import { codewhispererMistakes } from './codewhisperer-mistakes.ts';
import { identityMistakes } from './identity-mistakes.ts';
import { defined, knownIn, noInstants, twice, unknown } from './known.ts';
import type { Known } from './known.ts';
import { unitsMeant, unitsOf } from './load-organization.ts';

/** Each mistake as a line for people; empty when the state can be loaded. */
export function mistakesIn(state: SimulatorState): readonly string[] {
  const { organization, identityCenter, operations = [], principals = {} } = state;
  const known = knownIn(organization, identityCenter);
  const callers = Object.values(principals).map((principal) => principal.account);
  return [
    ...organizationMistakes(organization, known),
    ...(identityCenter === undefined ? [] : centerMistakes(organization.id, identityCenter, known)),
    ...unknown('principals: account', callers, known.accounts),
    ...operations.flatMap((operation) => operationMistakes(operation, known)),
    ...twice(
      'operation',
      operations.map((operation) => operation.requestId),
    ),
    ...codewhispererMistakes(state, known),
  ];
}

function organizationMistakes(organization: OrganizationState, known: Known): readonly string[] {
  const { accounts, managementAccount, delegatedAdministrators = {} } = organization;
  const units = unitsOf(organization);
  const places = defined(accounts.map((account) => account.ou));
  return [
    ...twice(
      'account',
      accounts.map((account) => account.id),
    ),
    ...unknown('managementAccount', [managementAccount], known.accounts),
    ...unknown('delegatedAdministrators: account', Object.values(delegatedAdministrators), known.accounts),
    ...twice('organizationalUnits: id', idsOfUnits(organization.organizationalUnits ?? [])),
    ...twiceNamed(organization.organizationalUnits ?? []),
    ...(Object.values(delegatedAdministrators).includes(managementAccount)
      ? ['delegatedAdministrators: the management account cannot be one']
      : []),
    ...places.filter((ou) => unitsMeant(units, ou).length === 0).map((ou) => `ou ${JSON.stringify(ou)} does not exist`),
    ...places
      .filter((ou) => unitsMeant(units, ou).length > 1)
      .map((ou) => `ou ${JSON.stringify(ou)} means several: name it by its id`),
  ];
}

function idsOfUnits(units: readonly UnitState[]): readonly string[] {
  return units.flatMap((unit) => [...defined([unit.id]), ...idsOfUnits(unit.organizationalUnits ?? [])]);
}

/** Two OUs of one name below one parent: AWS refuses the second, unless ids of their own tell them apart here. */
function twiceNamed(units: readonly UnitState[]): readonly string[] {
  const derived = units.filter((unit) => unit.id === undefined).map((unit) => unit.name);
  return [
    ...twice('organizationalUnits: name', derived),
    ...units.flatMap((unit) => twiceNamed(unit.organizationalUnits ?? [])),
  ];
}

function lower(text: string): string {
  return text.toLowerCase();
}

function centerMistakes(organizationId: string, center: IdentityCenterState, known: Known): readonly string[] {
  const { users = [], groups = [], permissionSets = [], assignments = [], accountInstances = [] } = center;
  const owners = accountInstances.map((instance) => instance.account);
  return [
    ...twice(
      'user',
      users.map((user) => lower(user.userName)),
    ),
    ...twice(
      'group',
      groups.map((group) => lower(group.name)),
    ),
    ...identityMistakes(organizationId, center),
    ...groups.flatMap((group) => unknown(`group ${group.name}: user`, group.members ?? [], known.users)),
    ...groups.flatMap((group) => twice(`group ${group.name}: user`, group.members ?? [])),
    ...twice(
      'permission set',
      permissionSets.map((set) => set.name),
    ),
    ...permissionSets.flatMap((set) => setMistakes(set, known)),
    ...assignments.flatMap((assignment) => assignmentMistakes(assignment, known)),
    ...twice('assignment', assignments.map(canonicalText)),
    ...unknown('accountInstances: account', owners, known.accounts),
    ...twice('instance', [...defined([center.instanceArn]), ...accountInstances.map((one) => one.instanceArn)]),
  ];
}

function setMistakes(set: PermissionSetState, known: Known): readonly string[] {
  const { inlinePolicy, sessionDuration = 'PT1H', outdated = [], provisionedWithoutAssignee = [] } = set;
  const { managedPolicies = [], customerManagedPolicies = [] } = set;
  const policies = [
    ...twice('policy', managedPolicies),
    ...twice(
      'policy',
      customerManagedPolicies.map(({ name, path = '/' }) => `${path}${name}`),
    ),
  ];
  const policy = inlinePolicy === undefined ? undefined : policyMistake(JSON.stringify(inlinePolicy));
  const mistakes = defined([policy, durationMistake(sessionDuration)]);
  const accounts = unknown('account', [...outdated, ...provisionedWithoutAssignee], known.accounts);
  return [...mistakes, ...policies, ...accounts].map((mistake) => `permission set ${set.name}: ${mistake}`);
}

/** Who an assignment or an assignment operation is about, as loosely as the schema lets it be. */
interface Holding {
  readonly permissionSet: string;
  readonly account?: string;
  readonly user?: string;
  readonly group?: string;
  readonly principalId?: string;
}

function assignmentMistakes(assignment: Holding, known: Known): readonly string[] {
  const { permissionSet, account, user, group, principalId } = assignment;
  const holders = defined([user, group, principalId]);
  return [
    ...(holders.length === 1 ? [] : ['exactly one of user, group and principalId must be there']),
    ...unknown('permission set', [permissionSet], known.sets),
    ...unknown('account', defined([account]), known.accounts),
    ...unknown('user', defined([user]), known.users),
    ...unknown('group', defined([group]), known.groups),
  ].map((mistake) => `assignment of ${permissionSet}: ${mistake}`);
}

function operationMistakes(operation: OperationState, known: Known): readonly string[] {
  const times = noInstants([operation.startedAt, operation.endsAt]).map((mistake) => `operation: ${mistake}`);
  if (operation.operation !== 'ProvisionPermissionSet') return [...times, ...assignmentMistakes(operation, known)];
  return [
    ...times,
    ...unknown('operation: permission set', [operation.permissionSet], known.sets),
    ...unknown('operation: account', defined([operation.account]), known.accounts),
  ];
}
