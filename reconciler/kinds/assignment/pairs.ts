/** Pairs of a permission set and an account. */

import type { AccountAssignment } from '@aws-sdk/client-sso-admin';
import { once } from '../../core/once.ts';

export interface Pair {
  readonly arn: string;
  readonly account: string;
}

/** The pair that a row of a list is about. */
export function pairOf({ PermissionSetArn: arn = '', AccountId: account = '' }: AccountAssignment): Pair {
  return { arn, account };
}

/** Whether a pair is one of these: by the set, then the account, since texts of both would be made again and again. */
export function among(pairs: readonly Pair[]): (pair: Pair) => boolean {
  const accounts = new Map<string, Set<string>>();
  for (const { arn, account } of pairs) once(accounts, arn, () => new Set()).add(account);
  return ({ arn, account }) => accounts.get(arn)?.has(account) === true;
}

/** Each pair once. */
export function distinctPairs(grants: readonly Pair[]): readonly Pair[] {
  return [...new Map(grants.map(({ arn, account }) => [`${arn} ${account}`, { arn, account }])).values()];
}
