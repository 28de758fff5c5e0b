/** Reading assignments: every provisioned pair of account and set, since an assignment implies provisioning (reference, section 4.2). */

import type { AccountAssignment } from '@aws-sdk/client-sso-admin';
import { unlessMissing } from '../../aws/create.ts';
import { isUnsupported, AwsFailure } from '../../aws/errors.ts';
import { GONE, namesIn } from '../../aws/names.ts';
import type { AwsSession } from '../../aws/session.ts';
import type { LivePermissionSet } from '../../aws/survey.ts';
import { IssueError } from '../../core/issue.ts';
import type { Key, PrincipalType } from '../../core/key.ts';
import { assignmentKey, permissionSetKey, principalKey } from '../../core/key.ts';
import type { Scope } from '../../core/kind.ts';
import type { AssignmentSpec, LiveResource } from '../../core/resource.ts';

export type Live = LiveResource<AssignmentSpec>;

/** The assignments of the permission sets of the scope, and those of its users and groups. */
export async function readAssignments(session: AwsSession, scope: Scope): Promise<readonly Live[]> {
  const { survey } = session;
  const whole = scope.whole.has('assignment');
  const setNames = namesIn(scope.keys, 'permission-set');
  const principals = await principalsIn(session, scope.holders ?? scope.keys);
  if (!whole && setNames.length === 0 && principals.length === 0) return [];
  await survey.settled();
  const sets = await survey.permissionSets();
  const read = whole ? [...sets.values()] : setNames.flatMap((name) => sets.get(name) ?? []);
  const rows = await rowsOfSets(session, read);
  // With every set read, the grants of a principal are among them.
  const unread = [...sets.values()].filter((set) => !read.includes(set));
  const held = unread.length === 0 ? [] : await rowsOfPrincipals(session, principals, unread);
  return liveResources(session, [...rows, ...held]);
}

/** The assignees of one set on one account. */
export async function readPair(
  session: AwsSession,
  arn: string,
  account: string,
): Promise<readonly AccountAssignment[]> {
  const { instanceArn } = await session.survey.instance();
  const input = { InstanceArn: instanceArn, AccountId: account, PermissionSetArn: arn };
  const about = { about: `assignments on account ${account}` };
  // Without the set there is no assignment of it.
  const rows = await unlessMissing(() =>
    session.ssoAdmin.list('ListAccountAssignments', input, (page) => page.AccountAssignments, about),
  );
  return rows ?? [];
}

async function rowsOfSets(
  session: AwsSession,
  sets: readonly LivePermissionSet[],
): Promise<readonly AccountAssignment[]> {
  const lists = await Promise.all(
    sets.map(async ({ arn }) => {
      const accounts = new Set(await session.survey.provisionedAccounts(arn));
      return Promise.all([...accounts].map((account) => readPair(session, arn, account)));
    }),
  );
  return lists.flat(2);
}

interface Principal {
  readonly type: PrincipalType;
  readonly id: string;
  readonly name: string;
}

async function principalsIn({ survey }: AwsSession, keys: ReadonlySet<Key>): Promise<readonly Principal[]> {
  const users = namesIn(keys, 'user');
  const groups = namesIn(keys, 'group');
  const liveUsers = users.length === 0 ? undefined : await survey.users();
  const liveGroups = groups.length === 0 ? undefined : await survey.groups();
  return [
    ...users.flatMap((name) => principal('user', name, liveUsers?.get(name)?.id)),
    ...groups.flatMap((name) => principal('group', name, liveGroups?.get(name)?.id)),
  ];
}

function principal(type: PrincipalType, name: string, id: string | undefined): readonly Principal[] {
  return id === undefined ? [] : [{ type, name, id }];
}

/**
 * What these principals hold, by one list for each. The list is a call of the management account (reference, pitfall
 * 39): where it is refused, the pairs of the sets that were not read yet answer the same.
 */
async function rowsOfPrincipals(
  session: AwsSession,
  principals: readonly Principal[],
  unread: readonly LivePermissionSet[],
): Promise<readonly AccountAssignment[]> {
  const [first, ...others] = principals;
  if (first === undefined) return [];
  try {
    const probe = await rowsOfPrincipal(session, first);
    const lists = await Promise.all(others.map((one) => rowsOfPrincipal(session, one)));
    return [...probe, ...lists.flat()];
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const ids = new Set(principals.map(({ id }) => id));
    const rows = await rowsOfSets(session, unread);
    return rows.filter(({ PrincipalId: id }) => id !== undefined && ids.has(id));
  }
}

function isRefusal(error: unknown): boolean {
  if (isUnsupported(error)) return true;
  return error instanceof AwsFailure && /^(?:AccessDenied|Validation)/u.test(error.failure.name);
}

async function rowsOfPrincipal(
  session: AwsSession,
  { type, id, name }: Principal,
): Promise<readonly AccountAssignment[]> {
  const { instanceArn } = await session.survey.instance();
  const PrincipalType = type === 'user' ? 'USER' : 'GROUP';
  const rows = await session.ssoAdmin.list(
    'ListAccountAssignmentsForPrincipal',
    { InstanceArn: instanceArn, PrincipalId: id, PrincipalType },
    (page) => page.AccountAssignments,
    { about: `${type} ${name}` },
  );
  // The list of a user has what comes through groups, too, under the group's id.
  return rows.filter((row) => row.PrincipalId === id && row.PrincipalType === PrincipalType);
}

async function liveResources(session: AwsSession, rows: readonly AccountAssignment[]): Promise<readonly Live[]> {
  if (rows.length === 0) return [];
  const { survey } = session;
  const [sets, users, groups] = await Promise.all([survey.permissionSets(), survey.users(), survey.groups()]);
  const setNameOf = new Map([...sets.values()].map(({ arn, name }) => [arn, name]));
  const userNameOf = new Map([...users.values()].map(({ id, name }) => [id, name]));
  const groupNameOf = new Map([...groups.values()].map(({ id, name }) => [id, name]));
  const live = rows.map((row) => {
    const type: PrincipalType = row.PrincipalType === 'USER' ? 'user' : 'group';
    const known = (type === 'user' ? userNameOf : groupNameOf).get(row.PrincipalId ?? '');
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
