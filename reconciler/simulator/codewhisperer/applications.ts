/** The two applications that a profile has in Identity Center: the one that is assigned, and the one to sign in. */

import { hexOf } from '../ids.ts';
import type { Application, Profile } from '../codewhisperer.types.ts';
import { nextSequence } from '../world.ts';
import type { IdentityCenterWorld, PrincipalType, World } from '../world.types.ts';

export const PROVIDER_ARN = 'arn:aws:sso::aws:applicationProvider/codewhisperer';

export const SIGN_IN_NAME = 'Kiro Sign-In';

/** `owner`: the account of the Identity Center instance, whatever account the application was made from. */
export function applicationArnOf(owner: string, instanceArn: string, ...parts: readonly string[]): string {
  const partition = instanceArn.split(':')[1] ?? 'aws';
  const instance = instanceArn.slice(instanceArn.lastIndexOf('/') + 1);
  return `arn:${partition}:sso::${owner}:application/${instance}/apl-${hexOf(16, 'application', ...parts)}`;
}

/** The ARN of the application that users are assigned to. */
export function managedArnOf(world: World, center: IdentityCenterWorld, profileArn: string): string {
  return applicationArnOf(world.organization.managementAccount, center.instanceArn, 'managed', profileArn);
}

export function signInArnOf(world: World, center: IdentityCenterWorld, profileArn: string): string {
  return applicationArnOf(world.organization.managementAccount, center.instanceArn, 'sign-in', profileArn);
}

/** Makes the profile's applications, as the service does on the way from CREATING to ACTIVE. */
export function makeApplications(world: World, profile: Profile, now: number): void {
  const center = world.identityCenter;
  if (center === undefined) return;
  profile.applicationArn = managedArnOf(world, center, profile.arn);
  profile.signInArn = signInArnOf(world, center, profile.arn);
  const common = { providerArn: PROVIDER_ARN, account: profile.account, created: now, enabled: true };
  const make = (application: Pick<Application, 'arn' | 'name' | 'assignmentRequired'>): void => {
    const whole = { ...common, ...application, sequence: nextSequence(world), authorizations: new Map() };
    center.applications.set(application.arn, whole);
  };
  make({ arn: profile.applicationArn, name: profile.settings.profileName, assignmentRequired: true });
  make({ arn: profile.signInArn, name: SIGN_IN_NAME, assignmentRequired: false });
}

/** Takes the profile's applications away, with everything that was authorised there. */
export function removeApplications(world: World, profile: Profile): void {
  for (const arn of [profile.applicationArn, profile.signInArn]) {
    if (arn !== undefined) world.identityCenter?.applications.delete(arn);
  }
}

/** Lets the principal use the application; once more is no error. */
export function authorize(
  world: World,
  application: Application,
  principal: { readonly principalType: PrincipalType; readonly principalId: string },
): void {
  if (application.authorizations.has(principal.principalId)) return;
  application.authorizations.set(principal.principalId, { ...principal, sequence: nextSequence(world) });
}
