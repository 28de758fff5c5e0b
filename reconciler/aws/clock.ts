/** Time as an effect that is handed in, so that tests and the demo do not wait. */

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** Runs work during which a virtual clock stands still: a call that is under way. */
  busy<T>(work: () => Promise<T>): Promise<T>;
}

/** The machine's own clock; work takes the time that it takes. */
export function realClock(): Clock {
  return {
    now: () => Date.now(),
    sleep: (milliseconds) =>
      new Promise((resolve) => {
        setTimeout(resolve, milliseconds);
      }),
    busy: (work) => work(),
  };
}
