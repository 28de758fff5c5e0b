/** The world as it is, and copies of how it was for as long as a lagging read may look back. */

import { settleWorld as settle } from './settle.ts';
import type { World } from './world.types.ts';

export interface History {
  /** The world `lag` milliseconds before `now`; with no lag, the one that writes change. */
  worldAt(now: number, lag: number): World;
  /** Says that the world has changed at that time. */
  record(now: number): void;
  /** Puts another world in its place. */
  replace(world: World, now: number): void;
}

/** `longestLag` in milliseconds: with none, no copies are made. `watch` sees the world after each change of it. */
export function createHistory(
  first: World,
  start: number,
  longestLag: number,
  watch: (world: World) => void = () => undefined,
): History {
  let world = first;
  let copies: { readonly at: number; readonly world: World }[] = [];

  function record(now: number): void {
    watch(world);
    if (longestLag === 0) return;
    const recent = copies.findLastIndex((copy) => copy.at <= now - longestLag);
    copies = [...copies.slice(Math.max(0, recent)), { at: now, world: structuredClone(world) }];
  }

  record(start);
  return {
    worldAt(now, lag) {
      if (lag === 0) {
        settle(world, now, () => watch(world));
        return world;
      }
      const copy = copies.findLast((one) => one.at <= now - lag) ?? copies[0];
      if (copy === undefined) return world;
      const past = structuredClone(copy.world);
      settle(past, now - lag);
      return past;
    },
    record,
    replace(other, now) {
      world = other;
      record(now);
    },
  };
}
