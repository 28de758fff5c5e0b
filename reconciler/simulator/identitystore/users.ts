/** Users of the directory. */

import { identityIdOf, unusedId } from '../ids.ts';
import { isObject, without } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { IdentitystoreOperations } from '../models/identitystore.types.ts';
import { Refusal } from '../refusal.ts';
import type { Handlers } from '../service.ts';
import { membershipsOfUser, nextSequence, removeMembership } from '../world.ts';
import type { IdentityCenterWorld, User } from '../world.types.ts';
import {
  assertNotReserved,
  filterValue,
  invalid,
  ISSUER,
  notFound,
  notUnique,
  pageInOrder,
  pathOf,
  sameName,
  storeOf,
  userOf,
} from './access.ts';
import { assertAttributes, attributesIn, emailOf, updatedAttributes } from './attributes.ts';

type Operations = Pick<
  IdentitystoreOperations,
  'ListUsers' | 'DescribeUser' | 'GetUserId' | 'CreateUser' | 'UpdateUser' | 'DeleteUser'
>;

/** A user as it is shown; of the extensions only those that were asked for. */
function shown(center: IdentityCenterWorld, user: User, wanted: readonly string[] = []) {
  const { Extensions: extensions = {} } = user.attributes;
  const known = Object.entries(isObject(extensions) ? extensions : {}).filter(([name]) => wanted.includes(name));
  return {
    ...without(user.attributes, 'Extensions'),
    ...(known.length === 0 ? {} : { Extensions: Object.fromEntries(known) }),
    IdentityStoreId: center.identityStoreId,
    UserId: user.id,
    UserName: user.userName,
    UserStatus: user.status,
    ExternalIds: user.externalId === undefined ? undefined : [{ Issuer: ISSUER, Id: user.externalId }],
    CreatedAt: user.created,
    UpdatedAt: user.updated,
  };
}

function assertEmailFree(center: IdentityCenterWorld, attributes: JsonObject, except?: User): void {
  const email = emailOf(attributes);
  if (email === undefined) return;
  const others = [...center.users.values()].filter((user) => user !== except);
  if (others.some((user) => sameName(emailOf(user.attributes) ?? '', email))) throw notUnique('email');
}

function wantedUser(
  center: IdentityCenterWorld,
  identifier: IdentitystoreOperations['GetUserId']['input']['AlternateIdentifier'],
): User | undefined {
  const { ExternalId: external, UniqueAttribute: unique } = identifier;
  const path = pathOf(unique, ['userName', 'emails.value']);
  return [...center.users.values()].find((user) => {
    if (path === 'userName') return user.userName === unique?.AttributeValue;
    if (path !== undefined) return emailOf(user.attributes) === unique?.AttributeValue;
    return external?.Issuer === ISSUER && external.Id === user.externalId;
  });
}

export const userHandlers: Handlers<Operations> = {
  ListUsers(input, call) {
    const center = storeOf(call, input);
    const name = filterValue(input.Filters, 'UserName');
    const users = [...center.users.values()].filter((user) => name === undefined || user.userName === name);
    const page = pageInOrder(call, input, users);
    return { Users: page.items.map((user) => shown(center, user, input.Extensions)), NextToken: page.NextToken };
  },

  DescribeUser(input, call) {
    const center = storeOf(call, input);
    return shown(center, userOf(center, input.UserId), input.Extensions);
  },

  GetUserId(input, call) {
    const center = storeOf(call, input);
    const found = wantedUser(center, input.AlternateIdentifier);
    if (found === undefined) throw notFound('USER');
    return { UserId: found.id, IdentityStoreId: center.identityStoreId };
  },

  CreateUser(input, call) {
    const center = storeOf(call, input);
    const { UserName: userName } = input;
    if (userName === undefined) throw invalid('The userName of the user is required');
    assertNotReserved(userName);
    const attributes = attributesIn(input);
    assertAttributes(attributes, userName);
    const users = [...center.users.values()];
    if (users.some((user) => sameName(user.userName, userName))) throw notUnique('userName');
    assertEmailFree(center, attributes);
    if (users.length >= call.limits.users) {
      throw new Refusal('ServiceQuotaExceededException', 'You have reached the number of users');
    }
    const make = (generation: number) => identityIdOf(center.identityStoreId, 'user', userName, generation);
    const id = unusedId(make, (candidate) => center.usedIds.has(candidate));
    const sequence = nextSequence(call.world);
    center.users.set(id, {
      id,
      sequence,
      userName,
      status: 'ENABLED',
      attributes,
      created: call.now,
      updated: call.now,
    });
    center.usedIds.add(id);
    return { UserId: id, IdentityStoreId: center.identityStoreId };
  },

  UpdateUser(input, call) {
    const center = storeOf(call, input);
    const user = userOf(center, input.UserId);
    const attributes = updatedAttributes(user.attributes, input.Operations);
    assertAttributes(attributes, user.userName);
    assertEmailFree(center, attributes, user);
    user.attributes = attributes;
    user.updated = call.now;
    return {};
  },

  DeleteUser(input, call) {
    const center = storeOf(call, input);
    const user = userOf(center, input.UserId);
    for (const membership of membershipsOfUser(center, user.id)) removeMembership(center, membership);
    center.users.delete(user.id);
    return {};
  },
};
