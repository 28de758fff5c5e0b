// Generated from schemas/desired-state.schema.json by scripts/generate-types.mjs: do not edit.

/**
 * The 12 digits of an account id, in quotes: YAML would read the digits as a number and drop a leading zero.
 */
export type AccountId = string;
/**
 * The principal of an AWS service.
 */
export type ServicePrincipal = string;
/**
 * An account: a short name from `accounts`, an id in quotes, or a name from AWS Organizations.
 */
export type AccountName = string;
/**
 * A pattern for whole names, case and all: `*` stands for any characters, `?` for one, nothing else is special.
 */
export type Glob = string;
/**
 * One role for reading and writing, or one for each.
 */
export type Role =
  | RoleArn
  | {
      readonly plan?: RoleArn;
      readonly apply?: RoleArn;
    };
/**
 * ARN of an IAM role.
 */
export type RoleArn = string;
/**
 * A part of a person's name.
 */
export type PersonText = string;
/**
 * A user, or a user with an end.
 */
export type UserGrant =
  | Name
  | {
      readonly user: Name;
      readonly expires?: Instant;
      readonly reason?: Reason;
    };
/**
 * A name, compared exactly.
 */
export type Name = string;
/**
 * A day, which ends with that day in UTC, or a full timestamp with its zone.
 */
export type Instant = string;
/**
 * Why, for people: shown in plans and by `access`.
 */
export type Reason = string;
/**
 * What happens to live things that are not declared: `ignore` passes over them, `report` lists them, `remove` deletes them.
 */
export type Standing = 'ignore' | 'report' | 'remove';
/**
 * The name of a permission set.
 */
export type PermissionSetName = string;
/**
 * A policy that AWS manages: name, path/name, or full ARN. Names take the partition of the instance.
 */
export type ManagedPolicy = string;
/**
 * A tag's value.
 */
export type TagValue = string;
/**
 * One account by name, or all accounts that have what is asked for.
 */
export type AccountSelector =
  | AccountName
  | {
      /**
       * Accounts in this organisational unit: its path below the root, or its id.
       */
      readonly ou?: string;
      /**
       * With `ou`: also the accounts of the units below it.
       */
      readonly recursive?: boolean;
      /**
       * Accounts with all these tags.
       */
      readonly tag?: {
        readonly [k: string]: string;
      };
      /**
       * All accounts but the management account.
       */
      readonly all?: true;
    };
/**
 * A group, or a group with an end.
 */
export type GroupGrant =
  | Name
  | {
      readonly group: Name;
      readonly expires?: Instant;
      readonly reason?: Reason;
    };
/**
 * A count, or a share of what is live.
 */
export type Limit = number | string;

/**
 * Who administers an AWS organisation's IAM Identity Center and CodeWhisperer, which permission sets exist, who holds them where, and who may use CodeWhisperer. One part of the desired state: several files in a folder are read as one document.
 */
export interface DesiredState {
  /**
   * The version of this format. It must stand in one part at least.
   */
  readonly version?: 1;
  readonly organization?: Organization;
  readonly identityCenter?: IdentityCenter;
  readonly roles?: Roles;
  /**
   * Short names for accounts. An account may also be named by its id or by its name in AWS Organizations.
   */
  readonly accounts?: {
    readonly [k: string]: AccountId;
  };
  /**
   * Users that are kept in Identity Center as declared here.
   */
  readonly users?: readonly User[];
  /**
   * Groups that are kept in Identity Center as declared here, with their members.
   */
  readonly groups?: readonly Group[];
  /**
   * Permission sets that are kept in Identity Center as declared here.
   */
  readonly permissionSets?: readonly PermissionSet[];
  readonly admins?: Admins;
  /**
   * Who holds which permission sets on which accounts.
   */
  readonly assignments?: readonly Assignment[];
  readonly codewhisperer?: Codewhisperer;
  readonly removed?: Removed;
  readonly unmanaged?: Unmanaged;
  readonly ignore?: Ignore;
  readonly guards?: Guards;
  /**
   * Reviewed exceptions to single guards, given in the same pull request as the change that needs them; useless after their date.
   */
  readonly overrides?: readonly Override[];
  /**
   * What the files of a team may declare and name, so that code owners of a folder mean something. Several scopes that match one file add up; a file that none matches may hold everything.
   */
  readonly scopes?: readonly Scope[];
  readonly pricing?: Pricing;
}
/**
 * The organisation that this file is for.
 */
