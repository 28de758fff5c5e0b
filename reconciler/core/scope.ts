/** What has to be read so that a plan is the whole truth about what the file manages, and nothing more. */

import type { Caller } from './caller.ts';
import type { Change } from './change.ts';
import { specAfter, specBefore } from './change.ts';
import type { Desired } from './desired.ts';
import type { Facts, FactsWanted } from './facts.ts';
import { addTo, grouped } from './grouped.ts';
import { WORTH_KEEPING } from './guard-removals.ts';
import type { Fields } from './json.ts';
import type { Key, KindName } from './key.ts';
import { groupKey, permissionSetKey, profileKey, setOfAssignment, userKey } from './key.ts';
import type { GrantsWanted, Scope } from './kind.ts';
import { pairsOf } from './pairs.ts';
import { liveKeys } from './rename.ts';
import type { AssignmentSpec, LiveResource, MembershipSpec, PermissionSetSpec, Standing } from './resource.ts';

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

/** What a plan turns out to be about, once its changes are known. */
export interface About {
  readonly changes: readonly Change[];
  readonly desired: Desired;
  /** Absent when the run does not use a role of Identity Center. */
  readonly caller: Caller | undefined;
}

/**
 * The second read of grants. Of some sets the first read asked only for the grants that the file names
 * (`unmanagedAssignments: ignore`), and of those that the file does not declare only for what somebody holds who is to be
 * removed. To say who keeps, gains or loses what, and where a role's last assignee leaves, a plan needs more of them:
 * everybody's on the accounts where a grant changes, administrators are counted, or the run has its own access; all grants of
 * a set that itself changes, or loses many; and of the declared ones everything that those hold whose memberships change.
 * `undefined` when nothing more is needed.
 */
export function grantsToExpand(facts: Facts, about: About): Scope | undefined {
  const { changes, desired } = about;
  const quiet = declaredSets(desired, liveSets(facts)).filter((set) => !isEverybodys(set, desired));
  const cells = [...grantsIn(changes), ...desired.guards.administrators, ...ownAccess(about)];
  const grants = grantsOfEverybody([...quiet, ...undeclaredSets(cells, desired)], cells, about);
  // The first read has shown everybody's grants of the others.
  const holders = quiet.length === 0 ? new Set<Key>() : membersChanging(changes, facts, desired);
  if (grants.size === 0 && holders.size === 0) return undefined;
  return { keys: new Set(), whole: new Set(), grants, holders, within: new Set(quiet.map(permissionSetKey)) };
}

/** A permission set on an account. */
type Cell = Pick<AssignmentSpec, 'permissionSet' | 'account'>;

/** What the run has access by; what the file ignores is not read, not even for that. */
function ownAccess({ caller, desired }: About): readonly Cell[] {
  return caller === undefined || standingOfSet(caller.permissionSet, desired) === 'ignored' ? [] : [caller];
}

function standingOfSet(name: string, desired: Desired): Standing {
  const set = stub('permission-set', permissionSetKey(name), { name });
  return desired.resources.some(({ key }) => key === set.key) ? 'declared' : desired.standing(set);
}

/** Whether grants on an account (12 digits) are of interest. That of the run is there, also where no account was asked for. */
export function isLookedAt(account: string, { desired, caller }: Pick<About, 'desired' | 'caller'>): boolean {
  return !desired.untouched(account) || (account === caller?.account && desired.inactive(account));
}

/** Those that the file neither declares nor removes: of these the first read did not ask for everybody's grants. */
function undeclaredSets(cells: readonly Cell[], desired: Desired): readonly string[] {
  const names = new Set(cells.map(({ permissionSet }) => permissionSet));
  return [...names].filter((name) => !['declared', 'removable'].includes(standingOfSet(name, desired)));
}

function grantsOfEverybody(
  sets: readonly string[],
  cells: readonly Cell[],
  about: About,
): ReadonlyMap<Key, GrantsWanted> {
  const { changes } = about;
  const pairs = pairsOf(cells, ({ permissionSet, account }) => [permissionSetKey(permissionSet), account]);
  const whole = new Set([
    ...changes.filter(({ kind }) => kind === 'permission-set').map(({ key }) => key),
    ...losingMany(changes, 'assignment', (spec) => permissionSetKey((spec as AssignmentSpec).permissionSet)),
  ]);
  const wanted = { of: 'everybody', named: [], on: (account: string) => isLookedAt(account, about) } as const;
  return new Map(
    sets.map(permissionSetKey).flatMap((key): readonly (readonly [Key, GrantsWanted])[] => {
      const accounts = pairs.get(key);
      if (whole.has(key)) return [[key, wanted]];
      return accounts === undefined ? [] : [[key, { ...wanted, accounts }]];
    }),
  );
}

/** What loses so many that a guard asks whether it loses all. */
function losingMany(changes: readonly Change[], wanted: KindName, holderOf: (spec: Fields) => Key): readonly Key[] {
  const lost = changes.flatMap((change) =>
    change.kind === wanted && change.verb === 'delete' ? [holderOf(change.before.spec)] : [],
  );
  return [...grouped(lost, (key) => key)].flatMap(([key, all]) => (all.length < WORTH_KEEPING ? [] : [key]));
}

/** Both sides of the memberships that change, as far as they are live. */
function membersChanging(changes: readonly Change[], facts: Facts, desired: Desired): ReadonlySet<Key> {
  const known = new Set(stubs(facts).map(({ key }) => key));
  const members = (specsIn(changes, 'membership') as readonly MembershipSpec[]).flatMap(({ group, user }) => [
    groupKey(group),
    userKey(user),
  ]);
  return new Set(members.map(liveKeys(desired, facts)).filter((key) => known.has(key)));
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
 * grants change, those that hold a set which changes, those through which administrators are counted or the run has its own
 * access, and those that lose many.
 */
export function groupsToExpand(live: readonly LiveResource[], { changes, desired, caller }: About): ReadonlySet<Key> {
  const sets = new Set([
    ...(specsIn(changes, 'permission-set') as readonly PermissionSetSpec[]).map(({ name }) => name),
    ...desired.guards.administrators.map(({ permissionSet }) => permissionSet),
  ]);
  const isOwn = ({ permissionSet, account }: AssignmentSpec): boolean =>
    permissionSet === caller?.permissionSet && account === caller.account;
  const held = live
    .filter(({ kind }) => kind === 'assignment')
    .map(({ spec }) => spec as AssignmentSpec)
    .filter((spec) => sets.has(spec.permissionSet) || isOwn(spec));
  const groups = [...grantsIn(changes), ...held].filter(({ principalType }) => principalType === 'group');
  return new Set([
    ...groups.map(({ principal }) => groupKey(principal)),
    ...losingMany(changes, 'membership', (spec) => groupKey((spec as MembershipSpec).group)),
  ]);
}
