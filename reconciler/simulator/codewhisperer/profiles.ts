/** The profile itself: one per account and Region, made, changed and deleted asynchronously, and only read by a list. */

import { unusedId } from '../ids.ts';
import { canonicalText, without } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Profile, ProfileSettings } from '../codewhisperer.types.ts';
import { lowerPage } from '../lower-pages.ts';
import type { CodewhispererOperations } from '../models/codewhisperer.types.ts';
import { inOrder } from '../pages.ts';
import { requireActions } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { Call, Handlers } from '../service.ts';
import { nextSequence } from '../world.ts';
import { profileHere, profileOf } from './access.ts';
import { profileArnOf } from './arns.ts';
import { assertBuckets, assertIdentitySource, assertKey } from './checks.ts';
import { settleProfiles, startChange } from './life-cycle.ts';
import { hasServiceLinkedRole } from './service-linked-roles.ts';
import { shownProfile } from './shown.ts';
import { tagsWith } from './tags.ts';

type Operations = Pick<CodewhispererOperations, 'CreateProfile' | 'UpdateProfile' | 'DeleteProfile' | 'ListProfiles'>;

type CreateInput = CodewhispererOperations['CreateProfile']['input'];
type UpdateInput = CodewhispererOperations['UpdateProfile']['input'];

/** The service makes its application with its caller's permissions: those of AWS's policy for administrators. */
const CREATION_ACTIONS = [
  'sso:CreateApplication',
  'sso:PutApplicationAuthenticationMethod',
  'sso:PutApplicationGrant',
  'sso:PutApplicationAccessScope',
  'sso:PutApplicationAssignmentConfiguration',
];

function conflict(message: string): Refusal {
  return new Refusal('ConflictException', message);
}

function assertSettled(profile: Profile): void {
  if (profile.change !== undefined) throw conflict(`The profile is ${profile.status}. Try again later.`);
}

/** The members that the request gives, under the names of the settings. */
function settingsIn(input: Omit<UpdateInput, 'profileArn'>): Partial<ProfileSettings> {
  const given = {
    profileName: input.profileName,
    description: input.description,
    codeReferences: input.referenceTrackerConfiguration?.recommendationsWithReferences,
    kmsKeyArn: input.kmsKeyArn,
    activeFunctionalities: input.activeFunctionalities,
    resourcePolicy: input.resourcePolicy?.effect,
    profileType: input.targetProfileType,
    optInFeatures: input.optInFeatures as JsonObject | undefined,
    optInFeaturesType: input.optInFeaturesType,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** The profile that the same request with the same token has made before. */
function madeBefore(call: Call, input: CreateInput): string | undefined {
  if (input.clientToken === undefined) return undefined;
  const key = tokenKey(call, input.clientToken);
  const made = call.world.codewhisperer.tokens.get(key);
  if (made === undefined) return undefined;
  if (made.request !== requestText(input)) throw conflict('The client token was used for another request.');
  return made.arn;
}

function tokenKey(call: Call, token: string): string {
  return `${call.caller.account}/${call.region}|${token}`;
}

function requestText(input: CreateInput): string {
  return canonicalText(input as unknown as Json);
}

/** The application cannot be made. That there is such a quota is documented; no operation declares an error for it. */
function quotaFailure({ world, region, limits }: Call): string | undefined {
  const there = [...world.codewhisperer.profiles.values()].filter((profile) => profile.region === region);
  const most = limits.profileAccountsInRegion;
  if (there.length < most) return undefined;
  return `At most ${most} accounts of the organization can have the application in ${region}.`;
}

function created(call: Call, input: CreateInput): Profile {
  const { world, now, limits } = call;
  const { account } = call.caller;
  const { usedArns } = world.codewhisperer;
  const arn = unusedId(
    (generation) => profileArnOf(account, call.region, generation),
    (id) => usedArns.has(id),
  );
  usedArns.add(arn);
  const ends = now + limits.profileCreationMilliseconds;
  const lateFailure = call.upset.lateFailure ?? quotaFailure(call);
  return {
    arn,
    sequence: nextSequence(world),
    created: now,
    account,
    region: call.region,
    settings: {
      profileName: input.profileName,
      codeReferences: input.referenceTrackerConfiguration.recommendationsWithReferences,
      profileType: limits.newProfileType,
      ...settingsIn(input),
    },
    status: 'CREATING',
    change: { ends, ...(lateFailure === undefined ? {} : { failure: lateFailure }) },
    assignableAt: ends + limits.assignableMilliseconds,
    permissionUpdateRequired: false,
    customizations: [],
    tags: tagsWith(new Map(), input.tags ?? []),
  };
}

export const profileHandlers: Handlers<Operations> = {
  CreateProfile(input, call) {
    const { codewhisperer } = call.world;
    const before = madeBefore(call, input);
    if (before !== undefined) return { profileArn: before };
    assertIdentitySource(call, input.identitySource);
    assertKey(call, input.kmsKeyArn);
    assertBuckets(call, (input.optInFeatures ?? {}) as Json);
    if (profileHere(call) !== undefined) throw conflict('A profile already exists in this account and Region.');
    requireActions(call, CREATION_ACTIONS);
    if (call.limits.serviceLinkedRolesNeeded && !hasServiceLinkedRole(call, 'q')) {
      throw new Refusal('AccessDeniedException', 'The service-linked role of q.amazonaws.com does not exist.');
    }
    const profile = created(call, input);
    codewhisperer.profiles.set(profile.arn, profile);
    if (input.clientToken !== undefined) {
      const made = { request: requestText(input), arn: profile.arn };
      codewhisperer.tokens.set(tokenKey(call, input.clientToken), made);
    }
    settleProfiles(call.world, call.now);
    return { profileArn: profile.arn };
  },

  UpdateProfile(input, call) {
    const profile = profileOf(call, input.profileArn);
    if (input.identitySource !== undefined) assertIdentitySource(call, input.identitySource);
    assertSettled(profile);
    if (profile.status === 'CREATE_FAILED') throw conflict('The profile is CREATE_FAILED.');
    assertKey(call, input.kmsKeyArn);
    assertBuckets(call, (input.optInFeatures ?? {}) as Json);
    const optInFeatures = without((input.optInFeatures ?? {}) as JsonObject, ...call.limits.forgottenFeatures);
    const given = settingsIn(input.optInFeatures === undefined ? input : { ...input, optInFeatures });
    const settings = { ...profile.settings, ...given };
    const milliseconds = call.limits.profileUpdateMilliseconds;
    startChange(call, profile, { status: 'UPDATING', milliseconds, settings });
    return { profileArn: profile.arn };
  },

  DeleteProfile(input, call) {
    const profile = profileOf(call, input.profileArn);
    assertSettled(profile);
    if (profile.customizations.length > 0) throw conflict('The profile has customizations.');
    requireActions(call, ['sso:DeleteApplication']);
    startChange(call, profile, { status: 'DELETING', milliseconds: call.limits.profileDeletionMilliseconds });
    return {};
  },

  ListProfiles(input, call) {
    const { managementAccount } = call.world.organization;
    const isShared = (profile: Profile) =>
      input.includeManagementAccount === true &&
      profile.account === managementAccount &&
      profile.settings.resourcePolicy === 'ALLOW';
    const listed = [...call.world.codewhisperer.profiles.values()].filter(
      (profile) => profile.region === call.region && (profile.account === call.caller.account || isShared(profile)),
    );
    const page = lowerPage(call, input, inOrder(listed), { cursorOf: (profile) => profile.sequence, most: 100 });
    return { profiles: page.items.map((profile) => shownProfile(call, profile)), nextToken: page.nextToken };
  },
};
