/**
 * What a configuration refers to without declaring it: what must be there for it to be tried, and so what the simulator
 * starts with when no state is given (DESIGN section 3, `--simulate`).
 */

import { isAccountId } from '../core/ids.ts';
import { canonicalJson } from '../core/json.ts';
import type { CustomerManagedPolicy } from '../core/resource.ts';
import type { AccountTerm, Configuration } from './configuration.ts';
import type { DesiredState, PermissionSet } from './document.types.ts';
import { shortNamesById } from './accounts.ts';
import { undeclared } from './undeclared.ts';
import { unitPath } from './units.ts';
import { selectorsOf } from './wanted.ts';

/** An account by what the file says of it: its id, its name, or (short name and id) both. */
export type ReferencedAccount =
  | { readonly id: string; readonly name?: string }
  | { readonly id?: undefined; readonly name: string };

/** What a selector asks accounts for. */
export interface ReferencedSelection {
  /** Names from below the root, or one id. */
  readonly unit?: readonly string[];
  readonly tags: { readonly [key: string]: string };
}

export interface References {
  readonly organizationId?: string;
  /** 12 digits; of `organization.managementAccount`, else of an account that the file calls `management`. */
  readonly managementAccount?: string;
  /** The Region of Identity Center. */
  readonly region?: string;
  readonly instanceArn?: string;
  readonly accounts: readonly ReferencedAccount[];
  readonly selections: readonly ReferencedSelection[];
  /** Named but not declared. */
  readonly users: readonly string[];
  readonly groups: readonly string[];
  readonly customerManagedPolicies: readonly CustomerManagedPolicy[];
  /** ARNs. */
  readonly roles: readonly string[];
  /** ARNs and aliases, as written. */
  readonly kmsKeys: readonly string[];
  /** Names. */
  readonly buckets: readonly string[];
}

/** Everything the configuration refers to, each thing once, in its order. */
export function references(configuration: Configuration): References {
  const { document } = configuration;
  const { organization = {}, identityCenter = {}, codewhisperer = {} } = document;
  const managementAccount = organization.managementAccount ?? document.accounts?.['management'];
  return {
    ...optional('organizationId', organization.id),
    ...optional('managementAccount', managementAccount),
    ...optional('region', identityCenter.region),
    ...optional('instanceArn', identityCenter.instanceArn),
    accounts: referencedAccounts(configuration, managementAccount),
    selections: distinct(selectorsOf(configuration)).map(({ ou, tag = {} }) => ({
      ...(ou === undefined ? {} : { unit: unitPath(ou) }),
      tags: { ...tag },
    })),
    users: undeclared(configuration, 'user'),
    groups: undeclared(configuration, 'group'),
    customerManagedPolicies: distinct((document.permissionSets ?? []).flatMap(customerPolicies)),
    roles: roleArns(document),
    kmsKeys: codewhisperer.kmsKey === undefined ? [] : [codewhisperer.kmsKey],
    buckets: buckets(document),
  };
}

function roleArns({ roles = {} }: DesiredState): readonly string[] {
  return distinct(Object.values(roles).flatMap((role) => (typeof role === 'string' ? [role] : Object.values(role))));
}

function optional<Name extends string>(name: Name, value: string | undefined): { readonly [key in Name]?: string } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [key in Name]?: string };
}

function distinct<T extends object | string>(items: readonly T[]): readonly T[] {
  const byText = new Map(items.map((item) => [typeof item === 'string' ? item : canonicalJson({ ...item }), item]));
  return [...byText.values()];
}

function referencedAccounts(
  configuration: Configuration,
  management: string | undefined,
): readonly ReferencedAccount[] {
  const { document, grants } = configuration;
  const shortNames = new Map(Object.entries(document.accounts ?? {}));
  const named = [
    ...grants.flatMap(({ accounts, except }) => [...accounts, ...except]).flatMap(termName),
    ...(document.guards?.administrators ?? []).map(({ account }) => account),
    ...Object.values(document.organization?.delegatedAdministrators ?? {}),
    ...roleArns(document).flatMap((arn) => arn.split(':').slice(4, 5)),
    ...(document.codewhisperer?.account === undefined ? [] : [document.codewhisperer.account]),
    ...(document.scopes ?? []).flatMap(({ accounts = [] }) =>
      accounts.filter((account) => typeof account === 'string'),
    ),
  ].filter((name) => !shortNames.has(name));
  const byId = shortNamesById(document);
  const ids = [...(management === undefined ? [] : [management]), ...named.filter(isAccountId)];
  return [
    ...[...byId].map(([id, name]) => ({ id, name })),
    ...distinct(ids.filter((id) => !byId.has(id))).map((id) => ({ id })),
    ...distinct(named.filter((name) => !isAccountId(name))).map((name) => ({ name })),
  ];
}

function termName(term: AccountTerm): readonly string[] {
  return term.type === 'named' ? [term.name] : [];
}

function customerPolicies({
  customerManagedPolicies = [],
  permissionsBoundary,
}: PermissionSet): readonly CustomerManagedPolicy[] {
  const boundary = permissionsBoundary?.customerManagedPolicy;
  return [...customerManagedPolicies, ...(boundary === undefined ? [] : [boundary])].map(({ name, path = '/' }) => ({
    name,
    path,
  }));
}

function buckets({ codewhisperer }: DesiredState): readonly string[] {
  const targets = [codewhisperer?.features?.promptLogging, codewhisperer?.features?.byUserAnalytics];
  return distinct(targets.flatMap((target) => (typeof target === 'object' ? target.s3Uri.split('/').slice(2, 3) : [])));
}
