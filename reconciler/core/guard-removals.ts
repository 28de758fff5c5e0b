/** How much one plan may remove, and from how empty a file. */

import type { GuardedKind, Limit } from './desired.ts';
import { GUARDED_KIND, GUARDED_KINDS } from './desired.ts';
import type { Breach } from './guard-breach.ts';
import type { GuardView } from './guard-live.ts';
import { isNamed, standingOf } from './guard-live.ts';
import { grouped } from './grouped.ts';
import type { Key } from './key.ts';
import { groupKey, permissionSetKey } from './key.ts';
import { keyUnderNewName, oldSetKeys } from './renamed-sets.ts';
import type { Fields } from './json.ts';
import type { AssignmentSpec, LiveResource, MembershipSpec, Resource } from './resource.ts';
import { titles } from './titles.ts';

const WORDS: { readonly [kind in GuardedKind]: string } = {
  permissionSets: 'permission sets',
  assignments: 'assignments',
  users: 'users',
  groups: 'groups',
  memberships: 'memberships',
  authorizations: 'authorizations',
};

function counted(count: number, kind: GuardedKind): string {
  return `${count} ${count === 1 ? WORDS[kind].replace(/s$/u, '') : WORDS[kind]}`;
}

/** The kinds of which the plan removes more than `guards.removals` allows. */
export function removalBreaches(view: GuardView): readonly Breach[] {
  return GUARDED_KINDS.flatMap((kind) => {
    const removed = countedRemovals(view, kind);
    if (removed.length === 0) return [];
    const among = view.removable.get(GUARDED_KIND[kind]) ?? 0;
    const limit = view.desired.guards.removals[kind];
    if (removed.length <= allowed(limit, among)) return [];
    return {
      code: 'GUARD_REMOVALS',
      message:
        `the plan removes ${counted(removed.length, kind)} (${titles(removed, view)}); ` +
        `guards.removals.${kind} allows ${allowedText(limit, among)}`,
      removals: removed,
      lift: { guard: `removals.${kind}`, upTo: removed.length },
    };
  });
}

/**
 * How many things a limit lets go when `among` could be removed: a count is a count; a share always lets two go, since
 * a tenth of a few is nothing, and never the last one.
 */
export function allowed(limit: Limit, among: number): number {
  if ('count' in limit) return limit.count;
  return Math.max(0, Math.min(among - 1, Math.max(2, Math.floor((limit.share * among) / 100))));
}

function allowedText(limit: Limit, among: number): string {
  if ('count' in limit) return String(limit.count);
  const share = `${allowed(limit, among)} of ${among} (${limit.share}%`;
  const exact = Math.floor((limit.share * among) / 100) === allowed(limit, among);
  return exact ? `${share})` : `${share}, but always two, and never the last one)`;
}

/** Without what its date takes away, and without what goes on under another name. */
function countedRemovals(view: GuardView, kind: GuardedKind): readonly LiveResource[] {
  return view.removed.filter(
    (resource) => resource.kind === GUARDED_KIND[kind] && !hasExpired(resource, view) && !goesOn(resource, view),
  );
}

/** Whether it is the old half of a rename: the set itself, or a grant of it that the file gives under the new name. */
function goesOn(resource: LiveResource, { desired, wanted }: GuardView): boolean {
  if (resource.kind === 'permission-set') return oldSetKeys(desired).has(resource.key);
  const key = keyUnderNewName(resource, desired);
  return key !== undefined && wanted.has(key);
}

/** Whether the file gave it until its date, also under another name of its set. */
function hasExpired(resource: LiveResource, { desired, expired }: GuardView): boolean {
  return expired.has(resource.key) || expired.has(keyUnderNewName(resource, desired) ?? resource.key);
}

/** Fewer than this are a group or a set in the making, not one that people rely on. */
export const WORTH_KEEPING = 3;

