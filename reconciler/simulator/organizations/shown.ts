/** Accounts and OUs as Organizations shows them. */

import type { AccountStanding } from '../state.types.ts';
import type { Account, OrganizationWorld, Unit } from '../world.types.ts';

const JOINED = Date.UTC(2022, 0, 1);

type Status = 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE';

/** The retired `Status` says less than `State`. */
const STATUS: { readonly [state in AccountStanding]: Status } = {
  PENDING_ACTIVATION: 'ACTIVE',
  ACTIVE: 'ACTIVE',
  SUSPENDED: 'SUSPENDED',
  PENDING_CLOSURE: 'PENDING_CLOSURE',
  CLOSED: 'SUSPENDED',
};

export function arnOf(organization: OrganizationWorld, kind: string, id: string): string {
  return `arn:aws:organizations::${organization.managementAccount}:${kind}/${organization.id}/${id}`;
}

/** An account as lists of delegated administrators show it: without its place. */
export function shownMember(organization: OrganizationWorld, account: Account) {
  return {
    Id: account.id,
    Arn: arnOf(organization, 'account', account.id),
    Email: account.email,
    Name: account.name,
    Status: STATUS[account.state],
    State: account.state,
    JoinedMethod: account.id === organization.managementAccount ? ('INVITED' as const) : ('CREATED' as const),
    JoinedTimestamp: JOINED,
  };
}

function pathOf(organization: OrganizationWorld, parent: string, ...more: readonly string[]): string {
  const units = organization.units.get(parent)?.path ?? [];
  return `${[organization.id, organization.rootId, ...units, ...more].join('/')}/`;
}

export function shownAccount(organization: OrganizationWorld, account: Account) {
  const Paths = [pathOf(organization, account.parent, account.id)];
  return { ...shownMember(organization, account), Paths };
}

export function shownUnit(organization: OrganizationWorld, unit: Unit) {
  return {
    Id: unit.id,
    Arn: arnOf(organization, 'ou', unit.id),
    Name: unit.name,
    Path: pathOf(organization, unit.id),
  };
}
