/** How many people hold what a guard counts, before, after and in between. */

import type { Accesses } from './access.ts';
import { END, START } from './access.ts';
import type { Change } from './change.ts';
import type { HolderCount } from './guard.types.ts';
import type { Key } from './key.ts';
import { getOrInsert } from './once.ts';
import type { Holders } from './order-administrators.ts';
import { changesOnPaths, holdersOf } from './order-administrators.ts';
import type { AccessInput } from './read-accesses.ts';

export interface HolderInput extends Pick<AccessInput, 'renames'> {
  readonly accesses: Accesses;
  /** The same changes as those of `accesses`, put in order: their `needs` say what a crash cannot separate. */
  readonly changes: readonly Change[];
  /** Names of users who cannot sign in. */
  readonly disabled: ReadonlySet<string>;
}

/**
 * For a permission set and an account: how many enabled people hold the set there before and after the changes, and at
 * least how many after any of them that a crash can leave behind.
 */
export function administratorsBeforeAfter(input: HolderInput): (permissionSet: string, account: string) => HolderCount {
  const { accesses } = input;
  let known: Needs | undefined;
  const counts = new Map<string, HolderCount>();
  const count = (permissionSet: string, account: string): HolderCount => {
    const holders = holdersOf(accesses, { permissionSet, account }, input.renames, input.disabled);
    if (holders === undefined) return { before: 0, after: 0, least: 0 };
    const { staying, leaving, coming } = holders;
    const before = staying.length + leaving.length;
    const after = staying.length + coming.length;
    if (leaving.length === 0) return { before, after, least: before };
    known ??= needsOf(input);
    return { before, after, least: Math.min(before, staying.length + fewestComing(holders, known)) };
  };
  // Guards and the plan itself ask for the same.
  return (permissionSet, account) =>
    getOrInsert(counts, `${account} ${permissionSet}`, () => count(permissionSet, account));
}

/** What each change needs, by numbers. Changes that need the same share one list. */
function needsOf({ accesses, changes }: HolderInput): Needs {
  const numbers = new Map(accesses.changes.map(({ key }, number) => [key, number]));
  const known = new Map<readonly Key[], readonly number[]>();
  const needs: Needs = [];
  for (const change of changes) {
    const own = getOrInsert(known, change.needs, () => change.needs.flatMap((key) => numbers.get(key) ?? []));
    needs[numbers.get(change.key) as number] = own;
  }
  return needs;
}

type Needs = (readonly number[])[];

/** How many of those who come to hold a cell hold it once any of those who leave, of whom there are some, has lost it. */
function fewestComing({ cell, leaving, coming }: Holders, needs: Needs): number {
  const removals = new Set(leaving.flatMap((user) => changesOnPaths(user, cell, START).flat()));
  const needed = new Set([...removals].map((removal) => needs[removal] as readonly number[]));
  let fewest = coming.length;
  const paths = coming.map((user) => changesOnPaths(user, cell, END));
  for (const first of needed) {
    // Whoever comes, comes by some change.
    if (fewest === 0 || first.length === 0) return 0;
    const done = allNeeded(first, needs);
    const isDone = (path: readonly number[]): boolean => path.every((change) => done.has(change));
    fewest = Math.min(fewest, paths.filter((own) => own.some(isDone)).length);
  }
  return fewest;
}

/** Some changes and all that must be done before them, by way of others too. */
function allNeeded(first: readonly number[], needs: Needs): ReadonlySet<number> {
  const found = new Set(first);
  const open = [...first];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const needed of needs[next] as readonly number[]) {
      if (found.has(needed)) continue;
      found.add(needed);
      open.push(needed);
    }
  }
  return found;
}
