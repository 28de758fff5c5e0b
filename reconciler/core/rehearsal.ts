/** The verdict of a rehearsal. */

import type { Rehearsal, RehearsalRun } from './rehearsal.types.ts';

/** Whether a run ended as it should: nothing left, and every guard held at every step. */
export function passed({ converged, breaches }: RehearsalRun): boolean {
  return converged && breaches.length === 0;
}

/** Whether all of it did, on a copy that is like the organisation; a plan without changes has nothing to show. */
export function rehearsed({ plan, unlike, runs }: Rehearsal): boolean {
  return plan.breaches.length === 0 && unlike === undefined && runs.every(passed);
}
