/** The writes that turn one permission set into another: one after the other, since AWS refuses concurrent ones. */

import { createOrFind, removeIfThere } from '../../aws/create.ts';
import type { AwsSession } from '../../aws/session.ts';
import type { LivePermissionSet } from '../../aws/survey.ts';
import { sameJson } from '../../core/json.ts';
import { MANAGED_POLICIES_QUOTA, policyText } from '../../core/policy.ts';
import type { CustomerManagedPolicy, PermissionSetSpec } from '../../core/resource.ts';
import { tagWrites } from '../../core/tags.ts';
import { addressOf, readCustomerManaged, readManaged } from './content.ts';

/** Writes every difference but tags and provisioning; resolves to whether there was one. */
export async function changeContent(
  session: AwsSession,
  set: LivePermissionSet,
  before: PermissionSetSpec,
  after: PermissionSetSpec,
): Promise<boolean> {
  const changed = [
    await changeSettings(session, set, before, after),
    await changeBoundary(session, set, before, after),
    await changePolicies(session, set, before, after),
    await changeInline(session, set, before, after),
  ];
  return changed.includes(true);
}

/** `UpdatePermissionSet` is no patch: what is left out is reset, so all three go together (reference, pitfall 10). */
async function changeSettings(
  session: AwsSession,
  set: LivePermissionSet,
  before: PermissionSetSpec,
  after: PermissionSetSpec,
): Promise<boolean> {
  const description = after.description ?? before.description;
  const same =
    description === before.description &&
    after.sessionDuration === before.sessionDuration &&
    after.relayState === before.relayState;
  if (same) return false;
  const { input, about } = await addressOf(session, set);
  const settings = {
    ...(description === undefined ? {} : { Description: description }),
    SessionDuration: after.sessionDuration,
    ...(after.relayState === null ? {} : { RelayState: after.relayState }),
  };
  await session.ssoAdmin.call('UpdatePermissionSet', { ...input, ...settings }, about);
  return true;
}

async function changeBoundary(
  session: AwsSession,
  set: LivePermissionSet,
  before: PermissionSetSpec,
  after: PermissionSetSpec,
): Promise<boolean> {
  const boundary = after.permissionsBoundary;
  if (sameJson(boundary, before.permissionsBoundary)) return false;
  const { input, about } = await addressOf(session, set);
  if (boundary === null) {
    await removeIfThere(() => session.ssoAdmin.call('DeletePermissionsBoundaryFromPermissionSet', input, about));
    return true;
  }
  const PermissionsBoundary =
    'managedPolicy' in boundary
      ? { ManagedPolicyArn: boundary.managedPolicy }
      : { CustomerManagedPolicyReference: referenceTo(boundary.customerManagedPolicy) };
  await session.ssoAdmin.call('PutPermissionsBoundaryToPermissionSet', { ...input, PermissionsBoundary }, about);
  return true;
}

async function changeInline(
  session: AwsSession,
  set: LivePermissionSet,
  before: PermissionSetSpec,
  after: PermissionSetSpec,
): Promise<boolean> {
  if (sameJson(after.inlinePolicy, before.inlinePolicy)) return false;
  const { input, about } = await addressOf(session, set);
  if (after.inlinePolicy === null) {
    await removeIfThere(() => session.ssoAdmin.call('DeleteInlinePolicyFromPermissionSet', input, about));
    return true;
  }
  const InlinePolicy = policyText(after.inlinePolicy);
  await session.ssoAdmin.call('PutInlinePolicyToPermissionSet', { ...input, InlinePolicy }, about);
  return true;
}

function referenceTo({ name, path }: CustomerManagedPolicy) {
  return { Name: name, Path: path };
}

