/** Calls of the private APIs, KMS and IAM, which have no SDK client here: as any program would send them. */

import { expect } from 'vitest';

import type { IdentityCenterState, SimulatorState } from '../../reconciler/simulator/state.types.ts';
import { send } from './raw.ts';
import type { Received } from './raw.ts';
import { ADA, BOB, stateWith, TOOLING } from './support.ts';
import type { World } from './support.ts';

/** An administrator of the account that has the profile. */
export const TOOLING_KEY = 'AKIATOOLING000000000';
export const PROFILE_REGION = 'us-east-1';
export const PRO = 'Q_DEVELOPER_STANDALONE_PRO';
export const SECOND = 1000;

const TARGETS = {
  codewhisperer: 'AWSCodeWhispererService',
  q: 'AmazonQDeveloperService',
  'user-subscriptions': 'AWSZornControlPlaneService',
  kms: 'TrentService',
} as const;

type Members = { readonly [name: string]: unknown };

interface Who {
  readonly accessKeyId?: string;
  readonly region?: string;
}

/** The answer of one call to a private API, whatever it is. */
export function answerOf(
  world: World,
  service: keyof typeof TARGETS,
  operation: string,
  input: Members = {},
  who: Who = {},
): Promise<Received> {
  const target = `${TARGETS[service]}.${operation}`;
  const { accessKeyId = TOOLING_KEY, region = PROFILE_REGION } = who;
  return world.clock.busy(() => send(world, { service, target, body: JSON.stringify(input), accessKeyId, region }));
}

/** The same, which must succeed. */
export async function call<Output = Members>(...args: Parameters<typeof answerOf>): Promise<Output> {
  const answer = await answerOf(...args);
  expect({ status: answer.status, body: answer.status === 200 ? '' : answer.body }).toEqual({ status: 200, body: '' });
  return JSON.parse(answer.body) as Output;
}

/** The error that the call is refused with: its short name, text and reason. */
export async function refusalOf(...args: Parameters<typeof answerOf>): Promise<string> {
  const answer = await answerOf(...args);
  expect(answer.status, answer.body).toBeGreaterThanOrEqual(400);
  const error = JSON.parse(answer.body) as { readonly [name: string]: string | undefined };
  const name = (error['__type'] ?? '').replace(/^.*#/u, '');
  const reason = error['reason'] === undefined ? '' : ` (${error['reason']})`;
  return `${name}${reason}: ${error['message'] ?? error['Message'] ?? ''}`;
}

/** A call of IAM; the answer's XML. */
export function iam(world: World, form: { readonly [name: string]: string }): Promise<Received> {
  const body = new URLSearchParams({ Version: '2010-05-08', ...form }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return world.clock.busy(() => send(world, { service: 'iam', body, headers, accessKeyId: TOOLING_KEY }));
}

export interface ListedProfile {
  readonly arn: string;
  readonly profileName: string;
  readonly status: string;
  readonly identityDetails?: { readonly ssoIdentityDetails: { readonly oidcClientId: string } };
  readonly [name: string]: unknown;
}

/** The profiles that the account's administrator sees. */
export async function profiles(world: World, who: Who = {}): Promise<readonly ListedProfile[]> {
  const page = await call<{ profiles: readonly ListedProfile[] }>(world, 'codewhisperer', 'ListProfiles', {}, who);
  return page.profiles;
}

/** A request that makes the profile. */
export function creation(world: World, members: Members = {}): Members {
  return {
    profileName: 'QDevProfile-us-east-1',
    referenceTrackerConfiguration: { recommendationsWithReferences: 'BLOCK' },
    identitySource: {
      ssoIdentitySource: {
        instanceArn: world.instance.InstanceArn,
        ssoRegion: world.simulator.state().identityCenter?.region,
      },
    },
    ...members,
  };
}

/** The application that the profile names. */
export async function applicationArn(world: World): Promise<string> {
  const [profile] = await profiles(world);
  return profile?.identityDetails?.ssoIdentityDetails.oidcClientId ?? '';
}

/** An organisation whose tooling account can have a profile, with two users, a group, and that in Identity Center. */
export function toolingState(
  more: Partial<SimulatorState> = {},
  center: Partial<IdentityCenterState> = {},
): SimulatorState {
  const people = { users: [ADA, BOB], groups: [{ name: 'devs', members: ['bob'] }] };
  return {
    ...stateWith({ ...people, ...center }),
    principals: { [TOOLING_KEY]: { account: TOOLING, role: 'administrator', actions: ['*'] } },
    serviceLinkedRoles: { [TOOLING]: ['q.amazonaws.com', 'user-subscriptions.amazonaws.com'] },
    ...more,
  };
}

export const PROFILE = { account: TOOLING, region: PROFILE_REGION, name: 'CompanyProfile' } as const;

/** The same with a profile that takes seats. */
export function profileState(
  profile: Partial<NonNullable<NonNullable<SimulatorState['codewhisperer']>['profiles']>[number]> = {},
  more: Partial<SimulatorState> = {},
): SimulatorState {
  const state = toolingState(more);
  return { ...state, codewhisperer: { ...state.codewhisperer, profiles: [{ ...PROFILE, ...profile }] } };
}
