/** Groups of the directory. */

import { identityIdOf, unusedId } from '../ids.ts';
import type { IdentitystoreOperations } from '../models/identitystore.types.ts';
import type { Json } from '../json.ts';
import { Refusal } from '../refusal.ts';
import type { Handlers } from '../service.ts';
import { membersOf, nextSequence, removeMembership } from '../world.ts';
import type { Group, IdentityCenterWorld } from '../world.types.ts';
import {
  assertNotReserved,
  filterValue,
  groupOf,
  invalid,
  ISSUER,
  notFound,
  notUnique,
  pageInOrder,
  pageOfAll,
  pathOf,
  storeOf,
  withExternalId,
} from './access.ts';
import { assertTaken } from './attributes.ts';
import { addGroup, groupCalled, groupsNamed, removeGroup, renameGroup } from './directory.ts';

type Operations = Pick<
  IdentitystoreOperations,
  'ListGroups' | 'DescribeGroup' | 'GetGroupId' | 'CreateGroup' | 'UpdateGroup' | 'DeleteGroup'
>;

function shown(center: IdentityCenterWorld, group: Group) {
  return {
    IdentityStoreId: center.identityStoreId,
    GroupId: group.id,
    DisplayName: group.name,
    Description: group.description,
    ExternalIds: group.externalId === undefined ? undefined : [{ Issuer: ISSUER, Id: group.externalId }],
    CreatedAt: group.created,
    UpdatedAt: group.updated,
  };
}

function assertNameFree(center: IdentityCenterWorld, name: string, except?: Group): void {
  assertNotReserved(name);
  if (groupsNamed(center, name).some((group) => group !== except)) throw notUnique('GroupDisplayName');
}

type Identifier = IdentitystoreOperations['GetGroupId']['input']['AlternateIdentifier'];

function wantedGroup(center: IdentityCenterWorld, { ExternalId: external, UniqueAttribute: unique }: Identifier) {
  if (unique === undefined) return withExternalId(center.groups, external);
  pathOf(unique, ['displayName']);
  const { AttributeValue: wanted } = unique;
  return typeof wanted === 'string' ? groupCalled(center, wanted)[0] : undefined;
}

function checkedText(path: 'displayName' | 'description', value: Json): string {
  if (typeof value !== 'string') throw invalid(`The value of ${path} is not valid`);
  assertTaken('CreateGroup', path === 'displayName' ? { DisplayName: value } : { Description: value });
  return value;
}

function rename(center: IdentityCenterWorld, group: Group, value: Json): void {
  const name = checkedText('displayName', value);
  assertNameFree(center, name, group);
  renameGroup(center, group, name);
}

function describe(group: Group, value: Json): void {
  if (value === null) delete group.description;
  else group.description = checkedText('description', value);
}

export const groupHandlers: Handlers<Operations> = {
  ListGroups(input, call) {
    const center = storeOf(call, input);
    const name = filterValue(input.Filters, 'DisplayName');
    const page =
      name === undefined ? pageOfAll(call, input, center.groups) : pageInOrder(call, input, groupCalled(center, name));
    return { Groups: page.items.map((group) => shown(center, group)), NextToken: page.NextToken };
  },

  DescribeGroup(input, call) {
    const center = storeOf(call, input);
    return shown(center, groupOf(center, input.GroupId));
  },

  GetGroupId(input, call) {
    const center = storeOf(call, input);
    const found = wantedGroup(center, input.AlternateIdentifier);
    if (found === undefined) throw notFound('GROUP');
    return { GroupId: found.id, IdentityStoreId: center.identityStoreId };
  },

  CreateGroup(input, call) {
    const center = storeOf(call, input);
    const { DisplayName: name, Description: description } = input;
    if (name === undefined) throw invalid('The displayName of the group is required');
    assertNameFree(center, name);
    if (center.groups.size >= call.limits.groups) {
      throw new Refusal('ServiceQuotaExceededException', 'You have reached the number of groups');
    }
    const make = (generation: number) => identityIdOf(center.identityStoreId, 'group', name, generation);
    const id = unusedId(make, (candidate) => center.usedIds.has(candidate));
    const times = { created: call.now, updated: call.now };
    const described = description === undefined ? {} : { description };
    addGroup(center, { id, sequence: nextSequence(call.world), name, ...described, ...times });
    return { GroupId: id, IdentityStoreId: center.identityStoreId };
  },

  UpdateGroup(input, call) {
    const center = storeOf(call, input);
    const group = groupOf(center, input.GroupId);
    const paths = input.Operations.map((operation) => operation.AttributePath);
    if (paths.some((path) => path !== 'displayName' && path !== 'description') || new Set(paths).size < paths.length) {
      throw invalid(`The attribute paths ${paths.join(', ')} are not valid`);
    }
    const draft = { ...group };
    for (const { AttributePath: path, AttributeValue: value = null } of input.Operations) {
      if (path === 'displayName') assertNameFree(center, checkedText(path, value), group);
      else describe(draft, value);
    }
    for (const { AttributePath: path, AttributeValue: value = null } of input.Operations) {
      if (path === 'displayName') rename(center, group, value);
      else describe(group, value);
    }
    group.updated = call.now;
    return {};
  },

  DeleteGroup(input, call) {
    const center = storeOf(call, input);
    const group = groupOf(center, input.GroupId);
    for (const membership of membersOf(center, group.id)) removeMembership(center, membership);
    removeGroup(center, group);
    return {};
  },
};
