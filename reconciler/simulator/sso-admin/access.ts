/** What the calls of sso-admin have in common: which instance, which set, and who may touch it. */

import { identityCenterDelegate } from '../organizations/access.ts';
import { inOrder, pageOf, textPage } from '../pages.ts';
import type { Page } from '../pages.ts';
import { Refusal } from '../refusal.ts';
import type { Call } from '../service.ts';
import type { IdentityCenterWorld, PermissionSet } from '../world.types.ts';

interface InInstance {
  readonly InstanceArn?: string | undefined;
}

export interface InSet {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
}

export function denied(call: Call): Refusal {
  return new Refusal(
    'AccessDeniedException',
    `User: ${call.caller.arn} is not authorized to perform: sso:${call.operation}`,
  );
}

export function notFound(what: string, id: string): Refusal {
  return new Refusal('ResourceNotFoundException', `${what} with ID ${id} not found`);
}

/** Whether the caller's account is the management account. */
export function isManagement(call: Call): boolean {
  return call.caller.account === call.world.organization.managementAccount;
}

/** Whether the caller's account administers the organisation's instance: its management account, or the delegated one. */
export function administers(call: Call): boolean {
  return isManagement(call) || identityCenterDelegate(call) === call.caller.account;
}

/** The instance that the request names. */
export function centerOf(call: Call, input: InInstance): IdentityCenterWorld {
  const center = call.world.identityCenter;
  if (center === undefined || !administers(call)) throw denied(call);
  if (input.InstanceArn === undefined || input.InstanceArn === center.instanceArn) return center;
  const isOther = center.accountInstances.some((other) => other.instanceArn === input.InstanceArn);
  throw isOther ? denied(call) : notFound('Instance', input.InstanceArn);
}

/** The permission set that the request names, to be read. */
export function setOf(call: Call, input: InSet): { center: IdentityCenterWorld; set: PermissionSet } {
  const center = centerOf(call, input);
  const set = center.permissionSets.get(input.PermissionSetArn);
  if (set === undefined) throw notFound('PermissionSet', input.PermissionSetArn);
  return { center, set };
}

/**
 * The permission set, to be changed: a delegated administrator may not touch one that is provisioned in the management
 * account, whatever account the change is about.
 */
export function setToChange(call: Call, input: InSet): { center: IdentityCenterWorld; set: PermissionSet } {
  const found = setOf(call, input);
  const { managementAccount } = call.world.organization;
  if (!isManagement(call) && found.set.provisioned.has(managementAccount)) throw denied(call);
  return found;
}

/** The account, which must be in the organisation; a delegated administrator may not touch the management account. */
export function accountToChange(call: Call, account: string): string {
  const { managementAccount } = call.world.organization;
  if (!isManagement(call) && account === managementAccount) throw denied(call);
  return knownAccount(call, account);
}

export function knownAccount(call: Call, account: string): string {
  if (!call.world.organization.accounts.has(account)) throw notFound('Account', account);
  return account;
}

export function knownPrincipal(center: IdentityCenterWorld, type: 'USER' | 'GROUP', id: string): void {
  const exists = type === 'USER' ? center.users.has(id) : center.groups.has(id);
  if (!exists) throw notFound(type, id);
}

interface PageInput {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

function invalidToken(): Refusal {
  return new Refusal('ValidationException', 'Invalid NextToken');
}

/** One page of things in the order of their making. */
export function pageInOrder<Item extends { readonly sequence: number }>(
  call: Call,
  input: PageInput,
  items: Iterable<Item>,
  most = 100,
): Page<Item> {
  return pageOf(call, input, inOrder(items), { cursorOf: (item) => item.sequence, most, refuse: invalidToken });
}

/** One page of texts. */
export function pageOfTexts(call: Call, input: PageInput, items: Iterable<string>, most = 100): Page<string> {
  return textPage(call, input, [...items], { most, refuse: invalidToken });
}
