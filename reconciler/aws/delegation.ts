/**
 * Which credentials make a call of Identity Center when it has a role of its own. A delegated administrator cannot touch
 * the management account, nor a permission set that is provisioned there, whatever account the change is about, nor list
 * what a principal holds (reference, pitfalls 6 and 39): these calls go through the management account's credentials, and
 * so do all calls until the delegation is registered.
 */

import { IDENTITY_CENTER_PRINCIPAL } from '../core/delegation.ts';
import type { Api } from './api.ts';
import type { Apis } from './apis.ts';
import { type IdentityStoreSdk, isRead, type OrganizationsSdk, type SsoAdminSdk } from './clients.ts';
import type { OrganizationIdentity } from './organization.ts';
import { once } from './units.ts';

/** The accounts, sorted, that are registered as delegated administrators of a service. */
export async function delegatedAdministrators(
  organizations: Api<OrganizationsSdk>,
  servicePrincipal: string,
): Promise<readonly string[]> {
  const registered = await organizations.list(
    'ListDelegatedAdministrators',
    { ServicePrincipal: servicePrincipal },
    (page) => page.DelegatedAdministrators,
    { about: `delegated administrators of ${servicePrincipal}` },
  );
  return registered.flatMap(({ Id: id }) => id ?? []).toSorted();
}

interface Parts {
  /** With the credentials of the group `identityCenter`. */
  readonly own: Apis;
  /** With those of the group `management`. */
  readonly management: Apis;
  readonly organization: () => Promise<OrganizationIdentity>;
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
export function createIdentityCenterApis({ own, management, organization }: Parts): IdentityCenterApis {
  // With one set of credentials there is nothing to choose, and nothing to ask.
  if (own === management) return { ssoAdmin: own.ssoAdmin, identityStore: own.identityStore };

  const reach = once(async () => {
    const { managementAccount } = await organization();
    const { account = '' } = await own.caller();
    if (account === managementAccount) return 'everything';
    const registered = await delegatedAdministrators(management.organizations, IDENTITY_CENTER_PRINCIPAL);
    return registered.includes(account) ? 'what is delegated' : 'nothing';
  });
  let provisioned: Promise<Set<string>> | undefined;

  /** ARNs of the sets that are provisioned in the management account, and of those that this run brings there. */
  function setsInManagement(instanceArn: string, account: string): Promise<Set<string>> {
    const input = { InstanceArn: instanceArn, AccountId: account };
    provisioned ??= own.ssoAdmin
      .list('ListPermissionSetsProvisionedToAccount', input, (page) => page.PermissionSets)
      .then((arns) => new Set(arns));
    return provisioned;
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

  async function choose(operation: string, input: object): Promise<Apis> {
    switch (await reach()) {
      case 'everything':
        return own;
      case 'nothing':
        return management;
      case 'what is delegated':
        return (await isForManagement(operation, input)) ? management : own;
    }
  }

  return {
    ssoAdmin: chosen(async (operation, input) => (await choose(operation, input)).ssoAdmin, own.ssoAdmin),
    identityStore: chosen(
      async () => ((await reach()) === 'nothing' ? management : own).identityStore,
      own.identityStore,
    ),
  };
}

function chosen<Sdk>(choose: (operation: string, input: object) => Promise<Api<Sdk>>, own: Api<Sdk>): Api<Sdk> {
  return {
    call: async (operation, input, options) => (await choose(operation, input)).call(operation, input, options),
    list: async (operation, input, itemsOf, options) =>
      (await choose(operation, input)).list(operation, input, itemsOf, options),
    region: () => own.region(),
  };
}
