/** Delegated administrators: the account that administers a service for the organisation. */

import { delegatedAdministrators } from '../../aws/delegation.ts';
import { AwsFailure, type Failure } from '../../aws/errors.ts';
import { trustedServices } from '../../aws/organization.ts';
import type { AwsSession } from '../../aws/session.ts';
import type { Key } from '../../core/key.ts';
import { delegatedAdministratorKey, keysOf, partsOf, serviceAccessKey } from '../../core/key.ts';
import type { Driver } from '../../core/kind.ts';
import type { DelegatedAdministratorSpec, LiveResource } from '../../core/resource.ts';

/** The driver of delegated administrators; its refs are empty, since service and account go by their names. */
export function createDelegatedAdministratorDriver(session: AwsSession): Driver<DelegatedAdministratorSpec> {
  const { organizations } = session;
  return {
    read: async (scope) => {
      const found = scope.whole.has('delegated-administrator')
        ? (await trustedServices(organizations)).map((principal) => readOfTrusted(session, principal))
        : keysOf(scope.only ?? scope.keys, 'delegated-administrator').map((key) => readOne(session, key));
      return (await Promise.all(found)).flat();
    },
    create: async ({ spec }) => {
      const registered = organizations.call('RegisterDelegatedAdministrator', inputOf(spec), aboutIt(spec));
      await unless('AccountAlreadyRegisteredException', registered);
      return {};
    },
    update: (before) => Promise.resolve(before.ref),
    remove: async ({ spec }) => {
      const deregistered = organizations.call('DeregisterDelegatedAdministrator', inputOf(spec), aboutIt(spec));
      await unless('AccountNotRegisteredException', deregistered);
    },
  };
}

async function readOne(
  { organizations }: AwsSession,
  key: Key,
): Promise<readonly LiveResource<DelegatedAdministratorSpec>[]> {
  const [principal = ''] = partsOf(key);
  const [account, ...others] = await delegatedAdministrators(organizations, principal);
  if (account === undefined) return [];
  const spec = { principal, account, ...(others.length === 0 ? {} : { others }) };
  const needs = [serviceAccessKey(principal)];
  return [{ kind: 'delegated-administrator', key: delegatedAdministratorKey(principal), spec, needs, ref: {} }];
}

/** Organizations knows no delegated administrator of a service whose administration cannot be delegated, and says so by an error. */
async function readOfTrusted(session: AwsSession, principal: string): ReturnType<typeof readOne> {
  try {
    return await readOne(session, delegatedAdministratorKey(principal));
  } catch (error) {
    if (error instanceof AwsFailure && isUnrecognised(error.failure)) return [];
    throw error;
  }
}

/** The reason where AWS gives it; emulators have the words alone. */
function isUnrecognised({ reason, words }: Failure): boolean {
  return reason === 'UNRECOGNIZED_SERVICE_PRINCIPAL' || /unrecognized service principal/iu.test(words);
}

function inputOf({ principal, account }: DelegatedAdministratorSpec) {
  return { AccountId: account, ServicePrincipal: principal };
}

function aboutIt({ principal, account }: DelegatedAdministratorSpec) {
  return { about: `delegated administrator ${account} of ${principal}` };
}

/** Waits for a call that may find its work done already, by somebody else or by an attempt whose answer was lost. */
async function unless(converged: string, call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof AwsFailure) || error.failure.name !== converged) throw error;
  }
}
