/** Quotas and speeds: those of the services unless a test asks for others. */

export interface Limits {
  /** Calls a second and burst, by service; a service that is not named has no limit. Quotas: 20 TPS for both directories. */
  readonly callsPerSecond: { readonly [service: string]: number };
  /** Creations and deletions of account assignments under way at once. */
  readonly assignmentOperations: number;
  readonly provisionings: number;
  /** How long an assignment operation, or the provisioning of one account, is under way (milliseconds). */
  readonly operationMilliseconds: number;
  /** What each further account adds to a provisioning of all accounts (milliseconds). */
  readonly furtherAccountMilliseconds: number;
  /** How long an operation on a suspended account takes to fail (milliseconds). */
  readonly suspendedMilliseconds: number;
  /** Accounts that `ALL_PROVISIONED_ACCOUNTS` reaches. */
  readonly allProvisionedAccounts: number;
  readonly permissionSets: number;
  readonly permissionSetsInAccount: number;
  /** Managed and customer managed policies together. */
  readonly policiesInPermissionSet: number;
  /** Characters of an inline policy that are not blank. */
  readonly inlinePolicyCharacters: number;
  readonly tagsOnResource: number;
  readonly users: number;
  readonly groups: number;
  /** Size of a page when the request names none: not documented, so clients must not rely on it. */
  readonly defaultPageSize: number;
  /** Lists that the model does not require are left out when they are empty, rather than sent as `[]`. */
  readonly absentEmptyLists: boolean;
  /** Deleting the assignment of a principal that no longer exists ends FAILED with a 404, as has been seen. */
  readonly orphanDeletionFails: boolean;
  /** How long after its registration a delegated administrator of Identity Center is still refused (milliseconds). */
  readonly delegationMilliseconds: number;
  /** How long a profile of CodeWhisperer is CREATING, UPDATING, DELETING (milliseconds); an update of 0 is done at once. */
  readonly profileCreationMilliseconds: number;
  readonly profileUpdateMilliseconds: number;
  readonly profileDeletionMilliseconds: number;
  /** Accounts of the organisation that may have a profile in one Region; the creation in a further one ends CREATE_FAILED. */
  readonly profileAccountsInRegion: number;
  /** How long after its creation a profile refuses assignments (milliseconds). */
  readonly assignableMilliseconds: number;
  /** How long it takes a group's seat to reach a member's subscription (milliseconds). */
  readonly memberSeatMilliseconds: number;
  /** The type of profiles that are made; seats of a `KIRO` profile are listed under Kiro's names. */
  readonly newProfileType: string;
  /** Features that UpdateProfile accepts and forgets, since the profile is of a type that has none of the kind. */
  readonly forgottenFeatures: readonly string[];
  /** A profile whose update fails late lists what was asked for all the same. */
  readonly failedUpdateShows: boolean;
  /** How the subscription of a seat that was taken away is spelled: `CANCELLED` or `CANCELED`. */
  readonly cancelledStatus: string;
  /** Seats that were taken away stay among an application's claims. */
  readonly cancelledClaims: boolean;
  /** CreateAssignment also authorises the principal at the application. */
  readonly seatAuthorizes: boolean;
  /** DeleteAssignment also takes that away. */
  readonly seatRemovalUnauthorizes: boolean;
  /** CreateProfile and CreateAssignment need the service-linked roles. */
  readonly serviceLinkedRolesNeeded: boolean;
}

export const DEFAULT_LIMITS: Limits = {
  callsPerSecond: { 'sso-admin': 20, identitystore: 20, organizations: 20 },
  assignmentOperations: 15,
  provisionings: 3,
  operationMilliseconds: 2000,
  furtherAccountMilliseconds: 500,
  suspendedMilliseconds: 60_000,
  allProvisionedAccounts: 3500,
  permissionSets: 3500,
  permissionSetsInAccount: 500,
  policiesInPermissionSet: 20,
  inlinePolicyCharacters: 10_240,
  tagsOnResource: 75,
  users: 100_000,
  groups: 100_000,
  defaultPageSize: 10,
  absentEmptyLists: true,
  orphanDeletionFails: false,
  delegationMilliseconds: 0,
  profileCreationMilliseconds: 15_000,
  profileUpdateMilliseconds: 10_000,
  profileDeletionMilliseconds: 15_000,
  profileAccountsInRegion: 20,
  assignableMilliseconds: 20_000,
  memberSeatMilliseconds: 0,
  newProfileType: 'KIRO',
  forgottenFeatures: [],
  failedUpdateShows: false,
  cancelledStatus: 'CANCELLED',
  cancelledClaims: false,
  seatAuthorizes: true,
  seatRemovalUnauthorizes: false,
  serviceLinkedRolesNeeded: true,
};

/** A token bucket: `rate` calls a second, and as many at once. */
export interface Bucket {
  /** Whether a call may pass now (milliseconds since 1970). */
  take(now: number): boolean;
}

export function createBucket(rate: number, start: number): Bucket {
  let tokens = rate;
  let filled = start;
  return {
    take(now) {
      tokens = Math.min(rate, tokens + ((now - filled) / 1000) * rate);
      filled = now;
      // Sums of fractions fall a little short of whole tokens.
      if (tokens < 1 - 1e-9) return false;
      tokens -= 1;
      return true;
    },
  };
}
