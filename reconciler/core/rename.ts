/**
 * `previously` on a group: the live group, its members and its grants are seen under the new name, so that the rest of
 * the code finds one group whose `name` differs (DESIGN section 2, "Renames"). Its id and its grants stay.
 */

import type { Desired } from './desired.ts';
import type { Key, KindName } from './key.ts';
import { assignmentKey, authorizationKey, groupKey, membershipKey } from './key.ts';
import type {
  AssignmentSpec,
  AuthorizationSpec,
  GroupSpec,
  LiveResource,
  MembershipSpec,
  Resource,
} from './resource.ts';

/** The live resources with renamed groups under their new names; a group already live under the new name is left alone. */
export function underNewNames(live: readonly LiveResource[], desired: Desired): readonly LiveResource[] {
  const liveGroups = new Set(live.filter(({ kind }) => kind === 'group').map(({ key }) => key));
  const newNames = new Map(
    [...desired.renames.groups]
      .filter(([name, previous]) => liveGroups.has(groupKey(previous)) && !liveGroups.has(groupKey(name)))
      .map(([name, previous]) => [previous, name]),
  );
  if (newNames.size === 0) return live;
  return live.map((resource) => underName(resource, newNames));
}

/** Any resource as it is called when groups go by other names (old → new): its key, and what it names. A group's own spec keeps its name. */
export function underName<R extends Named>(resource: R, newNames: ReadonlyMap<string, string>): R {
  const kind: KindName = resource.kind;
  if (kind === 'group') return renamedGroup(resource, resource.spec as GroupSpec, newNames);
  if (kind === 'membership') return renamedMembership(resource, resource.spec as MembershipSpec, newNames);
  if (kind === 'assignment') {
    const spec = resource.spec as AssignmentSpec;
    const keyOf = (group: string): Key => assignmentKey(spec.permissionSet, spec.account, 'group', group);
    return renamedGrant(resource, spec, newNames, keyOf);
  }
  if (kind === 'authorization') {
    const keyOf = (group: string): Key => authorizationKey('group', group);
    return renamedGrant(resource, resource.spec as AuthorizationSpec, newNames, keyOf);
  }
  return resource;
}

/** What desired and live resources have in common. */
type Named = Pick<Resource, 'kind' | 'key' | 'spec' | 'needs'>;

// The spec keeps the old name: that difference is the change.
function renamedGroup<R extends Named>(resource: R, spec: GroupSpec, newNames: ReadonlyMap<string, string>): R {
  const name = newNames.get(spec.name);
  return name === undefined ? resource : { ...resource, key: groupKey(name) };
}

function renamedMembership<R extends Named>(
  resource: R,
  spec: MembershipSpec,
  newNames: ReadonlyMap<string, string>,
): R {
  const group = newNames.get(spec.group);
  if (group === undefined) return resource;
  const needs = resource.needs.map((key) => (key === groupKey(spec.group) ? groupKey(group) : key));
  return { ...resource, key: membershipKey(group, spec.user), spec: { ...spec, group }, needs };
}

/** A grant or an authorisation, where it is a group's. */
function renamedGrant<R extends Named>(
  resource: R,
  spec: AssignmentSpec | AuthorizationSpec,
  newNames: ReadonlyMap<string, string>,
  keyOf: (group: string) => Key,
): R {
  const principal = spec.principalType === 'group' ? newNames.get(spec.principal) : undefined;
  if (principal === undefined) return resource;
  const needs = resource.needs.map((key) => (key === groupKey(spec.principal) ? groupKey(principal) : key));
  return { ...resource, key: keyOf(principal), spec: { ...spec, principal }, needs };
}
