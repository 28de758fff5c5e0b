/**
 * What an apply costs: its calls, by service, and what each change waits for. How fast a run calls is handed in, since the
 * environment may say so. How long the services take after they have accepted is not published and differs: the seconds
 * here are those of the simulator, which a progress line corrects by what it sees.
 */

import type { Change } from './change.ts';
import { specAfter, specBefore, subjectOf } from './change.ts';
import type { KindName } from './key.ts';
import type { KindOf } from './kind.ts';
import type { AssignmentSpec } from './resource.ts';

/** Calls by service, such as `sso-admin`. */
export interface Calls {
  readonly [service: string]: number;
}

const PAGE = 100;

/** How fast one run calls a service, such as `sso-admin`. */
export interface Rate {
  /** Calls a second. */
  readonly rate: number;
  /** Calls that may follow each other at once after a pause. */
  readonly burst: number;
}

export type RateOf = (service: string) => Rate;

/** What AWS carries out after it has accepted it, one of its lists of what is in progress each. */
export type OperationSort = 'creation' | 'deletion' | 'provisioning';

export interface Operation {
  readonly sort: OperationSort;
  /** The accounts that it writes to: no other operation may do so until its end. */
  readonly accounts: readonly string[];
  /** From its acceptance to its end. */
  readonly seconds: number;
}

export interface Cost {
  /** Made one after the other. */
  readonly calls: Calls;
  /** From the last of the calls until a run sees that the change is done. */
  readonly seconds: number;
  /** Started after the calls, all at the same time as far as the service lets them. */
  readonly operations: readonly Operation[];
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

/** How long an operation takes that writes to one account. */
const OPERATION_SECONDS = 2;
/** Accounts a second that one provisioning reaches; the order of magnitude of large organisations. */
export const PROVISIONED_ACCOUNTS_A_SECOND = 2;

/** A profile that comes or goes, and one that changes. */
const PROFILE_SECONDS = 21;
const PROFILE_UPDATE_SECONDS = 13;
const PROFILE_CALLS = 14;
/** For so long a new profile refuses to give seats. Meanwhile each seat is asked for a few times. */
const SEATLESS_SECONDS = 15;
const CALLS_FOR_SEAT = 3;

/** How a changed permission set is brought to its accounts. */
export interface Provisioning {
  /** Where it is provisioned. */
  readonly accounts: number;
  /** The accounts of each operation. */
  readonly operations: readonly (readonly string[])[];
}

/** What a change costs; `provisioning` is that of a permission set which is provisioned anew. */
export function costOf(change: Change, provisioning: Provisioning | undefined, kindOf: KindOf): Cost {
  const writes = writesOf(change, kindOf);
  switch (change.kind) {
    case 'assignment':
      return assignmentCost(change);
    case 'permission-set':
      return provisioning === undefined ? plainCost(change, writes) : provisioningCost(writes, provisioning);
    case 'profile':
      return {
        calls: { codewhisperer: writes + PROFILE_CALLS },
        seconds: change.verb === 'update' ? PROFILE_UPDATE_SECONDS : PROFILE_SECONDS,
        operations: [],
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
  return { calls: { [SERVICES[kind]]: writes }, seconds: 0, operations: [] };
}

function assignmentCost(change: Change): Cost {
  const { account } = subjectOf(change).spec as AssignmentSpec;
  const sort = change.verb === 'delete' ? 'deletion' : 'creation';
  return { calls: {}, seconds: 0, operations: [{ sort, accounts: [account], seconds: OPERATION_SECONDS }] };
}

function provisioningCost(writes: number, { accounts, operations }: Provisioning): Cost {
  // The content, and the list of the accounts.
  const calls = { 'sso-admin': writes - 1 + Math.ceil(accounts / PAGE) };
  const started = operations.map((each): Operation => {
    const seconds = OPERATION_SECONDS + (each.length - 1) / PROVISIONED_ACCOUNTS_A_SECOND;
    return { sort: 'provisioning', accounts: each, seconds };
  });
  return { calls, seconds: 0, operations: started };
}

function authorizationCost(change: Change, writes: number): Cost {
  const [had, has] = [specBefore(change), specAfter(change)].map((spec) => spec?.['subscription'] ?? null);
  const seats = had === has ? 0 : 1;
  return { calls: { 'sso-admin': writes - seats, q: seats }, seconds: 0, operations: [] };
}

/** What refusals cost on top, where one plan makes a profile and gives seats in it. */
export function seatlessCost(
  changes: readonly Change[],
  rateOf: RateOf,
): { readonly calls: number; readonly seconds: number } {
  const made = changes.some(({ kind, verb }) => kind === 'profile' && verb !== 'update' && verb !== 'delete');
  const seats = changes.filter(({ kind, verb }) => kind === 'authorization' && verb === 'create').length;
  if (!made || seats === 0) return { calls: 0, seconds: 0 };
  return { calls: Math.min(CALLS_FOR_SEAT * seats, SEATLESS_SECONDS * rateOf('q').rate), seconds: SEATLESS_SECONDS };
}

/** Writing calls of a change. */
export function writesOf(change: Change, kindOf: KindOf): number {
  return kindOf(change.kind).writes(specBefore(change), specAfter(change));
}
