/** The whole of what a configuration wants, after the facts are known. */

import type { Issue, Position } from './issue.ts';
import type { Key, KindName } from './key.ts';
import type { SettlePolicy } from './kind.ts';
import type { LiveResource, Resource, Standing } from './resource.ts';
import type { Pricing } from './seats.ts';

/** A removal limit: a count (`40`) or a share of what is live (`10%` as `{ share: 10 }`). */
export type Limit = { readonly count: number } | { readonly share: number };

export const GUARDED_KINDS = [
  'permissionSets',
  'assignments',
  'users',
  'groups',
  'memberships',
  'authorizations',
] as const;
export type GuardedKind = (typeof GUARDED_KINDS)[number];

export interface AdministratorsGuard {
  readonly permissionSet: string;
  /** 12 digits. */
  readonly account: string;
  readonly atLeast: number;
  /** Absent: the guard that holds without configuration (the set and account of `admins.organization`). */
  readonly at?: Position;
}

export interface ExpiryGuard {
  readonly permissionSet: string;
  /** Days from the day of the plan. */
  readonly withinDays: number;
  readonly at?: Position;
}

export interface Guards {
  readonly removals: { readonly [kind in GuardedKind]: Limit };
  readonly administrators: readonly AdministratorsGuard[];
  readonly expiry: readonly ExpiryGuard[];
  readonly protected: {
    readonly permissionSets: ReadonlySet<string>;
    readonly users: ReadonlySet<string>;
    readonly groups: ReadonlySet<string>;
  };
  readonly seats?: number;
}

/** A reviewed exception to one guard. */
export interface Override {
  readonly guard: string;
  readonly upTo?: number;
  readonly id?: string;
  readonly reason: string;
  /** The instant at which it ends, in milliseconds since 1970. */
  readonly until: number;
  readonly at: Position;
}

/** A grant of the file whose time has passed: it grants nothing, and what it alone granted is removed if live. */
export interface ExpiredGrant {
  readonly key: Key;
  /** Milliseconds since 1970. */
  readonly expired: number;
  readonly at: Position;
  /** The file's own `reason`. */
  readonly reason?: string;
}

export interface Desired {
  readonly resources: readonly Resource[];
  /** What becomes of a live thing that is not among `resources`. Never asked for those that are. */
  standing(live: LiveResource): Standing;
  /** What becomes of a grant that nobody declared, as far as its permission set decides it. */
  undeclaredGrants(permissionSet: string): Standing;
  /** Whether what is live on an account (12 digits) is left alone: neither changed nor counted. */
  untouched(account: string): boolean;
  /** Whether an account (12 digits) is not active, or not in the organisation: nothing can be changed there. */
  inactive(account: string): boolean;
  readonly settle: SettlePolicy;
  /** New name → old name, for permission sets and groups with `previously`. */
  readonly renames: {
    readonly permissionSets: ReadonlyMap<string, string>;
    readonly groups: ReadonlyMap<string, string>;
  };
  readonly expired: readonly ExpiredGrant[];
  /** What the file says must not exist: under `removed`, and the profile with `state: absent`. */
  readonly removed: ReadonlySet<Key>;
  readonly guards: Guards;
  readonly overrides: readonly Override[];
  /** How the file calls accounts: id → short name. */
  readonly shortNames: ReadonlyMap<string, string>;
  /** The profile that the file is about; `absent`: it is to be deleted. */
  readonly profile?: { readonly account: string; readonly region: string; readonly state: 'present' | 'absent' };
  /** What seats cost; absent when the file does not say. */
  readonly pricing?: Pricing;
  /** Principals named in the file but not declared: keys of live users and groups. */
  readonly referenced: ReadonlySet<Key>;
  readonly warnings: readonly Issue[];
}

/** Which kind a guard word counts. */
export const GUARDED_KIND: { readonly [kind in GuardedKind]: KindName } = {
  permissionSets: 'permission-set',
  assignments: 'assignment',
  users: 'user',
  groups: 'group',
  memberships: 'membership',
  authorizations: 'authorization',
};
