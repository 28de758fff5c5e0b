/** A plan as data (DESIGN section 4); `schemas/plan.schema.json` describes the same for other programs. */

import type { Change, FieldChange, Origin, Verb } from './change.ts';
import type { Issue, Position } from './issue.ts';
import type { Fields } from './json.ts';
import type { Key, KindName } from './key.ts';
import type { Seats } from './seats.ts';
import type { SignInEffect } from './sign-in.ts';
import type { Ending, TermChange } from './terms.ts';

export interface Target {
  readonly organization: { readonly id: string; readonly managementAccount: string };
  readonly identityCenter: { readonly instanceArn: string; readonly region: string };
  readonly profile?: { readonly account: string; readonly region: string };
}

/** How a person comes to an access: a grant of their own, or one through a group. */
export interface Path {
  /** The group, or absent for a direct grant. */
  readonly group?: string;
}

/** What a plan means for people: for each of the users on each of the accounts the same, by the same paths. */
export interface PeopleEffect {
  readonly permissionSet: string;
  /** `keeps`: holds it at both ends, but by other paths. */
  readonly effect: 'gains' | 'loses' | 'keeps';
  readonly before: readonly Path[];
  readonly after: readonly Path[];
  /** Sorted. */
  readonly users: readonly string[];
  /** Ids of 12 digits, sorted. */
  readonly accounts: readonly string[];
}

/** How many people hold what administrators need, at both ends of a plan. */
export interface AdministratorCount {
  readonly permissionSet: string;
  /** 12 digits. */
  readonly account: string;
  /** Enabled people who hold the set there, directly or through a group. */
  readonly before: number;
  readonly after: number;
}

/** A live thing that nobody declared and the file says to report; with `tags` a declared one that has such tags. */
export interface UnmanagedThing {
  readonly key: Key;
  readonly kind: KindName;
  /** Keys of tags that nobody declared, sorted. */
  readonly tags?: readonly string[];
}

export interface Forecast {
  /** Writing calls. */
  readonly writes: number;
  /** All calls of the apply: writes, status polls, the read before and the read-back. */
  readonly calls: number;
  /** Seconds at the quota. */
  readonly seconds: number;
}

export interface Plan {
  readonly formatVersion: 1;
  readonly target: Target;
  /** In the order of execution. */
  readonly changes: readonly Change[];
  /** No two have a user, set and account in common. */
  readonly people: readonly PeopleEffect[];
  /** One for each guard of administrators, in the order of the file. */
  readonly administrators: readonly AdministratorCount[];
  /** Guard breaches: while there is one, there is no digest and nothing can be applied. */
  readonly breaches: readonly Issue[];
  readonly warnings: readonly Issue[];
  readonly unmanaged: readonly UnmanagedThing[];
  readonly forecast: Forecast;
  readonly summary: { readonly [verb in Verb]: number };
  /** `sha256:` and 64 hex digits; absent when a guard is breached. */
  readonly digest?: string;
  /** How people call the accounts that the plan names: id → name. */
  readonly accounts: { readonly [id: string]: string };
  /** How many accounts each re-provisioned permission set is provisioned to: set → accounts. */
  readonly provisionings: { readonly [permissionSet: string]: number };
  /** Account and set pairs whose last assignee leaves, so that the role's name changes with the next grant. */
  readonly lastAssignees: readonly { readonly permissionSet: string; readonly account: string }[];
  /** Who gains, loses or keeps signing in to CodeWhisperer; absent when the file has no profile. */
  readonly signIns?: readonly SignInEffect[];
  /** Paid seats at both ends; absent when the file has no profile. */
  readonly seats?: Seats;
  /** Grants whose end or reason the base gives otherwise; absent when there are none. */
  readonly terms?: readonly TermChange[];
  /** Grants that end within 14 days; absent when there are none. */
  readonly ending?: readonly Ending[];
}

/** A change as the plan file holds it: specs by name, no ids of AWS but those of accounts. */
export interface ChangeDocument {
  readonly id: string;
  readonly kind: KindName;
  readonly verb: Verb;
  /** `null` for a create. */
  readonly before: Fields | null;
  /** `null` for a delete. */
  readonly after: Fields | null;
  /** What differs; empty for a create and a delete. */
  readonly fields: readonly FieldChange[];
  readonly needs: readonly string[];
  readonly reason: string;
  readonly origin: Origin;
  readonly widensAccess: boolean;
  /** The selector that gave it, in words. */
  readonly via?: string;
  readonly at?: Position;
}

export interface IssueDocument {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly hint?: string;
  readonly at?: Position;
}

/** The plan file (`plan --out`, `--format json`). */
export interface PlanDocument extends Omit<Plan, 'changes' | 'breaches' | 'warnings' | 'unmanaged'> {
  readonly changes: readonly ChangeDocument[];
  readonly breaches: readonly IssueDocument[];
  readonly warnings: readonly IssueDocument[];
  readonly unmanaged: readonly {
    readonly id: string;
    readonly kind: KindName;
    readonly tags?: readonly string[];
  }[];
}
