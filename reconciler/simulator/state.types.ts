/** The simulator's state as a person writes it: things by name (schemas/simulator-state.schema.json describes the same). */

import type { Json } from './json.ts';

export type AccountStanding = 'PENDING_ACTIVATION' | 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE' | 'CLOSED';

export interface CustomerManagedPolicyState {
  readonly name: string;
  /** Default `/`. */
  readonly path?: string;
}

export interface AccountState {
  /** 12 digits. */
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  /** Default ACTIVE. */
  readonly state?: AccountStanding;
  /** The OU's path below the root (`Workloads/Prod`) or its id. Default: the root. */
  readonly ou?: string;
  readonly tags?: { readonly [key: string]: string };
  /** IAM policies of the account, which permission sets can refer to. */
  readonly customerManagedPolicies?: readonly CustomerManagedPolicyState[];
}

export interface UnitState {
  readonly name: string;
  readonly id?: string;
  readonly organizationalUnits?: readonly UnitState[];
}

export interface OrganizationState {
  readonly id: string;
  /** 12 digits; one of `accounts`. */
  readonly managementAccount: string;
  readonly rootId?: string;
  readonly organizationalUnits?: readonly UnitState[];
  readonly accounts: readonly AccountState[];
  readonly serviceAccess?: readonly string[];
  /** Service principal → account id. */
  readonly delegatedAdministrators?: { readonly [servicePrincipal: string]: string };
}

export interface UserState {
  readonly userName: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly displayName: string;
  readonly email?: string;
  /** Default ENABLED. */
  readonly status?: 'ENABLED' | 'DISABLED';
  readonly externalId?: string;
  readonly id?: string;
  /** Further attributes, named and shaped as in the service's User (`Title`, `NickName`, …). */
  readonly attributes?: { readonly [name: string]: Json };
}

export interface GroupState {
  readonly name: string;
  readonly description?: string;
  /** User names. */
  readonly members?: readonly string[];
  readonly externalId?: string;
  readonly id?: string;
}

export type BoundaryState =
  | { readonly managedPolicy: string }
  | { readonly customerManagedPolicy: CustomerManagedPolicyState };

export interface PermissionSetState {
  readonly name: string;
  readonly description?: string;
  /** ISO-8601; default PT1H. */
  readonly sessionDuration?: string;
  readonly relayState?: string;
  /** Full ARNs. */
  readonly managedPolicies?: readonly string[];
  readonly customerManagedPolicies?: readonly CustomerManagedPolicyState[];
  readonly permissionsBoundary?: BoundaryState;
  readonly inlinePolicy?: { readonly [name: string]: Json };
  readonly tags?: { readonly [key: string]: string };
  readonly arn?: string;
  /** Accounts provisioned with an older version of the set. */
  readonly outdated?: readonly string[];
  /** Accounts where the set is provisioned although nobody is assigned. */
  readonly provisionedWithoutAssignee?: readonly string[];
}

export type PrincipalReference =
  | { readonly user: string }
  | { readonly group: string }
  /** A principal that no longer exists. */
  | { readonly principalId: string; readonly principalType: 'USER' | 'GROUP' };

export type AssignmentState = {
  readonly permissionSet: string;
  readonly account: string;
} & PrincipalReference;

interface AccountInstanceState {
  /** The member account that owns it. */
  readonly account: string;
  readonly instanceArn: string;
  readonly identityStoreId: string;
}

export interface ApplicationState {
  readonly name: string;
  readonly description?: string;
  readonly arn?: string;
  /** Default true. */
  readonly enabled?: boolean;
  readonly assignmentRequired?: boolean;
  readonly authorized?: readonly PrincipalReference[];
}

/** An application that no profile here has. */
export interface OtherApplicationState extends ApplicationState {
  /** The ARN of its provider. */
  readonly provider: string;
  /** Default: the management account. */
  readonly account?: string;
}

export interface IdentityCenterState {
  readonly region: string;
  readonly instanceArn?: string;
  readonly identityStoreId?: string;
  readonly users?: readonly UserState[];
  readonly groups?: readonly GroupState[];
  readonly permissionSets?: readonly PermissionSetState[];
  readonly assignments?: readonly AssignmentState[];
  readonly applications?: readonly OtherApplicationState[];
  /** Account instances of other owners: listed beside the organisation's, of no other use. */
  readonly accountInstances?: readonly AccountInstanceState[];
}

export type ProfileStanding =
  | 'CREATING'
  | 'ACTIVE'
  | 'CREATE_FAILED'
  | 'UPDATING'
  | 'UPDATE_FAILED'
  | 'DELETING'
  | 'DELETE_FAILED';

