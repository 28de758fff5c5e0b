/**
 * When to poll asynchronous operations. Not before the quickest ones of late have taken to end, and from then on at
 * intervals that grow with the age of the oldest operation. An apply polls by it (`aws/statuses.ts`), and its forecast
 * foresees the same polls.
 */

const SHORTEST_PAUSE = 1_000;
const LONGEST_PAUSE = 8_000;
/** An operation that takes longer than others did is polled each time it has grown older by this part of its age. */
const PART_OF_AGE = 0.05;
/** How fast the expected time follows operations that take longer, or that have ended before the first poll. */
const LONGER = 1.1;
const SHORTER = 0.8;

/** An operation; times are in milliseconds, of whichever clock. */
export interface Begun {
  /** When the service accepted it. */
  readonly began: number;
  /** Its age at the last poll that found it still under way; 0 when no poll has. */
  seen: number;
}

export interface Looks<T extends Begun> {
  begin(item: T): void;
  /** Notes that a poll found it still under way. */
  found(item: T, now: number): void;
  end(item: T): void;
  /** What was begun and has not ended, the oldest first. */
  open(): readonly T[];
  /** Milliseconds until the next poll; `undefined` when nothing is open. */
  pause(now: number): number | undefined;
}

/** For one sort of operation, of which nothing was seen yet. */
export function createLooks<T extends Begun>(): Looks<T> {
  const open = new Set<T>();
  /** How long the quickest operations of late were under way at least: nobody needs to poll before that. */
  let expected = 0;
  return {
    begin: (item) => {
      open.add(item);
    },
    found: (item, now) => {
      item.seen = now - item.began;
    },
    end: (item) => {
      expected = expectedAfter(expected, item.seen);
      open.delete(item);
    },
    open: () => [...open],
    pause: (now) => {
      const [oldest] = open;
      return oldest === undefined ? undefined : pauseBefore(now - oldest.began, expected);
    },
  };
}

/** Milliseconds until the next poll, when the oldest operation is `oldest` milliseconds old and others took `expected`. */
function pauseBefore(oldest: number, expected: number): number {
  const wait = oldest < expected ? expected - oldest : oldest * PART_OF_AGE;
  return Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, wait));
}

/** The expected time after one more operation has ended, whose age was `seen` when a poll last found it under way. */
function expectedAfter(expected: number, seen: number): number {
  if (expected === 0) return seen;
  return seen === 0 ? expected * SHORTER : Math.min(seen, expected * LONGER);
}
