/**
 * The one place where a call is tried again. The SDK's own retries are off: they know nothing of conflicts, of things
 * that were just made, or of the other calls of the run.
 */

import type { Clock } from './clock.ts';
import { UNEXPLAINED } from './emulator.ts';
import { AwsFailure, failureOf, type Failure, type FailureClass, type ServiceName, unknownTo } from './errors.ts';
import type { Limiter } from './limiter.ts';

export interface CallDescription {
  readonly service: ServiceName;
  readonly operation: string;
  readonly write: boolean;
  /** The thing concerned, for people. */
  readonly about?: string | undefined;
  readonly input: object;
  /** `throw`: whoever calls wants to look before a conflict is tried again. */
  readonly onConflict?: 'retry' | 'throw' | undefined;
  /** What it names was listed before: a part of the service that does not find it may only be behind (pitfall 30). */
  readonly listed?: boolean | undefined;
}

export interface Retry {
  /** Resolves to the answer, or rejects with an `AwsFailure` when trying again is of no use any more. */
  run<T>(call: CallDescription, attempt: () => Promise<T>): Promise<T>;
  /** Waits as before attempt number `tries` (1 is the first repetition) of a call that met this class of failure. */
  pause(failureClass: FailureClass, tries: number): Promise<void>;
  /** Notes an id that was just made: writes that name it may not find it for a while (reference, pitfall 30). */
  made(id: string): void;
}

interface RetryOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly limiter: (service: ServiceName) => Limiter;
  /** In place of the usual bounds of a class of failure. */
  readonly bounds?: Partial<Bounds> | undefined;
}

/** How long what class of failure is tried again. */
export type Bounds = { readonly [name in FailureClass]: Bound };

export interface Bound {
  /** First pause, and longest pause, in milliseconds. */
  readonly first: number;
  readonly longest: number;
  /** No attempt begins later than this after the first one, in milliseconds. */
  readonly within: number;
}

const USUAL_BOUNDS: Bounds = {
  throttling: { first: 250, longest: 20_000, within: 300_000 },
  transient: { first: 200, longest: 10_000, within: 90_000 },
  conflict: { first: 300, longest: 8_000, within: 60_000 },
  notFound: { first: 500, longest: 5_000, within: 30_000 },
  permanent: { first: 0, longest: 0, within: 0 },
};
/** An address that never answered is more likely wrong than slow. */
const FIRST_CONTACT_ATTEMPTS = 3;

/** The policy of a run. */
export function createRetry({ clock, random, limiter, bounds = {} }: RetryOptions): Retry {
  const bound: Bounds = { ...USUAL_BOUNDS, ...bounds };
  const made = new Map<string, number>();
  const answered = new Set<ServiceName>();
  const operations = createOperationsKnown();

  function namesSomethingFresh(input: object): boolean {
    const oldest = clock.now() - bound.notFound.within;
    return strings(input).some((text) => (made.get(text) ?? Number.NEGATIVE_INFINITY) >= oldest);
  }

  function mayTryAgain(failure: Failure, call: CallDescription, attempts: number, elapsed: number): boolean {
    const ofUse: { readonly [name in FailureClass]: () => boolean } = {
      throttling: () => true,
      transient: () => answered.has(call.service) || attempts < FIRST_CONTACT_ATTEMPTS,
      conflict: () => !failure.taken && call.onConflict !== 'throw',
      notFound: () => call.listed === true || (call.write && namesSomethingFresh(call.input)),
      permanent: () => false,
    };
    const begins = elapsed + (failure.retryAfterMilliseconds ?? 0);
    return begins <= bound[failure.class].within && ofUse[failure.class]();
  }

  async function pause(failureClass: FailureClass, tries: number, atLeast = 0): Promise<void> {
    const { first, longest } = bound[failureClass];
    const ceiling = Math.min(longest, first * 2 ** (tries - 1));
    await clock.sleep(Math.max(atLeast, Math.round(ceiling * (0.5 + random() / 2))));
  }

  return {
    run: async (call, attempt) => {
      const began = clock.now();
      const pace = limiter(call.service);
      let uncertain = false;
      /** So many attempts in a row were answered by an emulator's bare page. */
      let pages = 0;
      for (let attempts = 1; ; attempts += 1) {
        try {
          const answer = await attempt();
          answered.add(call.service);
          operations.answered(call);
          pace.answered();
          return answer;
        } catch (error) {
          if (error instanceof AwsFailure) throw error;
          const failure = failureOf(error, call);
          if (failure.status !== undefined) answered.add(call.service);
          const again = mayTryAgain(failure, call, attempts, clock.now() - began);
          // A pause that nobody waits for must not hold the other calls of the run.
          if (failure.class === 'throttling') pace.throttled(again ? failure.retryAfterMilliseconds : 0);
          pages = failure.name === UNEXPLAINED ? pages + 1 : 0;
          if (comesFromOperation(failure)) operations.answered(call);
          if (operations.isUnknown(call, pages)) throw new AwsFailure(unknownTo(failure));
          if (!again) throw new AwsFailure(uncertain ? { ...failure, uncertain } : failure);
          uncertain ||= failure.class === 'transient';
          await pause(failure.class, attempts, failure.retryAfterMilliseconds);
        }
      }
    },
    pause: (failureClass, tries) => pause(failureClass, tries),
    made: (id) => {
      made.set(id, clock.now());
    },
  };
}

/**
 * What the run found out about operations at an endpoint that does not say which ones it knows: the trouble of one that was
 * answered before is trouble that passes, and one that only ever met such trouble is not there (`aws/emulator.ts`).
 */
function createOperationsKnown() {
  const known = new Set<string>();
  const unknown = new Set<string>();
  const nameOf = ({ service, operation }: CallDescription): string => `${service} ${operation}`;
  return {
    answered: (call: CallDescription): void => {
      known.add(nameOf(call));
    },
    isUnknown: (call: CallDescription, pages: number): boolean => {
      const name = nameOf(call);
      if (known.has(name) || pages === 0) return false;
      if (pages >= FIRST_CONTACT_ATTEMPTS) unknown.add(name);
      return unknown.has(name);
    },
  };
}

/** Whether the operation itself refused: trouble that passes may be that of whatever stands before it. */
function comesFromOperation({ class: failureClass, unsupported, status }: Failure): boolean {
  const isSaid = failureClass === 'notFound' || failureClass === 'conflict' || failureClass === 'permanent';
  return isSaid && !unsupported && status !== undefined;
}

function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(strings);
}
