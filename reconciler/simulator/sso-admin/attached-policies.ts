/** Managed and customer managed policies that are attached to a permission set. */

import type { SsoAdminOperations } from '../models/sso-admin.types.ts';
import { Refusal } from '../refusal.ts';
import type { Call, Handlers } from '../service.ts';
import type { PermissionSet } from '../world.types.ts';
import { pageOfTexts, setOf, setToChange } from './access.ts';
import { changeContent } from './permission-sets.ts';
import { referenceOf } from './reference.ts';

function assertRoom(call: Call, set: PermissionSet): void {
  if (set.managedPolicies.size + set.customerManagedPolicies.size >= call.limits.policiesInPermissionSet) {
    const most = call.limits.policiesInPermissionSet;
    throw new Refusal('ServiceQuotaExceededException', `You have reached the quota of ${most} policies of a set`);
  }
}

function alreadyAttached(name: string): Refusal {
  return new Refusal('ConflictException', `Policy ${name} is already attached to the permission set`);
}

function notAttached(name: string): Refusal {
  return new Refusal('ResourceNotFoundException', `Policy ${name} is not attached to the permission set`);
}

export const managedPolicyHandlers: Handlers<
  Pick<
    SsoAdminOperations,
    'ListManagedPoliciesInPermissionSet' | 'AttachManagedPolicyToPermissionSet' | 'DetachManagedPolicyFromPermissionSet'
  >
> = {
  ListManagedPoliciesInPermissionSet(input, call) {
    const page = pageOfTexts(call, input, setOf(call, input).set.managedPolicies);
    const shown = page.items.map((arn) => ({ Name: arn.slice(arn.lastIndexOf('/') + 1), Arn: arn }));
    return { AttachedManagedPolicies: shown, NextToken: page.NextToken };
  },

  AttachManagedPolicyToPermissionSet(input, call) {
    const { center, set } = setToChange(call, input);
    if (set.managedPolicies.has(input.ManagedPolicyArn)) throw alreadyAttached(input.ManagedPolicyArn);
    assertRoom(call, set);
    changeContent(center, set, () => set.managedPolicies.add(input.ManagedPolicyArn).size > 0);
    return {};
  },

  DetachManagedPolicyFromPermissionSet(input, call) {
    const { center, set } = setToChange(call, input);
    if (!set.managedPolicies.has(input.ManagedPolicyArn)) throw notAttached(input.ManagedPolicyArn);
    changeContent(center, set, () => set.managedPolicies.delete(input.ManagedPolicyArn));
    return {};
  },
};

export const customerManagedPolicyHandlers: Handlers<
  Pick<
    SsoAdminOperations,
    | 'ListCustomerManagedPolicyReferencesInPermissionSet'
    | 'AttachCustomerManagedPolicyReferenceToPermissionSet'
    | 'DetachCustomerManagedPolicyReferenceFromPermissionSet'
  >
> = {
  ListCustomerManagedPolicyReferencesInPermissionSet(input, call) {
    const attached = setOf(call, input).set.customerManagedPolicies;
    const page = pageOfTexts(call, input, attached.keys());
    const shown = page.items.map((key) => ({ Name: attached.get(key)?.name ?? '', Path: attached.get(key)?.path }));
    return { CustomerManagedPolicyReferences: shown, NextToken: page.NextToken };
  },

  AttachCustomerManagedPolicyReferenceToPermissionSet(input, call) {
    const { center, set } = setToChange(call, input);
    const { key, name, path } = referenceOf(input.CustomerManagedPolicyReference);
    if (set.customerManagedPolicies.has(key)) throw alreadyAttached(key);
    assertRoom(call, set);
    changeContent(center, set, () => set.customerManagedPolicies.set(key, { name, path }).size > 0);
    return {};
  },

  DetachCustomerManagedPolicyReferenceFromPermissionSet(input, call) {
    const { center, set } = setToChange(call, input);
    const { key } = referenceOf(input.CustomerManagedPolicyReference);
    if (!set.customerManagedPolicies.has(key)) throw notAttached(key);
    changeContent(center, set, () => set.customerManagedPolicies.delete(key));
    return {};
  },
};
