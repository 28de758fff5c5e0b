/** An organisation with a profile on the simulator: what the tests of its kinds begin with. */

import type { SessionOptions } from '../../reconciler/aws/session.ts';
import type { Fields } from '../../reconciler/core/json.ts';
import type { KindName } from '../../reconciler/core/key.ts';
import type { AuthorizationSpec, ProfileSpec, Resource } from '../../reconciler/core/resource.ts';
import type { SimulatorOptions } from '../../reconciler/simulator/server.ts';
import type {
  PrincipalReference,
  ProfileState,
  SeatState,
  SimulatorState,
} from '../../reconciler/simulator/state.types.ts';
import { desired, simulated, type Simulated, stateWith, TOOLING } from './simulated.ts';

export const PLACE = { account: TOOLING, region: 'us-east-1' } as const;
export const PROFILE = `profile/${TOOLING}/us-east-1`;
export const APPLICATION = `application/${TOOLING}/us-east-1`;
export const PRO = 'Q_DEVELOPER_STANDALONE_PRO';
export const PLUS = 'Q_DEVELOPER_STANDALONE_PRO_PLUS';
export const KEY = {
  ...PLACE,
  id: '11111111-1111-1111-1111-111111111111',
  aliases: ['alias/codewhisperer'],
} as const;
export const KEY_ARN = `arn:aws:kms:us-east-1:${TOOLING}:key/${KEY.id}`;

export const USERS = ['ada', 'bob', 'cleo'].map((userName) => ({
  userName,
  givenName: userName,
  familyName: 'Example',
  displayName: userName,
}));

interface Parts {
  readonly profile?: Partial<ProfileState> | 'none';
  readonly seats?: readonly (Pick<SeatState, 'subscription' | 'status'> & PrincipalReference)[];
  readonly more?: Partial<SimulatorState>;
}

/** Users ada, bob and cleo, group devs with bob in it, both service-linked roles, and an active profile. */
export function organization({ profile = {}, seats = [], more = {} }: Parts = {}): SimulatorState {
  const profiles = profile === 'none' ? [] : [{ ...PLACE, name: 'KiroProfile-us-east-1', ...profile }];
  return {
    ...stateWith({ users: USERS, groups: [{ name: 'devs', members: ['bob'] }] }),
    codewhisperer: { profiles, seats: seats.map((seat) => ({ ...PLACE, ...seat })) },
    serviceLinkedRoles: { [TOOLING]: ['q.amazonaws.com', 'user-subscriptions.amazonaws.com'] },
    kmsKeys: [KEY],
    ...more,
  };
}

type Options = Partial<Omit<SimulatorOptions, 'clock'>> & { readonly session?: SessionOptions };

/** Runs a test on it, with a role of the profile's account. */
export function withProfile<T>(options: Options, test: (world: Simulated) => Promise<T>): Promise<T> {
  const roles = { codewhisperer: `arn:aws:iam::${TOOLING}:role/cw-gitops` };
  return simulated({ state: organization(), ...options, session: { roles, ...options.session } }, test);
}

export function profileSpec(parts: Partial<ProfileSpec> = {}): ProfileSpec {
  return { ...PLACE, profileName: 'QDevProfile-us-east-1', features: {}, tags: {}, ...parts };
}

export function wantedProfile(parts: Partial<ProfileSpec> = {}): Resource {
  return desired('profile', PROFILE, profileSpec(parts));
}

export function wantedAuthorization(
  type: 'user' | 'group',
  name: string,
  parts: Partial<AuthorizationSpec> = {},
): Resource {
  const spec = { principalType: type, principal: name, ...PLACE, signIn: true, subscription: null, ...parts };
  return desired('authorization', `authorization/${type}/${name}`, spec);
}

/** The specs of the kind's live things, by key. */
export async function specsOf({ read }: Simulated, kind: KindName): Promise<{ readonly [key: string]: Fields }> {
  const live = await read(kind, PROFILE, APPLICATION);
  return Object.fromEntries(live.map(({ key, spec }) => [key, spec]));
}

/** Reads what a driver needs of the others: ids of users, groups, profile and application. */
export async function readGround({ read }: Simulated): Promise<void> {
  await read('user', ...USERS.map(({ userName }) => `user/${userName}`));
  await read('group', 'group/devs');
  await read('profile', PROFILE);
  await read('application', APPLICATION);
}