export interface Organization {
  /**
   * Id of the organisation. When given, any other organisation is refused before anything is read further.
   */
  readonly id?: string;
  readonly managementAccount?: AccountId;
  /**
   * Service principals whose trusted access is switched on. The reconciler never switches it off.
   */
  readonly serviceAccess?: readonly ServicePrincipal[];
  /**
   * The delegated administrator account of each service: service principal to account.
   */
  readonly delegatedAdministrators?: {
    readonly [k: string]: AccountName;
  };
}
/**
 * The instance of IAM Identity Center.
 */
export interface IdentityCenter {
  /**
   * Region of the instance. Default: the Region of the AWS credentials chain.
   */
  readonly region?: string;
  /**
   * ARN of the instance; needed only when there is more than one.
   */
  readonly instanceArn?: string;
  /**
   * Where users and groups are kept. `identity-center` (default): here. `external`: they come from a provider such as Active Directory, are looked up and never written.
   */
  readonly identitySource?: 'identity-center' | 'external';
  /**
   * With `identitySource: external`: globs of the names of groups that are kept here all the same.
   */
  readonly localGroups?: readonly Glob[];
}
/**
 * Roles that are assumed for each group of calls. Without them the ambient credentials are used.
 */
export interface Roles {
  readonly management?: Role;
  readonly identityCenter?: Role;
  readonly codewhisperer?: Role;
}
/**
 * A user of Identity Center.
 */
export interface User {
  /**
   * The name to sign in with; it can never be changed.
   */
  readonly userName: string;
  readonly givenName: PersonText;
  readonly familyName: PersonText;
  readonly displayName?: PersonText;
  /**
   * The primary email address, unique whatever its case. Absent: left as it is.
   */
  readonly email?: string;
}
/**
 * A group of Identity Center.
 */
export interface Group {
  /**
   * The group's display name.
   */
  readonly name: string;
  /**
   * What the group is for. Absent: left as it is.
   */
  readonly description?: string;
  /**
   * The users in the group: a name, or a name with the day on which the membership ends.
   */
  readonly members?: readonly UserGrant[];
  readonly unmanagedMembers?: Standing;
  readonly previously?: Name;
}
/**
 * A permission set. Absent fields mean AWS's default: one hour, no relay state, no policies, no boundary.
 */
export interface PermissionSet {
  readonly name: PermissionSetName;
  /**
   * Start from a shipped preset; any field given here replaces the preset's.
   */
  readonly preset?: 'organization-administrator' | 'codewhisperer-administrator';
  /**
   * What the set is for. Absent: left as it is, since it cannot be cleared.
   */
  readonly description?: string;
  /**
   * How long a session lasts: an ISO-8601 duration from PT1H to PT12H. Default PT1H.
   */
  readonly sessionDuration?: string;
  /**
   * Where people land after signing in.
   */
  readonly relayState?: string;
  /**
   * Policies that AWS manages: name, path/name, or full ARN.
   */
  readonly managedPolicies?: readonly ManagedPolicy[];
  /**
   * Policies of your own, by name and path. Each must exist in every account that the set is assigned on.
   */
  readonly customerManagedPolicies?: readonly CustomerManagedPolicy[];
  /**
   * The most that the set can allow: one policy, of AWS or of your own.
   */
  readonly permissionsBoundary?: {
    readonly managedPolicy?: ManagedPolicy;
    readonly customerManagedPolicy?: CustomerManagedPolicy;
  };
  /**
   * A policy of the set itself: written here, or the path of a .json file relative to this file. Compared by meaning.
   */
  readonly inlinePolicy?:
    | string
    | {
        readonly [k: string]: unknown;
      };
  /**
   * Tags of the set; they do not reach the roles.
   */
  readonly tags?: {
    readonly [k: string]: TagValue;
  };
  readonly unmanagedAssignments?: Standing;
  readonly previously?: Name;
}
/**
 * A policy of your own.
 */
export interface CustomerManagedPolicy {
  /**
   * The policy's name.
   */
  readonly name: string;
  /**
   * The policy's path; begins and ends with a slash. Default /.
   */
  readonly path?: string;
}
/**
 * The two administrators of the service's documentation, in short.
 */
export interface Admins {
  readonly organization?: AdminGrant;
  readonly codewhisperer?: AdminGrant;
}
/**
 * Who holds the administrator's permission set, where, and until when.
 */
