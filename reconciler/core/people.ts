/** What changes mean for people (DESIGN section 4, "People first"): who gains, loses or keeps which access, and by which path. */

import type { AccessInput, AccessPath, Cell, Principal } from './access.ts';
import { END, holding, pathsOf, readAccesses, sideOf, START, usersOf } from './access.ts';
import type { HolderCount } from './guard.types.ts';
import { byCodePoint } from './json.ts';
import type { Holders } from './order-administrators.ts';
import { changesOnPaths, holdersOf } from './order-administrators.ts';
import { roleAssignees } from './order-roles.ts';
import type { Path, PersonEffect, Plan } from './plan.types.ts';

/**
 * Who gains or loses a permission set on an account, and who keeps it although a path of theirs goes; sorted by user, set
 * and account. A renamed set is one access. Work and result grow with the people behind what changes, not with all people.
 */
export function peopleAffected(input: AccessInput): readonly PersonEffect[] {
  const sides = new Map<string, readonly Path[]>();
  const effects: PersonEffect[] = [];
  for (const cell of readAccesses(input).cells.values()) {
    for (const user of usersTouched(cell)) {
      const effect = user.person ? effectOn(user, cell, sides) : undefined;
      if (effect !== undefined) effects.push(effect);
    }
  }
  return effects.sort(
    (a, b) =>
      byCodePoint(a.user, b.user) || byCodePoint(a.permissionSet, b.permissionSet) || byCodePoint(a.account, b.account),
  );
}

/** Everybody with a path in a cell that comes or goes, each once. */
function usersTouched(cell: Cell): ReadonlySet<Principal> {
  return new Set(
    cell.grants.flatMap(({ principal, change }) => {
      if (change !== -1) return usersOf(principal);
      return principal.type === 'group' ? principal.changedMemberships.map(({ user }) => user) : [];
    }),
  );
}

function effectOn(user: Principal, cell: Cell, sides: Map<string, readonly Path[]>): PersonEffect | undefined {
  const held = holding(user, cell);
  const hadIt = (held & START) !== 0;
  const hasIt = (held & END) !== 0;
  if (!hadIt && !hasIt) return undefined;
  const paths = pathsOf(user, cell);
  const old = paths.filter((path) => (sideOf(path) & START) !== 0);
  const wanted = paths.filter((path) => (sideOf(path) & END) !== 0);
  const [before, after] = [shown(old, sides), shown(wanted, sides)];
  const person = { user: user.name, account: cell.account, before, after };
  if (!hadIt) return { ...person, permissionSet: nameIn(wanted, cell), effect: 'gains' };
  if (!hasIt) return { ...person, permissionSet: nameIn(old, cell), effect: 'loses' };
  const losesPath = before.some(({ group }) => !after.some((path) => path.group === group));
  return losesPath ? { ...person, permissionSet: cell.set, effect: 'keeps' } : undefined;
}

/** Paths as people read them, direct ones first, each once. Many people have the same ones, and share the list. */
function shown(paths: readonly AccessPath[], sides: Map<string, readonly Path[]>): readonly Path[] {
  const groups = new Set(paths.map(({ membership }) => membership?.group.name));
  const names = [...groups].filter((name) => name !== undefined).toSorted(byCodePoint);
  const name = JSON.stringify([groups.has(undefined), names]);
  const side = sides.get(name) ?? [...(groups.has(undefined) ? [{}] : []), ...names.map((group) => ({ group }))];
  sides.set(name, side);
  return side;
}

/** What the set is called where only one end has it: of a set that is being renamed, a person may only have the old one. */
function nameIn(paths: readonly AccessPath[], { set }: Cell): string {
  const names = paths.map(({ grant }) => grant.set);
  return names.find((name) => name === set) ?? (names[0] as string);
}

/** Account and set pairs that have assignees and will have none, so that AWS removes the role there; sorted. */
export function lastAssignees(input: AccessInput): Plan['lastAssignees'] {
  return [...readAccesses(input).cells.values()]
    .flatMap(roleAssignees)
    .filter(({ stays, removals, creations }) => !stays && removals.length > 0 && creations.length === 0)
    .map(({ permissionSet, account }) => ({ permissionSet, account }))
    .toSorted((a, b) => byCodePoint(a.permissionSet, b.permissionSet) || byCodePoint(a.account, b.account));
}

export interface HolderInput extends AccessInput {
  /** Names of users who cannot sign in. */
  readonly disabled: ReadonlySet<string>;
}

/**
 * For a permission set and an account: how many enabled people hold the set there before and after the changes, and at
 * least how many after any of them that a crash can leave behind. The changes must be ordered: their `needs` say what a
 * crash cannot separate.
 */
export function administratorsBeforeAfter(input: HolderInput): (permissionSet: string, account: string) => HolderCount {
  const accesses = readAccesses(input);
  const numbers = new Map(input.changes.map(({ key }, number) => [key, number]));
  const needs = input.changes.map((change) => change.needs.flatMap((key) => numbers.get(key) ?? []));
  return (permissionSet, account) => {
    const holders = holdersOf(accesses, { permissionSet, account }, input.renames, input.disabled);
    if (holders === undefined) return { before: 0, after: 0, least: 0 };
    const { staying, leaving, coming } = holders;
    const before = staying.length + leaving.length;
    const after = staying.length + coming.length;
    return { before, after, least: Math.min(before, staying.length + fewestComing(holders, needs)) };
  };
}

/** How many of those who come to hold a cell hold it once anybody who leaves has lost it; Infinity when nobody leaves. */
function fewestComing({ cell, leaving, coming }: Holders, needs: readonly (readonly number[])[]): number {
  const removals = new Set(leaving.flatMap((user) => changesOnPaths(user, cell, START).flat()));
  const counts = [...removals].map((removal) => {
    const done = allNeeded(removal, needs);
    const isDone = (path: readonly number[]): boolean => path.every((change) => done.has(change));
    return coming.filter((user) => changesOnPaths(user, cell, END).some(isDone)).length;
  });
  return counts.reduce((least, count) => Math.min(least, count), Infinity);
}

/** All that must be done before a change, by way of others too. */
function allNeeded(change: number, needs: readonly (readonly number[])[]): ReadonlySet<number> {
  const found = new Set<number>();
  const open = [change];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const needed of needs[next] as readonly number[]) {
      if (found.has(needed)) continue;
      found.add(needed);
      open.push(needed);
    }
  }
  return found;
}
