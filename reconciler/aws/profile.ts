/** Profiles as they are listed, in the terms of this program (reference/codewhisperer-control-plane.md, sections 4 and 5). */

import type { Clock } from './clock.ts';
import { isFailure, type AwsFailure } from './errors.ts';
import type { PrivateApi } from './private-api.ts';
import type { Members } from './private-answer.ts';
import { IssueError } from '../core/issue.ts';

/** Where a profile is: there is one to an account and Region. */
export interface Place {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

export interface LiveProfile {
  readonly arn: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly codeReferences: 'allow' | 'block' | undefined;
  readonly kmsKey: string | undefined;
  /** `ACTIVE` where the service says nothing. */
  readonly status: string;
  readonly errorDetails: string | undefined;
  /** `optInFeatures` as the service has them, with those that this program does not know. */
  readonly features: Members;
  /** Which switches `features` are: `KIRO` or `Q_DEVELOPER`. */
  readonly featuresType: string;
  /** The instance of Identity Center that the profile belongs to; absent for another identity source. */
  readonly instanceArn: string | undefined;
  /** People come from elsewhere than Identity Center. */
  readonly isExternal: boolean;
  /** The ARN of the application that the service made for it. */
  readonly applicationArn: string | undefined;
  /** The application lacks permissions that the service has come to need. */
  readonly permissionUpdateRequired: boolean;
}

export interface Listed {
  /** That of the place, whatever its name. */
  readonly own: LiveProfile | undefined;
  /** Accounts that share a profile of theirs with this one. */
  readonly sharing: readonly string[];
}

/** With the sort of switches that the list said it shows, if it did. */
type AsListed = LiveProfile & { readonly listedType: string | undefined };

const PAGE = 100;
const APPLICATION = /^arn:[^:]+:sso::\d{12}:application\//u;
const ARN = /^arn:[^:]+:[^:]+:([^:]*):(\d{12}):profile\//u;

/** The profile of a place and those that are shared with it. */
export async function listProfiles(api: PrivateApi, place: Place): Promise<Listed> {
  const listed = await listedWith(api, place, { includeManagementAccount: true });
  const own = ownOf(listed, place);
  const found = own === undefined ? undefined : await withItsFeatures(api, place, own);
  const accounts = listed.map((profile) => ARN.exec(text(profile['arn']) ?? '')?.[2] ?? place.account);
  return { own: found, sharing: [...new Set(accounts)].filter((account) => account !== place.account) };
}

/** Members that a version of the service may not know are left out where it refuses them. */
async function listedWith(api: PrivateApi, { account, region }: Place, optional: Members): Promise<readonly Members[]> {
  const options = { region, about: `profiles of account ${account}`, pageSize: PAGE };
  const list = (input: Members) => api.list('ListProfiles', input, ['profiles'], options);
  try {
    return withArns(await list(optional));
  } catch (error) {
    if (!isInvalid(error)) throw error;
    return withArns(await list({}));
  }
}

/** One without its ARN would be taken for somebody else's, and another one made beside it. */
function withArns(profiles: readonly Members[]): readonly Members[] {
  if (profiles.every((profile) => text(profile['arn']) !== undefined)) return profiles;
  const message = 'codewhisperer ListProfiles answered with a profile that has no ARN';
  throw new IssueError({ code: 'AWS_ANSWER', severity: 'error', message });
}

export function isInvalid(error: unknown): error is AwsFailure {
  return isFailure(error, 'permanent') && error.failure.name.startsWith('Validation');
}

function ownOf(listed: readonly Members[], { account, region }: Place): AsListed | undefined {
  const [own] = listed.filter((profile) => {
    const [, inRegion, ofAccount] = ARN.exec(text(profile['arn']) ?? '') ?? [];
    return inRegion === region && ofAccount === account;
  });
  return own === undefined ? undefined : liveProfile(own);
}

/** Which switches the list shows by default is not known: those of the profile's own sort are asked for. */
async function withItsFeatures(api: PrivateApi, place: Place, profile: AsListed): Promise<LiveProfile> {
  if (profile.featuresType === profile.listedType) return profile;
  const again = ownOf(await listedWith(api, place, { optInFeaturesType: profile.featuresType }), place);
  return again === undefined ? profile : { ...profile, features: again.features };
}

function liveProfile(profile: Members): AsListed {
  const sso = members(members(profile['identityDetails'])['ssoIdentityDetails']);
  const external = members(profile['identityDetails'])['externalIdentityDetails'];
  const link = text(sso['oidcClientId']);
  const references = text(members(profile['referenceTrackerConfiguration'])['recommendationsWithReferences']);
  const listedType = text(profile['optInFeaturesType']);
  return {
    arn: text(profile['arn']) ?? '',
    name: text(profile['profileName']) ?? '',
    description: text(profile['description']),
    codeReferences: references === 'ALLOW' ? 'allow' : references === 'BLOCK' ? 'block' : undefined,
    kmsKey: text(profile['kmsKeyArn']),
    status: text(profile['status']) ?? 'ACTIVE',
    errorDetails: text(profile['errorDetails']),
    features: members(profile['optInFeatures']),
    listedType,
    featuresType: listedType ?? (profile['profileType'] === 'KIRO' ? 'KIRO' : 'Q_DEVELOPER'),
    instanceArn: text(sso['instanceArn']),
    isExternal: external !== undefined && external !== null,
    applicationArn: link !== undefined && APPLICATION.test(link) ? link : undefined,
    permissionUpdateRequired: profile['permissionUpdateRequired'] === true,
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function members(value: unknown): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};
}

interface Waiting {
  readonly clock: Clock;
  readonly place: Place;
  readonly read: () => Promise<LiveProfile | undefined>;
  /** Whether this is what is waited for. */
  readonly until: (profile: LiveProfile | undefined) => boolean;
  /** Milliseconds. */
  readonly within: number;
}

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 10_000;

/** Reads until the profile is as waited for, or time is over; resolves to the last reading. */
export async function waitForProfile(waiting: Waiting): Promise<LiveProfile | undefined> {
  const { clock, read, until, within } = waiting;
  const deadline = clock.now() + within;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(LONGEST_PAUSE, pause * 1.5)) {
    const profile = await read();
    if (until(profile) || clock.now() >= deadline) return profile;
    await clock.sleep(pause);
  }
}