export interface AdminGrant {
  readonly permissionSet?: PermissionSetName;
  readonly account?: AccountName;
  /**
   * Users who hold it.
   */
  readonly users?: readonly Name[];
  /**
   * Groups that hold it.
   */
  readonly groups?: readonly Name[];
  readonly expires?: Instant;
  readonly reason?: Reason;
}
/**
 * Users and groups that hold permission sets on accounts.
 */
export interface Assignment {
  readonly permissionSet?: Name;
  /**
   * Several permission sets, each of them granted.
   */
  readonly permissionSets?: readonly Name[];
  /**
   * Accounts by name, or selectors. The management account is selected by name only.
   */
  readonly accounts: readonly AccountSelector[];
  /**
   * Accounts, or selectors of accounts, that are left out.
   */
  readonly except?: readonly AccountSelector[];
  /**
   * Users who hold it.
   */
  readonly users?: readonly Name[];
  /**
   * Groups that hold it.
   */
  readonly groups?: readonly Name[];
  readonly expires?: Instant;
  readonly reason?: Reason;
}
/**
 * The CodeWhisperer profile of the organisation, and who may use it.
 */
export interface Codewhisperer {
  /**
   * Whether the profile exists. Default present; `absent` deletes it, which needs the override `codewhisperer.delete`.
   */
  readonly state?: 'present' | 'absent';
  readonly account?: AccountName;
  /**
   * The Region of the profile.
   */
  readonly region?: string;
  /**
   * The name with which the profile is created; default QDevProfile-REGION. An existing one is adopted whatever its name.
   */
  readonly profileName?: string;
  /**
   * The profile's description. Absent: left as it is.
   */
  readonly description?: string;
  /**
   * Whether people can sign in to it. Default true.
   */
  readonly enabled?: boolean;
  /**
   * Whether suggestions with references to public code are shown. Absent: left as it is, blocked when the profile is created.
   */
  readonly codeReferences?: 'allow' | 'block';
  /**
   * ARN or alias of the KMS key that encrypts the company's data, in the profile's Region. Absent: left as it is, the key that AWS owns when the profile is created.
   */
  readonly kmsKey?: string;
  readonly features?: Features;
  /**
   * Tags of the profile.
   */
  readonly tags?: {
    readonly [k: string]: TagValue;
  };
  /**
   * Who may use CodeWhisperer.
   */
  readonly authorized?: readonly Authorization[];
}
/**
 * Switches of the profile, by the service's names: true, false, or what the feature needs. Those not given are left as they are.
 */
export interface Features {
  /**
   * Usage on the dashboard.
   */
  readonly dashboardAnalytics?: boolean;
  /**
   * Logs of prompts, written to a bucket: false, or where to.
   */
  readonly promptLogging?: false | BucketTarget;
  /**
   * Usage of each user, on the dashboard or written to a bucket.
   */
  readonly byUserAnalytics?: boolean | BucketTarget;
  /**
   * Notifications by feature.
   */
  readonly notifications?: {
    readonly [k: string]: boolean;
  };
  /**
   * Context from the workspace.
   */
  readonly workspaceContext?: boolean;
  /**
   * Servers of the model context protocol, and the registry that lists them.
   */
  readonly mcpConfiguration?:
    | boolean
    | {
        /**
         * URL of the registry.
         */
        readonly mcpRegistryUrl: string;
      };
  /**
   * Use beyond what the subscription includes, and its limit.
   */
  readonly overageConfiguration?:
    | boolean
    | {
        /**
         * The limit.
         */
        readonly overageLimit: number;
      };
  /**
   * Agents that work by themselves.
   */
  readonly autonomousAgents?: boolean;
  /**
   * Tools that read the web.
   */
  readonly webTools?: boolean;
}
/**
 * A place in a bucket of the profile's account and Region.
 */
export interface BucketTarget {
  /**
   * The bucket and the prefix.
   */
  readonly s3Uri: string;
}
/**
 * Users and groups that may use CodeWhisperer.
 */
export interface Authorization {
  /**
   * Also give each one a paid seat of this type. Absent: sign-in only.
   */
  readonly subscription?: string;
  /**
   * Users, or users with an end.
   */
  readonly users?: readonly UserGrant[];
  /**
   * Groups, or groups with an end.
   */
  readonly groups?: readonly GroupGrant[];
}
/**
 * What must not exist, whatever `unmanaged` says. What is already gone is a notice.
 */
