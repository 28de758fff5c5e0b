/**
 * How many calls an apply makes and how long it takes. The services allow 20 calls a second each, of which this
 * program takes half (reference, section 3); the slow part is what AWS does after it has accepted.
 */

import type { Change } from './change.ts';
import { specAfter, specBefore } from './change.ts';
import type { KindOf } from './diff.ts';
import type { Forecast } from './plan.types.ts';

/** Calls a second of one run, half of the quota. */
const CALLS_A_SECOND = 10;
/** Account assignments a second with 15 under way: between 0.3 and 1.5 were seen (reference, section 2). */
const ASSIGNMENTS_A_SECOND = 0.7;
/** Accounts a second that one provisioning reaches; the order of magnitude of large organisations. */
export const PROVISIONED_ACCOUNTS_A_SECOND = 2;

/** Seconds that a change of a profile takes: programs wait between 10 s and a minute (reference, section 5). */
const PROFILE_SECONDS = 45;

export interface ForecastInput {
  readonly changes: readonly Change[];
  readonly kindOf: KindOf;
  /** Accounts that carry each permission set that is provisioned anew. */
  readonly provisionings: { readonly [permissionSet: string]: number };
  /** Calls that the reading of this plan took: an apply reads again before it writes. */
  readonly readCalls: number;
}

export function forecast({ changes, kindOf, provisionings, readCalls }: ForecastInput): Forecast {
  if (changes.length === 0) return { writes: 0, calls: readCalls, seconds: Math.ceil(readCalls / CALLS_A_SECOND) };
  const writes = changes.reduce(
    (total, change) => total + kindOf(change.kind).writes(specBefore(change), specAfter(change)),
    0,
  );
  const assignments = changes.filter(({ kind }) => kind === 'assignment').length;
  const profiles = changes.filter(({ kind }) => kind === 'profile').length;
  const accounts = Object.values(provisionings).reduce((total, count) => total + count, 0);
  // One describe when each operation ends, and each change is read back once.
  const calls = readCalls + writes + assignments + Object.keys(provisionings).length + changes.length;
  const waiting =
    assignments / ASSIGNMENTS_A_SECOND + accounts / PROVISIONED_ACCOUNTS_A_SECOND + profiles * PROFILE_SECONDS;
  return { writes, calls, seconds: Math.ceil(Math.max(calls / CALLS_A_SECOND, waiting)) };
}
