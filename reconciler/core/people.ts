/** What changes mean for people (DESIGN section 4, "People first"): who gains, loses or keeps which access, and by which path. */

import type { Accesses, AccessPath, Cell, Principal } from './access.ts';
import { END, holding, pathsOf, sideOf, START } from './access.ts';
import { patternOf } from './grant-patterns.ts';
import type { NonEmpty } from './grouped.ts';
import { grouped } from './grouped.ts';
import { byCodePoint } from './json.ts';
import { getOrInsert } from './once.ts';
import { roleAssignees } from './order-roles.ts';
import type { Path, PeopleEffect, Plan } from './plan.types.ts';
import type { Part } from './rectangles-with-holes.ts';
import { rectanglesOf } from './rectangles-with-holes.ts';
import { userClasses } from './user-classes.ts';
import { userLists } from './user-lists.ts';

/** From how many members on a group counts as large, and how many exceptions are told one by one; they change only the form. */
export interface PeopleLimits {
  readonly large: number;
  readonly few: number;
}

const LIMITS: PeopleLimits = { large: 200, few: 8 };

/**
 * Who gains or loses a permission set on an account, and who keeps it although a path of theirs goes; sorted by set, first
 * user and first account. A renamed set is one access. Neither work nor result multiply people by accounts: accounts with
 * the same grants are looked at once, and so are people who come to them in the same way.
 */
export function peopleAffected({ cells }: Accesses, { large, few }: PeopleLimits = LIMITS): readonly PeopleEffect[] {
  const listOf = userLists();
  const classesOf = userClasses(listOf, large);
  const shapes = new Map<string, Shape>();
  const sides = new Map<string, readonly Path[]>();
  for (const like of likeCells(cells.values())) {
    const [cell] = like;
    const accounts = like.map(({ account }) => account);
    for (const { list, except, example } of classesOf(cell)) {
      const effect = effectOn(example, cell, sides);
      if (effect === undefined) continue;
      const name = JSON.stringify([effect.permissionSet, effect.effect, effect.before, effect.after]);
      getOrInsert(shapes, name, () => ({ effect, parts: [] })).parts.push({ list, except, accounts });
    }
  }
  return [...shapes.values()]
    .flatMap(({ effect, parts }) =>
      rectanglesOf(parts, listOf, few).map(({ list, accounts }) => ({ ...effect, users: list.names, accounts })),
    )
    .sort(
      (a, b) =>
        byCodePoint(a.permissionSet, b.permissionSet) ||
        byCodePoint(a.users[0] as string, b.users[0] as string) ||
        byCodePoint(a.accounts[0] as string, b.accounts[0] as string),
    );
}

type Effect = Omit<PeopleEffect, 'users' | 'accounts'>;

interface Shape {
  readonly effect: Effect;
  readonly parts: Part[];
}

/** The cells in which something changes, those of one set with the same grants together. */
function likeCells(cells: Iterable<Cell>): Iterable<NonEmpty<Cell>> {
  const changing = [...cells].filter(({ grants }) =>
    grants.some(({ change, principal }) => change !== -1 || principal.changedMemberships.length > 0),
  );
  return grouped(changing, (cell) => `${patternOf(cell)} ${cell.set}`).values();
}

function effectOn(user: Principal, cell: Cell, sides: Map<string, readonly Path[]>): Effect | undefined {
  const held = holding(user, cell);
  const hadIt = (held & START) !== 0;
  const hasIt = (held & END) !== 0;
  if (!hadIt && !hasIt) return undefined;
  const paths = pathsOf(user, cell);
  const old = paths.filter((path) => (sideOf(path) & START) !== 0);
  // Nothing of theirs goes: so it is for nearly everybody beside those who move.
  if (hadIt && hasIt && old.every((path) => (sideOf(path) & END) !== 0)) return undefined;
  const wanted = paths.filter((path) => (sideOf(path) & END) !== 0);
  const [before, after] = [shown(old, sides), shown(wanted, sides)];
  if (!hadIt) return { permissionSet: nameIn(wanted, cell), effect: 'gains', before, after };
  if (!hasIt) return { permissionSet: nameIn(old, cell), effect: 'loses', before, after };
  const losesPath = before.some(({ group }) => !after.some((path) => path.group === group));
  return losesPath ? { permissionSet: cell.set, effect: 'keeps', before, after } : undefined;
}

/** Paths as people read them, direct ones first, each once. Many people have the same ones, and share the list. */
function shown(paths: readonly AccessPath[], sides: Map<string, readonly Path[]>): readonly Path[] {
  const groups = new Set(paths.map(({ membership }) => membership?.group.name));
  const names = [...groups].filter((name) => name !== undefined).toSorted(byCodePoint);
  const name = JSON.stringify([groups.has(undefined), names]);
  return getOrInsert(sides, name, () => [...(groups.has(undefined) ? [{}] : []), ...names.map((group) => ({ group }))]);
}

/** What the set is called where only one end has it: of a set that is being renamed, a person may only have the old one. */
function nameIn(paths: readonly AccessPath[], { set }: Cell): string {
  const names = paths.map(({ grant }) => grant.set);
  return names.find((name) => name === set) ?? (names[0] as string);
}

/** Account and set pairs that have assignees and will have none, so that AWS removes the role there; sorted. */
export function lastAssignees({ cells }: Accesses): Plan['lastAssignees'] {
  return [...cells.values()]
    .flatMap(roleAssignees)
    .filter(({ stays, removals, creations }) => !stays && removals.length > 0 && creations.length === 0)
    .map(({ permissionSet, account }) => ({ permissionSet, account }))
    .toSorted((a, b) => byCodePoint(a.permissionSet, b.permissionSet) || byCodePoint(a.account, b.account));
}
