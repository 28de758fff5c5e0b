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
  pageOfAll,
  pathOf,
  storeOf,
  userOf,
  withExternalId,
} from './access.ts';
import { assertAttributes, attributesIn, emailOf, updatedAttributes } from './attributes.ts';
import { addUser, removeUser, setAttributes, userCalled, usersAt, usersNamed } from './directory.ts';

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
  if (usersAt(center, email).some((user) => user !== except)) throw notUnique('email');
}

type Identifier = IdentitystoreOperations['GetUserId']['input']['AlternateIdentifier'];

function wantedUser(center: IdentityCenterWorld, { ExternalId: external, UniqueAttribute: unique }: Identifier) {
  if (unique === undefined) return withExternalId(center.users, external);
  const path = pathOf(unique, ['userName', 'emails.value']);
  const { AttributeValue: wanted } = unique;
  if (typeof wanted !== 'string') return undefined;
  if (path === 'userName') return userCalled(center, wanted)[0];
  return usersAt(center, wanted).find((user) => emailOf(user.attributes) === wanted);
}

export const userHandlers: Handlers<Operations> = {
  ListUsers(input, call) {
    const center = storeOf(call, input);
    const name = filterValue(input.Filters, 'UserName');
    const page =
      name === undefined ? pageOfAll(call, input, center.users) : pageInOrder(call, input, userCalled(center, name));
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
    if (usersNamed(center, userName).length > 0) throw notUnique('userName');
    assertEmailFree(center, attributes);
    if (center.users.size >= call.limits.users) {
      throw new Refusal('ServiceQuotaExceededException', 'You have reached the number of users');
    }
    const make = (generation: number) => identityIdOf(center.identityStoreId, 'user', userName, generation);
    const id = unusedId(make, (candidate) => center.usedIds.has(candidate));
    const sequence = nextSequence(call.world);
    addUser(center, {
      id,
      sequence,
      userName,
      status: 'ENABLED',
      attributes,
      created: call.now,
      updated: call.now,
    });
    return { UserId: id, IdentityStoreId: center.identityStoreId };
  },

  UpdateUser(input, call) {
    const center = storeOf(call, input);
    const user = userOf(center, input.UserId);
    const attributes = updatedAttributes(user.attributes, input.Operations);
    assertAttributes(attributes, user.userName);
    assertEmailFree(center, attributes, user);
    setAttributes(center, user, attributes);
    user.updated = call.now;
    return {};
  },

  DeleteUser(input, call) {
    const center = storeOf(call, input);
    const user = userOf(center, input.UserId);
    for (const membership of membershipsOfUser(center, user.id)) removeMembership(center, membership);
    removeUser(center, user);
    return {};
  },
};
