/** Profiles and seats back to their state. */

import { managedArnOf, SIGN_IN_NAME, signInArnOf } from '../codewhisperer/applications.ts';
import { profileArnOf } from '../codewhisperer/arns.ts';
import type { Profile, ProfileSettings } from '../codewhisperer.types.ts';
import { canonicalText } from '../json.ts';
import type {
  ApplicationState,
  CodewhispererState,
  ProfileSettingsState,
  ProfileState,
  SeatState,
  SimulatorState,
} from '../state.types.ts';
import type { IdentityCenterWorld, World } from '../world.types.ts';
import { byText, given, sortedMembers } from './canonical.ts';
import { savedApplication } from './save-applications.ts';
import { savedPrincipal } from './save-principal.ts';

export function savedCodewhisperer(world: World, center: IdentityCenterWorld): Pick<SimulatorState, 'codewhisperer'> {
  const { profiles, activeUsers } = world.codewhisperer;
  const names = [...activeUsers].flatMap((id) => center.users.get(id)?.userName ?? []);
  return given<Pick<SimulatorState, 'codewhisperer'>>({
    codewhisperer: given<CodewhispererState>({
      profiles: byText([...profiles.values()], (one) => `${one.account}/${one.region}`).map((profile) =>
        savedProfile(world, center, profile),
      ),
      seats: byText(savedSeats(world, center), canonicalText),
      activeUsers: names.toSorted(),
    }),
  });
}

function savedProfile(world: World, center: IdentityCenterWorld, profile: Profile): ProfileState {
  const { account, region, arn, status, change, errorDetails, assignableAt, oidcClientId } = profile;
  const { name, ...settings } = savedSettings(world, profile, profile.settings);
  return {
    account,
    region,
    name,
    ...settings,
    ...given<Partial<ProfileState>>({
      arn: arn === profileArnOf(account, region, 0) ? undefined : arn,
      tags: sortedMembers(Object.fromEntries(profile.tags)),
      status: status === 'ACTIVE' ? undefined : status,
      errorDetails,
      endsAt: change === undefined ? undefined : new Date(change.ends).toISOString(),
      failure: change?.failure,
      next: change?.settings === undefined ? undefined : savedSettings(world, profile, change.settings),
      assignableAt: assignableAt === undefined ? undefined : new Date(assignableAt).toISOString(),
      customizations: [...profile.customizations].toSorted(),
      permissionUpdateRequired: profile.permissionUpdateRequired ? true : undefined,
      oidcClientId,
      ...savedApplicationsOf(world, center, profile),
    }),
  };
}

/** The key by its alias, where it has one there. */
function savedKey(world: World, arn: string, { account, region }: Profile): string {
  const key = world.kmsKeys.get(arn);
  const isHere = key?.account === account && key.region === region;
  return (isHere ? key.aliases[0] : undefined) ?? arn;
}

function savedSettings(world: World, profile: Profile, settings: ProfileSettings): ProfileSettingsState {
  const { codeReferences, kmsKeyArn, profileType, optInFeatures } = settings;
  return {
    name: settings.profileName,
    ...given<Partial<ProfileSettingsState>>({
      description: settings.description,
      codeReferences: codeReferences === 'BLOCK' ? undefined : codeReferences,
      kmsKey: kmsKeyArn === undefined ? undefined : savedKey(world, kmsKeyArn, profile),
      functionalities: settings.activeFunctionalities,
      sharing: settings.resourcePolicy,
      type: profileType === 'KIRO' ? undefined : profileType,
      features: optInFeatures === undefined ? undefined : sortedMembers(optInFeatures),
      featuresType: settings.optInFeaturesType,
    }),
  };
}

function savedApplicationsOf(
  world: World,
  center: IdentityCenterWorld,
  profile: Profile,
): { readonly application?: Partial<ApplicationState>; readonly signIn?: Partial<ApplicationState> } {
  const managed = center.applications.get(profile.applicationArn ?? '');
  const sibling = center.applications.get(profile.signInArn ?? '');
  if (managed === undefined || sibling === undefined) return {};
  const managedArn = managedArnOf(world, center, profile.arn);
  const name = profile.settings.profileName;
  const signInArn = signInArnOf(world, center, profile.arn);
  return {
    application: savedApplication(center, managed, { arn: managedArn, name, assignmentRequired: true }),
    signIn: savedApplication(center, sibling, { arn: signInArn, name: SIGN_IN_NAME, assignmentRequired: false }),
  };
}

function savedSeats(world: World, center: IdentityCenterWorld): readonly SeatState[] {
  return [...world.codewhisperer.seats.values()].map((seat) => {
    const { account, region, subscription, status, principalType, principalId } = seat;
    const principal = savedPrincipal(center, principalType, principalId);
    return { account, region, ...principal, subscription, ...(status === undefined ? {} : { status }) };
  });
}
