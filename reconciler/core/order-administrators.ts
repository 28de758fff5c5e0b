/** Waits of strength 1: at every moment enough people hold what a guard counts. */

import type { Accesses, Cell, Principal } from './access.ts';
import { BOTH, changesOn, END, holding, pathsOf, sideOf, START, usersIn } from './access.ts';
import type { AdministratorsGuard, Desired } from './desired.ts';
import { inCodePointOrder } from './json.ts';
import { userKey } from './key.ts';
import type { Waits } from './waits.ts';
import { addWaits } from './waits.ts';

/** Who holds what one guard counts; each list in order of id. */
export interface Holders {
  readonly cell: Cell;
  readonly staying: readonly Principal[];
  readonly leaving: readonly Principal[];
  readonly coming: readonly Principal[];
}

/** The people who hold the set on the account at either end, without disabled users; `undefined` where nobody ever does. */
export function holdersOf(
  { cells }: Accesses,
  { permissionSet, account }: Pick<AdministratorsGuard, 'permissionSet' | 'account'>,
  renames: Pick<Desired['renames'], 'permissionSets'>,
  disabled: ReadonlySet<string>,
): Holders | undefined {
  const newName = [...renames.permissionSets].find(([, oldName]) => oldName === permissionSet)?.[0];
  const cell = cells.get(`${account} ${newName ?? permissionSet}`);
  if (cell === undefined) return undefined;
  const keyed = [...usersIn(cell)]
    .filter(({ person, name }) => person && !disabled.has(name))
    .map((user) => ({ user, key: userKey(user.name) }));
  const people = inCodePointOrder(keyed, ({ key }) => key).map(({ user }) => user);
  const holders = (ends: number): readonly Principal[] => people.filter((user) => holding(user, cell) === ends);
  return { cell, staying: holders(BOTH), leaving: holders(START), coming: holders(END) };
}

/** The new holders that must have come before anybody leaves: as few as make the smaller of `atLeast` and today's holders. */
export function neededNewHolders({ staying, leaving, coming }: Holders, atLeast: number): readonly Principal[] {
  const needed = Math.min(atLeast, staying.length + leaving.length) - staying.length;
  return coming.slice(0, Math.max(0, needed));
}

/** Removals by which a person loses the set wait for one whole new path of each of the needed new holders. */
export function addAdministratorWaits(waits: Waits, holders: Holders, atLeast: number): void {
  const { cell, leaving } = holders;
  const creations = neededNewHolders(holders, atLeast).flatMap((user) =>
    changesOnPaths(user, cell, END).slice(0, 1).flat(),
  );
  const removals = leaving.flatMap((user) => changesOnPaths(user, cell, START).flat());
  addWaits(waits, 1, removals, creations);
}

/** The creations on each path of a user at the end, or the removals on each path at the start: fewest first, then in order of execution. */
export function changesOnPaths(user: Principal, cell: Cell, side: number): readonly (readonly number[])[] {
  return pathsOf(user, cell)
    .filter((path) => (sideOf(path) & side) !== 0)
    .map((path) => changesOn(path, side))
    .toSorted((a, b) => a.length - b.length || firstUnlike(a, b) - firstUnlike(b, a));
}

function firstUnlike(numbers: readonly number[], others: readonly number[]): number {
  return numbers.find((number, index) => number !== others[index]) ?? 0;
}
