/** Time as the simulator and its clients see it: the machine's, or a virtual one that jumps when everybody only waits. */

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** Marks work that takes real time (a call under way), during which a virtual clock must stand still. */
  busy<T>(work: () => Promise<T>): Promise<T>;
}

export type SimulatorClock = Clock;

/** The clock of the machine. */
export function createRealClock(): Clock {
  return {
    now: () => Date.now(),
    sleep: (milliseconds) =>
      new Promise((resolve) => {
        setTimeout(resolve, milliseconds);
      }),
    busy: (work) => work(),
  };
}

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

// After the last work ends, its continuations may still start more: so many turns of the event loop must pass quietly.
const QUIET_TURNS = 3;

/**
 * A clock that starts at `start` (milliseconds since 1970) and stands still, except that it jumps to the next sleeper's
 * time whenever nothing is busy. Nobody waits for real, and the same waits in the same order give the same times.
 */
export function createVirtualClock(start: number): Clock {
  let now = start;
  let busy = 0;
  let activity = 0;
  let watching = false;
  const sleepers: Sleeper[] = [];

  function wakeNext(): void {
    const next = Math.min(...sleepers.map((sleeper) => sleeper.until));
    now = Math.max(now, next);
    const due = sleepers.filter((sleeper) => sleeper.until <= now);
    for (const sleeper of due) {
      sleepers.splice(sleepers.indexOf(sleeper), 1);
      sleeper.wake();
    }
  }

  function watch(quietTurns: number, seen: number): void {
    setImmediate(() => {
      if (busy > 0 || sleepers.length === 0) {
        watching = false;
        return;
      }
      const quiet = seen === activity ? quietTurns + 1 : 0;
      if (quiet < QUIET_TURNS) {
        watch(quiet, activity);
        return;
      }
      wakeNext();
      watch(0, activity);
    });
  }

  function stir(): void {
    activity += 1;
    if (watching || busy > 0 || sleepers.length === 0) return;
    watching = true;
    watch(0, activity);
  }

  return {
    now: () => now,
    sleep: (milliseconds) =>
      new Promise((resolve) => {
        sleepers.push({ until: now + Math.max(0, milliseconds), wake: resolve });
        stir();
      }),
    busy: async (work) => {
      busy += 1;
      activity += 1;
      try {
        return await work();
      } finally {
        busy -= 1;
        stir();
      }
    },
  };
}
