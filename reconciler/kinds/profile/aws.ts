/** The profile, through the private control-plane API. Each call resolves when the service has finished. */

import { randomUUID } from 'node:crypto';
import { createOrFind, removeIfThere } from '../../aws/create.ts';
import { PROFILE_WITHIN } from '../../aws/control-plane.ts';
import { readFeatures } from '../../aws/features.ts';
import { refMember } from '../../aws/names.ts';
import type { LiveProfile, Place } from '../../aws/profile.ts';
import {
  createVerdict,
  failedProfile,
  isUnderWay,
  profileLabel,
  slowProfile,
  waitForProfile,
} from '../../aws/profile.ts';
import type { AwsSession } from '../../aws/session.ts';
import type { Fields } from '../../core/json.ts';
import { keysOf, profileKey } from '../../core/key.ts';
import type { Driver, Scope } from '../../core/kind.ts';
import type { LiveResource, ProfileSpec } from '../../core/resource.ts';
import { changeProfile, changeTags, readTags, referenceTracker } from './changes.ts';

/** The driver of profiles; its refs are `{ profileArn }`. */
export function createProfileDriver(session: AwsSession): Driver<ProfileSpec> {
  return {
    read: (scope) => readProfile(session, scope),
    create: ({ spec }) => createProfile(session, spec),
    update: async (before, { spec }) => {
      const profileArn = refMember(before.ref, 'profileArn');
      await changeProfile(session, before.spec, spec);
      await changeTags(session, { arn: profileArn, place: spec }, before.spec.tags, spec.tags);
      return { profileArn };
    },
    remove: ({ spec, ref }) => removeProfile(session, spec, refMember(ref, 'profileArn')),
  };
}

async function readProfile(session: AwsSession, scope: Scope): Promise<readonly LiveResource<ProfileSpec>[]> {
  const { codewhisperer } = session;
  const place = codewhisperer.place(scope);
  if (place === undefined || keysOf(scope.only ?? scope.keys, 'profile').length === 0) return [];
  const profile = await codewhisperer.profile(place);
  if (profile === undefined) return [];
  const tags = await readTags(session, { arn: profile.arn, place });
  return [
    {
      kind: 'profile',
      key: profileKey(place.account, place.region),
      spec: specOf(place, profile, tags),
      needs: [],
      ref: { profileArn: profile.arn },
    },
  ];
}

function specOf({ account, region }: Place, profile: LiveProfile, tags: ProfileSpec['tags']): ProfileSpec {
  const { name, description, codeReferences, kmsKey, status } = profile;
  return {
    account,
    region,
    profileName: name,
    ...(description === undefined ? {} : { description }),
    ...(codeReferences === undefined ? {} : { codeReferences }),
    ...(kmsKey === undefined ? {} : { kmsKey }),
    features: readFeatures(profile.features),
    tags,
    // After another failure the profile is as it was before; what it lacks is a difference like any other.
    ...(status === 'CREATE_FAILED' ? { status } : {}),
  };
}

/** Sent by the programs that are known to make profiles; what the service takes without it is not known. */
const FUNCTIONALITIES = ['COMPLETIONS', 'ANALYSIS', 'CONVERSATIONS', 'TASK_ASSIST', 'TRANSFORMATIONS'];

async function createProfile(session: AwsSession, spec: ProfileSpec): Promise<Fields> {
  const { codewhisperer, survey, retry } = session;
  const { instanceArn, region: ssoRegion } = await survey.instance();
  const input = {
    profileName: spec.profileName,
    identitySource: { ssoIdentitySource: { instanceArn, ssoRegion } },
    referenceTrackerConfiguration: referenceTracker(spec.codeReferences ?? 'block'),
    activeFunctionalities: FUNCTIONALITIES,
    ...(spec.description === undefined ? {} : { description: spec.description }),
    ...(spec.kmsKey === undefined ? {} : { kmsKeyArn: spec.kmsKey }),
    tags: Object.entries(spec.tags).map(([key, value]) => ({ key, value })),
    clientToken: randomUUID(),
  };
  const call = { region: spec.region, about: profileLabel(spec), onConflict: 'throw' } as const;
  // A conflict may be Identity Center that was just made, or a profile of ours whose answer was lost.
  await createOrFind<unknown>(
    retry,
    () => codewhisperer.profiles.call('CreateProfile', input, call),
    () => codewhisperer.currentProfile(spec),
  );
  const profile = await made(session, spec);
  codewhisperer.patience.madeProfile();
  retry.made(profile.arn);
  // Which switches a creation takes is not known; an update says which it means (reference, section 11).
  if (Object.keys(spec.features).length > 0) await changeProfile(session, specOf(spec, profile, spec.tags), spec);
  return { profileArn: profile.arn };
}

async function made({ codewhisperer, clock }: AwsSession, place: Place): Promise<LiveProfile> {
  const read = (): Promise<LiveProfile | undefined> => codewhisperer.currentProfile(place);
  const until = (profile: LiveProfile | undefined): boolean => profile !== undefined && !isUnderWay(profile);
  const profile = await waitForProfile({ clock, place, read, until, within: PROFILE_WITHIN });
  if (profile?.status === 'CREATE_FAILED') throw failedProfile(place, profile);
  if (profile === undefined || isUnderWay(profile))
    throw slowProfile(place, profile?.status ?? 'CREATING', PROFILE_WITHIN);
  return profile;
}

/** It has gone when it is no longer listed. */
async function removeProfile(session: AwsSession, place: Place, profileArn: string): Promise<void> {
  const { codewhisperer, clock } = session;
  const about = { region: place.region, about: profileLabel(place) };
  await removeIfThere(() => codewhisperer.profiles.call('DeleteProfile', { profileArn }, about));
  const read = (): Promise<LiveProfile | undefined> => codewhisperer.currentProfile(place);
  const until = (profile: LiveProfile | undefined): boolean => !isStill(profile) && profile?.status !== 'DELETING';
  const grace = clock.now() + 30_000;
  const hasFailed = createVerdict('DELETE_FAILED');
  // A list that lags shows it as it was before.
  function isStill(profile: LiveProfile | undefined): boolean {
    return profile !== undefined && !hasFailed(profile) && clock.now() < grace;
  }
  const profile = await waitForProfile({ clock, place, read, until, within: PROFILE_WITHIN });
  if (profile === undefined) return;
  if (profile.status === 'DELETING') throw slowProfile(place, profile.status, PROFILE_WITHIN);
  throw failedProfile(place, profile);
}
