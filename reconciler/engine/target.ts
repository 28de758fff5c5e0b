/**
 * What a plan is about, and that it is what the file describes: the organisation, and the account of each role, are
 * checked before the first read of their group of calls (DESIGN section 3, "Roles and accounts").
 */

import type { CallGroup } from '../core/call-group.ts';
import { IDENTITY_CENTER_PRINCIPAL } from '../core/delegation.ts';
import { isAccountId } from '../core/ids.ts';
import type { Issue } from '../core/issue.ts';
import { IssueError } from '../core/issue.ts';
import type { Target } from '../core/plan.types.ts';
import { IDENTITY_CENTER_REGIONS } from '../core/regions.ts';
import type { Configuration } from '../desired/configuration.ts';
import type { Cloud } from './cloud.ts';
import { Refusal } from './refusal.ts';

type Document = Configuration['document'];

/** The target; throws a Refusal when these credentials belong to another organisation or account than the file says. */
export async function expectedTarget({ document }: Configuration, cloud: Cloud): Promise<Target> {
  const { id, managementAccount } = document.organization ?? {};
  if (managementAccount !== undefined) refuse(await wrongAccount('management', [managementAccount], cloud));
  const organization = await cloud.organization();
  refuse(
    mismatch('organization.id', id, organization.id),
    mismatch('organization.managementAccount', managementAccount, organization.managementAccount),
  );
  refuse(
    await wrongAccount('management', [organization.managementAccount], cloud),
    await wrongIdentityCenterAccount(document, organization.managementAccount, cloud),
    await wrongProfileAccount(document, cloud),
  );
  const instance = await cloud.instance(document.identityCenter?.instanceArn);
  if (document.codewhisperer !== undefined && !IDENTITY_CENTER_REGIONS.includes(instance.region))
    throw new IssueError(wrongRegion(instance.region));
  return { organization, identityCenter: instance };
}

/** The same as `validate` says of `identityCenter.region`, for a Region that only the AWS chain knows. */
function wrongRegion(region: string): Issue {
  return {
    code: 'CONFIG_REGION',
    severity: 'error',
    message: `CodeWhisperer does not work with an Identity Center in "${region}"`,
    hint: `it takes ${IDENTITY_CENTER_REGIONS.join(', ')}`,
  };
}

function refuse(...issues: readonly (Issue | undefined)[]): void {
  const refusals = issues.flatMap((issue) => issue ?? []);
  if (refusals.length > 0) throw new Refusal(...refusals);
}

function mismatch(setting: string, expected: string | undefined, found: string): Issue | undefined {
  if (expected === undefined || expected === found) return undefined;
  return {
    code: 'PLAN_WRONG_ORGANIZATION',
    severity: 'error',
    message: `${setting} is ${expected}, but these credentials belong to ${found}`,
    hint: 'use credentials of the organisation that the file describes',
  };
}

/** A group without a role has the ambient credentials, whose account the services themselves let in or refuse. */
async function wrongAccount(group: CallGroup, expected: readonly string[], cloud: Cloud): Promise<Issue | undefined> {
  if (!cloud.hasRole(group)) return undefined;
  const account = await cloud.accountOf(group);
  if (account === undefined || expected.includes(account)) return undefined;
  return {
    code: 'PLAN_WRONG_ACCOUNT',
    severity: 'error',
    message: `roles.${group} is a role of account ${account}, not of ${expected.join(' or ')}`,
    hint: 'name a role of the right account, or mend what the file says of the organisation',
  };
}

/** Identity Center is administered from the management account, or from its delegated administrator. */
async function wrongIdentityCenterAccount(
  document: Document,
  management: string,
  cloud: Cloud,
): Promise<Issue | undefined> {
  if (!cloud.hasRole('identityCenter')) return undefined;
  const delegate = document.organization?.delegatedAdministrators?.[IDENTITY_CENTER_PRINCIPAL];
  const expected = [management, ...(delegate === undefined ? [] : await idsOf(delegate, document, cloud))];
  const wrong = await wrongAccount('identityCenter', expected, cloud);
  return wrong ?? unregistered(management, cloud);
}

/** Until the delegation is registered the management account's credentials do it all, if there are any. */
async function unregistered(management: string, cloud: Cloud): Promise<Issue | undefined> {
  const [own, other] = [await cloud.accountOf('identityCenter'), await cloud.accountOf('management')];
  if (own === undefined || own === management || other === management) return undefined;
  if ((await cloud.delegatedAdministrators(IDENTITY_CENTER_PRINCIPAL)).includes(own)) return undefined;
  return {
    code: 'PLAN_DELEGATED_UNREGISTERED',
    severity: 'error',
    message: `account ${own} of roles.identityCenter is not yet registered as delegated administrator of ${IDENTITY_CENTER_PRINCIPAL}`,
    hint: `name a role of the management account ${management} as roles.management: it registers the account, and does all of Identity Center until then`,
  };
}

/** The profile's services show only the caller's account: with other credentials a profile would seem not to exist. */
async function wrongProfileAccount(document: Document, cloud: Cloud): Promise<Issue | undefined> {
  const name = document.codewhisperer?.account;
  if (name === undefined) return undefined;
  const expected = await idsOf(name, document, cloud);
  if (cloud.hasRole('codewhisperer')) return wrongAccount('codewhisperer', expected, cloud);
  const account = await cloud.accountOf('codewhisperer');
  // An account that the organisation does not have is told with its place in the file.
  if (account === undefined || expected.length === 0 || expected.includes(account)) return undefined;
  return {
    code: 'PLAN_WRONG_ACCOUNT',
    severity: 'error',
    message: `the profile is in account ${expected.join(' or ')}, but these credentials belong to ${account}`,
    hint: 'name a role of that account as roles.codewhisperer, or use credentials of that account',
  };
}

/** The ids that an account's short name, id or Organizations name can mean; expanding the file tells what is wrong with it. */
async function idsOf(name: string, { accounts }: Document, cloud: Cloud): Promise<readonly string[]> {
  const short = accounts?.[name];
  if (short !== undefined) return [short];
  if (isAccountId(name)) return [name];
  return (await cloud.accounts()).filter((account) => account.name === name).map(({ id }) => id);
}
