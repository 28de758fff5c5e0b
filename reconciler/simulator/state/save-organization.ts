/** The organisation back to its state. */

import { rootIdOf, unitIdOf } from '../ids.ts';
import type { AccountState, OrganizationState, UnitState } from '../state.types.ts';
import type { Account, OrganizationWorld } from '../world.types.ts';
import { byText, given, sortedMembers } from './canonical.ts';
import { derivedEmail, unitPath, unitsMeant } from './load-organization.ts';

function savedUnits(organization: OrganizationWorld, parent: string): readonly UnitState[] {
  const below = [...organization.units.values()].filter((unit) => unit.parent === parent);
  return byText(below, (unit) => `${unit.name}/${unit.id}`).map((unit) => {
    const derived = unitIdOf(organization.rootId, unitPath(organization.units, unit));
    return given<UnitState>({
      name: unit.name,
      id: unit.id === derived ? undefined : unit.id,
      organizationalUnits: savedUnits(organization, unit.id),
    });
  });
}

/** The path of the account's OU, or the OU's id where the path could mean another one too. */
function savedPlace(organization: OrganizationWorld, account: Account): string | undefined {
  const unit = organization.units.get(account.parent);
  if (unit === undefined) return undefined;
  const path = unitPath(organization.units, unit);
  return unitsMeant(organization.units, path).length === 1 ? path : unit.id;
}

function savedAccount(organization: OrganizationWorld, account: Account): AccountState {
  const policies = account.customerManagedPolicies.map(({ name, path = '/' }) => ({ name, path }));
  return given<AccountState>({
    id: account.id,
    name: account.name,
    email: account.email === derivedEmail(account.id) ? undefined : account.email,
    state: account.state === 'ACTIVE' ? undefined : account.state,
    ou: savedPlace(organization, account),
    tags: sortedMembers(account.tags),
    customerManagedPolicies: byText(policies, (policy) => `${policy.path}${policy.name}`),
  });
}

export function savedOrganization(organization: OrganizationWorld): OrganizationState {
  const { id, managementAccount, rootId } = organization;
  const accounts = [...organization.accounts.values()].map((account) => savedAccount(organization, account));
  const delegated = [...organization.delegated].map(([principal, { account }]) => [principal, account] as const);
  return {
    ...given<Omit<OrganizationState, 'accounts'>>({
      id,
      managementAccount,
      rootId: rootId === rootIdOf(id) ? undefined : rootId,
      organizationalUnits: savedUnits(organization, rootId),
      serviceAccess: [...organization.serviceAccess.keys()].toSorted(),
      delegatedAdministrators: sortedMembers(Object.fromEntries(delegated)),
    }),
    accounts: byText(accounts, (account) => account.id),
  };
}
