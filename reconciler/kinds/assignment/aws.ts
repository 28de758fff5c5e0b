/** Account assignments of Identity Center: a principal holds a permission set on an account. */

import { isFailure } from '../../aws/errors.ts';
import { permissionSetArn, principalId, refMember } from '../../aws/names.ts';
import { type AssignmentTarget, OperationFailed } from '../../aws/operations.ts';
import type { AwsSession } from '../../aws/session.ts';
import { isGone } from '../../core/gone.ts';
import { IssueError } from '../../core/issue.ts';
import type { Fields } from '../../core/json.ts';
import type { Driver, RefOf } from '../../core/kind.ts';
import type { AssignmentSpec, LiveResource } from '../../core/resource.ts';
import { readOnly } from './read-back.ts';
import { createLists, readPair } from './lists.ts';
import { readAssignments } from './read.ts';

/** The driver of assignments; its refs are `{ permissionSetArn, principalId }`. */
export function createAssignmentDriver(session: AwsSession): Driver<AssignmentSpec> {
  const lists = createLists(session);
  return {
    read: (scope) =>
      scope.only === undefined ? readAssignments(session, scope, lists) : readOnly(session, scope.only),
    create: async ({ spec }, refOf) => {
      const ref = refFor(session, spec, refOf);
      await session.turns.shared(ref.permissionSetArn, () => session.operations.createAssignment(targetOf(spec, ref)));
      return ref;
    },
    update: (before) => Promise.resolve(before.ref),
    remove: (before) => removeAssignment(session, before),
  };
}

type AssignmentRef = { readonly permissionSetArn: string; readonly principalId: string };

function refFor({ names }: AwsSession, spec: AssignmentSpec, refOf: RefOf): AssignmentRef {
  return {
    permissionSetArn: permissionSetArn(names, refOf, spec.permissionSet),
    principalId: principalId(names, refOf, spec.principalType, spec.principal),
  };
}

function targetOf(spec: AssignmentSpec, ref: Fields): AssignmentTarget {
  return {
    permissionSetArn: refMember(ref, 'permissionSetArn'),
    account: spec.account,
    principalType: spec.principalType === 'user' ? 'USER' : 'GROUP',
    principalId: refMember(ref, 'principalId'),
    label: `${spec.permissionSet} on ${spec.account} for ${spec.principalType} ${spec.principal}`,
  };
}

/** That it is gone is what was wanted, also when AWS calls the removal failed (reference, pitfall 23). */
async function removeAssignment(session: AwsSession, { spec, ref }: LiveResource<AssignmentSpec>): Promise<void> {
  const target = targetOf(spec, ref);
  try {
    await session.turns.shared(target.permissionSetArn, () => session.operations.deleteAssignment(target));
  } catch (error) {
    const mayBeGone = isFailure(error, 'notFound') || (error instanceof OperationFailed && saysNotFound(error.reason));
    if (!mayBeGone) throw error;
    if (await isThere(session, target)) throw isGone(spec.principal) ? keptByAws(error) : error;
  }
}

/** Nobody can make AWS let go what it keeps for somebody who no longer exists; the plan need not ask each time. */
function keptByAws({ message }: IssueError): IssueError {
  return new IssueError({
    code: 'AWS_OPERATION_FAILED',
    severity: 'error',
    message,
    hint:
      'AWS keeps it for somebody who no longer exists, who cannot sign in: AWS Support can take it away; until then ' +
      '`unmanagedAssignments: report` on the set leaves it alone',
  });
}

function saysNotFound(reason: string): boolean {
  return /\b404\b|not ?found|does not exist/iu.test(reason);
}

async function isThere(session: AwsSession, target: AssignmentTarget): Promise<boolean> {
  const rows = await readPair(session, target.permissionSetArn, target.account);
  return rows.some(
    ({ PrincipalId: id, PrincipalType: type }) => id === target.principalId && type === target.principalType,
  );
}