export interface Removed {
  /**
   * User names.
   */
  readonly users?: readonly Name[];
  /**
   * Names of groups.
   */
  readonly groups?: readonly Name[];
  /**
   * Names of permission sets.
   */
  readonly permissionSets?: readonly Name[];
}
/**
 * What happens to live things that are not declared here.
 */
export interface Unmanaged {
  readonly permissionSets?: Standing;
  readonly users?: Standing;
  readonly groups?: Standing;
  readonly assignments?: Standing;
  readonly memberships?: Standing;
  readonly authorizations?: Standing;
  readonly tags?: Standing;
}
/**
 * Globs of names of things that are not read, shown, counted, touched or exported.
 */
export interface Ignore {
  /**
   * Permission sets.
   */
  readonly permissionSets?: readonly Glob[];
  /**
   * Groups.
   */
  readonly groups?: readonly Glob[];
  /**
   * Users.
   */
  readonly users?: readonly Glob[];
  /**
   * Accounts, by short name, id or name in AWS Organizations.
   */
  readonly accounts?: readonly Glob[];
}
/**
 * Limits that a plan must keep, else it is refused.
 */
export interface Guards {
  /**
   * The most that one plan may remove.
   */
  readonly removals?: {
    readonly permissionSets?: Limit;
    readonly assignments?: Limit;
    readonly users?: Limit;
    readonly groups?: Limit;
    readonly memberships?: Limit;
    readonly authorizations?: Limit;
  };
  /**
   * At every moment so many people must hold this permission set on this account. For `admins.organization` it is one unless it is named here; an empty list asks for none.
   */
  readonly administrators?: readonly AdministratorsGuard[];
  /**
   * What is never removed, nor any grant that names it; it may be updated.
   */
  readonly protected?: {
    /**
     * Names of permission sets.
     */
    readonly permissionSets?: readonly Name[];
    /**
     * User names.
     */
    readonly users?: readonly Name[];
    /**
     * Names of groups.
     */
    readonly groups?: readonly Name[];
  };
  /**
   * Permission sets that may only be granted with `expires`, and not for longer than `within`.
   */
  readonly expiry?: readonly ExpiryGuard[];
  /**
   * The most people with a paid seat.
   */
  readonly seats?: number;
}
/**
 * A permission set that so many people must hold on an account.
 */
export interface AdministratorsGuard {
  readonly permissionSet: Name;
  readonly account: AccountName;
  /**
   * How many people. Default 1.
   */
  readonly atLeast?: number;
}
/**
 * A permission set that is only granted with an end.
 */
export interface ExpiryGuard {
  readonly permissionSet: Name;
  /**
   * The longest time from the day of the plan, in days or weeks.
   */
  readonly within: string;
}
/**
 * One reviewed exception to one guard.
 */
export interface Override {
  /**
   * The guard that it lifts.
   */
  readonly guard:
    | 'removals.permissionSets'
    | 'removals.assignments'
    | 'removals.users'
    | 'removals.groups'
    | 'removals.memberships'
    | 'removals.authorizations'
    | 'protected'
    | 'seats'
    | 'emptyFile'
    | 'codewhisperer.delete'
    | 'codewhisperer.kmsKey'
    | 'delegatedAdministrator';
  /**
   * For `removals.*` and `seats`: the limit in its place.
   */
  readonly upTo?: number;
  /**
   * For `protected`: the id of the thing, as plans show it.
   */
  readonly id?: string;
  /**
   * Why, for people.
   */
  readonly reason: string;
  readonly until: Instant;
}
/**
 * What the files of one team may declare and name. What is absent or empty allows nothing.
 */
export interface Scope {
  /**
   * A glob of paths relative to the folder: `*` stays inside one folder, `**` crosses them.
   */
  readonly files: string;
  /**
   * Accounts that may be named, or selectors of them.
   */
  readonly accounts?: readonly AccountSelector[];
  /**
   * Globs of names of permission sets.
   */
  readonly permissionSets?: readonly Glob[];
  /**
   * Globs of names of groups.
   */
  readonly groups?: readonly Glob[];
  /**
   * Globs of user names.
   */
  readonly users?: readonly Glob[];
}
/**
 * What a seat costs; only with it plans show money.
 */
export interface Pricing {
  /**
   * Three letters.
   */
  readonly currency?: string;
  /**
   * Price of a seat a month, by subscription type.
   */
  readonly perSeatMonthly?: {
    readonly [k: string]: number;
  };
}
