/**
 * What only the management account may do, told before anything is written: a delegated administrator of Identity Center
 * cannot touch the management account, nor a permission set that is provisioned there, whatever account the change is
 * about (reference, pitfall 6); Organizations takes writes from the management account alone.
 */

import { accountName } from './account-names.ts';
import type { Change } from './change.ts';
import { subjectOf } from './change.ts';
import type { Desired } from './desired.ts';
import type { Issue } from './issue.ts';
import type { Key } from './key.ts';
import { delegatedAdministratorKey, permissionSetKey } from './key.ts';
import type { AssignmentSpec, DelegatedAdministratorSpec, LiveResource, PermissionSetSpec } from './resource.ts';
import { title, titles } from './titles.ts';

/** Identity Center's own service principal. */
export const IDENTITY_CENTER_PRINCIPAL = 'sso.amazonaws.com';

/** An organisation as messages speak of it. */
export interface NamedOrganization {
  /** 12 digits. */
  readonly managementAccount: string;
  /** How people call accounts: id → name. */
  readonly accountNames: ReadonlyMap<string, string>;
}

/** A change that a delegated administrator cannot make. */
export interface ManagementChange {
  readonly change: Change;
  readonly service: 'organizations' | 'identity center';
  /** Why not, as the end of a sentence. */
  readonly because: string;
}

/** The changes that only the management account may make. `provisionedThere`: permission sets that are provisioned in it. */
export function managementChanges(
  changes: readonly Change[],
  managementAccount: string,
  provisionedThere: ReadonlySet<Key>,
): readonly ManagementChange[] {
  return changes.flatMap((change): readonly ManagementChange[] => {
    if (change.kind === 'service-access' || change.kind === 'delegated-administrator')
      return [{ change, service: 'organizations', because: 'only the management account changes the organisation' }];
    if (isOn(change, managementAccount)) {
      const because = 'a delegated administrator cannot touch the management account';
      return [{ change, service: 'identity center', because }];
    }
    const set = setOf(change);
    if (set === undefined || !provisionedThere.has(permissionSetKey(set))) return [];
    const it = change.kind === 'permission-set' ? 'it' : `permission set ${set}`;
    const because = `${it} is provisioned in the management account, so a delegated administrator cannot touch it`;
    return [{ change, service: 'identity center', because }];
  });
}

function isOn(change: Change, account: string): boolean {
  return change.kind === 'assignment' && (subjectOf(change).spec as AssignmentSpec).account === account;
}

/** The name of the permission set that a change is about. */
export function setOf(change: Change): string | undefined {
  if (change.kind === 'assignment') return (subjectOf(change).spec as AssignmentSpec).permissionSet;
  return change.kind === 'permission-set' ? (subjectOf(change).spec as PermissionSetSpec).name : undefined;
}

/** The change as an error, for a run whose credentials belong to `account` and not to the management account. */
export function delegationRefusal(
  { change, because }: ManagementChange,
  account: string,
  organization: NamedOrganization,
): Issue {
  const place = change.verb === 'delete' || change.after.at === undefined ? {} : { at: change.after.at };
  return {
    code: 'PLAN_DELEGATED_ADMINISTRATOR',
    severity: 'error',
    message: `${title(subjectOf(change), organization)}: ${because}, and these credentials belong to ${accountName(account, organization)}`,
    hint:
      `name a role of the management account ${organization.managementAccount} as roles.management, or run with its credentials` +
      (change.kind === 'permission-set' ? '; for other accounts, take a set that is not used there' : ''),
    ...place,
  };
}

/** Registrations of a service that has no trusted access and gets none: Organizations would refuse them. */
export function untrustedRegistrations(changes: readonly Change[], live: readonly LiveResource[]): readonly Issue[] {
  const trusted = new Set([...live, ...changes].filter(({ kind }) => kind === 'service-access').map(({ key }) => key));
  return changes.flatMap((change): readonly Issue[] => {
    if (change.kind !== 'delegated-administrator' || change.verb === 'delete') return [];
    if (change.after.needs.every((key) => trusted.has(key))) return [];
    const { principal } = change.after.spec as DelegatedAdministratorSpec;
    return [
      {
        code: 'PLAN_DELEGATED_UNTRUSTED',
        severity: 'error',
        message: `delegated administrator of ${principal}: the service has no trusted access to the organisation`,
        hint: `add ${principal} to organization.serviceAccess`,
        ...(change.after.at === undefined ? {} : { at: change.after.at }),
      },
    ];
  });
}

/**
 * A delegated administrator of Identity Center cannot assign on the management account, but can put itself into a group
 * that has access there (reference, pitfall 38): a warning that names those grants as they are after the plan.
 */
export function delegationWarnings(
  changes: readonly Change[],
  live: readonly LiveResource[],
  desired: Desired,
  organization: NamedOrganization,
): readonly Issue[] {
  const delegation = delegatedAdministratorKey(IDENTITY_CENTER_PRINCIPAL);
  const delegate = desired.resources.find(({ key }) => key === delegation);
  if (delegate === undefined) return [];
  const removed = new Set(changes.filter(({ verb }) => verb === 'delete').map(({ key }) => key));
  const made = changes.flatMap((change) => (change.verb === 'create' ? [change.after] : []));
  const grants = [...live.filter(({ key }) => !removed.has(key)), ...made].filter(({ kind, spec }) => {
    const { account, principalType } = spec as AssignmentSpec;
    return kind === 'assignment' && account === organization.managementAccount && principalType === 'group';
  });
  if (grants.length === 0) return [];
  const { account } = delegate.spec as DelegatedAdministratorSpec;
  return [
    {
      code: 'PLAN_DELEGATED_GROUPS',
      severity: 'warning',
      message:
        `as the delegated administrator, account ${accountName(account, organization)} can change who is in groups ` +
        `that have access to the management account: ${titles(grants, organization)}`,
      hint: 'grant there to users directly, or let nobody else into that account',
      ...(delegate.at === undefined ? {} : { at: delegate.at }),
    },
  ];
}
