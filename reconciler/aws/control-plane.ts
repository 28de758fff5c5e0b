/**
 * The services behind CodeWhisperer as one run uses them: the clients of the private APIs, and what several drivers need of
 * them, each read once. Part of a session: reading back takes a new one.
 */

import type { ProfileFacts, WantedProfile } from '../core/facts.ts';
import { IssueError } from '../core/issue.ts';
import type { Scope } from '../core/kind.ts';
import { getOrInsert } from '../core/once.ts';
import type { Api } from './api.ts';
import { type LiveApplication, findApplication } from './application.ts';
import type { Apis } from './apis.ts';
import type { SsoAdminSdk } from './clients.ts';
import type { Clock } from './clock.ts';
import type { Instance } from './instance.ts';
import { describeKey } from './keys.ts';
import { createPatience, type Patience } from './patience.ts';
import type { PrivateApi } from './private-api.ts';
import { ASSIGNMENTS, KEYS, PROFILES, ROLES, SUBSCRIPTIONS } from './private-services.ts';
import {
  isUnderWay,
  type Listed,
  listProfiles,
  type LiveProfile,
  type Place,
  slowProfile,
  waitForProfile,
} from './profile.ts';
import { readSeats, type Seats, type SeatsOf } from './seats.ts';
import { keysOf, partsOf } from '../core/key.ts';

/** The longest that a profile may be on its way, in milliseconds; no bound is known (reference, section 5). */
export const PROFILE_WITHIN = 10 * 60_000;

interface PrivateApis {
  readonly profiles: PrivateApi;
  readonly assignments: PrivateApi;
  readonly subscriptions: PrivateApi;
  readonly keys: PrivateApi;
  readonly roles: PrivateApi;
}

export interface ControlPlane extends PrivateApis {
  /** The place of the profile that a scope names, else of the one that was read before: not all keys say it. */
  place(scope: Scope): Place | undefined;
  /** Rejects unless the credentials belong to the place's account. */
  expectAccount(place: Place): Promise<void>;
  /** The profile as it is now, whatever was read before. */
  currentProfile(place: Place): Promise<LiveProfile | undefined>;
  /** The profile, once nothing of it is under way. */
  profile(place: Place): Promise<LiveProfile | undefined>;
  /** The managed application of the profile; `undefined` without one. */
  application(place: Place): Promise<LiveApplication | undefined>;
  /** Who has a seat, whatever was read before. */
  currentSeats(of: SeatsOf): Promise<Seats>;
  /** Who has a seat, as it was when this session first asked. */
  seats(of: SeatsOf): Promise<Seats>;
  facts(wanted: WantedProfile, account: string): Promise<ProfileFacts>;
  /** Ids of users for whom this run asked for a seat, and who turned out to have one through a group. */
  readonly throughGroup: Set<string>;
  /** The assignment API refuses for a while what hangs on a new profile: refusals are patiently tried again until then. */
  readonly patience: Patience;
}

interface Parts {
  readonly apis: Pick<Apis, 'privateApi'>;
  readonly accountOf: () => Promise<string | undefined>;
  readonly ssoAdmin: Api<SsoAdminSdk>;
  readonly instance: () => Promise<Pick<Instance, 'instanceArn' | 'region'>>;
  readonly clock: Clock;
}

/** Gives the control plane of each session of a run. */
export function createControlPlanes(parts: Parts): () => ControlPlane {
  const { apis, clock } = parts;
  const clients = {
    profiles: apis.privateApi(PROFILES),
    assignments: apis.privateApi(ASSIGNMENTS),
    subscriptions: apis.privateApi(SUBSCRIPTIONS),
    keys: apis.privateApi(KEYS),
    roles: apis.privateApi(ROLES),
  };
  const patience = createPatience(clock);
  const known: Known = { patience, throughGroup: new Set() };
  return () => createControlPlane(parts, clients, known);
}

/** What a run remembers, also where it reads back. */
interface Known extends Pick<ControlPlane, 'patience' | 'throughGroup'> {
  place?: Place;
}

