/** Small builders of the shapes in the middle, each complete, so that a test states only what it is about. */

import type { Desired, Guards } from '../../reconciler/core/desired.ts';
import type { PermissionSetSpec, Resource, LiveResource } from '../../reconciler/core/resource.ts';

export const NO_GUARDS: Guards = {
  removals: {
    permissionSets: { count: 1_000_000 },
    assignments: { count: 1_000_000 },
    users: { count: 1_000_000 },
    groups: { count: 1_000_000 },
    memberships: { count: 1_000_000 },
    authorizations: { count: 1_000_000 },
  },
  administrators: [],
  expiry: [],
  protected: { permissionSets: new Set(), users: new Set(), groups: new Set() },
};

/** A desired state that forbids nothing and removes what it does not declare. */
export function desiredOf(parts: Partial<Desired>): Desired {
  return {
    resources: [],
    standing: () => 'removable',
    undeclaredGrants: () => 'removable',
    untouched: () => false,
    inactive: () => false,
    settle: { tags: 'ignore' },
    renames: { permissionSets: new Map(), groups: new Map() },
    expired: [],
    removed: new Set(),
    guards: NO_GUARDS,
    overrides: [],
    shortNames: new Map(),
    referenced: new Set(),
    warnings: [],
    ...parts,
  };
}

/** The live twin of a resource, under an id of the service. */
export function liveOf({ kind, key, spec, needs }: Resource): LiveResource {
  return { kind, key, spec, needs, ref: { id: `id-of-${key}` } };
}

/** A permission set with AWS's defaults. */
export function permissionSetSpec(name: string, parts: Partial<PermissionSetSpec> = {}): PermissionSetSpec {
  return {
    name,
    sessionDuration: 'PT1H',
    relayState: null,
    managedPolicies: [],
    customerManagedPolicies: [],
    permissionsBoundary: null,
    inlinePolicy: null,
    tags: {},
    provisioned: 'latest',
    ...parts,
  };
}
