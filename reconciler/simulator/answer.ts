/** What goes back to the client: an answer in the service's protocol, or none. */

import type { Limits } from './limits.ts';
import { isDeclared, Refusal, statusOf } from './refusal.ts';
import type { Target } from './routing.ts';
import type { Service } from './service.ts';
import { encodeJsonAnswer } from './wire-json.ts';
import { encodeQueryAnswer, encodeQueryError } from './wire-query.ts';

export interface Reply {
  readonly kind: 'reply';
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

/** `cut`: the connection breaks. `hang`: nothing comes. */
export type Answer = Reply | { readonly kind: 'cut' } | { readonly kind: 'hang' };

function isQuery(service: Service): boolean {
  return service.model.protocol === 'query';
}

function reply(service: Service, status: number, requestId: string, body: string): Reply {
  const type = isQuery(service) ? 'text/xml' : `application/x-amz-json-${service.model.jsonVersion ?? '1.1'}`;
  return { kind: 'reply', status, headers: { 'content-type': type, 'x-amzn-requestid': requestId }, body };
}

/** The output as the operation's answer. Throws when it is not as the model says. */
export function success(target: Target, output: object, requestId: string, limits: Limits): Reply {
  const { service, operation } = target;
  const body = isQuery(service)
    ? encodeQueryAnswer(service.model, operation, output, requestId)
    : encodeJsonAnswer(service.model, operation, output, limits);
  return reply(service, 200, requestId, body);
}

/** The refusal as the operation's answer; one that the operation does not declare is a fault of ours, and says so. */
export function failure(target: Target, refusal: Refusal, requestId: string): Reply {
  const { service, operation } = target;
  const { model } = service;
  if (!isDeclared(model, operation, refusal.code)) {
    const text = `fault of the simulator itself: ${operation} does not declare ${refusal.code}`;
    return failure(target, new Refusal(service.errors.internal, text), requestId);
  }
  const status = statusOf(model, refusal.code);
  const declared = model.errors[refusal.code];
  const code = declared?.code ?? refusal.code;
  if (isQuery(service)) {
    return reply(service, status, requestId, encodeQueryError(code, refusal.message, status, requestId));
  }
  const requestMember = declared?.members.includes('RequestId') === true ? { RequestId: requestId } : {};
  if (service.errorNamespace !== undefined) {
    const namespace = declared === undefined ? 'com.amazon.coral.service' : service.errorNamespace;
    const body = { __type: `${namespace}#${code}`, message: refusal.message, ...refusal.members };
    const whole = reply(service, status, requestId, JSON.stringify(body));
    return { ...whole, headers: { ...whole.headers, 'x-amzn-errortype': code } };
  }
  const body = { __type: code, Message: refusal.message, ...requestMember, ...refusal.members };
  return reply(service, status, requestId, JSON.stringify(body));
}

/** For requests that no service serves. */
export function unknownOperation(): Reply {
  const headers = { 'content-type': 'application/x-amz-json-1.1' };
  return { kind: 'reply', status: 404, headers, body: JSON.stringify({ __type: 'UnknownOperationException' }) };
}