/** Creating, updating or deleting. */
export function isUnderWay(profile: LiveProfile | undefined): boolean {
  return profile !== undefined && profile.status.endsWith('ING');
}

export function profileLabel({ account, region }: Place): string {
  return `profile ${account}/${region}`;
}

/**
 * Tells whether a change has failed that was just asked for. Its failure is known by having been under way, or by the status
 * before: an earlier failure is listed on until the list has caught up.
 */
export function createVerdict(failed: `${'UPDATE' | 'DELETE'}_FAILED`, before?: string) {
  let isCurrent = before !== undefined && before !== failed;
  return (profile: LiveProfile): boolean => {
    isCurrent ||= isUnderWay(profile);
    return isCurrent && profile.status === failed;
  };
}

/** What the service says of an operation that it accepted and then could not do. */
export function failedProfile(place: Place, profile: LiveProfile): IssueError {
  return new IssueError({
    code: 'AWS_OPERATION_FAILED',
    severity: 'error',
    message: `${profileLabel(place)}: the service accepted it, then said ${profile.status}: ${profile.errorDetails ?? 'no reason was given'}`,
  });
}

/** An operation that has neither ended nor failed in its time. */
export function slowProfile(place: Place, status: string, within: number): IssueError {
  return new IssueError({
    code: 'AWS_OPERATION_TIMED_OUT',
    severity: 'error',
    message: `${profileLabel(place)}: still ${status} after ${Math.round(within / 60_000)} minutes; it has not failed`,
    hint: 'run again later: the next plan waits for it and shows what is left',
  });
}
