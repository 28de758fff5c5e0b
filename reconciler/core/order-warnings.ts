/** What a plan has to admit when waits lead in a circle: who has what for how long, and which role changes its name. */

import type { Accesses, Grant, Membership, Principal } from './access.ts';
import { END, holding, START, usersOf } from './access.ts';
import type { Change } from './change.ts';
import { grouped } from './grouped.ts';
import type { Issue } from './issue.ts';
import { byCodePoint } from './json.ts';
import type { Key } from './key.ts';
import { updatedSet } from './order-contents.ts';
import { roleAssignees } from './order-roles.ts';
import type { Dropped } from './waits-cycles.ts';

/** Somebody holds for a while what is theirs neither before nor after the plan. */
export interface Leak {
  /** A user's name, or `the members of group NAME` where these were not read. */
  readonly who: string;
  readonly permissionSet: string;
  /** Ids of 12 digits, sorted. */
  readonly accounts: readonly string[];
  /** `old`: the set as it was, for those who gain it; `new`: as it will be, for those who lose it; `current`: as it is at the time. */
  readonly content: 'current' | 'old' | 'new';
  /** The change that ends it. */
  readonly until: Key;
}

/** Who holds what because waits of strength 3 were dropped; sorted. */
export function leaksOf(dropped: readonly Dropped[], accesses: Accesses, changes: readonly Change[]): readonly Leak[] {
  const memberships = new Map(accesses.memberships.map((membership) => [membership.change, membership]));
  const grants = new Map(accesses.grants.map((grant) => [grant.change, grant]));
  const accountsOf = new Map<string, { readonly leak: Omit<Leak, 'accounts'>; readonly accounts: Set<string> }>();
  for (const { waiter, awaited } of dropped) {
    for (const number of awaited) {
      const pair = [waiter, number];
      const content = contentBetween(changes[waiter] as Change, changes[number] as Change);
      const until = (changes[number] as Change).key;
      const found = placesBetween(
        pair.flatMap((change) => memberships.get(change) ?? []),
        pair.flatMap((change) => grants.get(change) ?? []),
        content,
      );
      for (const { user, set, account } of found) {
        const leak = { who: user.label, permissionSet: set, content: content.name, until };
        const name = [until, set, content.name, user.label].join(' ');
        const entry = accountsOf.get(name) ?? { leak, accounts: new Set() };
        accountsOf.set(name, entry);
        entry.accounts.add(account);
      }
    }
  }
  return [...accountsOf]
    .toSorted(([a], [b]) => byCodePoint(a, b))
    .map(([, { leak, accounts }]) => ({ ...leak, accounts: [...accounts].toSorted(byCodePoint) }));
}

interface Content {
  readonly name: Leak['content'];
  /** At which end those who leak it hold the set. */
  readonly heldAt: number;
  /** The updated set. */
  readonly set?: string;
}

function contentBetween(waiter: Change, awaited: Change): Content {
  const updating = updatedSet(waiter);
  if (updating !== undefined) return { name: 'new', heldAt: START, set: updating };
  const updated = updatedSet(awaited);
  return updated === undefined ? { name: 'current', heldAt: 0 } : { name: 'old', heldAt: END, set: updated };
}

interface Place {
  readonly user: Principal;
  readonly set: string;
  readonly account: string;
}

/** A crossing path has a membership and a grant; beside an update of a set stands one of the two. */
function placesBetween(
  memberships: readonly Membership[],
  grants: readonly Grant[],
  content: Content,
): readonly Place[] {
  const users =
    memberships.length > 0
      ? memberships.map(({ user }) => user)
      : grants.flatMap(({ principal }) => usersOf(principal));
  const paths =
    grants.length > 0
      ? grants
      : memberships.flatMap(({ group }) => [...group.grants.values()].flat().filter(({ set }) => set === content.set));
  return users.flatMap((user) =>
    paths
      .filter(({ cell, set }) => holding(user, cell, set) === content.heldAt)
      .map(({ cell, set }) => ({ user, set, account: cell.account })),
  );
}

/** One warning for each set and each change that ends a leak of it. */
export function leakWarnings(leaks: readonly Leak[], accountName: (id: string) => string): readonly Issue[] {
  const groups = grouped(leaks, ({ until, permissionSet, content }) => [until, permissionSet, content].join(' '));
  return [...groups.values()].map((group) => {
    const { permissionSet, content, until } = group[0];
    const who = enumeration(group.map((leak) => leak.who));
    const where = enumeration(group.flatMap(({ accounts }) => accounts).map(accountName));
    return {
      code: 'ORDER_LEAK',
      severity: 'warning',
      message: `until ${until} is done, ${permissionSet} on ${where} is held by ${who}, ${BECAUSE[content]}`,
      hint: 'to avoid it, remove first and grant later, in two plans',
    };
  });
}

const BECAUSE: { readonly [content in Leak['content']]: string } = {
  current: 'who should hold it neither before nor after',
  old: 'who gain it, as it was before its update',
  new: 'who lose it, as it is after its update',
};

/** Roles that may be made anew because waits of strength 4 were dropped: none of the removals waits for a creation any more. */
export function roleWarnings(
  dropped: readonly Dropped[],
  { cells }: Accesses,
  accountName: (id: string) => string,
): readonly Issue[] {
  if (dropped.length === 0) return [];
  const freedFrom = new Map(dropped.map(({ waiter, awaited }) => [waiter, new Set(awaited)]));
  const lost = [...cells.values()].flatMap(roleAssignees).filter(({ stays, removals, creations }) => {
    const isFreed = (removal: number): boolean => creations.every((one) => freedFrom.get(removal)?.has(one) === true);
    return !stays && removals.length > 0 && creations.length > 0 && removals.every(isFreed);
  });
  const roles = lost.map(({ permissionSet, account }) => `${permissionSet} on ${accountName(account)}`);
  return roles.toSorted(byCodePoint).map((role) => ({
    code: 'ORDER_ROLE_NAME',
    severity: 'warning',
    message: `the role of ${role} may get another name, since its assignees cannot come before those who have it have gone`,
    hint: 'look for its ARN in trust policies and EKS mappings',
  }));
}

const SHOWN = 5;

/** `a, b and 3 more`: each name once, by code point. */
function enumeration(names: readonly string[]): string {
  const all = [...new Set(names)].toSorted(byCodePoint);
  if (all.length > SHOWN) return `${all.slice(0, SHOWN).join(', ')} and ${String(all.length - SHOWN)} more`;
  const last = all.at(-1) as string;
  return all.length === 1 ? last : `${all.slice(0, -1).join(', ')} and ${last}`;
}
