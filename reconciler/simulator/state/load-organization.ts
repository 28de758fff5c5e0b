/** The organisation of a state: its OUs and accounts by AWS's ids. */

import { rootIdOf, unitIdOf } from '../ids.ts';
import type { AccountState, OrganizationState, UnitState } from '../state.types.ts';
import type { Account, OrganizationWorld, Unit } from '../world.types.ts';

/** When everything in a state is taken to have been made. */
export const LOADED = Date.UTC(2024, 0, 1);

/** The address of an account whose state gives none. */
export function derivedEmail(accountId: string): string {
  return `${accountId}@accounts.example.com`;
}

/** The names from below the root down to the OU, joined by `/`. */
export function unitPath(units: ReadonlyMap<string, Unit>, unit: Unit): string {
  return unit.path.map((id) => units.get(id)?.name ?? id).join('/');
}

/** Every OU that the word means: one by its id, else those at that path. */
export function unitsMeant(units: ReadonlyMap<string, Unit>, ou: string): readonly Unit[] {
  const byId = units.get(ou);
  return byId === undefined ? [...units.values()].filter((unit) => unitPath(units, unit) === ou) : [byId];
}

interface Above {
  readonly id: string;
  /** Ids from below the root. */
  readonly path: readonly string[];
  readonly names: readonly string[];
}

function loadUnits(units: readonly UnitState[], rootId: string, above: Above): readonly Unit[] {
  return units.flatMap((unit) => {
    const names = [...above.names, unit.name];
    const id = unit.id ?? unitIdOf(rootId, names.join('/'));
    const path = [...above.path, id];
    const below = loadUnits(unit.organizationalUnits ?? [], rootId, { id, path, names });
    return [{ id, name: unit.name, parent: above.id, path }, ...below];
  });
}

function loadAccount(units: ReadonlyMap<string, Unit>, rootId: string, account: AccountState): Account {
  return {
    id: account.id,
    name: account.name,
    email: account.email ?? derivedEmail(account.id),
    state: account.state ?? 'ACTIVE',
    parent: account.ou === undefined ? rootId : (unitsMeant(units, account.ou)[0]?.id ?? rootId),
    tags: account.tags ?? {},
    customerManagedPolicies: account.customerManagedPolicies ?? [],
  };
}

/** All OUs of a state, by id. */
export function unitsOf(state: OrganizationState): ReadonlyMap<string, Unit> {
  const rootId = state.rootId ?? rootIdOf(state.id);
  const units = loadUnits(state.organizationalUnits ?? [], rootId, { id: rootId, path: [], names: [] });
  return new Map(units.map((unit) => [unit.id, unit]));
}

export function loadOrganization(state: OrganizationState): OrganizationWorld {
  const rootId = state.rootId ?? rootIdOf(state.id);
  const units = new Map(unitsOf(state));
  const accounts = state.accounts.map((account) => loadAccount(units, rootId, account));
  const delegated = Object.entries(state.delegatedAdministrators ?? {});
  return {
    id: state.id,
    managementAccount: state.managementAccount,
    rootId,
    units,
    accounts: new Map(accounts.map((account) => [account.id, account])),
    serviceAccess: new Map((state.serviceAccess ?? []).map((principal) => [principal, LOADED])),
    delegated: new Map(delegated.map(([principal, account]) => [principal, { account, since: LOADED }])),
  };
}
