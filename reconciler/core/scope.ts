/** What has to be read so that a plan is the whole truth about what the file manages, and nothing more. */

import type { Change } from './change.ts';
import { specAfter, specBefore } from './change.ts';
import type { Desired } from './desired.ts';
import type { Facts, FactsWanted } from './facts.ts';
import type { Key, KindName } from './key.ts';
import { groupKey, permissionSetKey, profileKey, userKey } from './key.ts';
import type { Scope } from './kind.ts';
import type { AssignmentSpec, LiveResource } from './resource.ts';

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
  const removable = stubs(facts)
    .filter((thing) => desired.standing(thing) === 'removable')
    .map(({ key }) => key);
  const known = new Set(stubs(facts).map(({ key }) => key));
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
  };
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
    ...facts.permissionSets.map((name) => stub('permission-set', permissionSetKey(name), { name })),
  ];
}

function stub(kind: KindName, key: Key, spec: LiveResource['spec']): LiveResource {
  return { kind, key, spec, needs: [], ref: {} };
}

/**
 * The second read: the members of groups whose grants change, or through which administrators are counted, so that
 * the plan can say what it means for people (DESIGN section 4, "People first").
 */
export function groupsToExpand(
  changes: readonly Change[],
  live: readonly LiveResource[],
  desired: Desired,
): ReadonlySet<Key> {
  const touchedSets = new Set(changes.filter(({ kind }) => kind === 'permission-set').map(({ key }) => key));
  const counted = new Set(desired.guards.administrators.map(({ permissionSet }) => permissionSetKey(permissionSet)));
  const changed = changes
    .filter(({ kind }) => kind === 'assignment')
    .flatMap((change) => [specBefore(change), specAfter(change)])
    .flatMap((spec) => (spec === undefined ? [] : [spec as AssignmentSpec]));
  const held = live
    .filter(({ kind }) => kind === 'assignment')
    .map(({ spec }) => spec as AssignmentSpec)
    .filter(({ permissionSet }) => {
      const key = permissionSetKey(permissionSet);
      return touchedSets.has(key) || counted.has(key);
    });
  const groups = [...changed, ...held].filter(({ principalType }) => principalType === 'group');
  return new Set(groups.map(({ principal }) => groupKey(principal)));
}