export interface ProfileSettingsState {
  readonly name: string;
  readonly description?: string;
  /** Default BLOCK. */
  readonly codeReferences?: 'ALLOW' | 'BLOCK';
  /** The alias of one of `kmsKeys`, or any ARN. */
  readonly kmsKey?: string;
  readonly functionalities?: readonly string[];
  /** Whether member accounts share it. */
  readonly sharing?: 'ALLOW' | 'DENY';
  /** Default KIRO. */
  readonly type?: string;
  /** As the service has them: `{ dashboardAnalytics: { toggle: ON } }`. */
  readonly features?: { readonly [name: string]: Json };
  readonly featuresType?: string;
}

export interface ProfileState extends ProfileSettingsState {
  readonly account: string;
  readonly region: string;
  readonly arn?: string;
  readonly tags?: { readonly [key: string]: string };
  /** Default ACTIVE. */
  readonly status?: ProfileStanding;
  readonly errorDetails?: string;
  /** When CREATING, UPDATING or DELETING ends; ISO-8601. */
  readonly endsAt?: string;
  /** Why it will end in failure. */
  readonly failure?: string;
  /** What an UPDATING profile will be. */
  readonly next?: ProfileSettingsState;
  /** Assignments are refused before; ISO-8601. */
  readonly assignableAt?: string;
  readonly customizations?: readonly string[];
  readonly permissionUpdateRequired?: true;
  /** What it names in the place of its application's ARN. */
  readonly oidcClientId?: string;
  /** Its application of Identity Center: `name` is the profile's unless given. */
  readonly application?: Partial<ApplicationState>;
  /** Its sibling, to which nobody needs to be assigned. */
  readonly signIn?: Partial<ApplicationState>;
}

export type SeatState = {
  readonly account: string;
  readonly region: string;
  /** The plan, as it was sent. */
  readonly subscription: string;
  /** Absent: it counts. `CANCELLED`, `CANCELED`, or any other text. */
  readonly status?: string;
} & PrincipalReference;

export interface CodewhispererState {
  readonly profiles?: readonly ProfileState[];
  readonly seats?: readonly SeatState[];
  /** Names of users who have used their seat: those are ACTIVE, all others PENDING. */
  readonly activeUsers?: readonly string[];
}

export interface KmsKeyState {
  readonly account: string;
  readonly region: string;
  /** Derived from the first alias. */
  readonly id?: string;
  /** With `alias/`. */
  readonly aliases?: readonly string[];
  /** Default true. */
  readonly enabled?: boolean;
  /** Default true. */
  readonly symmetric?: boolean;
  /** Whether the key's policy lets the service have a grant; default true. */
  readonly usable?: boolean;
}

export interface BucketState {
  readonly name: string;
  readonly account: string;
  readonly region: string;
}

export interface PrincipalState {
  readonly account: string;
  /** The role's name. */
  readonly role: string;
  /** The name in the role's session; default `simulator`. */
  readonly session?: string;
  /** Globs of IAM actions, such as `sso:List*`; `*` is everything. */
  readonly actions: readonly string[];
}

export interface RoleState {
  readonly actions: readonly string[];
}

interface OperationTimes {
  readonly requestId: string;
  /** ISO-8601 instants. */
  readonly startedAt: string;
  readonly endsAt: string;
  /** Why it will end FAILED; absent: found out at its end. */
  readonly failure?: string;
  /** The set was changed after the start: what gets provisioned is already outdated. */
  readonly outdated?: true;
}

export type OperationState =
  | (OperationTimes & { readonly operation: 'CreateAccountAssignment' | 'DeleteAccountAssignment' } & AssignmentState)
  | (OperationTimes & {
      readonly operation: 'ProvisionPermissionSet';
      readonly permissionSet: string;
      /** Absent: all accounts where the set is provisioned. */
      readonly account?: string;
    });

export interface SimulatorState {
  readonly $schema?: string;
  readonly version: 1;
  readonly organization: OrganizationState;
  /** Absent: no instance of Identity Center. */
  readonly identityCenter?: IdentityCenterState;
  readonly codewhisperer?: CodewhispererState;
  readonly kmsKeys?: readonly KmsKeyState[];
  readonly buckets?: readonly BucketState[];
  /** Account → service principals, such as `q.amazonaws.com`. */
  readonly serviceLinkedRoles?: { readonly [account: string]: readonly string[] };
  /** Access key id → who that is; a key that is not named is an administrator of the management account. */
  readonly principals?: { readonly [accessKeyId: string]: PrincipalState };
  /** Role ARN → what it may; absent: every role of every account may be assumed, and may do everything. */
  readonly roles?: { readonly [arn: string]: RoleState };
  /** Asynchronous operations under way. */
  readonly operations?: readonly OperationState[];
}

/** The same with everything writable, for `edit`. */
export type Draft<T> = T extends readonly (infer Item)[]
  ? Draft<Item>[]
  : T extends object
    ? { -readonly [Name in keyof T]: Draft<T[Name]> }
    : T;
