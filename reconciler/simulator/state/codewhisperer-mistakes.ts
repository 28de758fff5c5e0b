/** What no schema can say of applications, profiles, seats, keys, buckets: names that mean nothing, things there twice. */

import type { ApplicationState, ProfileState, SimulatorState } from '../state.types.ts';
import { defined, holderMistakes, noInstants, twice, unknown } from './known.ts';
import type { Holder, Known } from './known.ts';
import { keyArnOf } from './load-accounts.ts';

const UNDER_WAY = ['CREATING', 'UPDATING', 'DELETING'];
const WITHOUT_APPLICATION = ['CREATING', 'CREATE_FAILED'];

/** Each mistake as a line for people. */
export function codewhispererMistakes(state: SimulatorState, known: Known): readonly string[] {
  const { codewhisperer = {}, identityCenter, kmsKeys = [], buckets = [], serviceLinkedRoles = {} } = state;
  const { profiles = [], seats = [], activeUsers = [] } = codewhisperer;
  const applications = identityCenter?.applications ?? [];
  const keys = new Set(kmsKeys.flatMap((key) => (key.aliases ?? []).map((alias) => aliasKey(key, alias))));
  const places = (things: readonly Placed[]) => things.map(({ account, region }) => `${account}/${region}`);
  return [
    ...(identityCenter === undefined && profiles.length > 0 ? ['a profile needs identityCenter'] : []),
    ...(identityCenter === undefined && seats.length > 0 ? ['a seat needs identityCenter'] : []),
    ...unknown('profile: account', accountsOf(profiles), known.accounts),
    ...twice('profile', places(profiles)),
    ...twice('profile', defined(profiles.map((profile) => profile.arn))),
    ...profiles.flatMap((profile) => profileMistakes(profile, keys, known)),
    ...seats.flatMap((seat) => holderMistakes(seat, known).map((mistake) => `seat: ${mistake}`)),
    ...unknown('seat: account', accountsOf(seats), known.accounts),
    ...twice(
      'seat',
      seats.map((seat) => `${seat.account}/${seat.region} ${holderText(seat)}`),
    ),
    ...unknown('activeUsers: user', activeUsers, known.users),
    ...twice('activeUsers: user', activeUsers),
    ...applications.flatMap((application) => applicationMistakes(application.name, application, known)),
    ...unknown('applications: account', defined(applications.map((one) => one.account)), known.accounts),
    ...twice(
      'application',
      applications.map((one) => one.arn ?? `${one.provider} ${one.name}`),
    ),
    ...unknown('kmsKeys: account', accountsOf(kmsKeys), known.accounts),
    ...twice('KMS key', kmsKeys.map(keyArnOf)),
    ...twice(
      'alias',
      kmsKeys.flatMap((key) => (key.aliases ?? []).map((alias) => aliasKey(key, alias))),
    ),
    ...unknown('buckets: account', accountsOf(buckets), known.accounts),
    ...twice(
      'bucket',
      buckets.map((bucket) => bucket.name),
    ),
    ...unknown('serviceLinkedRoles: account', Object.keys(serviceLinkedRoles), known.accounts),
  ];
}

interface Placed {
  readonly account: string;
  readonly region: string;
}

function accountsOf(things: readonly Placed[]): readonly string[] {
  return things.map((thing) => thing.account);
}

function aliasKey({ account, region }: Placed, alias: string): string {
  return `${account}/${region} ${alias}`;
}

function profileMistakes(profile: ProfileState, keys: ReadonlySet<string>, known: Known): readonly string[] {
  const { status = 'ACTIVE', endsAt, failure, next, application, signIn, assignableAt } = profile;
  const isUnderWay = UNDER_WAY.includes(status);
  const aliases = defined([profile.kmsKey, next?.kmsKey]).filter((key) => key.startsWith('alias/'));
  const hasApplications = application !== undefined || signIn !== undefined;
  return [
    ...(isUnderWay === (endsAt !== undefined) ? [] : [`endsAt and the status ${status} do not go together`]),
    ...(failure !== undefined && !isUnderWay ? [`failure and the status ${status} do not go together`] : []),
    ...((status === 'UPDATING') === (next !== undefined) ? [] : [`next and the status ${status} do not go together`]),
    ...(hasApplications && WITHOUT_APPLICATION.includes(status) ? [`has no applications while it is ${status}`] : []),
    ...noInstants([endsAt, assignableAt]),
    ...unknown(
      'KMS key',
      aliases.map((alias) => aliasKey(profile, alias)),
      keys,
    ),
    ...applicationMistakes('application', application ?? {}, known),
    ...applicationMistakes('signIn', signIn ?? {}, known),
  ].map((mistake) => `profile ${profile.account}/${profile.region}: ${mistake}`);
}

function applicationMistakes(name: string, application: Partial<ApplicationState>, known: Known): readonly string[] {
  const { authorized = [] } = application;
  const holders = authorized.map(holderText);
  return [
    ...authorized.flatMap((holder) => holderMistakes(holder, known).map((mistake) => `${name}: ${mistake}`)),
    ...twice(`${name}: authorized`, holders),
  ];
}

function holderText({ user, group, principalId }: Holder): string {
  return user === undefined ? (group === undefined ? `${principalId}` : `group ${group}`) : `user ${user}`;
}
