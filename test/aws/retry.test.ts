import { describe, expect, it } from 'vitest';
import type { Clock } from '../../reconciler/aws/clock.ts';
import { isFailure } from '../../reconciler/aws/errors.ts';
import { createLimiter } from '../../reconciler/aws/limiter.ts';
import { seededRandom } from '../../reconciler/aws/random.ts';
import { type CallDescription, createRetry, type Retry } from '../../reconciler/aws/retry.ts';
import { createVirtualClock } from '../../reconciler/simulator/clock.ts';

const CALL: CallDescription = { service: 'sso-admin', operation: 'UpdatePermissionSet', write: true, input: {} };

function retryOn(clock: Clock, seed = 1): Retry {
  const limiter = createLimiter(clock, { rate: 10, burst: 10, atOnce: 10 });
  return createRetry({ clock, random: seededRandom(seed), limiter: () => limiter });
}

function error(name: string, members: object = {}): Error {
  return Object.assign(new Error('no'), { name, $fault: 'client', $metadata: { httpStatusCode: 400 }, ...members });
}

/** A call that fails so many times, then answers; counts its attempts. */
function failing(times: number, failure: Error) {
  const call = {
    attempts: 0,
    attempt: (): Promise<string> => {
      call.attempts += 1;
      return call.attempts <= times ? Promise.reject(failure) : Promise.resolve('done');
    },
  };
  return call;
}

describe('createRetry', () => {
  it.each(['ThrottlingException', 'ConflictException', 'ConcurrentModificationException', 'InternalServerException'])(
    'tries again after %s',
    async (name) => {
      expect(await retryOn(createVirtualClock(0)).run(CALL, failing(4, error(name)).attempt)).toBe('done');
    },
  );

  it.each([
    'AccessDeniedException',
    'ValidationException',
    'ServiceQuotaExceededException',
    'ResourceNotFoundException',
  ])('does not try again after %s', async (name) => {
    const call = failing(1, error(name));
    await expect(retryOn(createVirtualClock(0)).run(CALL, call.attempt)).rejects.toThrow(name);
    expect(call.attempts).toBe(1);
  });

  it.each([
    ['ThrottlingException', 300],
    ['ConflictException', 60],
    ['InternalServerException', 90],
  ])('gives up on %s some time after %i seconds', async (name, seconds) => {
    const clock = createVirtualClock(0);
    await expect(retryOn(clock).run(CALL, failing(1_000, error(name)).attempt)).rejects.toThrow(name);
    expect(clock.now()).toBeGreaterThan(seconds * 1000);
    expect(clock.now()).toBeLessThan(seconds * 1000 + 21_000);
  });

  it('gives up early on an address that never answered', async () => {
    const clock = createVirtualClock(0);
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    await expect(retryOn(clock).run(CALL, failing(100, refused).attempt)).rejects.toThrow('NetworkError');
    expect(clock.now()).toBeLessThan(2000);
  });

  it('is patient with an address that answered before', async () => {
    const clock = createVirtualClock(0);
    const retry = retryOn(clock);
    await retry.run(CALL, () => Promise.resolve('hello'));
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    expect(await retry.run(CALL, failing(8, refused).attempt)).toBe('done');
  });

  it('leaves a taken name, and a conflict that the caller wants to see, to the caller', async () => {
    const retry = retryOn(createVirtualClock(0));
    const taken = error('ConflictException', { Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION' });
    await expect(retry.run(CALL, failing(1, taken).attempt)).rejects.toSatisfy((thrown) =>
      isFailure(thrown, 'conflict'),
    );
    const seen = { ...CALL, onConflict: 'throw' } as const;
    await expect(retry.run(seen, failing(1, error('ConflictException')).attempt)).rejects.toThrow('ConflictException');
  });

  it('waits for a thing that this run just made, and for nothing else', async () => {
    const clock = createVirtualClock(0);
    const retry = retryOn(clock);
    const missing = error('ResourceNotFoundException');
    const naming = { ...CALL, input: { GroupId: 'g', MemberId: { UserId: 'u-1' } } };
    await expect(retry.run(naming, failing(1, missing).attempt)).rejects.toThrow('NotFound');
    retry.made('u-1');
    expect(await retry.run(naming, failing(3, missing).attempt)).toBe('done');
    await expect(retry.run({ ...naming, write: false }, failing(1, missing).attempt)).rejects.toThrow('NotFound');
    await clock.sleep(40_000);
    await expect(retry.run(naming, failing(1, missing).attempt)).rejects.toThrow('NotFound');
  });

  it('waits at least as long as the service asks', async () => {
    const clock = createVirtualClock(0);
    await retryOn(clock).run(CALL, failing(1, error('ThrottlingException', { RetryAfterSeconds: 12 })).attempt);
    expect(clock.now()).toBeGreaterThanOrEqual(12_000);
  });

  it('waits for no pause that ends after its patience, nor lets other calls wait for it', async () => {
    const clock = createVirtualClock(0);
    const retry = retryOn(clock);
    const call = failing(1, error('ThrottlingException', { RetryAfterSeconds: 30 * 24 * 3600 }));
    await expect(retry.run(CALL, call.attempt)).rejects.toThrow('ThrottlingException');
    expect(await retry.run(CALL, call.attempt)).toBe('done');
    expect(clock.now()).toBeLessThan(1_000);
  });

  it('jitters, and the same seed gives the same waits', async () => {
    const ends = [];
    for (const seed of [1, 1, 2]) {
      const clock = createVirtualClock(0);
      await retryOn(clock, seed).run(CALL, failing(5, error('ConflictException')).attempt);
      ends.push(clock.now());
    }
    expect(ends[0]).toBe(ends[1]);
    expect(ends[0]).not.toBe(ends[2]);
  });
});
