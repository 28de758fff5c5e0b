/** A permission set as it is live, with all that belongs to it, as its canonical spec. */

import type { PermissionsBoundary, Tag } from '@aws-sdk/client-sso-admin';
import { unlessMissing } from '../../aws/create.ts';
import { isLacking } from '../../aws/errors.ts';
import type { AwsSession } from '../../aws/session.ts';
import type { LivePermissionSet } from '../../aws/survey.ts';
import { byCodePoint, type Json } from '../../core/json.ts';
import { permissionSetKey } from '../../core/key.ts';
import { canonicalPolicy } from '../../core/policy.ts';
import type { CustomerManagedPolicy, LiveResource, PermissionSetSpec } from '../../core/resource.ts';

/** The live permission set with its content: six calls, or more where a list has more than one page. */
export async function readContent(
  session: AwsSession,
  set: LivePermissionSet,
): Promise<LiveResource<PermissionSetSpec>> {
  const [managedPolicies, customerManagedPolicies, inlinePolicy, permissionsBoundary, tags, outdated] =
    await Promise.all([
      readManaged(session, set),
      readCustomerManaged(session, set),
      readInline(session, set),
      readBoundary(session, set),
      readTags(session, set),
      readOutdated(session, set),
    ]);
  const spec: PermissionSetSpec = {
    name: set.name,
    ...(set.description === undefined ? {} : { description: set.description }),
    sessionDuration: set.sessionDuration,
    relayState: set.relayState,
    managedPolicies,
    customerManagedPolicies,
    permissionsBoundary,
    inlinePolicy,
    tags,
    provisioned: outdated.length === 0 ? 'latest' : { outdated },
  };
  return {
    kind: 'permission-set',
    key: permissionSetKey(set.name),
    spec,
    needs: [],
    ref: { permissionSetArn: set.arn },
  };
}

/** The members that every call about a permission set begins with, and what the call is about. */
export async function addressOf(session: AwsSession, { arn, name }: { readonly arn: string; readonly name: string }) {
  const { instanceArn } = await session.survey.instance();
  return {
    input: { InstanceArn: instanceArn, PermissionSetArn: arn },
    about: { about: `permission set ${name}` },
  };
}

/** The order of `customerManagedPolicies`: by path, then name. */
function byPathAndName(a: CustomerManagedPolicy, b: CustomerManagedPolicy): number {
  return byCodePoint(a.path, b.path) || byCodePoint(a.name, b.name);
}

/** ARNs of the AWS managed policies, sorted: the service's order means nothing (reference, pitfall 14). */
export async function readManaged(session: AwsSession, set: LivePermissionSet): Promise<readonly string[]> {
  const { input, about } = await addressOf(session, set);
  const policies = await session.ssoAdmin.list(
    'ListManagedPoliciesInPermissionSet',
    input,
    (page) => page.AttachedManagedPolicies,
    { ...about, listed: true },
  );
  return policies.flatMap(({ Arn: arn }) => arn ?? []).toSorted(byCodePoint);
}

/** References to customer managed policies; a path is part of the identity and defaults to `/` (reference, pitfall 17). */
export async function readCustomerManaged(
  session: AwsSession,
  set: LivePermissionSet,
): Promise<readonly CustomerManagedPolicy[]> {
  const { input, about } = await addressOf(session, set);
  const references = await session.ssoAdmin.list(
    'ListCustomerManagedPolicyReferencesInPermissionSet',
    input,
    (page) => page.CustomerManagedPolicyReferences,
    { ...about, listed: true },
  );
  return references
    .map(({ Name: name, Path: path }) => ({ name: name ?? '', path: path ?? '/' }))
    .toSorted(byPathAndName);
}

/** `null` without a policy: the service answers with an empty string, an emulator perhaps with nothing at all. */
async function readInline(session: AwsSession, set: LivePermissionSet): Promise<Json> {
  const { input, about } = await addressOf(session, set);
  const output = await unlessMissing(() => session.ssoAdmin.call('GetInlinePolicyForPermissionSet', input, about));
  const text = output?.InlinePolicy ?? '';
  if (text.trim() === '') return null;
  try {
    return canonicalPolicy(JSON.parse(text) as Json);
  } catch {
    // What is no JSON equals no policy of a configuration; as text it still shows in a plan.
    return text;
  }
}

