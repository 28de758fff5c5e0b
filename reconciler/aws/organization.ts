/** The organisation and its accounts: called one by one, since Organizations throttles early (reference, pitfall 35). */

import type { Account as AwsAccount } from '@aws-sdk/client-organizations';
import type { Account } from '../core/facts.ts';
import { IssueError } from '../core/issue.ts';
import type { Api } from './api.ts';
import type { OrganizationsSdk } from './clients.ts';

export interface OrganizationIdentity {
  readonly id: string;
  /** 12 digits. */
  readonly managementAccount: string;
}

/** Organizations gives at most 20 to a page. */
export const ORGANIZATIONS_PAGE = 20;

/** The organisation that the credentials belong to. */
export async function describeOrganization(api: Api<OrganizationsSdk>): Promise<OrganizationIdentity> {
  const { Organization: organization } = await api.call('DescribeOrganization', {});
  const { Id: id, MasterAccountId: managementAccount } = organization ?? {};
  if (id === undefined || managementAccount === undefined)
    throw new IssueError({
      code: 'AWS_ANSWER',
      severity: 'error',
      message: 'Organizations described the organisation without its id or its management account',
    });
  return { id, managementAccount };
}

/** The services that have trusted access to the organisation, by their principals: `sso.amazonaws.com`. */
export async function trustedServices(api: Api<OrganizationsSdk>): Promise<readonly string[]> {
  const enabled = await api.list('ListAWSServiceAccessForOrganization', {}, (page) => page.EnabledServicePrincipals);
  return enabled.flatMap(({ ServicePrincipal: principal }) => principal ?? []);
}

/** An account with the ids of its `Paths`, where the service gives them. */
export interface ListedAccount extends Account {
  /** Segments of the account's first path, as the service writes it; absent where it gives none. */
  readonly segments?: readonly string[];
}

/** Every account of the organisation, sorted by id. */
export async function listAccounts(api: Api<OrganizationsSdk>): Promise<readonly ListedAccount[]> {
  const accounts = await api.list('ListAccounts', {}, (page) => page.Accounts);
  return accounts.flatMap(listedAccount).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function listedAccount(account: AwsAccount): readonly ListedAccount[] {
  const { Id: id, Name: name, Paths: paths } = account;
  if (id === undefined) return [];
  // `Status` was retired in favour of `State` (reference, pitfall 9).
  const state: string = account.State ?? account.Status ?? 'ACTIVE';
  const segments = paths?.[0]?.split('/').filter((segment) => segment !== '');
  return [{ id, name: name ?? id, active: state === 'ACTIVE', state, ...(segments === undefined ? {} : { segments }) }];
}

/** The tags of one account: one call each. */
export async function accountTags(api: Api<OrganizationsSdk>, id: string): Promise<{ readonly [key: string]: string }> {
  const tags = await api.list('ListTagsForResource', { ResourceId: id }, (page) => page.Tags, {
    about: `account ${id}`,
    pageSize: 'unsized',
  });
  return Object.fromEntries(tags.map(({ Key: key, Value: value }) => [key ?? '', value ?? '']));
}
