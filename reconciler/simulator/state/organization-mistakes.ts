/** What no schema can say of the organisation: accounts and OUs that do not exist, that are there twice, or mean several. */

import type { OrganizationState, UnitState } from '../state.types.ts';
import { defined, twice, unknown } from './known.ts';
import type { Known } from './known.ts';
import { unitsMeant, unitsOf } from './load-organization.ts';

/** Each mistake as a line for people. */
export function organizationMistakes(organization: OrganizationState, known: Known): readonly string[] {
  const { accounts, managementAccount, delegatedAdministrators = {} } = organization;
  const units = unitsOf(organization);
  const places = defined(accounts.map((account) => account.ou));
  return [
    ...twice(
      'account',
      accounts.map((account) => account.id),
    ),
    ...unknown('managementAccount', [managementAccount], known.accounts),
    ...unknown('delegatedAdministrators: account', Object.values(delegatedAdministrators), known.accounts),
    ...twice('organizationalUnits: id', idsOfUnits(organization.organizationalUnits ?? [])),
    ...twiceNamed(organization.organizationalUnits ?? []),
    ...(Object.values(delegatedAdministrators).includes(managementAccount)
      ? ['delegatedAdministrators: the management account cannot be one']
      : []),
    ...places.filter((ou) => unitsMeant(units, ou).length === 0).map((ou) => `ou ${JSON.stringify(ou)} does not exist`),
    ...places
      .filter((ou) => unitsMeant(units, ou).length > 1)
      .map((ou) => `ou ${JSON.stringify(ou)} means several: name it by its id`),
  ];
}

function idsOfUnits(units: readonly UnitState[]): readonly string[] {
  return units.flatMap((unit) => [...defined([unit.id]), ...idsOfUnits(unit.organizationalUnits ?? [])]);
}

/** Two OUs of one name below one parent: AWS refuses the second, unless ids of their own tell them apart here. */
function twiceNamed(units: readonly UnitState[]): readonly string[] {
  const derived = units.filter((unit) => unit.id === undefined).map((unit) => unit.name);
  return [
    ...twice('organizationalUnits: name', derived),
    ...units.flatMap((unit) => twiceNamed(unit.organizationalUnits ?? [])),
  ];
}
