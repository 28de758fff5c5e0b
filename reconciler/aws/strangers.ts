/** Operations of somebody else, in words: the permission set, the account and the principal concerned, as far as they can be told. */

import { isoInstant } from '../core/time.ts';
import type { Api } from './api.ts';
import type { IdentityStoreSdk, SsoAdminSdk } from './clients.ts';
import { describeGroup, describeUser } from './directory.ts';
import type { Ground } from './ground.ts';
import type { Status } from './statuses.ts';

/** A request as the service describes it: of an assignment, or of a provisioning, which has no principal. */
export interface Request extends Status {
  readonly PermissionSetArn?: string | undefined;
  /** The account of an assignment. */
  readonly TargetId?: string | undefined;
  /** The account of a provisioning. */
  readonly AccountId?: string | undefined;
  readonly PrincipalType?: string | undefined;
  readonly PrincipalId?: string | undefined;
  readonly CreatedDate?: Date | undefined;
}

/** Reads what things are called, by the ids that requests name them by; two calls for each request. */
export interface Namer {
  readonly permissionSet: (arn: string) => Promise<string | undefined>;
  readonly user: (id: string) => Promise<string | undefined>;
  readonly group: (id: string) => Promise<string | undefined>;
}

interface NamerParts {
  readonly ssoAdmin: Api<SsoAdminSdk>;
  readonly identityStore: Api<IdentityStoreSdk>;
  readonly ground: Pick<Ground, 'instance'>;
}

export function createNamer({ ssoAdmin, identityStore, ground }: NamerParts): Namer {
  return {
    permissionSet: async (arn) => {
      const { instanceArn: InstanceArn } = await ground.instance();
      const { PermissionSet: set } = await ssoAdmin.call('DescribePermissionSet', {
        InstanceArn,
        PermissionSetArn: arn,
      });
      return set?.Name;
    },
    user: async (id) => (await describeUser({ ground, identityStore }, id))?.name,
    group: async (id) => (await describeGroup({ ground, identityStore }, id))?.name,
  };
}

/** `Auditor on 333333333333 for group auditors (request 1111…, since 2026-01-05T00:00:00Z)`. */
export async function toldRequest(id: string, request: Request, names: Namer): Promise<string> {
  const { PermissionSetArn: arn, PrincipalId: principal, PrincipalType: type, CreatedDate: created } = request;
  const account = request.TargetId ?? request.AccountId;
  const read = type === 'GROUP' ? names.group : names.user;
  const [set, holder] = await Promise.all([nameOr(arn, names.permissionSet), nameOr(principal, read)]);
  const since = created === undefined ? '' : `, since ${isoInstant(created.getTime())}`;
  const words = [
    set ?? 'a permission set',
    ...(account === undefined ? [] : [`on ${account}`]),
    ...(holder === undefined ? [] : [`for ${type === 'GROUP' ? 'group' : 'user'} ${holder}`]),
  ];
  return `${words.join(' ')} (request ${id}${since})`;
}

/** The name behind an id, or the id itself: this is for words alone, and what is wrong is said already. */
async function nameOr(id: string | undefined, read: Namer['user']): Promise<string | undefined> {
  if (id === undefined) return undefined;
  return (await read(id).catch(() => undefined)) ?? id;
}
