/** One request, from its headers to its answer: routed, counted, struck by faults, signed, throttled, allowed, valid. */

import { callerOfKey, mayDo } from './callers.ts';
import type { Caller, Session } from './callers.ts';
import type { Fault, FaultPlan } from './faults.ts';
import type { History } from './history.ts';
import { uuidOf } from './ids.ts';
import type { Bucket, Limits } from './limits.ts';
import type { Json } from './model.ts';
import { isDeclared, Refusal, statusOf } from './refusal.ts';
import type { Service, Upset } from './service.ts';
import { scopeOf } from './signature.ts';
import type { Scope } from './signature.ts';
import { breachesOf, breachText, WrongType } from './validate.ts';
import { encodeJsonAnswer, parseJsonRequest } from './wire-json.ts';
import { encodeQueryAnswer, encodeQueryError, parseQueryRequest } from './wire-query.ts';
import type { World } from './world.ts';

export interface Request {
  /** Lower-case names. */
  readonly headers: { readonly [name: string]: string | undefined };
  readonly body: string;
}

export type Answer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: { readonly [name: string]: string };
      readonly body: string;
    }
  | { readonly kind: 'cut' }
  | { readonly kind: 'hang' };

/** What a running simulator keeps between requests. */
export interface Running {
  readonly services: readonly Service[];
  readonly history: History;
  readonly sessions: ReadonlyMap<string, Session>;
  readonly faults: FaultPlan;
  readonly limits: Limits;
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly now: () => number;
  /** Counts a call of `service:Operation`; gives the number of all requests so far. */
  readonly count: (service: Service, operation: string) => number;
}

interface Target {
  readonly service: Service;
  readonly operation: string;
  readonly form?: URLSearchParams;
}

export function handle(running: Running, request: Request): Answer {
  const target = targetOf(running.services, request);
  if (target === undefined) return unknownOperation();
  const { service, operation } = target;
  const requestId = uuidOf('request', running.count(service, operation));
  const name = `${service.model.service}:${operation}`;
  const faults = running.faults.strike(name).filter((fault) => applies(service, operation, fault));
  if (faults.some((fault) => fault.kind === 'lost-request')) return { kind: 'cut' };
  try {
    const output = answered(running, request, target, faults, requestId);
    return spoilt(success(running, target, output, requestId), faults);
  } catch (error) {
    return failure(target, refusalOf(service, error), requestId);
  }
}

function answered(
  running: Running,
  request: Request,
  target: Target,
  faults: readonly Fault[],
  requestId: string,
): object {
  const { service, operation } = target;
  const now = running.now();
  const scope = checkedScope(service, request);
  const caller = callerOf(running, service, scope, request.headers['x-amz-security-token'], now);
  const struck = faults.map((fault) => injected(service, fault)).find((refusal) => refusal !== undefined);
  if (struck !== undefined) throw struck;
  if (running.buckets.get(service.model.service)?.take(now) === false) throw throttled(service, 'Rate exceeded');
  const input = inputOf(target, request.body);
  assertAllowed(service, operation, caller);
  assertValid(service, operation, input);
  const handler = service.handlers[operation];
  if (handler === undefined) throw new Error(`the simulator has no handler for ${operation}`);
  const isWrite = service.writes.has(operation);
  const lag = Math.max(0, ...faults.map((fault) => (fault.kind === 'lag' && !isWrite ? fault.milliseconds : 0)));
  const world = seenFrom(service, scope, running.history.worldAt(now, lag));
  const { limits } = running;
  const output = handler(input, { world, now, caller, limits, operation, requestId, upset: upsetOf(faults) });
  if (isWrite) running.history.record(now);
  return output;
}

/** Which service and operation the request is for; `undefined` when there is none such. */
function targetOf(services: readonly Service[], request: Request): Target | undefined {
  const header = request.headers['x-amz-target'];
  if (header !== undefined) {
    const [prefix, operation = ''] = header.split('.');
    const service = services.find((one) => one.model.targetPrefix === prefix);
    return known(service, operation);
  }
  const form = new URLSearchParams(request.body);
  const scope = scopeOf(request.headers['authorization']);
  const version = form.get('Version');
  const ofQuery = services.filter((one) => one.model.protocol === 'query' && one.model.apiVersion === version);
  const service = ofQuery.find((one) => one.model.signingName === scope?.service) ?? ofQuery[0];
  const target = known(service, form.get('Action') ?? '');
  return target === undefined ? undefined : { ...target, form };
}

function known(service: Service | undefined, operation: string): Target | undefined {
  if (service === undefined || service.model.operations[operation] === undefined) return undefined;
  return { service, operation };
}

function isQuery(service: Service): boolean {
  return service.model.protocol === 'query';
}

function checkedScope(service: Service, request: Request): Scope {
  const scope = scopeOf(request.headers['authorization']);
  if (scope === undefined) {
    const code = isQuery(service) ? 'MissingAuthenticationToken' : 'MissingAuthenticationTokenException';
    throw new Refusal(code, 'Request is missing Authentication Token');
  }
  const wanted = service.model.signingName;
  if (scope.service !== wanted) {
    const code = isQuery(service) ? 'SignatureDoesNotMatch' : 'InvalidSignatureException';
    throw new Refusal(code, `Credential should be scoped to correct service: '${wanted}'.`);
  }
  return scope;
}

