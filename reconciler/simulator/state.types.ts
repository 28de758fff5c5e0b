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

export interface IdentityCenterState {
  readonly region: string;
  readonly instanceArn?: string;
  readonly identityStoreId?: string;
  readonly users?: readonly UserState[];
  readonly groups?: readonly GroupState[];
  readonly permissionSets?: readonly PermissionSetState[];
  readonly assignments?: readonly AssignmentState[];
  /** Account instances of other owners: listed beside the organisation's, of no other use. */
  readonly accountInstances?: readonly AccountInstanceState[];
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
