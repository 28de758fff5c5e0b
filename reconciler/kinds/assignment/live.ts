/** A row of a list as a live assignment: by the names of its set and its principal. */

import type { AccountAssignment } from '@aws-sdk/client-sso-admin';
import type { Named } from '../../aws/by-name.ts';
import type { AwsSession } from '../../aws/session.ts';
import { goneName } from '../../core/gone.ts';
import { IssueError } from '../../core/issue.ts';
import type { Key, PrincipalType } from '../../core/key.ts';
import { assignmentKey } from '../../core/key.ts';
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
  const setOf = new Map([...sets.values()].map((set) => [set.arn, set]));
  const live = new Map<Key, Live>();
  for (const row of rows) {
    const type: PrincipalType = row.PrincipalType === 'USER' ? 'user' : 'group';
    const principal = (type === 'user' ? users : groups).get(row.PrincipalId ?? '');
    const resource = liveResource(row, type, setOf.get(row.PermissionSetArn ?? ''), principal);
    live.set(resource.key, resource);
  }
  return [...live.values()];
}

/** The live assignment behind a row; the principal is absent when it no longer exists. */
export function liveResource(
  { AccountId: account, PermissionSetArn: arn, PrincipalId: id }: AccountAssignment,
  principalType: PrincipalType,
  permissionSet: Named | undefined,
  known: Named | undefined,
): Live {
  if (account === undefined || arn === undefined || id === undefined || permissionSet === undefined)
    throw new IssueError({
      code: 'AWS_ANSWER',
      severity: 'error',
      message: `an assignment on account ${account} names the permission set ${arn}, which is not among those that were listed`,
      hint: 'something changed while it was read: run again',
    });
  const principal = known?.name ?? goneName(id);
  return {
    kind: 'assignment',
    key: assignmentKey(permissionSet.name, account, principalType, principal),
    spec: { permissionSet: permissionSet.name, account, principalType, principal },
    needs: known === undefined ? [permissionSet.key] : [permissionSet.key, known.key],
    ref: { permissionSetArn: arn, principalId: id },
  };
}
