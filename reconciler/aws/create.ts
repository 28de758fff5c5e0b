/** Creations whose answer may be lost: when the name turns out to be taken, the thing is looked for before failing. */

import { type AwsFailure, isFailure } from './errors.ts';
import type { Retry } from './retry.ts';

/** A conflict can be a concurrent write that soon ends. */
const MOST_TRIES = 8;
/** A taken name stays taken. Where an answer was lost, it may be our own, and only the look-up lags behind. */
const MOST_TRIES_WHEN_TAKEN = 3;

/**
 * Resolves to what `create` made, or to what `find` finds when `create` met a conflict (`onConflict: 'throw'`).
 * `find` resolves to `undefined` when there is nothing, and throws when what is there is not what was to be made.
 */
export async function createOrFind<T>(
  retry: Retry,
  create: () => Promise<T>,
  find: (conflict: AwsFailure) => Promise<T | undefined>,
): Promise<T> {
  let uncertain = false;
  for (let tries = 1; ; tries += 1) {
    try {
      return await create();
    } catch (error) {
      if (!isFailure(error, 'conflict')) throw error;
      const found = await find(error);
      if (found !== undefined) return found;
      uncertain ||= error.failure.uncertain === true;
      const mayBeOurs = uncertain || !error.failure.taken;
      if (tries >= (mayBeOurs ? MOST_TRIES : MOST_TRIES_WHEN_TAKEN)) throw error;
      await retry.pause('conflict', tries);
    }
  }
}

/** Carries out a removal; that the thing is gone already is what was wanted. */
export async function removeIfThere(remove: () => Promise<unknown>): Promise<void> {
  try {
    await remove();
  } catch (error) {
    if (!isFailure(error, 'notFound')) throw error;
  }
}

/** What a look-up by id or name answers, or `undefined` when there is nothing. */
export async function unlessMissing<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isFailure(error, 'notFound')) return undefined;
    throw error;
  }
}
