/** What has come to its end by itself by a given time, in the whole world. */

import { settleProfiles } from './codewhisperer/life-cycle.ts';
import { settle } from './operations.ts';
import type { World } from './world.types.ts';

/** Ends every operation and every profile's change whose time has come. */
export function settleWorld(world: World, now: number): void {
  settle(world, now);
  settleProfiles(world, now);
}
