/** A permission set's inline policy and permissions boundary: one of each at most. */

import { policyMistake } from '../iam-policy.ts';
import type { SsoAdminOperations } from '../models/sso-admin.types.ts';
import { Refusal } from '../refusal.ts';
import type { Call, Handlers } from '../service.ts';
import type { Boundary } from '../world.types.ts';
import { setOf, setToChange } from './access.ts';
import { changeContent } from './permission-sets.ts';
import { referenceOf } from './reference.ts';
import type { Reference } from './reference.ts';

interface BoundaryInput {
  readonly CustomerManagedPolicyReference?: Reference | undefined;
  readonly ManagedPolicyArn?: string | undefined;
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

function noBoundary(): Refusal {
  return new Refusal('ResourceNotFoundException', 'The permission set has no permissions boundary');
}

export const inlinePolicyHandlers: Handlers<
  Pick<
    SsoAdminOperations,
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

export const boundaryHandlers: Handlers<
  Pick<
    SsoAdminOperations,
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
