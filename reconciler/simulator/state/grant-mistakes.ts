/** What no schema can say of permission sets, of who holds them, and of the operations under way about that. */

import { policyMistake } from '../iam-policy.ts';
import { canonicalText } from '../json.ts';
import { durationMistake } from '../session-duration.ts';
import type { IdentityCenterState, OperationState, PermissionSetState } from '../state.types.ts';
import { defined, holderMistakes, noInstants, twice, unknown } from './known.ts';
import type { Holder, Known } from './known.ts';

/** Each mistake as a line for people. */
export function grantMistakes(center: IdentityCenterState, known: Known): readonly string[] {
  const { permissionSets = [], assignments = [] } = center;
  return [
    ...twice(
      'permission set',
      permissionSets.map((set) => set.name),
    ),
    ...permissionSets.flatMap((set) => setMistakes(set, known)),
    ...assignments.flatMap((assignment) => assignmentMistakes(assignment, known)),
    ...twice('assignment', assignments.map(canonicalText)),
  ];
}

function setMistakes(set: PermissionSetState, known: Known): readonly string[] {
  const { sessionDuration = 'PT1H', outdated = [], provisionedWithoutAssignee = [] } = set;
  const { managedPolicies = [], customerManagedPolicies = [] } = set;
  const policies = [
    ...twice('policy', managedPolicies),
    ...twice(
      'policy',
      customerManagedPolicies.map(({ name, path = '/' }) => `${path}${name}`),
    ),
  ];
  const mistakes = defined([durationMistake(sessionDuration)]);
  const accounts = unknown('account', [...outdated, ...provisionedWithoutAssignee], known.accounts);
  return [...mistakes, ...policies, ...accounts].map((mistake) => `permission set ${set.name}: ${mistake}`);
}

/** What is wrong with inline policies, each as a line for people. */
export function policyMistakes({ permissionSets = [] }: IdentityCenterState): readonly string[] {
  return permissionSets.flatMap(({ name, inlinePolicy }) => {
    const mistake = inlinePolicy === undefined ? undefined : policyMistake(JSON.stringify(inlinePolicy));
    return mistake === undefined ? [] : [`permission set ${name}: ${mistake}`];
  });
}

interface Holding extends Holder {
  readonly permissionSet: string;
  readonly account?: string;
}

function assignmentMistakes(assignment: Holding, known: Known): readonly string[] {
  const { permissionSet, account } = assignment;
  return [
    ...holderMistakes(assignment, known),
    ...unknown('permission set', [permissionSet], known.sets),
    ...unknown('account', defined([account]), known.accounts),
  ].map((mistake) => `assignment of ${permissionSet}: ${mistake}`);
}

/** Each mistake of the operations under way as a line for people. */
export function operationMistakes(operations: readonly OperationState[], known: Known): readonly string[] {
  return [
    ...operations.flatMap((operation) => mistakesOf(operation, known)),
    ...twice(
      'operation',
      operations.map((operation) => operation.requestId),
    ),
  ];
}

function mistakesOf(operation: OperationState, known: Known): readonly string[] {
  const times = noInstants([operation.startedAt, operation.endsAt]).map((mistake) => `operation: ${mistake}`);
  if (operation.operation !== 'ProvisionPermissionSet') return [...times, ...assignmentMistakes(operation, known)];
  return [
    ...times,
    ...unknown('operation: permission set', [operation.permissionSet], known.sets),
    ...unknown('operation: account', defined([operation.account]), known.accounts),
  ];
}
