/** How far the asynchronous operations are. */

import type { SsoAdminOperations } from '../models/sso-admin.types.ts';
import { Refusal } from '../refusal.ts';
import type { Call, Handlers } from '../service.ts';
import type { IdentityCenterWorld, Operation, OperationKind } from '../world.types.ts';
import { centerOf, pageInOrder } from './access.ts';

type Operations = Pick<
  SsoAdminOperations,
  | 'DescribeAccountAssignmentCreationStatus'
  | 'DescribeAccountAssignmentDeletionStatus'
  | 'DescribePermissionSetProvisioningStatus'
  | 'ListAccountAssignmentCreationStatus'
  | 'ListAccountAssignmentDeletionStatus'
  | 'ListPermissionSetProvisioningStatus'
>;

/** The status of a creation or deletion of an assignment. */
export function assignmentStatus(operation: Operation) {
  return {
    Status: operation.status,
    RequestId: operation.requestId,
    FailureReason: operation.failureReason,
    TargetId: operation.account,
    TargetType: 'AWS_ACCOUNT' as const,
    PermissionSetArn: operation.permissionSetArn,
    PrincipalType: operation.principalType,
    PrincipalId: operation.principalId,
    CreatedDate: operation.started,
  };
}

export function provisioningStatus(operation: Operation) {
  return {
    Status: operation.status,
    RequestId: operation.requestId,
    AccountId: operation.account,
    PermissionSetArn: operation.permissionSetArn,
    FailureReason: operation.failureReason,
    CreatedDate: operation.started,
  };
}

function operationOf(center: IdentityCenterWorld, kind: OperationKind, requestId: string): Operation {
  const operation = center.operations.get(requestId);
  if (operation === undefined || operation.kind !== kind) {
    throw new Refusal('ResourceNotFoundException', `Request with ID ${requestId} not found`);
  }
  return operation;
}

type ListInput = SsoAdminOperations['ListAccountAssignmentCreationStatus']['input'];

function statusPage(call: Call, input: ListInput, kind: OperationKind) {
  const center = centerOf(call, input);
  const wanted = input.Filter?.Status;
  const listed = wanted === 'IN_PROGRESS' ? center.underWay : center.operations.values();
  const ofKind = [...listed].filter(
    (operation) => operation.kind === kind && (wanted === undefined || operation.status === wanted),
  );
  const page = pageInOrder(call, input, ofKind);
  const items = page.items.map((operation) => ({
    Status: operation.status,
    RequestId: operation.requestId,
    CreatedDate: operation.started,
  }));
  return { items, NextToken: page.NextToken };
}

export const statusHandlers: Handlers<Operations> = {
  DescribeAccountAssignmentCreationStatus(input, call) {
    const id = input.AccountAssignmentCreationRequestId;
    const operation = operationOf(centerOf(call, input), 'CreateAccountAssignment', id);
    return { AccountAssignmentCreationStatus: assignmentStatus(operation) };
  },

  DescribeAccountAssignmentDeletionStatus(input, call) {
    const id = input.AccountAssignmentDeletionRequestId;
    const operation = operationOf(centerOf(call, input), 'DeleteAccountAssignment', id);
    return { AccountAssignmentDeletionStatus: assignmentStatus(operation) };
  },

  DescribePermissionSetProvisioningStatus(input, call) {
    const id = input.ProvisionPermissionSetRequestId;
    const operation = operationOf(centerOf(call, input), 'ProvisionPermissionSet', id);
    return { PermissionSetProvisioningStatus: provisioningStatus(operation) };
  },

  ListAccountAssignmentCreationStatus(input, call) {
    const { items, NextToken } = statusPage(call, input, 'CreateAccountAssignment');
    return { AccountAssignmentsCreationStatus: items, NextToken };
  },

  ListAccountAssignmentDeletionStatus(input, call) {
    const { items, NextToken } = statusPage(call, input, 'DeleteAccountAssignment');
    return { AccountAssignmentsDeletionStatus: items, NextToken };
  },

  ListPermissionSetProvisioningStatus(input, call) {
    const { items, NextToken } = statusPage(call, input, 'ProvisionPermissionSet');
    return { PermissionSetsProvisioningStatus: items, NextToken };
  },
};
