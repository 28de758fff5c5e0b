/**
 * When to look at what a service is at: not before the quickest of late have ended, and then at intervals that grow with
 * what is under way. An apply looks by it (`aws/statuses.ts`), and its forecast foresees those looks.
 */

const SHORTEST_PAUSE = 1_000;
const LONGEST_PAUSE = 8_000;
/** Past the time in which others ended, a look comes after each such part of the time that it has taken. */
const PART_OF_AGE = 0.05;
/** How fast the expectation follows operations that take longer, or have ended before the first look. */
const LONGER = 1.1;
const SHORTER = 0.8;

/** What a service is at; times are in milliseconds, of whichever clock. */
export interface Begun {
  /** When it was accepted. */
  readonly began: number;
  /** How long it was under way when it was last seen so; 0 when it never was. */
  seen: number;
}

export interface Looks<T extends Begun> {
  begin(item: T): void;
  /** Notes that a look found it under way. */
  found(item: T, now: number): void;
  end(item: T): void;
  /** What was begun and has not ended, the oldest first. */
  open(): readonly T[];
  /** Until the next look; nothing when nothing is open. */
  pause(now: number): number | undefined;
}

/** The looks at one sort of operation, of which nothing is known yet. */
export function createLooks<T extends Begun>(): Looks<T> {
  const open = new Set<T>();
  /** So long the quickest of late were under way at least: nobody needs to look before. */
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

/** Until the next look, when the oldest is `oldest` milliseconds old and others took `expected`. */
function pauseBefore(oldest: number, expected: number): number {
  const wait = oldest < expected ? expected - oldest : oldest * PART_OF_AGE;
  return Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, wait));
}

/** What is expected of the next, after one that was under way for `seen` milliseconds when it was last seen so. */
function expectedAfter(expected: number, seen: number): number {
  if (expected === 0) return seen;
  return seen === 0 ? expected * SHORTER : Math.min(seen, expected * LONGER);
}
