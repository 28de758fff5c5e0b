/** Credentials of a role: assumed through STS when they are first needed, and again before they end. */

import { IssueError } from '../core/issue.ts';
import type { Api } from './api.ts';
import type { StsSdk } from './clients.ts';
import type { Clock } from './clock.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Credentials that are good for the next call; asked anew before each one. */
export type CredentialsProvider = () => Promise<Credentials>;

interface RoleSession {
  readonly roleArn: string;
  /** What the session is called in the account's CloudTrail. */
  readonly sessionName: string;
  /** STS with the credentials that may assume the role. */
  readonly sts: Api<StsSdk>;
  readonly clock: Clock;
}

/** A session that has less than this left is renewed: no call may begin with credentials that end under way. */
const RENEW_BEFORE = 5 * 60_000;

/** The role's credentials. STS is called once, then when they are about to end (an hour for a chained role). */
export function assumeRole({ roleArn, sessionName, sts, clock }: RoleSession): CredentialsProvider {
  let current: Promise<Credentials> | undefined;
  let renewAt = Number.NEGATIVE_INFINITY;

  async function assume(): Promise<Credentials> {
    const input = { RoleArn: roleArn, RoleSessionName: sessionName };
    const { Credentials: given } = await sts.call('AssumeRole', input, { about: `role ${roleArn}` });
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = given ?? {};
    if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined)
      throw new IssueError({
        code: 'AWS_ANSWER',
        severity: 'error',
        message: `role ${roleArn} was assumed, but the answer has no credentials`,
      });
    renewAt = (given?.Expiration?.getTime() ?? Number.POSITIVE_INFINITY) - RENEW_BEFORE;
    return { accessKeyId, secretAccessKey, sessionToken };
  }

  function provide(): Promise<Credentials> {
    if (current === undefined || clock.now() >= renewAt) {
      renewAt = Number.POSITIVE_INFINITY;
      current = assume().catch((error: unknown) => {
        current = undefined;
        throw error;
      });
    }
    return current;
  }

  // The SDK would keep what it is given by the machine's clock; marked as memoized it asks each time.
  return Object.assign(provide, { memoized: true });
}
