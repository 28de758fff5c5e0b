/** What faults do to a call: before it, inside it, and to its answer. */

import type { Answer, Reply } from './answer.ts';
import type { Fault } from './faults.ts';
import { isDeclared, Refusal } from './refusal.ts';
import type { Service, Upset } from './service.ts';

/** Faults whose error the operation does not declare do not strike it. */
export function strikesOperation(service: Service, operation: string, fault: Fault): boolean {
  const refusal = injectedError(service, fault);
  return refusal === undefined || isDeclared(service.model, operation, refusal.code);
}

/** The error that the fault answers in the place of the service. */
export function injectedError(service: Service, fault: Fault): Refusal | undefined {
  const { errors } = service;
  if (fault.kind === 'throttling') return new Refusal(errors.throttling, 'Rate exceeded');
  if (fault.kind === 'internal-error') return new Refusal(errors.internal, 'Internal server error');
  if (fault.kind === 'conflict' && errors.conflict !== undefined) {
    return new Refusal(errors.conflict, 'There is a conflicting operation in process. Try again.');
  }
  if (fault.kind === 'error') {
    const reason = fault.reason === undefined ? {} : { reason: fault.reason };
    return new Refusal(fault.code, fault.message ?? 'A fault of the simulator', reason);
  }
  return undefined;
}

/** What the faults do inside the call. */
export function upsetOf(faults: readonly Fault[]): Upset {
  const late = faults.find((fault) => fault.kind === 'late-failure');
  const sizes = faults.flatMap((fault) => (fault.kind === 'page-size' ? [fault.size] : []));
  const page = faults.map((fault) => fault.kind).find((kind) => kind === 'empty-page' || kind === 'repeated-token');
  return {
    ...(late === undefined ? {} : { lateFailure: late.reason ?? 'Received a 500 status error: Internal failure.' }),
    ...(page === undefined ? {} : { page }),
    ...(sizes.length === 0 ? {} : { pageSize: Math.min(...sizes) }),
  };
}

/** How far back the faults let a read see, in milliseconds. */
export function lagOf(faults: readonly Fault[]): number {
  return Math.max(0, ...faults.map((fault) => (fault.kind === 'lag' ? fault.milliseconds : 0)));
}

/** What the faults leave of the answer of a request that took effect. */
export function spoilt(whole: Reply, faults: readonly Fault[]): Answer {
  const kinds = faults.map((fault) => fault.kind);
  if (kinds.includes('lost-answer')) return { kind: 'cut' };
  if (kinds.includes('hang')) return { kind: 'hang' };
  if (kinds.includes('not-json')) return { ...whole, body: '<html><body>503 Service Unavailable</body></html>' };
  if (kinds.includes('truncated')) return { ...whole, body: whole.body.slice(0, Math.floor(whole.body.length / 2)) };
  return whole;
}
