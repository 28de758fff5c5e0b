/** Trusted access of AWS's services, and the accounts that administer them. */

import type { OrganizationsOperations } from '../models/organizations.types.ts';
import { Refusal } from '../refusal.ts';
import type { Handlers } from '../service.ts';
import type { Account, OrganizationWorld } from '../world.types.ts';
import { knownAccount, page, readable, writable } from './access.ts';
import { shownMember } from './shown.ts';

function constraint(reason: string, message: string): Refusal {
  return new Refusal('ConstraintViolationException', message, { Reason: reason });
}

function notRegistered(account: string): Refusal {
  const message = `The account ${account} is not a registered delegated administrator for this service.`;
  return new Refusal('AccountNotRegisteredException', message);
}

function unrecognised(): Refusal {
  return new Refusal('InvalidInputException', 'You specified an unrecognized service principal.', {
    Reason: 'UNRECOGNIZED_SERVICE_PRINCIPAL',
  });
}

function assertServicePrincipal(principal: string): void {
  if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com$/u.test(principal)) throw unrecognised();
}

/** Some of those whose row in AWS's table of services that work with Organizations has no delegated administrator. */
const NEVER_DELEGATED = new Set([
  'controltower.amazonaws.com',
  'ds.amazonaws.com',
  'ram.amazonaws.com',
  'servicequotas.amazonaws.com',
  'tagpolicies.tag.amazonaws.com',
]);

/** What Organizations answers about them is not documented; moto gives the same error as for a name that there is not. */
function assertCanBeDelegated(principal: string): void {
  assertServicePrincipal(principal);
  if (NEVER_DELEGATED.has(principal)) throw unrecognised();
}

function assertRegistrable(organization: OrganizationWorld, account: Account, principal: string): void {
  const registered = organization.delegated.get(principal);
  if (account.id === organization.managementAccount) {
    const message = 'You cannot register the management account as a delegated administrator.';
    throw constraint('CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR', message);
  }
  if (account.state !== 'ACTIVE') {
    const message = 'You cannot register a suspended account as a delegated administrator.';
    throw constraint('CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR', message);
  }
  if (!organization.serviceAccess.has(principal)) {
    throw constraint('SERVICE_ACCESS_NOT_ENABLED', 'Enable trusted access for the service first.');
  }
  if (registered?.account === account.id) {
    const message = 'The account is already a delegated administrator for this service.';
    throw new Refusal('AccountAlreadyRegisteredException', message);
  }
  if (registered !== undefined) {
    const message = 'The service has its one delegated administrator already.';
    throw constraint('MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED', message);
  }
}

export const delegationHandlers: Handlers<
  Pick<
    OrganizationsOperations,
    | 'ListAWSServiceAccessForOrganization'
    | 'EnableAWSServiceAccess'
    | 'DisableAWSServiceAccess'
    | 'ListDelegatedAdministrators'
    | 'ListDelegatedServicesForAccount'
    | 'RegisterDelegatedAdministrator'
    | 'DeregisterDelegatedAdministrator'
  >
> = {
  ListAWSServiceAccessForOrganization(input, call) {
    const enabled = [...readable(call).serviceAccess.entries()];
    const { items, NextToken } = page(call, input, enabled, ([principal]) => principal);
    const shown = items.map(([ServicePrincipal, DateEnabled]) => ({ ServicePrincipal, DateEnabled }));
    return { EnabledServicePrincipals: shown, NextToken };
  },

  EnableAWSServiceAccess(input, call) {
    const { serviceAccess } = writable(call);
    assertServicePrincipal(input.ServicePrincipal);
    if (!serviceAccess.has(input.ServicePrincipal)) serviceAccess.set(input.ServicePrincipal, call.now);
    return {};
  },

  DisableAWSServiceAccess(input, call) {
    const { serviceAccess, delegated } = writable(call);
    assertServicePrincipal(input.ServicePrincipal);
    if (delegated.has(input.ServicePrincipal)) {
      const message = 'A delegated administrator is registered for this service: deregister it first.';
      throw constraint('DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE', message);
    }
    serviceAccess.delete(input.ServicePrincipal);
    return {};
  },

  ListDelegatedAdministrators(input, call) {
    const organization = readable(call);
    if (input.ServicePrincipal !== undefined) assertCanBeDelegated(input.ServicePrincipal);
    const registered = [...organization.delegated.entries()]
      .filter(([principal]) => input.ServicePrincipal === undefined || principal === input.ServicePrincipal)
      .map(([, { account, since }]) => [account, since] as const);
    const { items, NextToken } = page(call, input, [...new Map(registered)], ([account]) => account);
    const shown = items.map(([account, DelegationEnabledDate]) => {
      return { ...shownMember(organization, knownAccount(organization, account)), DelegationEnabledDate };
    });
    return { DelegatedAdministrators: shown, NextToken };
  },

  ListDelegatedServicesForAccount(input, call) {
    const organization = readable(call);
    const { id } = knownAccount(organization, input.AccountId);
    const services = [...organization.delegated.entries()].filter(([, { account }]) => account === id);
    if (services.length === 0) throw notRegistered(id);
    const { items, NextToken } = page(call, input, services, ([principal]) => principal);
    const shown = items.map(([ServicePrincipal, { since }]) => ({ ServicePrincipal, DelegationEnabledDate: since }));
    return { DelegatedServices: shown, NextToken };
  },

  RegisterDelegatedAdministrator(input, call) {
    const organization = writable(call);
    const account = knownAccount(organization, input.AccountId);
    assertCanBeDelegated(input.ServicePrincipal);
    assertRegistrable(organization, account, input.ServicePrincipal);
    organization.delegated.set(input.ServicePrincipal, { account: account.id, since: call.now });
    return {};
  },

  DeregisterDelegatedAdministrator(input, call) {
    const organization = writable(call);
    const account = knownAccount(organization, input.AccountId);
    assertCanBeDelegated(input.ServicePrincipal);
    const registered = organization.delegated.get(input.ServicePrincipal);
    if (registered?.account !== account.id) throw notRegistered(account.id);
    organization.delegated.delete(input.ServicePrincipal);
    return {};
  },
};
