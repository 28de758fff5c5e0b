/** What expanding a configuration needs to know beyond the file: the clock, the organisation, the directory's names. */

export interface Account {
  /** 12 digits. */
  readonly id: string;
  readonly name: string;
  /** Only an active account is written to (`State`, or `Status` where the service has no `State`). */
  readonly active: boolean;
  /** The service's own word for its state, such as `SUSPENDED`. */
  readonly state: string;
  /** Ids of the OUs that hold it, from the root down, without the root; known when a selector asks for OUs. */
  readonly path?: readonly string[];
  /** Known when a selector asks for tags. */
  readonly tags?: { readonly [key: string]: string };
}

export interface OrganizationalUnit {
  readonly id: string;
  readonly name: string;
  /** The id of the parent OU; absent directly below the root. */
  readonly parent?: string;
}

export interface Organization {
  readonly id: string;
  /** 12 digits. */
  readonly managementAccount: string;
  readonly accounts: readonly Account[];
  /** Those on the way to what selectors name; all others are absent. */
  readonly units: readonly OrganizationalUnit[];
}

export interface KnownUser {
  readonly name: string;
  readonly external: boolean;
  readonly enabled: boolean;
}

/** Names of the users who cannot sign in. */
export function disabledAmong(users: readonly KnownUser[]): ReadonlySet<string> {
  return new Set(users.filter(({ enabled }) => !enabled).map(({ name }) => name));
}

export interface KnownGroup {
  readonly name: string;
  readonly external: boolean;
}

export interface Facts {
  /** Milliseconds since 1970: the moment of the plan, or `--at`. */
  readonly now: number;
  /** `aws`, `aws-us-gov`, …: the partition of the Identity Center instance. */
  readonly partition: string;
  readonly organization: Organization;
  readonly users: readonly KnownUser[];
  readonly groups: readonly KnownGroup[];
  /** Names of the live permission sets. */
  readonly permissionSets: readonly string[];
  /** What the file's profile depends on; absent when the file has none, or wants none. */
  readonly profile?: ProfileFacts;
}

/** A KMS key that the file names. */
export interface KeyFact {
  /** As the file names it. */
  readonly written: string;
  /** Absent when there is no such key. */
  readonly arn?: string;
  /** Why a profile cannot use it, after "the key …": `is Disabled`. */
  readonly problem?: string;
}

export interface ProfileFacts {
  /** Whether there is one. */
  readonly live: boolean;
  /** The service says that its application lacks newer permissions. */
  readonly permissionUpdateRequired?: boolean;
  /** Absent when the file names no key. */
  readonly key?: KeyFact;
  /** Accounts that share a profile of theirs with the profile's account: ids. */
  readonly sharing: readonly string[];
}

/** Which facts a document needs, so that nothing else is read. */
export interface FactsWanted {
  /** The list of accounts: names, states. */
  readonly accounts: boolean;
  readonly identities: boolean;
  /**
   * Where not every user (or group) has to be known: the names of those that have to be. Whoever else turns up in what is
   * read is known too. Absent: every one is wanted.
   */
  readonly named?: { readonly users?: NamedIdentities; readonly groups?: NamedIdentities };
  readonly permissionSets: boolean;
  /** OU paths that selectors name, each as its names from below the root, or one OU id. */
  readonly unitPaths: readonly (readonly string[])[];
  /** Every OU, whatever is named: for writing selectors, not for reading them. */
  readonly everyUnit?: boolean;
  readonly accountTags: boolean;
  /** The profile that the file declares. */
  readonly profile?: WantedProfile;
}

export interface NamedIdentities {
  /** Names that must exist. When one does not, everybody is read after all, since the error suggests similar names. */
  readonly referred: readonly string[];
  /** Names that the file declares, removes or renames: they may or may not exist. */
  readonly own: readonly string[];
}

export interface WantedProfile {
  /** An id, or a name in Organizations. */
  readonly account: string;
  readonly region: string;
  /** ARN or alias. */
  readonly kmsKey?: string;
}
