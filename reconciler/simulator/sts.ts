/** AWS STS, by the query protocol: who calls, and sessions of roles. */

import derived from './models/sts.json' with { type: 'json' };
import type { StsOperations } from './models/sts.types.ts';
import { roleCaller } from './callers.ts';
import type { Session } from './callers.ts';
import { hexOf } from './ids.ts';
import { serviceModel } from './model.ts';
import { Refusal } from './refusal.ts';
import { untyped } from './service.ts';
import type { Call, Service } from './service.ts';

const ROLE_ARN = /^arn:aws(?:-[a-z]+)*:iam::(?<account>\d{12}):role\/(?:[\w+=,.@-]+\/)*(?<role>[\w+=,.@-]+)$/u;
const HOUR = 3600;

function assumable(call: Call, arn: string): { account: string; role: string; actions: readonly string[] } {
  const groups = ROLE_ARN.exec(arn)?.groups;
  if (groups === undefined) throw new Refusal('ValidationError', `${arn} is invalid`);
  const { account = '', role = '' } = groups;
  const { roles, organization } = call.world;
  const actions = roles === undefined ? ['*'] : roles[arn]?.actions;
  if (actions === undefined || !organization.accounts.has(account)) {
    const message = `User: ${call.caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`;
    throw new Refusal('AccessDenied', message);
  }
  return { account, role, actions };
}

function assertDuration(call: Call, seconds: number): void {
  if (!call.caller.assumed || seconds <= HOUR) return;
  const message = 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining';
  throw new Refusal('ValidationError', message);
}

/** STS for one simulator, which keeps the sessions that were given. */
export function createSts(sessions: Map<string, Session>): Service {
  return {
    model: serviceModel(derived),
    handlers: untyped<StsOperations>({
      GetCallerIdentity(_input, call) {
        const { account, arn, userId } = call.caller;
        return { Account: account, Arn: arn, UserId: userId };
      },

      AssumeRole(input, call) {
        const role = assumable(call, input.RoleArn);
        const seconds = input.DurationSeconds ?? HOUR;
        assertDuration(call, seconds);
        const caller = roleCaller({ ...role, session: input.RoleSessionName, assumed: true });
        const secret = hexOf(64, 'session', input.RoleArn, input.RoleSessionName, call.now, sessions.size);
        const accessKeyId = `ASIA${secret.slice(0, 16).toUpperCase()}`;
        const expires = call.now + seconds * 1000;
        sessions.set(accessKeyId, { caller, token: secret, expires });
        return {
          Credentials: {
            AccessKeyId: accessKeyId,
            SecretAccessKey: secret.slice(0, 40),
            SessionToken: secret,
            Expiration: expires,
          },
          AssumedRoleUser: { AssumedRoleId: caller.userId, Arn: caller.arn },
        };
      },
    }),
    actionPrefix: 'sts',
    open: new Set(['GetCallerIdentity']),
    writes: new Set(),
    errors: {
      accessDenied: 'AccessDenied',
      validation: 'ValidationError',
      throttling: 'Throttling',
      internal: 'InternalFailure',
    },
    region: 'any',
  };
}
