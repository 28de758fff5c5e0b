/** Things that no plan removes: protected ones, and those that hang on something which is not to be touched. */

import type { Desired } from './desired.ts';
import type { Breach } from './guard-breach.ts';
import type { GuardView } from './guard-live.ts';
import { namedKeys, standingOf } from './guard-live.ts';
import type { Key } from './key.ts';
import { groupKey, permissionSetKey, userKey } from './key.ts';
import type { AssignmentSpec, LiveResource } from './resource.ts';
import { title, titles } from './titles.ts';

interface Protected {
  /** As an override names it. */
  readonly id: Key;
  readonly title: string;
  /** Where it may stand now: a group that is being renamed is seen under its new name. */
  readonly keys: readonly Key[];
}

function protectedThings({ guards, renames }: Desired): readonly Protected[] {
  const { permissionSets, users, groups } = guards.protected;
  return [
    ...[...permissionSets].map((name) => one(permissionSetKey(name), `permission set ${name}`)),
    ...[...users].map((name) => one(userKey(name), `user ${name}`)),
    ...[...groups].map((name) => {
      const newNames = [...renames.groups].filter(([, previous]) => previous === name).map(([newName]) => newName);
      return one(groupKey(name), `group ${name}`, ...newNames.map(groupKey));
    }),
  ];
}

function one(id: Key, name: string, ...others: readonly Key[]): Protected {
  return { id, title: name, keys: [id, ...others] };
}

/** Protected things that the plan removes, or of which it removes a membership, a grant or an authorisation. */
export function protectedBreaches(view: GuardView): readonly Breach[] {
  return protectedThings(view.desired).flatMap(({ id, title: name, keys }) => {
    const hit = view.removed.filter((resource) =>
      [resource.key, ...namedKeys(resource)].some((key) => keys.includes(key)),
    );
    if (hit.length === 0) return [];
    return {
      code: 'GUARD_PROTECTED',
      message: `${name} is protected (guards.protected), and the plan removes ${titles(hit, view)}`,
      removals: hit,
      lift: { guard: 'protected', id },
    };
  });
}

/**
 * Users, groups and sets that cannot go, since something that the file ignores hangs on them (DESIGN, References). What
 * is on an account that is not active is no reason: nobody could remove it.
 */
export function leftBehindBreaches(view: GuardView): readonly Breach[] {
  const closed = new Set(view.accounts.filter(({ active }) => !active).map(({ id }) => id));
  return view.removed.flatMap((resource) => {
    const left = (view.naming.get(resource.key) ?? []).filter(
      (other) => !view.gone.has(other.key) && standingOf(other, view) === 'ignored' && !isOn(other, closed),
    );
    if (left.length === 0) return [];
    return {
      code: 'GUARD_IGNORED',
      message: `${title(resource, view)} cannot be removed while the file ignores what hangs on it: ${titles(left, view)}`,
      removals: [resource],
      advice: 'to remove it, take what hangs on it out of ignore first',
    };
  });
}

function isOn(resource: LiveResource, accounts: ReadonlySet<string>): boolean {
  return resource.kind === 'assignment' && accounts.has((resource.spec as AssignmentSpec).account);
}
