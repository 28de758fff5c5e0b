/** A permission set in the words of the file: AWS's defaults are left out. */

import type { CustomerManagedPolicy, PermissionSetSpec } from '../core/resource.ts';
import { ownTags } from '../core/tags.ts';
import type { PermissionSet } from './document.types.ts';

/** The entry of a live set, its inline policy written out; policies of the instance's partition go by name. */
export function writePermissionSet(spec: PermissionSetSpec, partition: string): PermissionSet {
  const { name, description, sessionDuration, relayState, inlinePolicy, tags } = spec;
  const { managedPolicies, customerManagedPolicies, permissionsBoundary: boundary } = spec;
  const own = ownTags(tags);
  return {
    name,
    ...(description === undefined ? {} : { description }),
    ...(sessionDuration === 'PT1H' ? {} : { sessionDuration }),
    ...(relayState === null ? {} : { relayState }),
    ...(managedPolicies.length === 0
      ? {}
      : { managedPolicies: managedPolicies.map((arn) => managedPolicyName(arn, partition)) }),
    ...(customerManagedPolicies.length === 0
      ? {}
      : { customerManagedPolicies: customerManagedPolicies.map(customerManagedPolicy) }),
    ...(boundary === null ? {} : { permissionsBoundary: writtenBoundary(boundary, partition) }),
    ...(inlinePolicy === null ? {} : { inlinePolicy: inlinePolicy as NonNullable<PermissionSet['inlinePolicy']> }),
    ...(Object.keys(own).length === 0 ? {} : { tags: own }),
  };
}

function managedPolicyName(arn: string, partition: string): string {
  const prefix = `arn:${partition}:iam::aws:policy/`;
  return arn.startsWith(prefix) ? arn.slice(prefix.length) : arn;
}

function customerManagedPolicy({ name, path }: CustomerManagedPolicy) {
  return path === '/' ? { name } : { name, path };
}

function writtenBoundary(boundary: NonNullable<PermissionSetSpec['permissionsBoundary']>, partition: string) {
  return 'managedPolicy' in boundary
    ? { managedPolicy: managedPolicyName(boundary.managedPolicy, partition) }
    : { customerManagedPolicy: customerManagedPolicy(boundary.customerManagedPolicy) };
}
