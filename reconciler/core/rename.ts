/**
 * `previously` on a group: the live group, its members and its grants are seen under the new name, so that the rest of
 * the code finds one group whose `name` differs (DESIGN section 2, "Renames"). Its id and its grants stay.
 */

import type { Desired } from './desired.ts';
import type { Facts } from './facts.ts';
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

type Groups = Pick<Facts, 'groups'>;

/** Old name → new name of the groups that are to be renamed: live under the old one, and not under the new one. */
function newNamesOf({ renames }: Desired, { groups }: Groups): ReadonlyMap<string, string> {
  if (renames.groups.size === 0) return renames.groups;
  const live = new Set(groups.map(({ name }) => name));
  const due = [...renames.groups].filter(([name, previous]) => live.has(previous) && !live.has(name));
  return new Map(due.map(([name, previous]) => [previous, name]));
}

/** Live resources with the groups that are to be renamed under their new names; `facts` know which groups are live. */
export function underNewNames(live: readonly LiveResource[], desired: Desired, facts: Groups): readonly LiveResource[] {
  const newNames = newNamesOf(desired, facts);
  return newNames.size === 0 ? live : live.map((resource) => underName(resource, newNames));
}

/** The key under which a group, or a grant to it, is live, for the one that the file knows it by. */
export function liveKeys(desired: Desired, facts: Groups): (key: Key) => Key {
  const oldKeys = new Map([...newNamesOf(desired, facts)].map(([old, name]) => [groupKey(name), groupKey(old)]));
  return (key) => {
    if (oldKeys.size === 0) return key;
    // Of `assignment/SET/ACCOUNT/group/NAME`, as of `group/NAME`, the last two parts.
    const grantee = key.split('/').slice(-2).join('/');
    const old = oldKeys.get(grantee as Key);
    return old === undefined ? key : ((key.slice(0, key.length - grantee.length) + old) as Key);
  };
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
