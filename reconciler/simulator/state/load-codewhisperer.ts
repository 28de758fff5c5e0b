/** Profiles and seats of a state. */

import { managedArnOf, PROVIDER_ARN, SIGN_IN_NAME, signInArnOf } from '../codewhisperer/applications.ts';
import { profileArnOf } from '../codewhisperer/arns.ts';
import { seatKey } from '../codewhisperer/seats.ts';
import type { CodewhispererWorld, Profile, ProfileChange, ProfileSettings } from '../codewhisperer.types.ts';
import type { CodewhispererState, ProfileSettingsState, ProfileState, SeatState } from '../state.types.ts';
import type { IdentityCenterWorld, World } from '../world.types.ts';
import { loadApplication } from './load-applications.ts';
import { namesIn, principalOf } from './load-center.ts';
import type { Names } from './load-center.ts';
import type { Origins } from './origins.ts';

export function emptyCodewhisperer(): CodewhispererWorld {
  return {
    profiles: new Map(),
    seats: new Map(),
    activeUsers: new Set(),
    tokens: new Map(),
    usedArns: new Set(),
  };
}

/** Fills the world, whose Identity Center is there already. */
export function loadCodewhisperer(
  world: World,
  center: IdentityCenterWorld,
  state: CodewhispererState,
  origins: Origins,
): void {
  const names = namesIn(center);
  for (const profile of state.profiles ?? []) loadProfile(world, center, profile, origins);
  for (const seat of state.seats ?? []) loadSeat(world, center, seat, { names, origins });
  const active = (state.activeUsers ?? []).flatMap((name) => names.users.get(name) ?? []);
  for (const id of active) world.codewhisperer.activeUsers.add(id);
}

function loadProfile(world: World, center: IdentityCenterWorld, state: ProfileState, origins: Origins): void {
  const { account, region, arn = profileArnOf(account, region, 0), status = 'ACTIVE' } = state;
  const change = changeOf(world, state);
  const profile: Profile = {
    arn,
    ...originOnly(origins, arn),
    account,
    region,
    settings: settingsOf(world, state, state),
    status,
    ...(state.errorDetails === undefined ? {} : { errorDetails: state.errorDetails }),
    ...(change === undefined ? {} : { change }),
    ...(state.assignableAt === undefined ? {} : { assignableAt: Date.parse(state.assignableAt) }),
    ...(state.oidcClientId === undefined ? {} : { oidcClientId: state.oidcClientId }),
    permissionUpdateRequired: state.permissionUpdateRequired ?? false,
    customizations: state.customizations ?? [],
    tags: new Map(Object.entries(state.tags ?? {})),
  };
  world.codewhisperer.profiles.set(arn, profile);
  world.codewhisperer.usedArns.add(arn);
  if (status !== 'CREATING' && status !== 'CREATE_FAILED') {
    loadApplicationsOf(world, center, { profile, state, origins });
  }
}

function originOnly(origins: Origins, key: string): { sequence: number; created: number } {
  const { sequence, created } = origins.of(key);
  return { sequence, created };
}

/** `alias/…` in the profile's account and Region as the ARN of its key; anything else stays as it is. */
function keyArnIn(world: World, key: string, { account, region }: ProfileState): string {
  const known = [...world.kmsKeys.values()].find(
    (one) => one.account === account && one.region === region && one.aliases.includes(key),
  );
  return known?.arn ?? key;
}

function settingsOf(world: World, state: ProfileSettingsState, profile: ProfileState): ProfileSettings {
  const given = {
    description: state.description,
    kmsKeyArn: state.kmsKey === undefined ? undefined : keyArnIn(world, state.kmsKey, profile),
    activeFunctionalities: state.functionalities,
    resourcePolicy: state.sharing,
    optInFeatures: state.features,
    optInFeaturesType: state.featuresType,
  };
  return {
    profileName: state.name,
    codeReferences: state.codeReferences ?? 'BLOCK',
    profileType: state.type ?? 'KIRO',
    ...(Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    ) as Partial<ProfileSettings>),
  };
}

function changeOf(world: World, state: ProfileState): ProfileChange | undefined {
  if (state.endsAt === undefined) return undefined;
  return {
    ends: Date.parse(state.endsAt),
    ...(state.failure === undefined ? {} : { failure: state.failure }),
    ...(state.next === undefined ? {} : { settings: settingsOf(world, state.next, state) }),
  };
}

function loadApplicationsOf(
  world: World,
  center: IdentityCenterWorld,
  { profile, state, origins }: { readonly profile: Profile; readonly state: ProfileState; readonly origins: Origins },
): void {
  const { application = {}, signIn = {} } = state;
  const common = { providerArn: PROVIDER_ARN, account: profile.account };
  profile.applicationArn = application.arn ?? managedArnOf(world, center, profile.arn);
  profile.signInArn = signIn.arn ?? signInArnOf(world, center, profile.arn);
  const managed = { arn: profile.applicationArn, name: application.name ?? profile.settings.profileName };
  loadApplication(center, application, { ...common, ...managed, assignmentRequired: true }, origins);
  const sibling = { arn: profile.signInArn, name: signIn.name ?? SIGN_IN_NAME };
  loadApplication(center, signIn, { ...common, ...sibling, assignmentRequired: false }, origins);
}

function loadSeat(
  world: World,
  center: IdentityCenterWorld,
  state: SeatState,
  { names, origins }: { readonly names: Names; readonly origins: Origins },
): void {
  const { account, region, subscription, status } = state;
  const principal = principalOf(state, names);
  const key = seatKey({ account, region }, principal.principalId);
  center.usedIds.add(principal.principalId);
  world.codewhisperer.seats.set(key, {
    ...originOnly(origins, key),
    account,
    region,
    ...principal,
    subscription,
    ...(status === undefined ? {} : { status }),
  });
}

/** What an edit leaves of the world before: client tokens, and ARNs that may not be given again. */
export function carryOverCodewhisperer(before: World, world: World): void {
  for (const [token, made] of before.codewhisperer.tokens) world.codewhisperer.tokens.set(token, made);
  for (const arn of before.codewhisperer.usedArns) world.codewhisperer.usedArns.add(arn);
}
