/** Applications of a state, with who is authorised. */

import { applicationArnOf } from '../codewhisperer/applications.ts';
import type { Application } from '../codewhisperer.types.ts';
import type { ApplicationState, OtherApplicationState } from '../state.types.ts';
import type { IdentityCenterWorld, World } from '../world.types.ts';
import { namesIn, principalOf } from './load-center.ts';
import { authorizationKey } from './origins.ts';
import type { Origins } from './origins.ts';

/** The ARN of an application that no profile has and whose state gives none. */
export function otherArnOf(world: World, center: IdentityCenterWorld, provider: string, name: string): string {
  return applicationArnOf(world.organization.managementAccount, center.instanceArn, 'other', provider, name);
}

/** Puts the application into the instance. `fixed`: what its state need not say. */
export function loadApplication(
  center: IdentityCenterWorld,
  state: Partial<ApplicationState>,
  fixed: Pick<Application, 'arn' | 'name' | 'providerArn' | 'account' | 'assignmentRequired'>,
  origins: Origins,
): void {
  const names = namesIn(center);
  const { enabled = true, description, authorized = [] } = state;
  const { sequence, created } = origins.of(fixed.arn);
  const authorizations = authorized.map((holder) => {
    const principal = principalOf(holder, names);
    center.usedIds.add(principal.principalId);
    const origin = origins.of(authorizationKey(fixed.arn, principal.principalId));
    return [principal.principalId, { ...principal, sequence: origin.sequence }] as const;
  });
  center.applications.set(fixed.arn, {
    ...fixed,
    sequence,
    created,
    ...(description === undefined ? {} : { description }),
    enabled,
    assignmentRequired: state.assignmentRequired ?? fixed.assignmentRequired,
    authorizations: new Map(authorizations),
  });
}

/** Those that no profile has. */
export function loadApplications(
  world: World,
  center: IdentityCenterWorld,
  applications: readonly OtherApplicationState[],
  origins: Origins,
): void {
  for (const state of applications) {
    const { name, provider, account = world.organization.managementAccount } = state;
    const arn = state.arn ?? otherArnOf(world, center, provider, name);
    const fixed = { arn, name, providerArn: provider, account, assignmentRequired: true };
    loadApplication(center, state, fixed, origins);
  }
}
