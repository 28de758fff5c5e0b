/**
 * What an apply costs: its calls, by service, and what each change waits for. How fast a run calls is handed in, since the
 * environment may say so. How long the services take after they have accepted is not published and differs: the seconds
 * here are those of the simulator, which a progress line corrects by what it sees.
 */

import type { Change } from './change.ts';
import { specAfter, specBefore } from './change.ts';
import type { KindOf } from './diff.ts';
import type { Fields } from './json.ts';
import type { KindName } from './key.ts';
import type { AssignmentSpec } from './resource.ts';

/** Calls by service, such as `sso-admin`. */
export interface Calls {
  readonly [service: string]: number;
}

/** Accounts a second that one provisioning reaches; the order of magnitude of large organisations. */
export const PROVISIONED_ACCOUNTS_A_SECOND = 2;
/** Accounts that one provisioning reaches at most. */
const MOST_ACCOUNTS = 3_500;
const PAGE = 100;

/** How fast one run calls a service, such as `sso-admin`. */
export interface Rate {
  /** Calls a second. */
  readonly rate: number;
  /** Calls that may follow each other at once after a pause. */
  readonly burst: number;
}

export type RateOf = (service: string) => Rate;

/** Seconds for calls of which nothing else keeps one from the next: services are called at the same time. */
export function secondsOf(calls: Calls, rateOf: RateOf): number {
  const seconds = Object.entries(calls).map(([service, count]) => {
    const { rate, burst } = rateOf(service);
    return (count - burst) / rate;
  });
  return Math.max(0, ...seconds);
}

export function totalOf(calls: Calls): number {
  return Object.values(calls).reduce((total, count) => total + count, 0);
}

/** Places for operations that AWS carries out after it has accepted them. */
export type Pool = 'assignment' | 'provisioning';

export interface Cost {
  /** Calls before it asks for its place. */
  readonly before?: Calls;
  /** Calls until the services have accepted all of it. */
  readonly calls: Calls;
  /** Until a run sees that it is done, in seconds. */
  readonly seconds: number;
  /** Where it needs a place meanwhile, and the accounts that are nobody else's until its end. */
  readonly place?: { readonly pool: Pool; readonly accounts: readonly string[] };
}

const SERVICES: { readonly [kind in KindName]: string } = {
  'service-access': 'organizations',
  'delegated-administrator': 'organizations',
  user: 'identitystore',
  group: 'identitystore',
  membership: 'identitystore',
  'permission-set': 'sso-admin',
  assignment: 'sso-admin',
  'service-linked-role': 'iam',
  profile: 'codewhisperer',
  application: 'sso-admin',
  authorization: 'sso-admin',
};

/** An operation of the service, and the time until a run sees that it has ended. */
const ASSIGNMENT_SECONDS = 3;
/** It is started, and its status is looked at once. */
const ASSIGNMENT_CALLS = 2;
/** The longer something takes the less often it is looked at. */
const LATE = 1.25;
const LATEST_SECONDS = 4;

/** A profile that comes or goes, and one that changes. */
const PROFILE_SECONDS = 21;
const PROFILE_UPDATE_SECONDS = 13;
const PROFILE_CALLS = 14;
/** How long a new profile gives no seats, during which they are asked for again and again. */
const SEATLESS_SECONDS = 15;
const CALLS_FOR_SEAT = 3;

/** What a change costs in a plan of these changes; `accounts` are those that carry the permission set that it changes. */
export function costOf(change: Change, accounts: readonly string[], kindOf: KindOf): Cost {
  const writes = writesOf(change, kindOf);
  switch (change.kind) {
    case 'assignment':
      return assignmentCost(change, writes);
    case 'permission-set':
      return accounts.length === 0 ? plainCost(change, writes) : provisioningCost(writes, accounts);
    case 'profile':
      return {
        calls: { codewhisperer: writes + PROFILE_CALLS },
        seconds: change.verb === 'update' ? PROFILE_UPDATE_SECONDS : PROFILE_SECONDS,
      };
    case 'authorization':
      return authorizationCost(change, writes);
    case 'service-access':
    case 'delegated-administrator':
    case 'user':
    case 'group':
    case 'membership':
    case 'service-linked-role':
    case 'application':
      return plainCost(change, writes);
  }
}

function plainCost({ kind }: Change, writes: number): Cost {
  return { calls: { [SERVICES[kind]]: writes }, seconds: 0 };
}

function assignmentCost(change: Change, writes: number): Cost {
  const { account } = specOf(change) as AssignmentSpec;
  const place = { pool: 'assignment', accounts: [account] } as const;
  return { calls: { 'sso-admin': ASSIGNMENT_CALLS * writes }, seconds: ASSIGNMENT_SECONDS, place };
}

function provisioningCost(writes: number, accounts: readonly string[]): Cost {
  // The content, and the list of the accounts.
  const before = { 'sso-admin': writes - 1 + Math.ceil(accounts.length / PAGE) };
  const place = { pool: 'provisioning', accounts } as const;
  if (accounts.length <= MOST_ACCOUNTS) {
    const seconds = 2 + (accounts.length - 1) / PROVISIONED_ACCOUNTS_A_SECOND;
    const seen = Math.min(seconds * LATE, seconds + LATEST_SECONDS);
    return { before, calls: { 'sso-admin': ASSIGNMENT_CALLS }, seconds: seen, place };
  }
  // Beyond what one operation reaches, each account is one, and three are under way at the same time.
  const seconds = (accounts.length * ASSIGNMENT_SECONDS) / 3;
  return { before, calls: { 'sso-admin': ASSIGNMENT_CALLS * accounts.length }, seconds, place };
}

function authorizationCost(change: Change, writes: number): Cost {
  const [had, has] = [specBefore(change), specAfter(change)].map((spec) => spec?.['subscription'] ?? null);
  const seats = had === has ? 0 : 1;
  return { calls: { 'sso-admin': writes - seats, q: seats }, seconds: 0 };
}

/** What comes on top where seats are given in a profile that the same plan makes. */
export function seatlessCost(
  changes: readonly Change[],
  rateOf: RateOf,
): { readonly calls: number; readonly seconds: number } {
  const made = changes.some(({ kind, verb }) => kind === 'profile' && verb !== 'update' && verb !== 'delete');
  const seats = changes.filter(({ kind, verb }) => kind === 'authorization' && verb === 'create').length;
  if (!made || seats === 0) return { calls: 0, seconds: 0 };
  return { calls: Math.min(CALLS_FOR_SEAT * seats, SEATLESS_SECONDS * rateOf('q').rate), seconds: SEATLESS_SECONDS };
}

/** The spec after a change, or the one before a deletion. */
export function specOf(change: Change): Fields {
  return change.verb === 'delete' ? change.before.spec : change.after.spec;
}

/** Writing calls of a change. */
export function writesOf(change: Change, kindOf: KindOf): number {
  return kindOf(change.kind).writes(specBefore(change), specAfter(change));
}
