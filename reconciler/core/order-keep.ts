/**
 * Waits of strength 2, Keep: who holds an access at both ends of the plan holds it at every moment.
 *
 * Two removals can interrupt an access: somebody leaves a group (`order-leaving.ts`), or a grant is taken away
 * (`order-taking.ts`). Each asks which people would be without the access for a while, and waits for the memberships
 * and grants by which these people have it at the end. Who keeps one path unchanged is never interrupted, and asks for
 * nothing. A set that is renamed or updated is one access.
 */

import type { Accesses } from './access.ts';
import { addLeavingWaits } from './order-leaving.ts';
import { addTakingWaits } from './order-taking.ts';
import type { Waits } from './waits.ts';

/**
 * For each access that is held at both ends and has no path unchanged, each removal on an old path waits for all
 * creations on the new ones.
 */
export function addKeepWaits(waits: Waits, accesses: Accesses): void {
  addLeavingWaits(waits, accesses);
  addTakingWaits(waits, accesses);
}
