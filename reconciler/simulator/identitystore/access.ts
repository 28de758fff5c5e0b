/** What the calls of the Identity Store have in common: which store, which user or group, which name is free. */

import { identityCenterDelegate } from '../organizations/access.ts';
import { allInOrder, inOrder, pageOf } from '../pages.ts';
import type { Page } from '../pages.ts';
import { Refusal } from '../refusal.ts';
import type { Call } from '../service.ts';
import type { Group, IdentityCenterWorld, User } from '../world.types.ts';

interface InStore {
  readonly IdentityStoreId: string;
}

type Kind = 'IDENTITY_STORE' | 'USER' | 'GROUP' | 'GROUP_MEMBERSHIP';

/** `id` is absent where the request named none. */
export function notFound(kind: Kind, id?: string): Refusal {
  const members = { ResourceType: kind, ...(id === undefined ? {} : { ResourceId: id }) };
  return new Refusal('ResourceNotFoundException', `${kind} not found.`, members);
}

export function invalid(message: string): Refusal {
  return new Refusal('ValidationException', message);
}

export function notUnique(what: string): Refusal {
  return new Refusal('ConflictException', `Duplicate ${what}`, { Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION' });
}

/** The store that the request names; only the management account and the delegated administrator reach it. */
export function storeOf(call: Call, input: InStore): IdentityCenterWorld {
  const center = call.world.identityCenter;
  const administrators = [call.world.organization.managementAccount, identityCenterDelegate(call)];
  if (center === undefined || !administrators.includes(call.caller.account)) {
    const action = `identitystore:${call.operation}`;
    throw new Refusal('AccessDeniedException', `User: ${call.caller.arn} is not authorized to perform: ${action}`);
  }
  if (input.IdentityStoreId !== center.identityStoreId) throw notFound('IDENTITY_STORE', input.IdentityStoreId);
  return center;
}

export function userOf(center: IdentityCenterWorld, id: string): User {
  const user = center.users.get(id);
  if (user === undefined) throw notFound('USER', id);
  return user;
}

export function groupOf(center: IdentityCenterWorld, id: string): Group {
  const group = center.groups.get(id);
  if (group === undefined) throw notFound('GROUP', id);
  return group;
}

// AWS's documentation names these for users and groups alike.
const RESERVED_NAMES = ['administrator', 'awsadministrators'];

export function assertNotReserved(name: string): void {
  if (RESERVED_NAMES.includes(name.toLowerCase())) throw invalid(`${name} is a reserved name`);
}

export interface PageInput {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

interface Made {
  readonly sequence: number;
}

const PAGES = {
  cursorOf: (item: Made) => item.sequence,
  most: 100,
  refuse: () => invalid('Invalid NextToken'),
};

/** One page of things in the order of their making. */
export function pageInOrder<Item extends Made>(call: Call, input: PageInput, items: Iterable<Item>): Page<Item> {
  return pageOf(call, input, inOrder(items), PAGES);
}

/** One page of all that is in an index of the world, which may be much. */
export function pageOfAll<Item extends Made>(
  call: Call,
  input: PageInput,
  index: ReadonlyMap<string, Item>,
): Page<Item> {
  return pageOf(call, input, allInOrder(call.world, index), PAGES);
}

interface Filter {
  readonly AttributePath: string;
  readonly AttributeValue: string;
}

/** The one filter that ListUsers and ListGroups still take: the name's. */
export function filterValue(filters: readonly Filter[] | undefined, path: string): string | undefined {
  if (filters === undefined || filters.length === 0) return undefined;
  const [filter] = filters;
  if (filters.length > 1 || filter?.AttributePath !== path) throw invalid(`Only ${path} can be filtered by`);
  return filter.AttributeValue;
}

interface UniqueAttribute {
  readonly AttributePath: string;
}

/**
 * Refuses an alternate identifier that names another attribute than one of these. AWS takes their names with a capital, too:
 * the examples and tests of Terraform's data sources (aws_identitystore_user, _group) have `UserName` and `DisplayName`.
 */
export function pathOf({ AttributePath: named }: UniqueAttribute, paths: readonly string[]): string {
  const path = paths.find((one) => named === one || named === `${one.charAt(0).toUpperCase()}${one.slice(1)}`);
  if (path === undefined) throw invalid(`The attribute path ${named} is not valid`);
  return path;
}

/** The issuer of every external id here; AWS shows the SCIM endpoint's. */
export const ISSUER = 'https://scim.us-east-1.amazonaws.com/simulator/scim/v2';

interface ExternalId {
  readonly Issuer: string;
  readonly Id: string;
}

/** The user or group that its provider calls so. */
export function withExternalId<Thing extends { readonly externalId?: string }>(
  things: ReadonlyMap<string, Thing>,
  external: ExternalId | undefined,
): Thing | undefined {
  if (external?.Issuer !== ISSUER) return undefined;
  return [...things.values()].find((thing) => thing.externalId === external.Id);
}
