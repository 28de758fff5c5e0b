/** From a request's signature to who calls. The scope is checked, the signature itself is not. */

import { callerOfKey } from './callers.ts';
import type { Caller, Session } from './callers.ts';
import { Refusal } from './refusal.ts';
import type { Request } from './routing.ts';
import type { Service } from './service.ts';
import { scopeOf } from './signature.ts';
import type { Scope } from './signature.ts';
import type { World } from './world.types.ts';

/** The two protocols have names of their own for the same refusals. */
const CODES = {
  json: {
    missing: 'MissingAuthenticationTokenException',
    wrongScope: 'InvalidSignatureException',
    unknownToken: 'UnrecognizedClientException',
    expired: 'ExpiredTokenException',
  },
  query: {
    missing: 'MissingAuthenticationToken',
    wrongScope: 'SignatureDoesNotMatch',
    unknownToken: 'InvalidClientTokenId',
    expired: 'ExpiredToken',
  },
} as const;

/** The request's scope; refuses requests that are not signed, or signed for another service. */
export function checkedScope(service: Service, request: Request): Scope {
  const { protocol, signingName } = service.model;
  const codes = CODES[protocol];
  const scope = scopeOf(request.headers['authorization']);
  if (scope === undefined) throw new Refusal(codes.missing, 'Request is missing Authentication Token');
  if (scope.service !== signingName) {
    throw new Refusal(codes.wrongScope, `Credential should be scoped to correct service: '${signingName}'.`);
  }
  if (service.regions !== undefined && !service.regions.has(scope.region)) {
    throw new Refusal(codes.wrongScope, `Credential should be scoped to a valid region.`);
  }
  return scope;
}

/** Who holds the key; a session's key needs its token, and its time. */
export function callerOf(options: {
  readonly service: Service;
  readonly scope: Scope;
  readonly request: Request;
  readonly sessions: ReadonlyMap<string, Session>;
  readonly world: World;
  readonly now: number;
}): Caller {
  const { service, scope, request, sessions, world, now } = options;
  const codes = CODES[service.model.protocol];
  const session = sessions.get(scope.accessKeyId);
  if (session === undefined) return callerOfKey(world, scope.accessKeyId);
  if (session.token !== request.headers['x-amz-security-token']) {
    throw new Refusal(codes.unknownToken, 'The security token included in the request is invalid.');
  }
  if (session.expires <= now) {
    throw new Refusal(codes.expired, 'The security token included in the request is expired');
  }
  return session.caller;
}
