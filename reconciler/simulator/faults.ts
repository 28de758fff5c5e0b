/** Things that go wrong on purpose: by plan (the nth call) or by chance (repeatable from a seed). */

import { matchesGlob } from './callers.ts';
import { hexOf } from './ids.ts';

type FaultKind =
  | { readonly kind: 'throttling' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'internal-error' }
  /** Any other error, by its name. */
  | { readonly kind: 'error'; readonly code: string; readonly message?: string; readonly reason?: string }
  /** The asynchronous operation is accepted, and ends FAILED. */
  | { readonly kind: 'late-failure'; readonly reason?: string }
  /** The connection is cut before the request took effect. */
  | { readonly kind: 'lost-request' }
  /** The request takes effect, then the connection is cut. */
  | { readonly kind: 'lost-answer' }
  /** A read sees the world as it was so many milliseconds ago. */
  | { readonly kind: 'lag'; readonly milliseconds: number }
  /** The request takes effect; the answer is no JSON. */
  | { readonly kind: 'not-json' }
  /** The request takes effect; the answer breaks off in the middle. */
  | { readonly kind: 'truncated' }
  /** The request takes effect; the answer never comes. */
  | { readonly kind: 'hang' }
  /** The request is held for ever: it has no effect, and the answer never comes. */
  | { readonly kind: 'hold' }
  /** A list answers an empty page with a token. */
  | { readonly kind: 'empty-page' }
  /** A list answers with the token that it was asked with. */
  | { readonly kind: 'repeated-token' }
  /** A list answers pages of that size at most, whatever is asked for. */
  | { readonly kind: 'page-size'; readonly size: number }
  /** An error is named in the header alone. */
  | { readonly kind: 'error-in-header' }
  /** An error's name has that namespace before it. */
  | { readonly kind: 'error-namespace'; readonly namespace: string }
  /** An answer that says nothing has no body at all, in the place of `{}`. */
  | { readonly kind: 'empty-body' }
  /** Objects of the answer carry a member `__type`. */
  | { readonly kind: 'typed-objects' }
  /** Objects of the answer carry members that nobody has heard of. */
  | { readonly kind: 'unknown-members' };

/** `calls`: the nth matching calls, counted from 1. `probability`: each matching call with that chance, 0 to 1. */
type FaultTime =
  | { readonly calls: readonly number[] }
  | { readonly every: number }
  | { readonly probability: number }
  | { readonly always: true };

export type Fault = FaultKind & {
  /** Glob of `service:Operation`, such as `sso-admin:Create*`. */
  readonly operation: string;
  readonly when: FaultTime;
};

export interface FaultPlan {
  /** The faults that strike this call; counts it. */
  strike(operation: string): readonly Fault[];
  /** The longest lag that any fault asks for, in milliseconds. */
  readonly longestLag: number;
}

function strikes(when: FaultTime, count: number, chance: number): boolean {
  if ('calls' in when) return when.calls.includes(count);
  if ('every' in when) return count % when.every === 0;
  if ('probability' in when) return chance < when.probability;
  return true;
}

/** The same seed, faults and calls give the same strikes, however calls of different operations interleave. */
export function createFaultPlan(faults: readonly Fault[], seed: number): FaultPlan {
  const counts = faults.map(() => 0);
  const countsByOperation = new Map<string, number>();
  return {
    longestLag: Math.max(0, ...faults.map((fault) => (fault.kind === 'lag' ? fault.milliseconds : 0))),
    strike(operation) {
      const own = (countsByOperation.get(operation) ?? 0) + 1;
      countsByOperation.set(operation, own);
      return faults.filter((fault, index) => {
        if (!matchesGlob(fault.operation, operation)) return false;
        const count = (counts[index] ?? 0) + 1;
        counts[index] = count;
        const chance = Number.parseInt(hexOf(8, seed, index, operation, own), 16) / 0x1_0000_0000;
        return strikes(fault.when, count, chance);
      });
    },
  };
}
