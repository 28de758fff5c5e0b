/** What becomes of live things that are not declared: `ignore`, `removed`, `unmanaged`, and what follows from them. */

import type { Facts } from '../core/facts.ts';
import type { Fields } from '../core/json.ts';
import type { Key, KindName, PrincipalType } from '../core/key.ts';
import { assignmentKey, groupKey, permissionSetKey, userKey } from '../core/key.ts';
import type {
  AssignmentSpec,
  GroupSpec,
  LiveResource,
  MembershipSpec,
  PermissionSetSpec,
  Standing,
  UserSpec,
} from '../core/resource.ts';
import type { Accounts } from './accounts.ts';
import type { Configuration } from './configuration.ts';
import type { Standing as Treatment } from './document.types.ts';
import { firstMatch } from './glob.ts';

export interface StandingInput {
  readonly configuration: Configuration;
  readonly accounts: Accounts;
  /** Keys of all desired resources. */
  readonly declared: ReadonlySet<Key>;
  /** Keys of grants of the file whose time has passed. */
  readonly expired: ReadonlySet<Key>;
  /** Principals that the file names without declaring them: they are not removed while it does. */
  readonly referenced: ReadonlySet<Key>;
  readonly facts: Pick<Facts, 'users' | 'groups'>;
}

const STANDING: { readonly [treatment in Treatment]: Standing } = {
  ignore: 'ignored',
  report: 'reported',
  remove: 'removable',
};

/** Answers for any live thing; one under the key of a desired resource is `declared`. */
export function createStanding(input: StandingInput): (live: LiveResource) => Standing {
  const { configuration, declared } = input;
  const { document } = configuration;
  const { removed = {}, unmanaged = {}, ignore = {} } = document;
  const ignoredSet = firstMatch(ignore.permissionSets ?? []);
  const ignoredUser = firstMatch(ignore.users ?? []);
  const ignoredGroup = firstMatch(ignore.groups ?? []);
  const [removedSets, removedUsers, removedGroups] = [removed.permissionSets, removed.users, removed.groups].map(
    (names) => new Set(names),
  ) as [Set<string>, Set<string>, Set<string>];
  const oldSets = new Map((document.permissionSets ?? []).map((set) => [set.previously, set] as const));
  const sets = new Map((document.permissionSets ?? []).map((set) => [set.name, set] as const));
  const groups = new Map((document.groups ?? []).map((declaredGroup) => [declaredGroup.name, declaredGroup] as const));
  // A group that is renamed in place is seen under its new name; asked under the old one, it is not unmanaged.
  const oldGroups = new Set((document.groups ?? []).map(({ previously }) => previously));

  // Not those of a provider, nor the ids of principals that no longer exist: what they hold is judged by itself.
  const removable = new Set(
    [
      ...input.facts.users.filter(({ external }) => !external).map(({ name }) => userKey(name)),
      ...input.facts.groups.filter(({ external }) => !external).map(({ name }) => groupKey(name)),
    ].filter((key) => !input.referenced.has(key)),
  );

  function identity(key: Key, isIgnored: boolean, isRemoved: boolean, treatment: Treatment): Standing {
    if (declared.has(key)) return 'declared';
    if (isIgnored) return 'ignored';
    const standing = isRemoved ? 'removable' : STANDING[treatment];
    return standing === 'removable' && !removable.has(key) ? 'reported' : standing;
  }

  function user(name: string): Standing {
    return identity(
      userKey(name),
      ignoredUser(name) !== undefined,
      removedUsers.has(name),
      unmanaged.users ?? 'report',
    );
  }

  function group(name: string): Standing {
    if (oldGroups.has(name)) return 'declared';
    return identity(
      groupKey(name),
      ignoredGroup(name) !== undefined,
      removedGroups.has(name),
      unmanaged.groups ?? 'report',
    );
  }

  function principal(type: PrincipalType, name: string): Standing {
    return type === 'user' ? user(name) : group(name);
  }

  /** Named by a glob of `ignore`: unlike with `unmanaged: ignore`, nothing that names it is touched either. */
  function globbed(type: PrincipalType, name: string): boolean {
    return (type === 'user' ? ignoredUser(name) : ignoredGroup(name)) !== undefined;
  }

  function permissionSet(name: string): Standing {
    if (declared.has(permissionSetKey(name))) return 'declared';
    if (ignoredSet(name) !== undefined) return 'ignored';
    if (removedSets.has(name) || oldSets.has(name)) return 'removable';
    return STANDING[unmanaged.permissionSets ?? 'report'];
  }

  function membership({ group: groupName, user: userName }: MembershipSpec, isExpired: boolean): Standing {
    if (globbed('group', groupName) || globbed('user', userName)) return 'ignored';
    if (isExpired) return 'removable';
    if (group(groupName) === 'removable' || user(userName) === 'removable') return 'removable';
    const declaredGroup = groups.get(groupName);
    // Members of other groups are read only to say what a plan means for people.
    return declaredGroup === undefined
      ? 'ignored'
      : STANDING[declaredGroup.unmanagedMembers ?? unmanaged.memberships ?? 'remove'];
  }

  function assignment(spec: AssignmentSpec, isExpired: boolean): Standing {
    const ofSet = permissionSet(spec.permissionSet);
    if (input.accounts.untouched(spec.account) || ignoredSet(spec.permissionSet) !== undefined) return 'ignored';
    if (globbed(spec.principalType, spec.principal)) return 'ignored';
    if (isExpired || removedSets.has(spec.permissionSet)) return 'removable';
    if (principal(spec.principalType, spec.principal) === 'removable') return 'removable';
    const renamed = oldSets.get(spec.permissionSet);
    const governing = sets.get(spec.permissionSet) ?? renamed;
    if (governing === undefined && ofSet !== 'declared') return ofSet;
    const renamedGrant = assignmentKey(renamed?.name ?? '', spec.account, spec.principalType, spec.principal);
    if (renamed !== undefined && declared.has(renamedGrant)) return 'removable';
    return STANDING[governing?.unmanagedAssignments ?? unmanaged.assignments ?? 'remove'];
  }

  const undeclared: { readonly [kind in KindName]: (spec: Fields, isExpired: boolean) => Standing } = {
    user: (spec) => user((spec as UserSpec).userName),
    group: (spec) => group((spec as GroupSpec).name),
    membership: (spec, isExpired) => membership(spec as MembershipSpec, isExpired),
    'permission-set': (spec) => permissionSet((spec as PermissionSetSpec).name),
    assignment: (spec, isExpired) => assignment(spec as AssignmentSpec, isExpired),
    'service-access': () => 'ignored',
    'delegated-administrator': () => 'ignored',
    'service-linked-role': () => 'ignored',
    profile: () => 'ignored',
    application: () => 'ignored',
    authorization: () => 'ignored',
  };

  return (live) => {
    if (declared.has(live.key)) return 'declared';
    if (live.external === true) return 'ignored';
    // What only an expired grant gave goes, whatever `unmanaged` says.
    return undeclared[live.kind](live.spec, input.expired.has(live.key));
  };
}
