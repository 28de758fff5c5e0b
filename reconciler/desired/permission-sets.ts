/** Permission sets as written, with their presets → canonical specs. */

import { canonicalDuration } from '../core/duration.ts';
import type { Issue } from '../core/issue.ts';
import type { Json } from '../core/json.ts';
import { byCodePoint } from '../core/json.ts';
import { permissionSetKey } from '../core/key.ts';
import { canonicalPolicy } from '../core/policy.ts';
import type { Preset } from '../core/presets.ts';
import { PRESETS } from '../core/presets.ts';
import type { CustomerManagedPolicy, PermissionSetSpec, Resource } from '../core/resource.ts';
import { mistake } from './codes.ts';
import type { Configuration } from './configuration.ts';
import { ADMINS, at } from './configuration.ts';
import type { PermissionSet } from './document.types.ts';
import type { Step } from './node.ts';

/** A permission set of the file, or one that only `admins` names and that is then the shipped preset. */
export interface DeclaredSet {
  readonly written: PermissionSet;
  readonly path: readonly Step[];
  readonly inlinePolicy?: Json;
}

/** All permission sets that the configuration declares, in its order; those of `admins` alone come last. */
export function declaredSets(configuration: Configuration): readonly DeclaredSet[] {
  const { document, policies } = configuration;
  const sets = (document.permissionSets ?? []).map((written, index): DeclaredSet => {
    const policy = policies.get(index);
    const path = ['permissionSets', index];
    return policy === undefined ? { written, path } : { written, path, inlinePolicy: policy.document };
  });
  const names = new Set(sets.map(({ written }) => written.name));
  const implied = ADMINS.flatMap(({ field, preset }) => {
    const entry = document.admins?.[field];
    const name = entry?.permissionSet ?? PRESETS[preset].name;
    if (entry === undefined || names.has(name)) return [];
    return [{ written: { name, preset }, path: ['admins', field] }];
  });
  return [...sets, ...implied];
}

/** The resource of a set, in the partition of the instance. */
export function setResource(
  { written, path, inlinePolicy }: DeclaredSet,
  configuration: Configuration,
  partition: string,
): Resource<PermissionSetSpec> {
  const preset: Partial<Preset> = written.preset === undefined ? {} : PRESETS[written.preset];
  const managed = written.managedPolicies ?? preset.managedPolicies ?? [];
  return {
    kind: 'permission-set',
    key: permissionSetKey(written.name),
    spec: {
      name: written.name,
      ...(written.description === undefined ? {} : { description: written.description }),
      // What is no duration has not passed the checks.
      sessionDuration: canonicalDuration(written.sessionDuration ?? preset.sessionDuration ?? 'PT1H') as string,
      relayState: written.relayState ?? null,
      managedPolicies: [...new Set(managed.map((policy) => managedPolicyArn(policy, partition)))].toSorted(byCodePoint),
      customerManagedPolicies: customerManagedPolicies(written),
      permissionsBoundary: permissionsBoundary(written, partition),
      inlinePolicy: canonicalPolicy(inlinePolicy ?? preset.inlinePolicy ?? null),
      tags: { ...written.tags },
      provisioned: 'latest',
    },
    needs: [],
    at: at(configuration, path),
  };
}

/** Policies by an ARN of another partition than the instance's, where there are no such policies. */
export function foreignPolicies(configuration: Configuration, partition: string): readonly Issue[] {
  return (configuration.document.permissionSets ?? []).flatMap((set, index) => {
    const path = ['permissionSets', index];
    const managed = (set.managedPolicies ?? []).map((policy, item) => ({
      policy,
      path: [...path, 'managedPolicies', item],
    }));
    const boundary = set.permissionsBoundary?.managedPolicy;
    const bounding =
      boundary === undefined ? [] : [{ policy: boundary, path: [...path, 'permissionsBoundary', 'managedPolicy'] }];
    return [...managed, ...bounding]
      .filter(({ policy }) => !managedPolicyArn(policy, partition).startsWith(`arn:${partition}:`))
      .map((foreign) => {
        const message = `${foreign.policy} is of another partition than the instance, which is in ${partition}`;
        return mistake('CONFIG_VALUE', at(configuration, foreign.path), message, 'write its name alone');
      });
  });
}

/** A full ARN as it is; a name or path/name in the given partition. */
export function managedPolicyArn(policy: string, partition: string): string {
  return policy.startsWith('arn:') ? policy : `arn:${partition}:iam::aws:policy/${policy}`;
}

type WrittenCustomerPolicy = NonNullable<PermissionSet['customerManagedPolicies']>[number];

function customerManagedPolicy({ name, path = '/' }: WrittenCustomerPolicy): CustomerManagedPolicy {
  return { name, path };
}

function permissionsBoundary(
  { permissionsBoundary: boundary = {} }: PermissionSet,
  partition: string,
): PermissionSetSpec['permissionsBoundary'] {
  const { managedPolicy, customerManagedPolicy: own } = boundary;
  if (managedPolicy !== undefined) return { managedPolicy: managedPolicyArn(managedPolicy, partition) };
  return own === undefined ? null : { customerManagedPolicy: customerManagedPolicy(own) };
}

function customerManagedPolicies({
  customerManagedPolicies: policies = [],
}: PermissionSet): readonly CustomerManagedPolicy[] {
  const byPath = new Map(policies.map(customerManagedPolicy).map((policy) => [`${policy.path}${policy.name}`, policy]));
  return [...byPath.values()].toSorted((a, b) => byCodePoint(a.path, b.path) || byCodePoint(a.name, b.name));
}
