/** A row of a list as a live assignment: by the names of its set and its principal. */

import type { AccountAssignment } from '@aws-sdk/client-sso-admin';
import { GONE } from '../../aws/names.ts';
import type { AwsSession } from '../../aws/session.ts';
import { IssueError } from '../../core/issue.ts';
import type { PrincipalType } from '../../core/key.ts';
import { assignmentKey, permissionSetKey, principalKey } from '../../core/key.ts';
import type { AssignmentSpec, LiveResource } from '../../core/resource.ts';

export type Live = LiveResource<AssignmentSpec>;

/** The live assignments behind rows, each once. */
export async function liveResources(session: AwsSession, rows: readonly AccountAssignment[]): Promise<readonly Live[]> {
  if (rows.length === 0) return [];
  const { survey } = session;
  const idsOf = (type: string): readonly string[] =>
    rows.flatMap(({ PrincipalType, PrincipalId }) => (PrincipalType === type ? (PrincipalId ?? []) : []));
  const [sets, users, groups] = await Promise.all([
    survey.permissionSets(),
    survey.users.withIds(idsOf('USER')),
    survey.groups.withIds(idsOf('GROUP')),
  ]);
  const setNameOf = new Map([...sets.values()].map(({ arn, name }) => [arn, name]));
  const live = rows.map((row) => {
    const type: PrincipalType = row.PrincipalType === 'USER' ? 'user' : 'group';
    const known = (type === 'user' ? users : groups).get(row.PrincipalId ?? '')?.name;
    return liveResource(row, type, setNameOf.get(row.PermissionSetArn ?? ''), known);
  });
  return [...new Map(live.map((resource) => [resource.key, resource])).values()];
}

/** The live assignment behind a row; `known` is the principal's name, absent when it no longer exists. */
export function liveResource(
  { AccountId: account, PermissionSetArn: arn, PrincipalId: id }: AccountAssignment,
  principalType: PrincipalType,
  permissionSet: string | undefined,
  known: string | undefined,
): Live {
  if (account === undefined || arn === undefined || id === undefined || permissionSet === undefined)
    throw new IssueError({
      code: 'AWS_ANSWER',
      severity: 'error',
      message: `an assignment on account ${account} names the permission set ${arn}, which is not among those that were listed`,
      hint: 'something changed while it was read: run again',
    });
  const name = known ?? GONE + id;
  return {
    kind: 'assignment',
    key: assignmentKey(permissionSet, account, principalType, name),
    spec: { permissionSet, account, principalType, principal: name },
    needs: [permissionSetKey(permissionSet), ...(known === undefined ? [] : [principalKey(principalType, name)])],
    ref: { permissionSetArn: arn, principalId: id },
  };
}
