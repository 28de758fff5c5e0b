/** Pairs of a permission set and an account. */

import type { AccountAssignment } from '@aws-sdk/client-sso-admin';
import { hasPair, pairsOf } from '../../core/pairs.ts';

export interface Pair {
  readonly arn: string;
  readonly account: string;
}

/** The pair that a row of a list is about. */
export function pairOf({ PermissionSetArn: arn = '', AccountId: account = '' }: AccountAssignment): Pair {
  return { arn, account };
}

/** Whether a pair is one of these. */
export function among(pairs: readonly Pair[]): (pair: Pair) => boolean {
  const accounts = pairsOf(pairs, ({ arn, account }) => [arn, account]);
  return ({ arn, account }) => hasPair(accounts, arn, account);
}

/** Each pair once. */
export function distinctPairs(grants: readonly Pair[]): readonly Pair[] {
  return [...new Map(grants.map(({ arn, account }) => [`${arn} ${account}`, { arn, account }])).values()];
}
