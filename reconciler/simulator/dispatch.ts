/** One request, from its headers to its answer: routed, counted, signed, struck by faults, throttled, allowed, valid. */

import { failure, success, unknownOperation } from './answer.ts';
import type { Answer } from './answer.ts';
import { callerOf, checkedScope } from './authenticate.ts';
import { mayDo } from './callers.ts';
import type { Caller, Session } from './callers.ts';
import type { Fault, FaultPlan } from './faults.ts';
import type { History } from './history.ts';
import { uuidOf } from './ids.ts';
import type { Json } from './json.ts';
import type { Bucket, Limits } from './limits.ts';
import { disguised } from './quirks.ts';
import { Refusal } from './refusal.ts';
import { targetOf } from './routing.ts';
import type { Request, Target } from './routing.ts';
import type { Service } from './service.ts';
import type { Scope } from './signature.ts';
import { injectedError, lagOf, spoilt, strikesOperation, upsetOf } from './strike.ts';
import { breachesOf, breachText, seenInput, WrongType } from './validate.ts';
import { parseJsonRequest } from './wire-json.ts';
import { parseQueryRequest } from './wire-query.ts';
import type { World } from './world.types.ts';

/** What a running simulator keeps between requests. */
export interface Running {
  readonly services: readonly Service[];
  readonly history: History;
  readonly sessions: ReadonlyMap<string, Session>;
  readonly faults: FaultPlan;
  readonly limits: Limits;
  readonly buckets: ReadonlyMap<string, Bucket>;
  now(): number;
  /** Counts a call; gives the number of all requests so far. */
  count(service: Service, operation: string): number;
}

/** One request on its way through. */
interface Passage {
  readonly running: Running;
  readonly request: Request;
  readonly target: Target;
  readonly faults: readonly Fault[];
  readonly requestId: string;
}

export function handle(running: Running, request: Request): Answer {
  const target = targetOf(running.services, request);
  if (target === undefined) return unknownOperation();
  const { service, operation } = target;
  const requestId = uuidOf('request', running.count(service, operation));
  const struck = running.faults.strike(`${service.model.service}:${operation}`);
  const faults = struck.filter((fault) => strikesOperation(service, operation, fault));
  if (faults.some((fault) => fault.kind === 'lost-request')) return { kind: 'cut' };
  if (faults.some((fault) => fault.kind === 'hold')) return { kind: 'hang' };
  try {
    const output = outputOf({ running, request, target, faults, requestId });
    return spoilt(disguised(success(target, output, requestId, running.limits), faults), faults);
  } catch (error) {
    return disguised(failure(target, refusalOf(service, error), requestId), faults);
  }
}

/** The handler's output; throws a Refusal for everything that keeps the request from it. */
function outputOf(passage: Passage): object {
  const { running, request, target, faults, requestId } = passage;
  const { service, operation } = target;
  const now = running.now();
  const present = running.history.worldAt(now, 0);
  const scope = checkedScope(service, request);
  const caller = callerOf({ service, scope, request, sessions: running.sessions, world: present, now });
  assertCalm(passage, now);
  const input = inputOf(target, request.body);
  assertAllowed(service, operation, caller);
  assertValid(service, operation, input);
  const handler = service.handlers[operation];
  if (handler === undefined) throw new Error(`no handler for ${operation}`);
  const isWrite = service.writes.has(operation);
  const seen = isWrite ? present : running.history.worldAt(now, lagOf(faults));
  const world = inRegion(service, scope, seen);
  const upset = upsetOf(faults);
  const { limits } = running;
  const { region } = scope;
  const call = { world, now, caller, region, limits, operation, requestId, upset };
  const output = handler(seenInput(service.model, operation, input), call);
  if (isWrite) running.history.record(now);
  return output;
}

/** Refuses when a fault says so, or when calls come too fast. */
function assertCalm({ running, target, faults }: Passage, now: number): void {
  const { service } = target;
  const struck = faults.map((fault) => injectedError(service, fault)).find((refusal) => refusal !== undefined);
  if (struck !== undefined) throw struck;
  const isInTime = running.buckets.get(service.model.service)?.take(now) ?? true;
  if (!isInTime) throw new Refusal(service.errors.throttling, 'Rate exceeded');
}

/** The world as it is seen in the Region of the request: the instance is in one alone. */
function inRegion(service: Service, scope: Scope, world: World): World {
  const { identityCenter, ...rest } = world;
  const isElsewhere = service.region === 'instance' && identityCenter?.region !== scope.region;
  return isElsewhere ? rest : world;
}

function inputOf(target: Target, body: string): Json {
  const { service, operation, form } = target;
  return form === undefined ? parseJsonRequest(body) : parseQueryRequest(service.model, operation, form);
}

function assertAllowed(service: Service, operation: string, caller: Caller): void {
  const action = `${service.actionPrefix}:${operation}`;
  if (service.open.has(operation) || mayDo(caller, action)) return;
  const because = `because no identity-based policy allows the ${action} action`;
  const message = `User: ${caller.arn} is not authorized to perform: ${action} ${because}`;
  throw new Refusal(service.errors.accessDenied, message);
}

function assertValid(service: Service, operation: string, input: Json): void {
  const breaches = breachesOf(service.model, operation, input);
  const [first] = breaches;
  if (first === undefined) return;
  const members = service.validationMembers?.(first.constraint) ?? {};
  throw new Refusal(service.errors.validation, breachText(breaches), members);
}

function refusalOf(service: Service, error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof WrongType) return new Refusal('SerializationException', error.message);
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Refusal(service.errors.internal, `fault of the simulator itself: ${text}`);
}
