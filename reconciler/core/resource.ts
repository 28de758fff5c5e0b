/** The one shape in the middle: what is desired and what is live, as canonical specs under the plan's keys. */

import type { Position } from './issue.ts';
import type { Fields, Json } from './json.ts';
import type { Key, KindName, PrincipalType } from './key.ts';

export interface Resource<S extends Fields = Fields> {
  readonly kind: KindName;
  readonly key: Key;
  /** Canonical. A field that the file leaves out and that is then "left as it is" (DESIGN, Values) is absent. */
  readonly spec: S;
  /** Keys of the resources that must exist first. Keys that nobody declares (looked-up principals) may be among them. */
  readonly needs: readonly Key[];
  readonly at?: Position;
  /** What gave it: a selector's text such as `ou Workloads/Prod`; absent when it is written out. */
  readonly via?: string;
  /** The other selectors that give it, each as `selectorAt` tells it from the rest. */
  readonly alsoBy?: readonly string[];
  /** When the grant ends, in milliseconds since 1970; not part of the spec. */
  readonly expires?: number;
  /** The file's own `reason`; not part of the spec. */
  readonly reason?: string;
}

export interface LiveResource<S extends Fields = Fields> {
  readonly kind: KindName;
  readonly key: Key;
  readonly spec: S;
  readonly needs: readonly Key[];
  /** The service's ids and ARNs: opaque to all but the kind's own driver. */
  readonly ref: Fields;
  /** Written by somebody else for good: it carries an external id (DESIGN, References). Never changed, whatever the file says. */
  readonly external?: boolean;
}

/** What becomes of a live thing: `declared` is compared, `removable` deleted, `reported` listed, `ignored` passed over. */
export type Standing = 'declared' | 'removable' | 'reported' | 'ignored';

export type ServiceAccessSpec = {
  /** The service's, such as `sso.amazonaws.com`. */
  readonly principal: string;
};

export type DelegatedAdministratorSpec = {
  /** The service's, such as `sso.amazonaws.com`. */
  readonly principal: string;
  /** 12 digits. */
  readonly account: string;
  /** Only of a live one: further accounts that are registered for the service, sorted. */
  readonly others?: readonly string[];
};

export type UserSpec = {
  readonly userName: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly displayName: string;
  /** The primary address. Absent: left as it is. */
  readonly email?: string;
};

export type GroupSpec = {
  readonly name: string;
  /** Absent: left as it is. */
  readonly description?: string;
};

export type MembershipSpec = { readonly group: string; readonly user: string };

export type CustomerManagedPolicy = { readonly name: string; readonly path: string };

export type PermissionSetSpec = {
  readonly name: string;
  /** Absent: left as it is. */
  readonly description?: string;
  /** Canonical ISO-8601 (`PT1H`, `PT1H30M`): hours and minutes, seconds only when there are some. */
  readonly sessionDuration: string;
  readonly relayState: string | null;
  /** Full ARNs, sorted. */
  readonly managedPolicies: readonly string[];
  /** Sorted by path, then name. */
  readonly customerManagedPolicies: readonly CustomerManagedPolicy[];
  readonly permissionsBoundary:
    | null
    | { readonly managedPolicy: string }
    | { readonly customerManagedPolicy: CustomerManagedPolicy };
  /** In the canonical form of `core/policy.ts`, so that equal meaning is equal JSON. */
  readonly inlinePolicy: Json;
  readonly tags: { readonly [key: string]: string };
  /** `latest`, or the accounts (ids, sorted) that still carry an older version of the set. */
  readonly provisioned: 'latest' | { readonly outdated: readonly string[] };
};

export type AssignmentSpec = {
  readonly permissionSet: string;
  /** 12 digits. */
  readonly account: string;
  readonly principalType: PrincipalType;
  /** A name; `~` and the AWS id for a principal that no longer exists. */
  readonly principal: string;
};

export type ServiceLinkedRoleSpec = {
  /** Of the service, such as `q.amazonaws.com`. */
  readonly principal: string;
  /** 12 digits. */
  readonly account: string;
};

/** Switches of a profile by the service's names: on or off, or what the feature needs; of `notifications` one for each feature. */
export type ProfileFeatures = { readonly [feature: string]: boolean | { readonly [member: string]: Json } };

export type ProfileSpec = {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  /** Used when the profile is made; an existing one keeps its name. */
  readonly profileName: string;
  /** Absent: left as it is. */
  readonly description?: string;
  /** Absent: left as it is. */
  readonly codeReferences?: 'allow' | 'block';
  /** The ARN of a key. Absent: left as it is; live: the key that AWS owns. */
  readonly kmsKey?: string;
  readonly features: ProfileFeatures;
  readonly tags: { readonly [key: string]: string };
  /** Only of a live profile that was never made whole: `CREATE_FAILED`. */
  readonly status?: string;
};

export type ApplicationSpec = {
  /** 12 digits: the profile's account. */
  readonly account: string;
  readonly region: string;
  readonly enabled: boolean;
};

export type AuthorizationSpec = {
  readonly principalType: PrincipalType;
  /** A name; `~` and the AWS id for a principal that no longer exists. */
  readonly principal: string;
  /** 12 digits: the profile's account. */
  readonly account: string;
  readonly region: string;
  /** Assigned to the profile's application; without it a seat is of no use. */
  readonly signIn: boolean;
  /** The type of the paid seat of its own (`core/subscriptions.ts`), or `null` for none. */
  readonly subscription: string | null;
  /** Only of a live user without a seat of their own: the type of the one that comes through a group. */
  readonly throughGroup?: string;
};
