/**
 * Where things of a state come from. An edit passes through the state's text, and what was there before keeps its place
 * in the order and its time of making, so that lists that are being paged through do not shift.
 */

import { nextSequence } from '../world.ts';
import type { IdentityCenterWorld, World } from '../world.types.ts';
import { LOADED } from './load-organization.ts';

interface Origin {
  readonly sequence: number;
  readonly created: number;
}

export interface Origins {
  /** `key`: an id, or what tells an assignment or membership apart. */
  of(key: string): Origin;
  /** The id of a membership that was there before. */
  membershipId(groupId: string, userId: string): string | undefined;
}

export function assignmentKey(account: string, permissionSetArn: string, principalId: string): string {
  return `${account}|${permissionSetArn}|${principalId}`;
}

export function authorizationKey(applicationArn: string, principalId: string): string {
  return `${applicationArn}|${principalId}`;
}

function knownIn(center: IdentityCenterWorld): Map<string, Origin> {
  const assignments = [...center.assignments.values()].flatMap((assignees) => [...assignees.values()]);
  const authorizations = [...center.applications.values()].flatMap((application) =>
    [...application.authorizations.values()].map((one): [string, Origin] => [
      authorizationKey(application.arn, one.principalId),
      { sequence: one.sequence, created: LOADED },
    ]),
  );
  return new Map<string, Origin>([
    ...center.users,
    ...center.groups,
    ...center.memberships,
    ...center.permissionSets,
    ...center.applications,
    ...authorizations,
    ...assignments.map((one): [string, Origin] => [
      assignmentKey(one.account, one.permissionSetArn, one.principalId),
      { sequence: one.sequence, created: LOADED },
    ]),
  ]);
}

/** Origins in `world`, which is being loaded in the place of `before`. */
export function originsIn(world: World, before: World | undefined): Origins {
  const center = before?.identityCenter;
  const { profiles, seats } = before?.codewhisperer ?? {};
  const known = new Map<string, Origin>([
    ...(center === undefined ? [] : knownIn(center)),
    ...(profiles ?? []),
    ...(seats ?? []),
  ]);
  return {
    of: (key) => known.get(key) ?? { sequence: nextSequence(world), created: LOADED },
    membershipId: (groupId, userId) => center?.members.get(groupId)?.get(userId)?.id,
  };
}
