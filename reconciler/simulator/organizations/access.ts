/** What the calls of Organizations have in common: who may read and write, pages, things by id. */

import { pageOf } from '../pages.ts';
import type { Page } from '../pages.ts';
import { Refusal } from '../refusal.ts';
import type { Call } from '../service.ts';
import type { Account, OrganizationWorld } from '../world.types.ts';

/** The largest page of every list. */
const MOST = 20;

function isManagement(call: Call): boolean {
  return call.caller.account === call.world.organization.managementAccount;
}

function denied(): Refusal {
  return new Refusal('AccessDeniedException', "You don't have permissions to access this resource.");
}

/** Reading is for the management account and for delegated administrators of any service. */
export function readable(call: Call): OrganizationWorld {
  const { organization } = call.world;
  const delegates = [...organization.delegated.values()].map((delegate) => delegate.account);
  if (!isManagement(call) && !delegates.includes(call.caller.account)) throw denied();
  return organization;
}

/** The account that administers Identity Center by delegation, once that has had its time to settle. */
export function identityCenterDelegate({ world, now, limits }: Call): string | undefined {
  const delegate = world.organization.delegated.get('sso.amazonaws.com');
  return delegate !== undefined && delegate.since + limits.delegationMilliseconds <= now ? delegate.account : undefined;
}

/** Writing is for the management account. */
export function writable(call: Call): OrganizationWorld {
  if (!isManagement(call)) throw denied();
  return call.world.organization;
}

/** One page, in the order of the cursors. */
export function page<Item>(
  call: Call,
  input: { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined },
  items: readonly Item[],
  cursorOf: (item: Item) => string,
): Page<Item> {
  const inOrder = items.toSorted((a, b) => (cursorOf(a) < cursorOf(b) ? -1 : 1));
  const refuse = () => new Refusal('InvalidInputException', 'Invalid NextToken', { Reason: 'INVALID_NEXT_TOKEN' });
  return pageOf(call, input, inOrder, { cursorOf, most: MOST, refuse });
}

export function knownAccount(organization: OrganizationWorld, id: string): Account {
  const account = organization.accounts.get(id);
  if (account === undefined) {
    throw new Refusal('AccountNotFoundException', `You specified an account that doesn't exist: ${id}`);
  }
  return account;
}
