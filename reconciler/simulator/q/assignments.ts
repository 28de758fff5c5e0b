/** Giving and taking seats. A second creation is a conflict, and so is touching one user's part of a group's seat. */

import { authorize } from '../codewhisperer/applications.ts';
import { profileHere, profileNotFound } from '../codewhisperer/access.ts';
import { isLive, seatKey, seatsThroughGroups } from '../codewhisperer/seats.ts';
import { hasServiceLinkedRole } from '../codewhisperer/service-linked-roles.ts';
import type { Profile, Seat } from '../codewhisperer.types.ts';
import type { QOperations } from '../models/q.types.ts';
import { requireActions } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { Call, Handlers } from '../service.ts';
import { nextSequence } from '../world.ts';

type Input = QOperations['CreateAssignment']['input'];

/** What programs get that name no plan: nobody has said, this is a guess. */
const DEFAULT_PLAN = 'Q_DEVELOPER_STANDALONE_PRO';

/** The service's words for "already so" and for "not by this way" (attested). */
function invalidState(): Refusal {
  return new Refusal('ConflictException', 'Resource is in an invalid state.');
}

/** The profile, once it takes assignments: right after its creation it does not. */
function assignableProfile(call: Call, input: Input): Profile {
  const profile = profileHere(call);
  const hasBeen = profile !== undefined && profile.status !== 'CREATING' && profile.status !== 'CREATE_FAILED';
  if (!hasBeen) throw profileNotFound();
  if (input.profileArn !== undefined && input.profileArn !== profile.arn) throw profileNotFound();
  if (profile.assignableAt !== undefined) {
    throw new Refusal('AccessDeniedException', 'You are not authorized to make this call.');
  }
  if (profile.status === 'DELETING') throw invalidState();
  return profile;
}

function assertPrincipal(call: Call, { principalId, principalType }: Input): void {
  const center = call.world.identityCenter;
  const exists = principalType === 'USER' ? center?.users.has(principalId) : center?.groups.has(principalId);
  if (exists !== true) {
    throw new Refusal('ResourceNotFoundException', `${principalType} ${principalId} does not exist.`);
  }
}

/** The seat of the principal itself, as long as it counts. */
function seatOf(call: Call, profile: Profile, input: Input): Seat | undefined {
  const seat = call.world.codewhisperer.seats.get(seatKey(profile, input.principalId));
  return seat !== undefined && isLive(seat) ? seat : undefined;
}

function hasSeatThroughGroup(call: Call, profile: Profile, { principalId, principalType }: Input): boolean {
  return principalType === 'USER' && seatsThroughGroups(call.world, profile, principalId).some(isLive);
}

function addSeat(call: Call, profile: Profile, input: Input): void {
  const { world, now } = call;
  const { principalId, principalType, subscriptionType = DEFAULT_PLAN } = input;
  if (call.limits.serviceLinkedRolesNeeded && !hasServiceLinkedRole(call, 'user-subscriptions')) {
    const message = 'The service-linked role of user-subscriptions.amazonaws.com does not exist.';
    throw new Refusal('AccessDeniedException', message);
  }
  const { account, region } = profile;
  const principal = { principalId, principalType };
  const seat = { ...principal, sequence: nextSequence(world), created: now, account, region };
  world.codewhisperer.seats.set(seatKey(profile, principalId), { ...seat, subscription: subscriptionType });
  const application = world.identityCenter?.applications.get(profile.applicationArn ?? '');
  if (application !== undefined && call.limits.seatAuthorizes) authorize(world, application, principal);
}

/** The service works with its caller's permissions, as AWS's policy for administrators pairs them. */
function requireSideActions(call: Call): void {
  const own = call.limits.seatAuthorizes ? ['sso:CreateApplicationAssignment'] : [];
  requireActions(call, ['user-subscriptions:CreateClaim', ...own]);
}

export const assignmentHandlers: Handlers<QOperations> = {
  CreateAssignment(input, call) {
    const profile = assignableProfile(call, input);
    requireSideActions(call);
    assertPrincipal(call, input);
    if (seatOf(call, profile, input) !== undefined || hasSeatThroughGroup(call, profile, input)) throw invalidState();
    addSeat(call, profile, input);
    return {};
  },

  UpdateAssignment(input, call) {
    const profile = assignableProfile(call, input);
    requireActions(call, ['user-subscriptions:UpdateClaim']);
    assertPrincipal(call, input);
    if (hasSeatThroughGroup(call, profile, input)) throw invalidState();
    const seat = seatOf(call, profile, input);
    // One program has seen it create a seat where there was none.
    if (seat === undefined) addSeat(call, profile, input);
    else seat.subscription = input.subscriptionType;
    return {};
  },

  DeleteAssignment(input, call) {
    const profile = assignableProfile(call, input);
    requireActions(call, ['user-subscriptions:DeleteClaim']);
    const seat = seatOf(call, profile, input);
    if (seat === undefined || seat.principalType !== input.principalType) {
      if (hasSeatThroughGroup(call, profile, input)) throw invalidState();
      throw new Refusal('ResourceNotFoundException', 'The assignment does not exist.');
    }
    seat.status = call.limits.cancelledStatus;
    if (call.limits.seatRemovalUnauthorizes) {
      const application = call.world.identityCenter?.applications.get(profile.applicationArn ?? '');
      application?.authorizations.delete(input.principalId);
    }
    return {};
  },
};