/** Both sorts of managed policies: what is new is attached before the old is detached, where both fit in the quota. */
async function changePolicies(
  session: AwsSession,
  set: LivePermissionSet,
  before: PermissionSetSpec,
  after: PermissionSetSpec,
): Promise<boolean> {
  const attach = [
    ...missingFrom(after.managedPolicies, before.managedPolicies).map((arn) => () => attachManaged(session, set, arn)),
    ...missingFrom(after.customerManagedPolicies, before.customerManagedPolicies).map(
      (policy) => () => attachCustomerManaged(session, set, policy),
    ),
  ];
  const detach = [
    ...missingFrom(before.managedPolicies, after.managedPolicies).map((arn) => () => detachManaged(session, set, arn)),
    ...missingFrom(before.customerManagedPolicies, after.customerManagedPolicies).map(
      (policy) => () => detachCustomerManaged(session, set, policy),
    ),
  ];
  const live = before.managedPolicies.length + before.customerManagedPolicies.length;
  const fits = live + attach.length <= MANAGED_POLICIES_QUOTA;
  for (const write of fits ? [...attach, ...detach] : [...detach, ...attach]) await write();
  return attach.length + detach.length > 0;
}

function missingFrom<T extends string | CustomerManagedPolicy>(list: readonly T[], other: readonly T[]): readonly T[] {
  return list.filter((item) => !other.some((candidate) => sameJson(candidate, item)));
}

async function attachManaged(session: AwsSession, set: LivePermissionSet, arn: string): Promise<void> {
  const { input, about } = await addressOf(session, set);
  await createOrFind<unknown>(
    session.retry,
    () =>
      session.ssoAdmin.call(
        'AttachManagedPolicyToPermissionSet',
        { ...input, ManagedPolicyArn: arn },
        { ...about, onConflict: 'throw' },
      ),
    async () => ((await readManaged(session, set)).includes(arn) ? true : undefined),
  );
}

async function attachCustomerManaged(
  session: AwsSession,
  set: LivePermissionSet,
  policy: CustomerManagedPolicy,
): Promise<void> {
  const { input, about } = await addressOf(session, set);
  await createOrFind<unknown>(
    session.retry,
    () =>
      session.ssoAdmin.call(
        'AttachCustomerManagedPolicyReferenceToPermissionSet',
        { ...input, CustomerManagedPolicyReference: referenceTo(policy) },
        { ...about, onConflict: 'throw' },
      ),
    async () => {
      const attached = await readCustomerManaged(session, set);
      return attached.some((one) => sameJson(one, policy)) ? true : undefined;
    },
  );
}

async function detachManaged(session: AwsSession, set: LivePermissionSet, arn: string): Promise<void> {
  const { input, about } = await addressOf(session, set);
  await removeIfThere(() =>
    session.ssoAdmin.call('DetachManagedPolicyFromPermissionSet', { ...input, ManagedPolicyArn: arn }, about),
  );
}

async function detachCustomerManaged(
  session: AwsSession,
  set: LivePermissionSet,
  policy: CustomerManagedPolicy,
): Promise<void> {
  const { input, about } = await addressOf(session, set);
  const reference = { ...input, CustomerManagedPolicyReference: referenceTo(policy) };
  await removeIfThere(() =>
    session.ssoAdmin.call('DetachCustomerManagedPolicyReferenceFromPermissionSet', reference, about),
  );
}

/** Writes the differences of the tags: one call to set, one to take away. */
export async function changeTags(
  session: AwsSession,
  { arn, name }: LivePermissionSet,
  before: PermissionSetSpec['tags'],
  after: PermissionSetSpec['tags'],
): Promise<void> {
  const { instanceArn } = await session.survey.instance();
  const resource = { InstanceArn: instanceArn, ResourceArn: arn };
  const about = { about: `tags of permission set ${name}` };
  const { set, unset } = tagWrites(before, after);
  if (unset.length > 0) await session.ssoAdmin.call('UntagResource', { ...resource, TagKeys: [...unset] }, about);
  if (set.length === 0) return;
  const Tags = set.map(([Key, Value]) => ({ Key, Value }));
  await session.ssoAdmin.call('TagResource', { ...resource, Tags }, about);
}