/** Groups that stay and lose every member, and sets that stay and lose every assignment. */
export function emptiedBreaches(view: GuardView): readonly Breach[] {
  return [...emptied(view, MEMBERS), ...emptied(view, GRANTS)];
}

/** What is held of a group or a set, by the key and the name of that. */
interface Held {
  readonly held: 'memberships' | 'assignments';
  readonly holder: string;
  readonly nameOf: (spec: Fields) => string;
  readonly keyOf: (name: string) => Key;
  /** Whether something that is held can outlive what it is held of. */
  readonly outlives: boolean;
}

const MEMBERS: Held = {
  held: 'memberships',
  holder: 'group',
  nameOf: (spec) => (spec as MembershipSpec).group,
  keyOf: groupKey,
  outlives: true,
};
const GRANTS: Held = {
  held: 'assignments',
  holder: 'permission set',
  nameOf: (spec) => (spec as AssignmentSpec).permissionSet,
  keyOf: permissionSetKey,
  outlives: false,
};

function emptied(view: GuardView, { held, holder, nameOf, keyOf, outlives }: Held): readonly Breach[] {
  const going = countedRemovals(view, held);
  if (going.length === 0) return [];
  const removed = new Set(going.map(({ key }) => key));
  const named = ({ spec }: Pick<Resource, 'spec'>): string => nameOf(spec);
  const filled = new Set(
    view.changes
      .filter((change) => change.kind === GUARDED_KIND[held])
      .flatMap((change) => (change.verb === 'delete' ? [] : [named(change.after)])),
  );
  const heldBy = grouped(
    view.live.filter(({ kind }) => kind === GUARDED_KIND[held]),
    named,
  );
  const groups = new Set(view.live.filter(({ kind }) => kind === 'group').map(({ key }) => key));
  return (
    [...new Set(going.map(named))]
      // Sets that the file does not declare are not read, but they are there.
      .filter((name) => !outlives || groups.has(keyOf(name)))
      .filter((name) => !view.gone.has(keyOf(name)) && !filled.has(name))
      .flatMap((name) => {
        const all = (heldBy.get(name) as readonly LiveResource[]).filter((resource) => !hasExpired(resource, view));
        // Whoever is in a group that the file does not declare stays there, and is no name that the file ignores.
        const had = view.wanted.has(keyOf(name)) ? all.filter((one) => standingOf(one, view) !== 'ignored') : all;
        if (had.length < WORTH_KEEPING || !had.every(({ key }) => removed.has(key))) return [];
        return {
          code: 'GUARD_EMPTIED',
          message: `the plan takes all ${had.length} ${WORDS[held]} from ${holder} ${name}, which stays`,
          removals: had,
          lift: { guard: `removals.${held}`, upTo: removed.size },
        };
      })
  );
}

/** Kinds of which much is live, and next to nothing is in the file. */
export function emptyFileBreaches(view: GuardView): readonly Breach[] {
  return GUARDED_KINDS.flatMap((kind) => {
    const removed = countedRemovals(view, kind).filter((resource) => !isNamed(resource, view.desired.removed));
    // Where nothing goes for want of a word in the file, as in a run that only takes away what has expired, it does no harm.
    if (removed.length === 0) return [];
    const live = view.removable.get(GUARDED_KIND[kind]) ?? 0;
    const declared = declaredNumber(view, kind);
    if (live < 10 || declared * 10 >= live) return [];
    return {
      code: 'GUARD_EMPTY_FILE',
      message: `${live} ${WORDS[kind]} are live and the file declares ${declared}: it looks empty or cut off (guard emptyFile)`,
      removals: removed,
      lift: { guard: 'emptyFile' },
    };
  });
}

/** Also those whose time has passed. */
function declaredNumber({ desired, expired }: GuardView, kind: GuardedKind): number {
  const name = GUARDED_KIND[kind];
  const past = [...expired].filter((key) => key.startsWith(`${name}/`));
  return desired.resources.filter((resource) => resource.kind === name).length + past.length;
}
