/** The profile of a plan, its application, seats, key and buckets, as the simulator's state has them. */

import { writeFeatures } from '../aws/features.ts';
import type { ApplicationSpec, AuthorizationSpec, LiveResource, ProfileSpec } from '../core/resource.ts';
import type { Configuration } from '../desired/configuration.ts';
import type {
  CodewhispererState,
  KmsKeyState,
  ProfileState,
  SeatState,
  SimulatorState,
} from '../simulator/state.types.ts';
import { referenceTo } from './copy-grants.ts';
import type { Planned } from './planning.ts';
import { seedState } from './seed.ts';

type Part = Pick<SimulatorState, 'codewhisperer' | 'kmsKeys' | 'buckets'>;

/** Nothing of it where the configuration has no profile. */
export function copiedCodewhisperer(
  { desired, facts }: Planned,
  configuration: Configuration,
  live: readonly LiveResource[],
): Part {
  if (desired.profile === undefined) return {};
  const profiles = live.filter(({ kind }) => kind === 'profile').map(({ spec }) => spec as ProfileSpec);
  const keys = [facts.profile?.key, ...profiles.map(({ kmsKey: arn }) => ({ written: '', arn }))];
  const { buckets = [] } = seedState(configuration);
  return {
    codewhisperer: { profiles: profiles.map((profile) => copiedProfile(profile, live)), seats: copiedSeats(live) },
    kmsKeys: uniqueKeys(keys.flatMap((key) => (key?.arn === undefined ? [] : [copiedKey(key.arn, key.written)]))),
    buckets,
  } satisfies Part & { readonly codewhisperer: CodewhispererState };
}

function copiedProfile(
  { profileName: name, features, status, codeReferences, ...spec }: ProfileSpec,
  live: readonly LiveResource[],
): ProfileState {
  const application = live.find(({ kind }) => kind === 'application')?.spec as ApplicationSpec | undefined;
  const authorized = authorizations(live)
    .filter(({ signIn }) => signIn)
    .map(({ principalType, principal }) => referenceTo(principalType, principal));
  const { description, kmsKey, account, region, tags } = spec;
  return {
    account,
    region,
    name,
    tags,
    ...(description === undefined ? {} : { description }),
    ...(kmsKey === undefined ? {} : { kmsKey }),
    ...(codeReferences === undefined ? {} : { codeReferences: codeReferences === 'allow' ? 'ALLOW' : 'BLOCK' }),
    features: writeFeatures(features, {}) as NonNullable<ProfileState['features']>,
    // One that was never made whole has no application.
    ...(status === 'CREATE_FAILED'
      ? { status }
      : { application: { enabled: application?.enabled ?? true, authorized } }),
  };
}

function authorizations(live: readonly LiveResource[]): readonly AuthorizationSpec[] {
  return live.filter(({ kind }) => kind === 'authorization').map(({ spec }) => spec as AuthorizationSpec);
}

function copiedSeats(live: readonly LiveResource[]): readonly SeatState[] {
  return authorizations(live).flatMap(({ subscription, account, region, principalType, principal }) =>
    subscription === null ? [] : [{ account, region, subscription, ...referenceTo(principalType, principal) }],
  );
}

/** A key by its ARN, with the alias that the file names it by. */
function copiedKey(arn: string, written: string): KmsKeyState {
  const [, , , region = '', account = '', resource = ''] = arn.split(':');
  const alias = written.slice(written.lastIndexOf('alias/'));
  return {
    account,
    region,
    id: resource.replace('key/', ''),
    ...(written.includes('alias/') ? { aliases: [alias] } : {}),
  };
}

function uniqueKeys(keys: readonly KmsKeyState[]): readonly KmsKeyState[] {
  const known = new Map<string, KmsKeyState>();
  for (const key of keys) {
    const name = `${key.account}/${key.region}/${key.id}`;
    if (!known.has(name)) known.set(name, key);
  }
  return [...known.values()];
}
