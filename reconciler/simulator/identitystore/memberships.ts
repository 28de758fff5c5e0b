/** Who is in which group; groups hold users only. */

import { identityIdOf, unusedId } from '../ids.ts';
import type { IdentitystoreOperations } from '../models/identitystore.types.ts';
import type { Handlers } from '../service.ts';
import { addMembership, membershipOf, membershipsOfUser, nextSequence, removeMembership } from '../world.ts';
import type { IdentityCenterWorld, Membership } from '../world.types.ts';
import { groupOf, notFound, notUnique, pageInOrder, pageOfAll, storeOf, userOf } from './access.ts';

type Operations = Pick<
  IdentitystoreOperations,
  | 'ListGroupMemberships'
  | 'ListGroupMembershipsForMember'
  | 'DescribeGroupMembership'
  | 'GetGroupMembershipId'
  | 'IsMemberInGroups'
  | 'CreateGroupMembership'
  | 'DeleteGroupMembership'
>;

function shown(center: IdentityCenterWorld, membership: Membership) {
  return {
    IdentityStoreId: center.identityStoreId,
    MembershipId: membership.id,
    GroupId: membership.groupId,
    MemberId: { UserId: membership.userId },
    CreatedAt: membership.created,
    UpdatedAt: membership.created,
  };
}

/** The user that the member id names: the union's only member. */
function memberOf(center: IdentityCenterWorld, member: { readonly UserId?: string | undefined }): string {
  return userOf(center, member.UserId ?? '').id;
}

function knownMembership(center: IdentityCenterWorld, id: string): Membership {
  const membership = center.memberships.get(id);
  if (membership === undefined) throw notFound('GROUP_MEMBERSHIP', id);
  return membership;
}

export const membershipHandlers: Handlers<Operations> = {
  ListGroupMemberships(input, call) {
    const center = storeOf(call, input);
    const members = center.members.get(groupOf(center, input.GroupId).id) ?? new Map<string, Membership>();
    const page = pageOfAll(call, input, members);
    return { GroupMemberships: page.items.map((one) => shown(center, one)), NextToken: page.NextToken };
  },

  ListGroupMembershipsForMember(input, call) {
    const center = storeOf(call, input);
    const memberships = membershipsOfUser(center, memberOf(center, input.MemberId));
    const page = pageInOrder(call, input, memberships);
    return { GroupMemberships: page.items.map((one) => shown(center, one)), NextToken: page.NextToken };
  },

  DescribeGroupMembership(input, call) {
    const center = storeOf(call, input);
    return shown(center, knownMembership(center, input.MembershipId));
  },

  GetGroupMembershipId(input, call) {
    const center = storeOf(call, input);
    const group = groupOf(center, input.GroupId);
    const membership = membershipOf(center, group.id, memberOf(center, input.MemberId));
    if (membership === undefined) throw notFound('GROUP_MEMBERSHIP');
    return { MembershipId: membership.id, IdentityStoreId: center.identityStoreId };
  },

  IsMemberInGroups(input, call) {
    const center = storeOf(call, input);
    const userId = memberOf(center, input.MemberId);
    const results = input.GroupIds.map((groupId) => ({
      GroupId: groupOf(center, groupId).id,
      MemberId: { UserId: userId },
      MembershipExists: membershipOf(center, groupId, userId) !== undefined,
    }));
    return { Results: results };
  },

  CreateGroupMembership(input, call) {
    const center = storeOf(call, input);
    const groupId = groupOf(center, input.GroupId).id;
    const userId = memberOf(center, input.MemberId);
    if (membershipOf(center, groupId, userId) !== undefined) throw notUnique('membership');
    const name = `${groupId}/${userId}`;
    const make = (generation: number) => identityIdOf(center.identityStoreId, 'membership', name, generation);
    const id = unusedId(make, (candidate) => center.usedIds.has(candidate));
    addMembership(center, { id, sequence: nextSequence(call.world), groupId, userId, created: call.now });
    return { MembershipId: id, IdentityStoreId: center.identityStoreId };
  },

  DeleteGroupMembership(input, call) {
    const center = storeOf(call, input);
    removeMembership(center, knownMembership(center, input.MembershipId));
    return {};
  },
};
