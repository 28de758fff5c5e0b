/** Who holds which permission set in which account. */

import type { SsoAdminOperations } from '../models/sso-admin.types.ts';
import { startOperation } from '../operations.ts';
import { Refusal } from '../refusal.ts';
import type { Call, Handlers } from '../service.ts';
import { assigneesOf, assignmentsOfPrincipal, findAssignment, membershipsOfUser } from '../world.ts';
import type { Assignment, IdentityCenterWorld, PermissionSet } from '../world.types.ts';
import {
  accountToChange,
  centerOf,
  denied,
  isManagement,
  knownAccount,
  knownPrincipal,
  pageInOrder,
  setOf,
  setToChange,
} from './access.ts';
import { assignmentStatus } from './status.ts';

type Operations = Pick<
  SsoAdminOperations,
  | 'ListAccountAssignments'
  | 'ListAccountAssignmentsForPrincipal'
  | 'CreateAccountAssignment'
  | 'DeleteAccountAssignment'
>;

type AssignmentInput = SsoAdminOperations['CreateAccountAssignment']['input'];

function shown(assignment: Assignment) {
  return {
    AccountId: assignment.account,
    PermissionSetArn: assignment.permissionSetArn,
    PrincipalType: assignment.principalType,
    PrincipalId: assignment.principalId,
  };
}

/** A user's own rows and those of its groups, as AWS lists them. */
function heldBy(center: IdentityCenterWorld, type: 'USER' | 'GROUP', id: string): readonly Assignment[] {
  const groups = type === 'USER' ? membershipsOfUser(center, id).map((membership) => membership.groupId) : [];
  return [id, ...groups].flatMap((principal) => assignmentsOfPrincipal(center, principal));
}

function wantedIn(input: AssignmentInput, account: string) {
  return {
    permissionSetArn: input.PermissionSetArn,
    account,
    principalType: input.PrincipalType,
    principalId: input.PrincipalId,
  };
}

function assertRoom(call: Call, center: IdentityCenterWorld, set: PermissionSet, account: string): void {
  if (set.provisioned.has(account)) return;
  const there = [...center.permissionSets.values()].filter((other) => other.provisioned.has(account)).length;
  const most = call.limits.permissionSetsInAccount;
  if (there < most) return;
  throw new Refusal(
    'ServiceQuotaExceededException',
    `Account ${account} has the most permission sets that it can: ${most}`,
  );
}

/** Deleting what is not there is accepted and fails later, with the principal's 404 when that is what is missing. */
function deletionFailure(call: Call, center: IdentityCenterWorld, input: AssignmentInput): string | undefined {
  const { PrincipalId: id, PrincipalType: type } = input;
  const wanted = { account: input.TargetId, permissionSetArn: input.PermissionSetArn, principalId: id };
  if (findAssignment(center, wanted)?.principalType !== type) {
    return 'Received a 404 status error: The account assignment does not exist.';
  }
  const exists = type === 'USER' ? center.users.has(id) : center.groups.has(id);
  if (exists || !call.limits.orphanDeletionFails) return undefined;
  return `Received a 404 status error: ${type} ${id} does not exist.`;
}

export const assignmentHandlers: Handlers<Operations> = {
  ListAccountAssignments(input, call) {
    const { center, set } = setOf(call, input);
    const assignees = assigneesOf(center, knownAccount(call, input.AccountId), set.arn);
    const page = pageInOrder(call, input, assignees);
    return { AccountAssignments: page.items.map(shown), NextToken: page.NextToken };
  },

  ListAccountAssignmentsForPrincipal(input, call) {
    const center = centerOf(call, input);
    if (!isManagement(call)) throw denied(call);
    knownPrincipal(center, input.PrincipalType, input.PrincipalId);
    const account = input.Filter?.AccountId;
    const held = heldBy(center, input.PrincipalType, input.PrincipalId).filter(
      (assignment) => account === undefined || assignment.account === account,
    );
    const page = pageInOrder(call, input, held);
    return { AccountAssignments: page.items.map(shown), NextToken: page.NextToken };
  },

  CreateAccountAssignment(input, call) {
    const { center, set } = setToChange(call, input);
    const account = accountToChange(call, input.TargetId);
    assertRoom(call, center, set, account);
    knownPrincipal(center, input.PrincipalType, input.PrincipalId);
    const operation = startOperation(call, center, { kind: 'CreateAccountAssignment', ...wantedIn(input, account) });
    return { AccountAssignmentCreationStatus: assignmentStatus(operation) };
  },

  DeleteAccountAssignment(input, call) {
    const { center } = setToChange(call, input);
    const account = accountToChange(call, input.TargetId);
    const failure = deletionFailure(call, center, input);
    const operation = startOperation(call, center, {
      kind: 'DeleteAccountAssignment',
      ...wantedIn(input, account),
      failure,
    });
    return { AccountAssignmentDeletionStatus: assignmentStatus(operation) };
  },
};
