/**
 * Which credentials make a call of Identity Center when it has a role of its own. A delegated administrator cannot touch
 * the management account, nor a permission set that is provisioned there, whatever account the change is about, nor list
 * what a principal holds (reference, pitfalls 6 and 39): these calls go through the management account's credentials, and
 * so do all calls until the delegation is registered. One that was registered a moment ago may still be refused.
 */

import { IDENTITY_CENTER_PRINCIPAL } from '../core/delegation.ts';
import { getOrInsert, once } from '../core/once.ts';
import type { Api } from './api.ts';
import type { Apis } from './apis.ts';
import type { Clock } from './clock.ts';
import type { IdentityStoreSdk, OrganizationsSdk, SsoAdminSdk } from './clients.ts';
import { AwsFailure } from './errors.ts';
import type { OrganizationIdentity } from './organization.ts';
import { isRead } from './reads.ts';

/** The accounts, sorted, that are registered as delegated administrators of a service. */
export async function delegatedAdministrators(
  organizations: Api<OrganizationsSdk>,
  servicePrincipal: string,
): Promise<readonly string[]> {
  return [...(await registrations(organizations, servicePrincipal)).keys()].toSorted();
}

/** The same with the instant of each registration, in milliseconds since 1970; 0 where Organizations does not say. */
async function registrations(
  organizations: Api<OrganizationsSdk>,
  servicePrincipal: string,
): Promise<ReadonlyMap<string, number>> {
  const registered = await organizations.list(
    'ListDelegatedAdministrators',
    { ServicePrincipal: servicePrincipal },
    (page) => page.DelegatedAdministrators,
    { about: `delegated administrators of ${servicePrincipal}` },
  );
  return new Map(
    registered.flatMap(({ Id: id, DelegationEnabledDate: since }) =>
      id === undefined ? [] : [[id, since?.getTime() ?? 0] as const],
    ),
  );
}

/**
 * How long a delegation may take to hold, in milliseconds. Nobody says how long; those who set up other services wait for
 * minutes (superwerker#85), and Organizations is eventually consistent.
 */
const SETTLES = 5 * 60_000;
const PAUSE = 5_000;

interface Parts {
  /** With the credentials of the group `identityCenter`. */
  readonly own: Apis;
  /** With those of the group `management`. */
  readonly management: Apis;
  readonly organization: () => Promise<OrganizationIdentity>;
  readonly clock: Clock;
}

/** Whose clients make a call, and until when a refusal may pass by itself. */
interface Choice {
  readonly apis: Apis;
  /** Milliseconds since 1970. */
  readonly settled: number;
}

export interface IdentityCenterApis {
  readonly ssoAdmin: Api<SsoAdminSdk>;
  readonly identityStore: Api<IdentityStoreSdk>;
}

/** What the members of a request say about whom it concerns. */
interface Concern {
  readonly InstanceArn?: string;
  readonly PermissionSetArn?: string;
  readonly ResourceArn?: string;
  readonly TargetId?: string;
}

/** The two services of Identity Center, each call with the credentials that may make it. */
export function createIdentityCenterApis({ own, management, organization, clock }: Parts): IdentityCenterApis {
  // With one set of credentials there is nothing to choose, and nothing to ask.
  if (own === management) return { ssoAdmin: own.ssoAdmin, identityStore: own.identityStore };

  const reach = once(async () => {
    const { managementAccount } = await organization();
    const { account = '' } = await own.caller();
    if (account === managementAccount) return { may: 'everything', settled: 0 } as const;
    const registered = await registrations(management.organizations, IDENTITY_CENTER_PRINCIPAL);
    const since = registered.get(account);
    if (since === undefined) return { may: 'nothing', settled: 0 } as const;
    return { may: 'what is delegated', settled: since + SETTLES } as const;
  });
  const provisioned = new Map<string, Promise<Set<string>>>();

  /** ARNs of the sets that are provisioned in the management account, and of those that this run brings there. */
  function setsInManagement(instanceArn: string, account: string): Promise<Set<string>> {
    const input = { InstanceArn: instanceArn, AccountId: account };
    return getOrInsert(
      provisioned,
      account,
      async () =>
        new Set(
          await own.ssoAdmin.list('ListPermissionSetsProvisionedToAccount', input, (page) => page.PermissionSets),
        ),
    );
  }

  async function isForManagement(operation: string, concern: Concern): Promise<boolean> {
    const { InstanceArn: instanceArn, PermissionSetArn, ResourceArn, TargetId: target } = concern;
    if (operation === 'ListAccountAssignmentsForPrincipal') return true;
    const set = PermissionSetArn ?? ResourceArn;
    if (isRead(operation) || set === undefined || instanceArn === undefined) return false;
    const { managementAccount } = await organization();
    const sets = await setsInManagement(instanceArn, managementAccount);
    if (target === managementAccount) sets.add(set);
    return sets.has(set);
  }

  async function choose(operation: string, input: object): Promise<Choice> {
    const { may, settled } = await reach();
    switch (may) {
      case 'everything':
        return { apis: own, settled };
      case 'nothing':
        return { apis: management, settled };
      case 'what is delegated':
        return (await isForManagement(operation, input)) ? { apis: management, settled: 0 } : { apis: own, settled };
    }
  }

  async function chooseForStore(): Promise<Choice> {
    const { may, settled } = await reach();
    return { apis: may === 'nothing' ? management : own, settled };
  }

  return {
    ssoAdmin: chosen(choose, ({ ssoAdmin }) => ssoAdmin, own.ssoAdmin, clock),
    identityStore: chosen(chooseForStore, ({ identityStore }) => identityStore, own.identityStore, clock),
  };
}

function chosen<Sdk>(
  choose: (operation: string, input: object) => Promise<Choice>,
  of: (apis: Apis) => Api<Sdk>,
  own: Api<Sdk>,
  clock: Clock,
): Api<Sdk> {
  return {
    call: async (operation, input, options) => {
      const { apis, settled } = await choose(operation, input);
      return onceSettled(clock, settled, () => of(apis).call(operation, input, options));
    },
    list: async (operation, input, itemsOf, options) => {
      const { apis, settled } = await choose(operation, input);
      return onceSettled(clock, settled, () => of(apis).list(operation, input, itemsOf, options));
    },
    pages: (operation, input, itemsOf) => {
      const begun = once(async () => {
        const { apis, settled } = await choose(operation, input);
        return { pager: of(apis).pages(operation, input, itemsOf), settled };
      });
      return {
        next: async () => {
          const { pager, settled } = await begun();
          return onceSettled(clock, settled, () => pager.next());
        },
      };
    },
    region: () => own.region(),
  };
}

/** Tries a call again that is refused although the delegation is registered, until that has settled. */
async function onceSettled<T>(clock: Clock, settled: number, call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      const isDenied = error instanceof AwsFailure && error.failure.name.startsWith('AccessDenied');
      if (!isDenied || clock.now() >= settled) throw error;
      await clock.sleep(PAUSE);
    }
  }
}