/** Absent is an error of the service, or an empty answer. */
async function readBoundary(
  session: AwsSession,
  set: LivePermissionSet,
): Promise<PermissionSetSpec['permissionsBoundary']> {
  const { input, about } = await addressOf(session, set);
  const output = await whereKnown(session, 'permissions boundaries', () =>
    unlessMissing(() => session.ssoAdmin.call('GetPermissionsBoundaryForPermissionSet', input, about)),
  );
  return boundaryOf(output?.PermissionsBoundary);
}

/** What an emulator has no operation to read, it does not have; the plan says that this was taken for so. */
async function whereKnown<T>({ reading }: AwsSession, of: string, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!isLacking(error)) throw error;
    reading.lack(error.failure.operation, of);
    return undefined;
  }
}

function boundaryOf(boundary: PermissionsBoundary | undefined): PermissionSetSpec['permissionsBoundary'] {
  const { ManagedPolicyArn: arn, CustomerManagedPolicyReference: reference } = boundary ?? {};
  if (arn !== undefined && arn !== '') return { managedPolicy: arn };
  if (reference?.Name === undefined) return null;
  return { customerManagedPolicy: { name: reference.Name, path: reference.Path ?? '/' } };
}

async function readTags(session: AwsSession, set: Tagged): Promise<PermissionSetSpec['tags']> {
  const tags = await whereKnown(session, 'tags of permission sets', () => listTags(session, set));
  return Object.fromEntries((tags ?? []).map(({ Key: key, Value: value }) => [key ?? '', value ?? '']));
}

interface Tagged {
  readonly arn: string;
  readonly name: string;
}

async function listTags({ survey, ssoAdmin }: AwsSession, { arn, name }: Tagged): Promise<readonly Tag[]> {
  const { instanceArn } = await survey.instance();
  const input = { InstanceArn: instanceArn, ResourceArn: arn };
  const options = { about: `tags of permission set ${name}`, pageSize: 'unsized', listed: true } as const;
  return ssoAdmin.list('ListTagsForResource', input, (page) => page.Tags, options);
}

/** Rejects where a set was made with tags that the endpoint does not show: an emulator may take them all the same. */
export async function refuseUnseenTags(session: AwsSession, set: Tagged): Promise<void> {
  if ((await session.survey.instance()).emulated) await listTags(session, set);
}

/** Active accounts with an older version, sorted; suspended and closing ones cannot be provisioned (pitfall 8). */
async function readOutdated(session: AwsSession, set: LivePermissionSet): Promise<readonly string[]> {
  const { input, about } = await addressOf(session, set);
  const outdated = await session.ssoAdmin.list(
    'ListAccountsForProvisionedPermissionSet',
    { ...input, ProvisioningStatus: 'LATEST_PERMISSION_SET_NOT_PROVISIONED' },
    (page) => page.AccountIds,
    { ...about, listed: true },
  );
  if (outdated.length === 0) return [];
  const active = await activeAccounts(session);
  const latest = new Set(await readLatest(session, set));
  return [...new Set(outdated)].filter((account) => active.has(account) && !latest.has(account)).toSorted(byCodePoint);
}

/** An emulator may take no notice of the status that is asked for: then what it calls outdated is the latest, too. */
async function readLatest(session: AwsSession, set: LivePermissionSet): Promise<readonly string[]> {
  if (!(await session.survey.instance()).emulated) return [];
  const { input, about } = await addressOf(session, set);
  return session.ssoAdmin.list(
    'ListAccountsForProvisionedPermissionSet',
    { ...input, ProvisioningStatus: 'LATEST_PERMISSION_SET_PROVISIONED' },
    (page) => page.AccountIds,
    about,
  );
}

/** Ids of the accounts that can be written to. */
export async function activeAccounts({ survey }: AwsSession): Promise<ReadonlySet<string>> {
  const accounts = await survey.accounts();
  return new Set(accounts.filter(({ active }) => active).map(({ id }) => id));
}
