/** Which service and operation a request is for: every service is on one port. */

import { own } from './json.ts';
import type { Service } from './service.ts';
import { scopeOf } from './signature.ts';

export interface Request {
  /** Lower-case names. */
  readonly headers: { readonly [name: string]: string | undefined };
  readonly body: string;
}

export interface Target {
  readonly service: Service;
  readonly operation: string;
  /** The request's form, in the query protocol. */
  readonly form?: URLSearchParams;
}

/** `undefined` when no service serves it. */
export function targetOf(services: readonly Service[], request: Request): Target | undefined {
  const header = request.headers['x-amz-target'];
  return header === undefined ? targetOfForm(services, request) : targetOfHeader(services, header);
}

/** awsJson: `X-Amz-Target: PREFIX.Operation`. */
function targetOfHeader(services: readonly Service[], header: string): Target | undefined {
  const dot = header.indexOf('.');
  const prefix = header.slice(0, Math.max(0, dot));
  return known(
    services.find((service) => service.model.targetPrefix === prefix),
    header.slice(dot + 1),
  );
}

/** Query: `Action` and `Version` in the form; the scope decides between services of one version. */
function targetOfForm(services: readonly Service[], request: Request): Target | undefined {
  const form = new URLSearchParams(request.body);
  const signedFor = scopeOf(request.headers['authorization'])?.service;
  const ofVersion = services.filter(
    ({ model }) => model.protocol === 'query' && model.apiVersion === form.get('Version'),
  );
  const service = ofVersion.find(({ model }) => model.signingName === signedFor) ?? ofVersion[0];
  const target = known(service, form.get('Action') ?? '');
  return target === undefined ? undefined : { ...target, form };
}

function known(service: Service | undefined, operation: string): Target | undefined {
  if (service === undefined || own(service.model.operations, operation) === undefined) return undefined;
  return { service, operation };
}