function createControlPlane(parts: Parts, clients: PrivateApis, known: Known): ControlPlane {
  const { clock, ssoAdmin } = parts;
  const instanceArn = async (): Promise<string> => (await parts.instance()).instanceArn;
  const seats = new Map<string, Promise<Seats>>();
  const listed = new Map<string, Promise<Listed>>();
  const settled = new Map<string, Promise<LiveProfile | undefined>>();
  const applications = new Map<string, Promise<LiveApplication | undefined>>();

  const list = (place: Place): Promise<Listed> => listProfiles(clients.profiles, place);
  const current = async (place: Place): Promise<LiveProfile | undefined> => (await list(place)).own;
  const firstList = (place: Place): Promise<Listed> =>
    getOrInsert(listed, nameOf(place), async () => {
      await expectAccount(place.account, parts.accountOf);
      return list(place);
    });

  async function settledProfile(place: Place): Promise<LiveProfile | undefined> {
    const { own } = await firstList(place);
    if (!isUnderWay(own)) return checked(place, own);
    const read = (): Promise<LiveProfile | undefined> => current(place);
    const until = (profile: LiveProfile | undefined): boolean => !isUnderWay(profile);
    const profile = await waitForProfile({ clock, place, read, until, within: PROFILE_WITHIN });
    if (profile !== undefined && isUnderWay(profile)) throw slowProfile(place, profile.status, PROFILE_WITHIN);
    return checked(place, profile);
  }

  async function checked(place: Place, profile: LiveProfile | undefined): Promise<LiveProfile | undefined> {
    if (profile !== undefined) await expectInstance(place, profile, instanceArn);
    return profile;
  }

  const plane: ControlPlane = {
    ...clients,
    patience: known.patience,
    throughGroup: known.throughGroup,
    place: (scope) => {
      const place = placeIn(scope);
      if (place !== undefined) known.place = place;
      return place ?? known.place;
    },
    expectAccount: ({ account }) => expectAccount(account, parts.accountOf),
    currentProfile: current,
    profile: (place) => getOrInsert(settled, nameOf(place), () => settledProfile(place)),
    application: (place) =>
      getOrInsert(applications, nameOf(place), async () => {
        const profile = await plane.profile(place);
        return profile === undefined ? undefined : findApplication({ ssoAdmin, instanceArn }, profile);
      }),
    currentSeats: async (of) => readSeats(clients.subscriptions, await parts.instance(), of),
    seats: (of) => getOrInsert(seats, of.applicationArn, () => plane.currentSeats(of)),
    facts: async ({ region, kmsKey }, account) => {
      const { own, sharing } = await firstList({ account, region });
      const key = kmsKey === undefined ? undefined : await describeKey(clients.keys, kmsKey, region);
      return {
        live: own !== undefined,
        permissionUpdateRequired: own?.permissionUpdateRequired ?? false,
        sharing,
        ...(key === undefined ? {} : { key }),
      };
    },
  };
  return plane;
}

function nameOf({ account, region }: Place): string {
  return `${account}/${region}`;
}

/** Keys of profiles and applications end in their account and Region. */
function placeIn({ keys, only }: Scope): Place | undefined {
  const all = [...keys, ...(only ?? [])];
  const [key] = [...keysOf(all, 'profile'), ...keysOf(all, 'application')];
  if (key === undefined) return undefined;
  const [account = '', region = ''] = partsOf(key);
  return { account, region };
}

/** Lists show only the caller's own account: with other credentials the profile would seem not to exist. */
async function expectAccount(account: string, accountOf: Parts['accountOf']): Promise<void> {
  const own = await accountOf();
  if (own === undefined || own === account) return;
  throw new IssueError({
    code: 'PLAN_WRONG_ACCOUNT',
    severity: 'error',
    message: `the profile is in account ${account}, but these credentials belong to ${own}`,
    hint: 'use credentials of that account, or set roles.codewhisperer to a role in it',
  });
}

async function expectInstance(place: Place, profile: LiveProfile, instanceArn: () => Promise<string>): Promise<void> {
  const own = profile.isExternal ? undefined : (profile.instanceArn ?? (await instanceArn()));
  if (own === (await instanceArn())) return;
  const other = own === undefined ? 'an identity provider of its own' : `another Identity Center instance, ${own}`;
  throw new IssueError({
    code: 'AWS_PROFILE',
    severity: 'error',
    message: `the profile "${profile.name}" in ${place.account}/${place.region} belongs to ${other}`,
    hint: 'there can be one profile to an account and Region: take another place, or remove that one by hand',
  });
}
