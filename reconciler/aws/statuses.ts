/**
 * Waiting for asynchronous operations with few calls: one list of what is in progress for each tick, and one describe
 * for each request that left it (reference, section 2, "Cheap polling").
 */

import type { Clock } from './clock.ts';
import { unlessMissing } from './create.ts';
import { isUnsupported } from './errors.ts';

export type Ended =
  | { readonly status: 'succeeded' }
  | { readonly status: 'failed'; readonly reason: string }
  /** Still under way when its time was over: neither done nor failed. */
  | { readonly status: 'timedOut' }
  /** Accepted, and then no answer to how it went. */
  | { readonly status: 'unknown'; readonly why: string };

export interface Status {
  readonly Status?: string | undefined;
  readonly RequestId?: string | undefined;
  readonly FailureReason?: string | undefined;
}

export interface StatusSource {
  /** Ids of the requests that are in progress. */
  inProgress(): Promise<ReadonlySet<string>>;
  describe(id: string): Promise<Status>;
}

export interface Watch {
  /** Resolves when the request has ended, or when `deadline` (milliseconds since 1970) has passed. */
  ended(id: string, deadline: number): Promise<Ended>;
}

const SHORTEST_PAUSE = 1_000;
const LONGEST_PAUSE = 8_000;
/** Past the time in which others ended, a look comes after each such part of the time that it has taken. */
const PART_OF_AGE = 0.05;
/** How fast the expectation follows operations that take longer, or have ended before the first look. */
const LONGER = 1.1;
const SHORTER = 0.8;

/** The end of a request, or `undefined` while it is in progress. */
export function endOf(status: Status): Ended | undefined {
  if (status.Status === 'SUCCEEDED') return { status: 'succeeded' };
  if (status.Status === 'FAILED') return { status: 'failed', reason: status.FailureReason ?? 'no reason was given' };
  return undefined;
}

interface Watched {
  readonly id: string;
  /** When it was accepted, in milliseconds since 1970. */
  readonly began: number;
  /** How long it was under way when it was last seen so, in milliseconds; 0 when it never was. */
  seen: number;
  readonly deadline: number;
  readonly resolve: (ended: Ended) => void;
}

/** A watch over one sort of request; it makes calls only while something is watched. */
export function createWatch(clock: Clock, source: StatusSource): Watch {
  const watched = new Set<Watched>();
  const inProgress = listOf(source);
  /** So long the quickest of late were under way at least, in milliseconds: nobody needs to look before. */
  let expected = 0;
  let watching = false;

  async function settle(item: Watched): Promise<void> {
    const ended = await look(clock, source, item).catch(unknown);
    if (ended === undefined) return;
    expected = expectedAfter(expected, item.seen);
    watched.delete(item);
    item.resolve(ended);
  }

  async function tick(): Promise<void> {
    const items = [...watched];
    const running = await inProgress();
    for (const item of items) if (running.has(item.id)) item.seen = clock.now() - item.began;
    const left = items.filter(({ id, deadline }) => !running.has(id) || clock.now() >= deadline);
    await Promise.all(left.map(settle));
  }

  function pause(): number {
    return pauseBefore(Math.max(...[...watched].map(({ began }) => clock.now() - began)), expected);
  }

  async function watchAll(): Promise<void> {
    while (watched.size > 0) {
      await clock.sleep(pause());
      await tick();
    }
    watching = false;
  }

  return {
    ended: (id, deadline) =>
      new Promise((resolve) => {
        watched.add({ id, began: clock.now(), seen: 0, deadline, resolve });
        if (watching) return;
        watching = true;
        void watchAll();
      }),
  };
}

/** Until the next look, when the oldest is `oldest` milliseconds old and others took `expected`. */
export function pauseBefore(oldest: number, expected: number): number {
  const wait = oldest < expected ? expected - oldest : oldest * PART_OF_AGE;
  return Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, wait));
}

/** What is expected of the next, after one that was under way for `seen` milliseconds when it was last seen so. */
export function expectedAfter(expected: number, seen: number): number {
  if (expected === 0) return seen;
  return seen === 0 ? expected * SHORTER : Math.min(seen, expected * LONGER);
}

/**
 * What the list says is in progress. It only saves calls: where an endpoint has no such list, or does not give it, each
 * request is described, which says how it ended.
 */
function listOf(source: StatusSource): () => Promise<ReadonlySet<string>> {
  let listable = true;
  return async () => {
    if (!listable) return new Set();
    try {
      return await source.inProgress();
    } catch (error) {
      listable = !isUnsupported(error);
      return new Set();
    }
  };
}

function unknown(error: unknown): Ended {
  return { status: 'unknown', why: error instanceof Error ? error.message : String(error) };
}

/** The end of one request, or `undefined` while there is time and it is in progress. */
async function look(clock: Clock, source: StatusSource, { id, deadline }: Watched): Promise<Ended | undefined> {
  // A request that was just accepted may not be known everywhere yet.
  const status = await unlessMissing(() => source.describe(id));
  const ended = endOf(status ?? {});
  if (ended !== undefined) return ended;
  return clock.now() >= deadline ? { status: 'timedOut' } : undefined;
}
