/** What has come to its end by itself by a given time, in the whole world. */

import { settleProfiles } from './codewhisperer/life-cycle.ts';
import { settle } from './operations.ts';
import type { World } from './world.types.ts';

/** Ends every operation and every profile's change whose time has come; says after each operation that the world has changed. */
export function settleWorld(world: World, now: number, changed: () => void = () => undefined): void {
  settle(world, now, changed);
  settleProfiles(world, now);
}
