/** Profiles of CodeWhisperer, their seats, and the applications of Identity Center, by AWS's ids. Plain data, like World. */

import type { JsonObject } from './json.ts';
import type { ProfileStanding } from './state.types.ts';
import type { PrincipalType } from './world.types.ts';

/** Who may use an application. */
export interface Authorization {
  readonly sequence: number;
  readonly principalType: PrincipalType;
  readonly principalId: string;
}

export interface Application {
  readonly arn: string;
  readonly sequence: number;
  readonly created: number;
  name: string;
  readonly providerArn: string;
  /** The account that it was made from. */
  readonly account: string;
  description?: string;
  enabled: boolean;
  assignmentRequired: boolean;
  /** Principal id → authorisation. */
  readonly authorizations: Map<string, Authorization>;
}

/** What UpdateProfile can change, under the service's own names. */
export interface ProfileSettings {
  readonly profileName: string;
  readonly description?: string;
  readonly codeReferences: 'ALLOW' | 'BLOCK';
  readonly kmsKeyArn?: string;
  readonly activeFunctionalities?: readonly string[];
  readonly resourcePolicy?: 'ALLOW' | 'DENY';
  /** Any text: the service has added types before. */
  readonly profileType: string;
  readonly optInFeatures?: JsonObject;
  readonly optInFeaturesType?: string;
}

/** What CREATING, UPDATING or DELETING comes to. */
export interface ProfileChange {
  readonly ends: number;
  /** Why it will fail. */
  readonly failure?: string;
  /** What an update will have changed. */
  readonly settings?: ProfileSettings;
}

export interface Profile {
  readonly arn: string;
  readonly sequence: number;
  readonly created: number;
  readonly account: string;
  readonly region: string;
  settings: ProfileSettings;
  status: ProfileStanding;
  errorDetails?: string;
  change?: ProfileChange;
  /** Before that instant assignments are refused although the profile is ACTIVE; absent once it has passed. */
  assignableAt?: number;
  /** The application that users sign in to; absent until the profile has been made. */
  applicationArn?: string;
  signInArn?: string;
  /** What the profile names in the place of its application's ARN. */
  readonly oidcClientId?: string;
  readonly permissionUpdateRequired: boolean;
  readonly customizations: readonly string[];
  readonly tags: Map<string, string>;
}

/** A paid place, of a user or of every member of a group. */
export interface Seat {
  readonly sequence: number;
  readonly created: number;
  readonly account: string;
  readonly region: string;
  readonly principalType: PrincipalType;
  readonly principalId: string;
  subscription: string;
  /** Absent: it counts, and is ACTIVE or PENDING as its user is. */
  status?: string;
}

export interface CodewhispererWorld {
  readonly profiles: Map<string, Profile>;
  /** `ACCOUNT/REGION|principal id` → seat. */
  readonly seats: Map<string, Seat>;
  /** Users who have used a seat: theirs are ACTIVE, those of others PENDING. */
  readonly activeUsers: Set<string>;
  /** `ACCOUNT/REGION|client token` → what was asked, and the profile that it made. */
  readonly tokens: Map<string, { readonly request: string; readonly arn: string }>;
  /** Every ARN that ever was, so that none is given twice. */
  readonly usedArns: Set<string>;
}
