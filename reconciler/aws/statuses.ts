/**
 * Waiting for asynchronous operations with few calls: one list of what is in progress for each tick, and one describe
 * for each request that left it (reference, section 2, "Cheap polling").
 */

import type { Begun } from '../core/looks.ts';
import { createLooks } from '../core/looks.ts';
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

/** The end of a request, or `undefined` while it is in progress. */
export function endOf(status: Status): Ended | undefined {
  if (status.Status === 'SUCCEEDED') return { status: 'succeeded' };
  if (status.Status === 'FAILED') return { status: 'failed', reason: status.FailureReason ?? 'no reason was given' };
  return undefined;
}

interface Watched extends Begun {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly deadline: number;
  readonly resolve: (ended: Ended) => void;
}

/** A watch over one sort of request; it makes calls only while something is watched. */
export function createWatch(clock: Clock, source: StatusSource): Watch {
  const looks = createLooks<Watched>();
  const inProgress = listOf(source);
  let watching = false;

  async function settle(item: Watched): Promise<void> {
    const ended = await look(clock, source, item).catch(unknown);
    if (ended === undefined) return;
    looks.end(item);
    item.resolve(ended);
  }

  async function tick(): Promise<void> {
    const items = looks.open();
    const running = await inProgress();
    for (const item of items) if (running.has(item.id)) looks.found(item, clock.now());
    const left = items.filter(({ id, deadline }) => !running.has(id) || clock.now() >= deadline);
    await Promise.all(left.map(settle));
  }

  async function watchAll(): Promise<void> {
    for (let pause = looks.pause(clock.now()); pause !== undefined; pause = looks.pause(clock.now())) {
      await clock.sleep(pause);
      await tick();
    }
    watching = false;
  }

  return {
    ended: (id, deadline) =>
      new Promise((resolve) => {
        looks.begin({ id, began: clock.now(), seen: 0, deadline, resolve });
        if (watching) return;
        watching = true;
        void watchAll();
      }),
  };
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
