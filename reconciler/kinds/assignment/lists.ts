/** The two lists that say who holds what: of a pair of account and permission set, and of a principal. */

import type { AccountAssignment } from '@aws-sdk/client-sso-admin';
import { allOf } from '../../aws/all-of.ts';
import { unlessMissing } from '../../aws/create.ts';
import { AwsFailure, isUnsupported } from '../../aws/errors.ts';
import type { AwsSession } from '../../aws/session.ts';
import type { PrincipalType } from '../../core/key.ts';
import { getOrInsert } from '../../core/once.ts';

export type Rows = readonly AccountAssignment[];

/** The assignees of one set on one account. */
export async function readPair(session: AwsSession, arn: string, account: string): Promise<Rows> {
  const { instanceArn } = await session.survey.instance();
  const input = { InstanceArn: instanceArn, AccountId: account, PermissionSetArn: arn };
  const about = { about: `assignments on account ${account}` };
  // Without the set there is no assignment of it.
  const rows = await unlessMissing(() =>
    session.ssoAdmin.list('ListAccountAssignments', input, (page) => page.AccountAssignments, about),
  );
  return rows ?? [];
}

export interface Principal {
  readonly type: PrincipalType;
  readonly id: string;
  readonly name: string;
}

/** What a principal holds itself, whatever the permission set; nothing for one that the lists show a moment longer than it exists. */
export async function readPrincipal(session: AwsSession, { type, id, name }: Principal): Promise<Rows> {
  const { instanceArn } = await session.survey.instance();
  const PrincipalType = type === 'user' ? 'USER' : 'GROUP';
  const input = { InstanceArn: instanceArn, PrincipalId: id, PrincipalType } as const;
  const about = { about: `${type} ${name}` };
  const rows = await unlessMissing(() =>
    session.ssoAdmin.list('ListAccountAssignmentsForPrincipal', input, (page) => page.AccountAssignments, about),
  );
  // The list of a user has what comes through groups, too, under the group's id.
  return (rows ?? []).filter((row) => row.PrincipalId === id && row.PrincipalType === PrincipalType);
}

/** Whether principals may not be asked: the list is a call of the management account (reference, pitfall 39). */
export function isRefusal(error: unknown): boolean {
  if (isUnsupported(error)) return true;
  return error instanceof AwsFailure && /^(?:AccessDenied|Validation)/u.test(error.failure.name);
}

/** The lists, each asked for once. */
export interface Lists {
  pair(arn: string, account: string): Promise<Rows>;
  principal(principal: Principal): Promise<Rows>;
  /** What all of them hold, or `undefined` when principals may not be asked; the first one is asked alone. */
  principals(principals: readonly Principal[]): Promise<Rows | undefined>;
}

/** Nothing asked for yet. */
export function createLists(session: AwsSession): Lists {
  const answers = new Map<string, Promise<Rows>>();
  const withSharedTexts = createSharing();
  const list = (name: string, read: () => Promise<Rows>): Promise<Rows> =>
    getOrInsert(answers, name, async () => (await read()).map(withSharedTexts));
  const principal = (one: Principal): Promise<Rows> => list(`${one.type} ${one.id}`, () => readPrincipal(session, one));
  return {
    pair: (arn, account) => list(`${arn} ${account}`, () => readPair(session, arn, account)),
    principal,
    principals: async ([first, ...others]) => {
      if (first === undefined) return [];
      try {
        const probe = await principal(first);
        return [...probe, ...(await allOf(others, principal)).flat()];
      } catch (error) {
        if (isRefusal(error)) return undefined;
        throw error;
      }
    },
  };
}

/** Rows name few sets, accounts and principals very often, and each row brings copies of its own: one of each is kept. */
function createSharing(): (row: AccountAssignment) => AccountAssignment {
  const texts = new Map<string | undefined, string | undefined>();
  function shared<T extends string>(text: T | undefined): T | undefined {
    const first = texts.get(text);
    if (first !== undefined) return first as T;
    texts.set(text, text);
    return text;
  }
  return ({ AccountId, PermissionSetArn, PrincipalType, PrincipalId }) => ({
    AccountId: shared(AccountId),
    PermissionSetArn: shared(PermissionSetArn),
    PrincipalType,
    PrincipalId: shared(PrincipalId),
  });
}
