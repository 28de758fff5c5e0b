/** How many people hold what a guard counts, before, after and in between. */

import type { AccessInput } from './access.ts';
import { END, readAccesses, START } from './access.ts';
import type { HolderCount } from './guard.types.ts';
import type { Holders } from './order-administrators.ts';
import { changesOnPaths, holdersOf } from './order-administrators.ts';

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
