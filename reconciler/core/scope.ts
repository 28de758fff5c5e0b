/** What has to be read so that a plan is the whole truth about what the file manages, and nothing more. */

import type { Change } from './change.ts';
import { specAfter, specBefore } from './change.ts';
import type { Desired } from './desired.ts';
import type { Facts, FactsWanted } from './facts.ts';
import { addTo } from './grouped.ts';
import type { Fields } from './json.ts';
import type { Key, KindName } from './key.ts';
import { groupKey, permissionSetKey, profileKey, setOfAssignment, userKey } from './key.ts';
import type { GrantsWanted, Scope } from './kind.ts';
import { pairsOf } from './pairs.ts';
import { liveKeys } from './rename.ts';
import type { AssignmentSpec, LiveResource, MembershipSpec, PermissionSetSpec } from './resource.ts';

/** Kinds of which no list of names is read before: each is asked for by its key, and by those of what it needs. */
const BY_OWN_KEY: ReadonlySet<KindName> = new Set([
  'service-access',
  'delegated-administrator',
  'service-linked-role',
  'profile',
  'application',
]);

/** The first read: declared things with what hangs on them, and things that are to be removed with all they hold. */
export function scopeOf(desired: Desired, facts: Facts, wanted: FactsWanted): Scope {
  const declared = desired.resources
    .filter(({ kind }) => kind === 'permission-set' || kind === 'group')
    .map(({ key }) => key);
  const renamed = [
    ...[...desired.renames.permissionSets.values()].map(permissionSetKey),
    ...[...desired.renames.groups.values()].map(groupKey),
  ];
  const live = stubs(facts);
  const removable = live.filter((thing) => desired.standing(thing) === 'removable').map(({ key }) => key);
  const known = new Set(live.map(({ key }) => key));
  // Something that is not live has nothing to read.
  const keys = [...declared, ...renamed, ...removable].filter((key) => known.has(key));
  const single = desired.resources
    .filter(({ kind }) => BY_OWN_KEY.has(kind))
    .flatMap(({ key, needs }) => [key, ...needs]);
  return {
    keys: new Set([...keys, ...single, ...profileKeys(desired)]),
    whole: new Set<KindName>(wanted.identities ? ['user', 'group'] : []),
    // Only what is to be removed must first let go of everything it holds.
    holders: new Set(removable),
    grants: grantsOf(declaredSets(desired, known), desired, liveKeys(desired, facts)),
  };
}

/** Names of the permission sets that the file declares and that are live. */
function declaredSets(desired: Desired, known: ReadonlySet<Key>): readonly string[] {
  return desired.resources.flatMap(({ kind, key, spec }) =>
    kind === 'permission-set' && known.has(key) ? [(spec as PermissionSetSpec).name] : [],
  );
}

/**
 * Of a declared set everybody's grants, unless nobody asks for those that the file does not name. Nothing of accounts that
 * are left alone. Sets that are to go, or to get another name, are read whole, since anything on them is in the way.
 */
function grantsOf(
  sets: readonly string[],
  desired: Desired,
  liveKey: (key: Key) => Key,
): ReadonlyMap<Key, GrantsWanted> {
  const declared = desired.resources.filter(({ kind }) => kind === 'assignment').map(({ key }) => key);
  const expired = desired.expired.map(({ key }) => key).filter((key) => key.startsWith('assignment/'));
  const named = new Map<Key, Key[]>();
  for (const key of [...declared, ...expired]) addTo(named, setOfAssignment(key), liveKey(key));
  const on = (account: string): boolean => !desired.untouched(account);
  return new Map(
    sets.map((set) => {
      const key = permissionSetKey(set);
      return [key, { of: isEverybodys(set, desired) ? 'everybody' : 'named', named: named.get(key) ?? [], on }];
    }),
  );
}

function isEverybodys(set: string, desired: Desired): boolean {
  return desired.undeclaredGrants(set) !== 'ignored';
}

/** The profile of the file, also one that is to go: with it everybody who may use it is read. */
function profileKeys({ profile }: Desired): readonly Key[] {
  return profile === undefined ? [] : [profileKey(profile.account, profile.region)];
}

