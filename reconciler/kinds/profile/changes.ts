/** Changes of a profile that is there: each setting is sent whole, since nobody knows whether an update merges. */

import { PROFILE_WITHIN } from '../../aws/control-plane.ts';
import { readFeatures, writeFeatures } from '../../aws/features.ts';
import { type Members, pageOfAnswer } from '../../aws/private-answer.ts';
import type { LiveProfile, Place } from '../../aws/profile.ts';
import {
  createVerdict,
  failedProfile,
  isInvalid,
  isUnderWay,
  profileLabel,
  slowProfile,
  waitForProfile,
} from '../../aws/profile.ts';
import type { AwsSession } from '../../aws/session.ts';
import { IssueError } from '../../core/issue.ts';
import { sameJson } from '../../core/json.ts';
import type { ProfileSpec } from '../../core/resource.ts';
import { tagWrites } from '../../core/tags.ts';

/** Writes every difference but tags; resolves when the service shows it, or shows nothing that goes on. */
export async function changeProfile(session: AwsSession, before: ProfileSpec, after: ProfileSpec): Promise<void> {
  const { codewhisperer } = session;
  const live = await codewhisperer.currentProfile(after);
  if (live === undefined) throw gone(after);
  const settings = settingsIn(before, after);
  const features = sameJson(before.features, after.features)
    ? {}
    : { optInFeatures: writeFeatures(after.features, live.features) };
  if (Object.keys({ ...settings, ...features }).length === 0) return;
  await send(session, after, live, { profileArn: live.arn, ...settings, ...features });
  await changed(session, { before: live, after, members: Object.keys({ ...settings, ...features }) });
}

function settingsIn(before: ProfileSpec, after: ProfileSpec): Members {
  const { description, codeReferences, kmsKey } = after;
  return {
    ...(description === undefined || description === before.description ? {} : { description }),
    ...(codeReferences === undefined || codeReferences === before.codeReferences
      ? {}
      : { referenceTrackerConfiguration: referenceTracker(codeReferences) }),
    ...(kmsKey === undefined || kmsKey === before.kmsKey ? {} : { kmsKeyArn: kmsKey }),
  };
}

/** The setting of code references in the service's words. */
export function referenceTracker(codeReferences: 'allow' | 'block') {
  return { recommendationsWithReferences: codeReferences === 'allow' ? 'ALLOW' : 'BLOCK' };
}

async function send({ codewhisperer }: AwsSession, place: Place, live: LiveProfile, input: Members): Promise<void> {
  const about = { region: place.region, about: profileLabel(place) };
  if (input['optInFeatures'] === undefined) {
    await codewhisperer.profiles.call('UpdateProfile', input, about);
    return;
  }
  try {
    const typed = { ...input, optInFeaturesType: live.featuresType };
    await codewhisperer.profiles.call('UpdateProfile', typed, about);
  } catch (error) {
    // An older version of the service does not know that member.
    if (!isInvalid(error) || !error.failure.words.includes('optInFeaturesType')) throw error;
    await codewhisperer.profiles.call('UpdateProfile', input, about);
  }
}

/** A list may lag behind the update for so long, in milliseconds. */
const GRACE = 30_000;

interface Sent {
  readonly before: LiveProfile;
  readonly after: ProfileSpec;
  readonly members: readonly string[];
}

async function changed(session: AwsSession, { before, after, members }: Sent): Promise<void> {
  const { codewhisperer, clock } = session;
  const grace = clock.now() + GRACE;
  const hasFailed = createVerdict('UPDATE_FAILED', before.status);
  const read = (): Promise<LiveProfile | undefined> => codewhisperer.currentProfile(after);
  const until = (profile: LiveProfile | undefined): boolean => {
    if (profile === undefined) return false;
    if (hasFailed(profile)) return true;
    return !isUnderWay(profile) && (shows(profile, after, members) || clock.now() >= grace);
  };
  const profile = await waitForProfile({ clock, place: after, read, until, within: PROFILE_WITHIN });
  if (profile === undefined) throw gone(after);
  if (isUnderWay(profile)) throw slowProfile(after, profile.status, PROFILE_WITHIN);
  // What does not show although nothing failed is told when the whole is read back.
  const isLacking = profile.status === 'UPDATE_FAILED' && !shows(profile, after, members);
  if (isLacking || hasFailed(profile)) throw failedProfile(after, profile);
}

function shows(profile: LiveProfile, after: ProfileSpec, members: readonly string[]): boolean {
  const shown: { readonly [member: string]: () => boolean } = {
    description: () => profile.description === after.description,
    referenceTrackerConfiguration: () => profile.codeReferences === after.codeReferences,
    kmsKeyArn: () => profile.kmsKey === after.kmsKey,
    optInFeatures: () => {
      const features = readFeatures(profile.features);
      return Object.entries(after.features).every(([name, value]) => sameJson(features[name] ?? null, value));
    },
  };
  return members.every((member) => shown[member]?.() ?? true);
}

function gone(place: Place): IssueError {
  return new IssueError({
    code: 'AWS_NOT_FOUND',
    severity: 'error',
    message: `${profileLabel(place)}: it is no longer there`,
  });
}

interface Tagged {
  readonly arn: string;
  readonly place: Place;
}

/** The profile's tags; they are not among what is listed. */
export async function readTags({ codewhisperer }: AwsSession, { arn, place }: Tagged): Promise<ProfileSpec['tags']> {
  const about = { region: place.region, about: `tags of ${profileLabel(place)}` };
  const answer = await codewhisperer.profiles.call('ListTagsForResource', { resourceArn: arn }, about);
  const { items = [] } = pageOfAnswer('codewhisperer ListTagsForResource', answer, ['tags']);
  return Object.fromEntries(items.map(({ key, value = '' }) => [textOf(key), textOf(value)]));
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const message = 'codewhisperer ListTagsForResource answered with a tag that is no text';
  throw new IssueError({ code: 'AWS_ANSWER', severity: 'error', message });
}

/** Writes the differences of the tags: one call to set, one to take away. */
export async function changeTags(
  { codewhisperer }: AwsSession,
  { arn, place }: Tagged,
  before: ProfileSpec['tags'],
  after: ProfileSpec['tags'],
): Promise<void> {
  const about = { region: place.region, about: `tags of ${profileLabel(place)}` };
  const { set, unset } = tagWrites(before, after);
  const resource = { resourceArn: arn };
  if (unset.length > 0) await codewhisperer.profiles.call('UntagResource', { ...resource, tagKeys: unset }, about);
  if (set.length === 0) return;
  const tags = set.map(([key, value]) => ({ key, value }));
  await codewhisperer.profiles.call('TagResource', { ...resource, tags }, about);
}
