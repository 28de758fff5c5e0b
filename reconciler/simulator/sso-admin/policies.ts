/** What a permission set allows: managed and customer managed policies, an inline policy, a boundary. */

import { policyMistake } from '../iam-policy.ts';
import type { SsoAdminOperations } from '../models/sso-admin.types.ts';
import { Refusal } from '../refusal.ts';
import type { Call, Handlers } from '../service.ts';
import type { Boundary, PermissionSet } from '../world.ts';
import { pageOfTexts, setOf, setToChange } from './access.ts';
import { changeContent } from './permission-sets.ts';

type Operations = Pick<
  SsoAdminOperations,
  | 'ListManagedPoliciesInPermissionSet'
  | 'AttachManagedPolicyToPermissionSet'
  | 'DetachManagedPolicyFromPermissionSet'
  | 'ListCustomerManagedPolicyReferencesInPermissionSet'
  | 'AttachCustomerManagedPolicyReferenceToPermissionSet'
  | 'DetachCustomerManagedPolicyReferenceFromPermissionSet'
  | 'GetInlinePolicyForPermissionSet'
  | 'PutInlinePolicyToPermissionSet'
  | 'DeleteInlinePolicyFromPermissionSet'
  | 'GetPermissionsBoundaryForPermissionSet'
  | 'PutPermissionsBoundaryToPermissionSet'
  | 'DeletePermissionsBoundaryFromPermissionSet'
>;

interface Reference {
  readonly Name: string;
  readonly Path?: string | undefined;
}

interface BoundaryInput {
  readonly CustomerManagedPolicyReference?: Reference | undefined;
  readonly ManagedPolicyArn?: string | undefined;
}

function referenceOf(reference: Reference): { name: string; path: string; key: string } {
  const path = reference.Path ?? '/';
  return { name: reference.Name, path, key: `${path}${reference.Name}` };
}

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

function checkedPolicy(call: Call, text: string): string {
  const mistake = policyMistake(text);
  if (mistake !== undefined) throw new Refusal('ValidationException', `MalformedPolicyDocument: ${mistake}`);
  const most = call.limits.inlinePolicyCharacters;
  if (text.replaceAll(/\s/gu, '').length > most) {
    throw new Refusal(
      'ServiceQuotaExceededException',
      `The inline policy exceeds ${most} characters that are not blank`,
    );
  }
  return text;
}

function boundaryOf(input: BoundaryInput): Boundary {
  const { CustomerManagedPolicyReference: reference, ManagedPolicyArn: arn } = input;
  if (reference !== undefined && arn === undefined) {
    const { name, path } = referenceOf(reference);
    return { name, path };
  }
  if (arn !== undefined && reference === undefined) return { arn };
  throw new Refusal(
    'ValidationException',
    'Exactly one of CustomerManagedPolicyReference and ManagedPolicyArn must be set',
  );
}

const managedPolicies: Handlers<
  Pick<
    Operations,
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

const customerManagedPolicies: Handlers<
  Pick<
    Operations,
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

const inlinePolicies: Handlers<
  Pick<
    Operations,
    'GetInlinePolicyForPermissionSet' | 'PutInlinePolicyToPermissionSet' | 'DeleteInlinePolicyFromPermissionSet'
  >
> = {
  GetInlinePolicyForPermissionSet(input, call) {
    return { InlinePolicy: setOf(call, input).set.inlinePolicy };
  },

  PutInlinePolicyToPermissionSet(input, call) {
    const { center, set } = setToChange(call, input);
    const policy = checkedPolicy(call, input.InlinePolicy);
    changeContent(center, set, () => {
      const changes = set.inlinePolicy !== policy;
      set.inlinePolicy = policy;
      return changes;
    });
    return {};
  },

  DeleteInlinePolicyFromPermissionSet(input, call) {
    const { center, set } = setToChange(call, input);
    changeContent(center, set, () => {
      const changes = set.inlinePolicy !== '';
      set.inlinePolicy = '';
      return changes;
    });
    return {};
  },
};

const boundaries: Handlers<
  Pick<
    Operations,
    | 'GetPermissionsBoundaryForPermissionSet'
    | 'PutPermissionsBoundaryToPermissionSet'
    | 'DeletePermissionsBoundaryFromPermissionSet'
  >
> = {
  GetPermissionsBoundaryForPermissionSet(input, call) {
    const { boundary } = setOf(call, input).set;
    if (boundary === undefined) throw noBoundary();
    const shown =
      'arn' in boundary
        ? { ManagedPolicyArn: boundary.arn }
        : { CustomerManagedPolicyReference: { Name: boundary.name, Path: boundary.path } };
    return { PermissionsBoundary: shown };
  },

  PutPermissionsBoundaryToPermissionSet(input, call) {
    const { center, set } = setToChange(call, input);
    const boundary = boundaryOf(input.PermissionsBoundary);
    changeContent(center, set, () => {
      const changes = JSON.stringify(set.boundary) !== JSON.stringify(boundary);
      set.boundary = boundary;
      return changes;
    });
    return {};
  },

  DeletePermissionsBoundaryFromPermissionSet(input, call) {
    const { center, set } = setToChange(call, input);
    if (set.boundary === undefined) throw noBoundary();
    changeContent(center, set, () => delete set.boundary);
    return {};
  },
};

function noBoundary(): Refusal {
  return new Refusal('ResourceNotFoundException', 'The permission set has no permissions boundary');
}

export const policyHandlers: Handlers<Operations> = {
  ...managedPolicies,
  ...customerManagedPolicies,
  ...inlinePolicies,
  ...boundaries,
};
