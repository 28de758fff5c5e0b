/** What the guards are asked about, and what they answer. */

import type { Caller } from './caller.ts';
import type { Change } from './change.ts';
import type { Desired } from './desired.ts';
import type { Account } from './facts.ts';
import type { Issue } from './issue.ts';
import type { Key } from './key.ts';
import type { PeopleEffect } from './plan.types.ts';
import type { LiveResource } from './resource.ts';
import type { Seats } from './seats.ts';

/** People who hold a permission set on an account, directly or through a group; only enabled users count. */
export interface HolderCount {
  readonly before: number;
  readonly after: number;
  /** The fewest after any set of the plan's changes that a crash can leave behind. */
  readonly least: number;
}

export interface GuardInput {
  readonly changes: readonly Change[];
  /** All that was read, also what is ignored or only reported. */
  readonly live: readonly LiveResource[];
  readonly desired: Desired;
  /** Those of the organisation, as far as they were read. */
  readonly accounts: readonly Account[];
  /** How people call accounts: id → name. */
  readonly accountNames: ReadonlyMap<string, string>;
  /** What the changes mean for people. */
  readonly people: readonly PeopleEffect[];
  /** People with a paid seat at both ends. */
  readonly seats: Pick<Seats, 'before' | 'after' | 'people'>;
  /** `account` is 12 digits. Of a set that is being renamed, people who hold it under either name count. */
  readonly holders: (permissionSet: string, account: string) => HolderCount;
  /** Absent when the run does not use a role of Identity Center. */
  readonly caller?: Caller | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface Guarded {
  /** Errors, each with the setting and the ways out; while there is one, there is nothing to apply. */
  readonly breaches: readonly Issue[];
  readonly warnings: readonly Issue[];
  /** The removals that `breaches` are about: what `--only` leaves out. */
  readonly forbidden: ReadonlySet<Key>;
}
