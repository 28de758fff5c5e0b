/** How long a run tries again what a new profile refuses. */

import type { Clock } from './clock.ts';

/**
 * A new profile refuses for a while what hangs on it, in the same words as what is not allowed at all. So a run tries again
 * until its patience is over: one span of time for the whole run, longer where the profile is, or may be, new.
 */
export interface Patience {
  /** A profile was made in this run. */
  madeProfile(): void;
  /** Nobody has a seat of the profile, so it may be new: a run that was cut off may have made it a moment ago. */
  foundNoSeats(): void;
  /** Whether to try again after a refusal at this moment. The first question begins the span. */
  lasts(): boolean;
}

/** Programs that do the same saw refusals for up to a minute after a profile was made (reference, section 6.1). */
const AFTER_CREATE = 90_000;
/** Where the profile is not new a refusal is most likely meant; one run waits once, not once for each user. */
const OTHERWISE = 15_000;

/** Of one run. */
export function createPatience(clock: Clock): Patience {
  let until: number | undefined;
  let atFirst = OTHERWISE;
  return {
    foundNoSeats: () => {
      atFirst = AFTER_CREATE;
    },
    madeProfile: () => {
      until = clock.now() + AFTER_CREATE;
    },
    lasts: () => {
      until ??= clock.now() + atFirst;
      return clock.now() < until;
    },
  };
}
