/**
 * The simulated organisation by AWS's ids, indexed for the services. Plain data throughout, so that a copy of it
 * (`structuredClone`) can serve reads that lag.
 */

import type { Application, CodewhispererWorld } from './codewhisperer.types.ts';
import type {
  AccountStanding,
  BucketState,
  CustomerManagedPolicyState,
  PrincipalState,
  RoleState,
} from './state.types.ts';
import type { Json } from './json.ts';

export type PrincipalType = 'USER' | 'GROUP';

export interface Unit {
  readonly id: string;
  readonly name: string;
  /** The id of the parent OU or of the root. */
  readonly parent: string;
  /** Ids from below the root down to this one. */
  readonly path: readonly string[];
}

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly state: AccountStanding;
  /** The id of the OU or of the root. */
  readonly parent: string;
  readonly tags: { readonly [key: string]: string };
  readonly customerManagedPolicies: readonly CustomerManagedPolicyState[];
}

export interface OrganizationWorld {
  readonly id: string;
  readonly managementAccount: string;
  readonly rootId: string;
  readonly units: Map<string, Unit>;
  readonly accounts: Map<string, Account>;
  /** Service principal → when it was switched on. */
  readonly serviceAccess: Map<string, number>;
  readonly delegated: Map<string, { account: string; since: number }>;
}

export interface User {
  readonly id: string;
  readonly sequence: number;
  userName: string;
  status: 'ENABLED' | 'DISABLED';
  readonly externalId?: string;
  /** The service's User without ids and status: `Name`, `DisplayName`, `Emails`, … */
  attributes: { [name: string]: Json };
  readonly created: number;
  updated: number;
}

export interface Group {
  readonly id: string;
  readonly sequence: number;
  name: string;
  description?: string;
  readonly externalId?: string;
  readonly created: number;
  updated: number;
}

export interface Membership {
  readonly id: string;
  readonly sequence: number;
  readonly groupId: string;
  readonly userId: string;
  readonly created: number;
}

export type Boundary = { readonly arn: string } | { readonly name: string; readonly path: string };

export interface PermissionSet {
  readonly arn: string;
  readonly sequence: number;
  readonly name: string;
  readonly created: number;
  description?: string;
  sessionDuration: string;
  relayState?: string;
  readonly managedPolicies: Set<string>;
  /** `PATH` + `NAME` → the reference. */
  readonly customerManagedPolicies: Map<string, { readonly name: string; readonly path: string }>;
  boundary?: Boundary;
  inlinePolicy: string;
  readonly tags: Map<string, string>;
  /** Grows with each change of what accounts get. */
  version: number;
  /** Account → the version that it has. */
  readonly provisioned: Map<string, number>;
}

export interface Assignment {
  readonly sequence: number;
  readonly permissionSetArn: string;
  readonly account: string;
  readonly principalType: PrincipalType;
  readonly principalId: string;
}

export type OperationKind = 'CreateAccountAssignment' | 'DeleteAccountAssignment' | 'ProvisionPermissionSet';

export interface Operation {
  readonly requestId: string;
  readonly sequence: number;
  readonly kind: OperationKind;
  readonly permissionSetArn: string;
  /** Absent: all accounts where the set is provisioned. */
  readonly account?: string;
  readonly principalType?: PrincipalType;
  readonly principalId?: string;
  /** The set's version at the start, which is what gets provisioned. */
  readonly version: number;
  readonly started: number;
  readonly ends: number;
  /** Decided at the start, or by a fault. */
  readonly failure?: string;
  status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
  failureReason?: string;
}

export interface IdentityCenterWorld {
  readonly region: string;
  readonly instanceArn: string;
  readonly identityStoreId: string;
  readonly accountInstances: readonly {
    readonly account: string;
    readonly instanceArn: string;
    readonly identityStoreId: string;
  }[];
  readonly users: Map<string, User>;
  readonly groups: Map<string, Group>;
  /** Name, and email address, in small letters → who has it. */
  readonly usersByName: Map<string, Set<User>>;
  readonly usersByEmail: Map<string, Set<User>>;
  readonly groupsByName: Map<string, Set<Group>>;
  readonly memberships: Map<string, Membership>;
  /** Group → user → membership. */
  readonly members: Map<string, Map<string, Membership>>;
  /** User → group → membership. */
  readonly groupsOf: Map<string, Map<string, Membership>>;
  readonly permissionSets: Map<string, PermissionSet>;
  /** `ACCOUNT|SET ARN` → principal id → assignment. */
  readonly assignments: Map<string, Map<string, Assignment>>;
  /** Principal id → its assignments, in the order of their making. */
  readonly assignmentsOf: Map<string, Set<Assignment>>;
  /** By ARN. */
  readonly applications: Map<string, Application>;
  readonly operations: Map<string, Operation>;
  /** Those of `operations` that are IN_PROGRESS. */
  readonly underWay: Set<Operation>;
  /** Every id that ever was, so that none is given twice. */
  readonly usedIds: Set<string>;
}

export interface KmsKey {
  readonly account: string;
  readonly region: string;
  readonly id: string;
  readonly arn: string;
  /** With `alias/`. */
  readonly aliases: readonly string[];
  readonly enabled: boolean;
  readonly symmetric: boolean;
  /** Whether the key's policy lets the service have a grant. */
  readonly usable: boolean;
}

export interface World {
  /** Numbers things in the order of their making; lists come in that order. */
  sequence: number;
  readonly organization: OrganizationWorld;
  readonly identityCenter?: IdentityCenterWorld;
  readonly codewhisperer: CodewhispererWorld;
  /** By ARN. */
  readonly kmsKeys: ReadonlyMap<string, KmsKey>;
  readonly buckets: readonly BucketState[];
  /** Account → service principal → when its role was made. */
  readonly serviceLinkedRoles: Map<string, Map<string, number>>;
  readonly principals: { readonly [accessKeyId: string]: PrincipalState };
  readonly roles?: { readonly [arn: string]: RoleState };
}