function callerOf(running: Running, service: Service, scope: Scope, token: string | undefined, now: number): Caller {
  const session = running.sessions.get(scope.accessKeyId);
  if (session === undefined) return callerOfKey(running.history.worldAt(now, 0), scope.accessKeyId);
  if (session.token !== token) {
    const code = isQuery(service) ? 'InvalidClientTokenId' : 'UnrecognizedClientException';
    throw new Refusal(code, 'The security token included in the request is invalid.');
  }
  if (session.expires <= now) {
    const code = isQuery(service) ? 'ExpiredToken' : 'ExpiredTokenException';
    throw new Refusal(code, 'The security token included in the request is expired');
  }
  return session.caller;
}

/** Faults whose error the operation does not declare do not strike it. */
function applies(service: Service, operation: string, fault: Fault): boolean {
  const refusal = injected(service, fault);
  if (fault.kind === 'conflict' && service.errors.conflict === undefined) return false;
  return refusal === undefined || isDeclared(service.model, operation, refusal.code);
}

function throttled(service: Service, message: string): Refusal {
  return new Refusal(service.errors.throttling, message);
}

function injected(service: Service, fault: Fault): Refusal | undefined {
  switch (fault.kind) {
    case 'throttling':
      return throttled(service, 'Rate exceeded');
    case 'internal-error':
      return new Refusal(service.errors.internal, 'Internal server error');
    case 'conflict':
      return new Refusal(service.errors.conflict ?? '', 'A conflicting operation is in process. Try again.');
    case 'error':
      return new Refusal(fault.code, fault.message ?? 'A fault of the simulator');
    case 'late-failure':
    case 'lost-request':
    case 'lost-answer':
    case 'lag':
    case 'not-json':
    case 'truncated':
    case 'hang':
    case 'empty-page':
    case 'repeated-token':
      return undefined;
  }
}

function upsetOf(faults: readonly Fault[]): Upset {
  const late = faults.find((fault) => fault.kind === 'late-failure');
  const reason = late === undefined ? undefined : (late.reason ?? 'Received a 500 status error: Internal failure.');
  const page = faults.map((fault) => fault.kind).find((kind) => kind === 'empty-page' || kind === 'repeated-token');
  return {
    ...(reason === undefined ? {} : { lateFailure: reason }),
    ...(page === undefined ? {} : { page: page === 'empty-page' ? 'empty' : page }),
  };
}

function inputOf(target: Target, body: string): Json {
  const { service, operation, form } = target;
  return form === undefined ? parseJsonRequest(body) : parseQueryRequest(service.model, operation, form);
}

function assertAllowed(service: Service, operation: string, caller: Caller): void {
  const action = `${service.actionPrefix}:${operation}`;
  if (service.open.has(operation) || mayDo(caller, action)) return;
  const message = `User: ${caller.arn} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
  throw new Refusal(service.errors.accessDenied, message);
}

/** The world as it is seen in the Region of the request: the instance is in one alone. */
function seenFrom(service: Service, scope: Scope, world: World): World {
  const { identityCenter, ...rest } = world;
  const isElsewhere = service.region === 'instance' && identityCenter?.region !== scope.region;
  return isElsewhere ? rest : world;
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
  const message = `fault of the simulator itself: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  return new Refusal(service.errors.internal, message);
}

function contentType(service: Service): string {
  return isQuery(service) ? 'text/xml' : `application/x-amz-json-${service.model.jsonVersion ?? '1.1'}`;
}

function success(running: Running, target: Target, output: object, requestId: string): Answer {
  const { service, operation } = target;
  const body = isQuery(service)
    ? encodeQueryAnswer(service.model, operation, output, requestId)
    : encodeJsonAnswer(service.model, operation, output, running.limits);
  return answer(200, contentType(service), requestId, body);
}

function answer(status: number, type: string, requestId: string, body: string): Answer {
  return { kind: 'answer', status, headers: { 'content-type': type, 'x-amzn-requestid': requestId }, body };
}

function failure(target: Target, refusal: Refusal, requestId: string): Answer {
  const { service, operation } = target;
  const { model } = service;
  if (!isDeclared(model, operation, refusal.code)) {
    const text = `fault of the simulator itself: ${operation} does not declare ${refusal.code}`;
    return failure(target, new Refusal(service.errors.internal, text), requestId);
  }
  const status = statusOf(model, refusal.code);
  const code = model.errors[refusal.code]?.code ?? refusal.code;
  if (isQuery(service)) {
    return answer(status, contentType(service), requestId, encodeQueryError(code, refusal.message, status, requestId));
  }
  const requestMember =
    model.errors[refusal.code]?.members.includes('RequestId') === true ? { RequestId: requestId } : {};
  const body = { __type: code, Message: refusal.message, ...requestMember, ...refusal.members };
  return answer(status, contentType(service), requestId, JSON.stringify(body));
}

function unknownOperation(): Answer {
  const body = JSON.stringify({ __type: 'UnknownOperationException' });
  return answer(404, 'application/x-amz-json-1.1', uuidOf('unknown'), body);
}

/** What faults do to an answer whose request took effect. */
function spoilt(whole: Answer, faults: readonly Fault[]): Answer {
  const kinds = faults.map((fault) => fault.kind);
  if (kinds.includes('lost-answer')) return { kind: 'cut' };
  if (kinds.includes('hang')) return { kind: 'hang' };
  if (whole.kind !== 'answer') return whole;
  if (kinds.includes('not-json')) return { ...whole, body: '<html><body>503 Service Unavailable</body></html>' };
  if (kinds.includes('truncated')) return { ...whole, body: whole.body.slice(0, Math.floor(whole.body.length / 2)) };
  return whole;
}