/** The live users, groups and permission sets by name alone: enough to ask what their standing is. */
export function stubs(facts: Facts): readonly LiveResource[] {
  return [
    ...facts.users.map(({ name, external }) => ({ ...stub('user', userKey(name), { userName: name }), external })),
    ...facts.groups.map(({ name, external }) => ({ ...stub('group', groupKey(name), { name }), external })),
    ...setStubs(facts),
  ];
}

/** Those of permission sets. */
export function setStubs({ permissionSets }: Pick<Facts, 'permissionSets'>): readonly LiveResource[] {
  return permissionSets.map((name) => stub('permission-set', permissionSetKey(name), { name }));
}

function liveSets({ permissionSets }: Facts): ReadonlySet<Key> {
  return new Set(permissionSets.map(permissionSetKey));
}

function stub(kind: KindName, key: Key, spec: LiveResource['spec']): LiveResource {
  return { kind, key, spec, needs: [], ref: {} };
}

/**
 * The second read of grants. Of some sets (`unmanagedAssignments: ignore`) the first read asked only for the grants that the
 * file names. To say who keeps, gains or loses what, and where a role's last assignee leaves, a plan needs more of them:
 * everybody's on the accounts where a grant changes or administrators are counted, everything that those hold whose
 * memberships change, and all grants of a set that itself changes. `undefined` when nothing more is needed.
 */
export function grantsToExpand(changes: readonly Change[], facts: Facts, desired: Desired): Scope | undefined {
  const sets = new Set(declaredSets(desired, liveSets(facts)).filter((set) => !isEverybodys(set, desired)));
  // The first read has shown everybody's grants of the others.
  if (sets.size === 0) return undefined;
  const known = new Set(stubs(facts).map(({ key }) => key));
  const whole = new Set(changes.filter(({ kind }) => kind === 'permission-set').map(({ key }) => key));
  const pairs = pairsOf([...grantsIn(changes), ...desired.guards.administrators], ({ permissionSet, account }) => [
    permissionSetKey(permissionSet),
    account,
  ]);
  const on = (account: string): boolean => !desired.untouched(account);
  const grants = [...sets].map(permissionSetKey).flatMap((key): readonly (readonly [Key, GrantsWanted])[] => {
    const accounts = pairs.get(key);
    const wanted = { of: 'everybody', named: [], on } as const;
    if (whole.has(key)) return [[key, wanted]];
    return accounts === undefined ? [] : [[key, { ...wanted, accounts }]];
  });
  const members = (specsIn(changes, 'membership') as readonly MembershipSpec[]).flatMap(({ group, user }) => [
    groupKey(group),
    userKey(user),
  ]);
  const holders = new Set(members.map(liveKeys(desired, facts)).filter((key) => known.has(key)));
  if (grants.length === 0 && holders.size === 0) return undefined;
  const within = new Set([...sets].map(permissionSetKey));
  return { keys: new Set(), whole: new Set(), grants: new Map(grants), holders, within };
}

/** What the changes of a kind are about, before and after them. */
function specsIn(changes: readonly Change[], wanted: KindName): readonly Fields[] {
  return changes
    .filter(({ kind }) => kind === wanted)
    .flatMap((change) => [specBefore(change), specAfter(change)])
    .filter((spec) => spec !== undefined);
}

function grantsIn(changes: readonly Change[]): readonly AssignmentSpec[] {
  return specsIn(changes, 'assignment') as readonly AssignmentSpec[];
}

/**
 * The groups whose members a plan needs to say what it means for people (DESIGN section 4, "People first"): those whose
 * grants change, those that hold a set which changes, and those through which administrators are counted.
 */
export function groupsToExpand(
  changes: readonly Change[],
  live: readonly LiveResource[],
  desired: Desired,
): ReadonlySet<Key> {
  const sets = new Set([
    ...(specsIn(changes, 'permission-set') as readonly PermissionSetSpec[]).map(({ name }) => name),
    ...desired.guards.administrators.map(({ permissionSet }) => permissionSet),
  ]);
  const held = live
    .filter(({ kind, spec }) => kind === 'assignment' && sets.has((spec as AssignmentSpec).permissionSet))
    .map(({ spec }) => spec as AssignmentSpec);
  const groups = [...grantsIn(changes), ...held].filter(({ principalType }) => principalType === 'group');
  return new Set(groups.map(({ principal }) => groupKey(principal)));
}
