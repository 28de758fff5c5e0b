/** Time as an effect that is handed in, so that tests and the demo do not wait. */

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** Runs work during which a virtual clock stands still: a call that is under way. */
  busy<T>(work: () => Promise<T>): Promise<T>;
}

/** Milliseconds. A timer of Node takes no longer, and ends at once when it is given more. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/** The machine's own clock; work takes the time that it takes. */
export function realClock(): Clock {
  return {
    now: () => Date.now(),
    sleep: (milliseconds) =>
      new Promise((resolve) => {
        setTimeout(resolve, Math.min(milliseconds, LONGEST_TIMER));
      }),
    busy: (work) => work(),
  };
}
