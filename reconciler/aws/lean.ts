/**
 * What an SDK client does around each call for nobody here, left out, and what comes out the same each time, done once. Of
 * a call that is one of many thousands that was more than half of the work.
 */

import type { Call, Context, Middleware, Stack, Way } from './middleware.ts';
import { replace, schemasOf } from './middleware.ts';
import { type Protocol, readPlainly } from './plain-answers.ts';

/** What is used of a client, whatever the service. */
export interface Spared {
  readonly middlewareStack: Stack;
  readonly config: { signer: (scheme: unknown) => Promise<unknown>; readonly protocol: Protocol & Serializing };
}

interface Serializing {
  getShapeId(): string;
  readonly serializer: { write(schema: unknown, value: object): void; flush(): Uint8Array };
}

/** Changes a client that was just made. */
export function spare({ middlewareStack: stack, config }: Spared): void {
  // It copies every answer for a log that nobody keeps.
  stack.remove('loggerMiddleware');
  // Of functions of AWS Lambda that call each other.
  stack.remove('recursionDetectionMiddleware');
  // aws/retry.ts tries again. Others are placed after this one by its name, so something must bear it.
  replace(stack, RETRY, () => (next) => next);
  // A client signs for one service in one Region: with one signer, which asks for credentials and time at each request.
  const { signer, protocol } = config;
  let made: unknown;
  config.signer = async (scheme) => (made ??= await signer(scheme));
  replace(stack, 'deserializerMiddleware', (whole) => readPlainly(whole, protocol));
  // STS, which is asked once in a run, has another, and answers that are no JSON.
  if (protocol.getShapeId() === 'aws.protocols#awsJson1_1') requestOnce(stack, protocol);
}

const RETRY = 'retryMiddleware';

/**
 * The requests of an operation differ in their body, and in what is made of it. The first one is put together by the SDK;
 * the others take their headers from it, and their endpoint, which the SDK works out from a table each time. What chooses
 * the credentials comes before this, and what signs comes after.
 */
function requestOnce(stack: Stack, { serializer }: Serializing): void {
  const known = new WeakMap<Context, { readonly request: Call['request']; readonly next: Way }>();
  const remember: Middleware = (next, context) => (call) => {
    if (!known.has(context)) known.set(context, { request: call.request, next });
    return next(call);
  };
  const repeat: Middleware = (next, context) => (call) => {
    const first = known.get(context);
    if (first === undefined) return next(call);
    serializer.write(schemasOf(context).input, call.input);
    const body = serializer.flush();
    const headers = { ...first.request.headers, 'content-length': String(body.length) };
    return first.next({ input: call.input, request: { ...first.request, headers, body } });
  };
  stack.addRelativeTo(repeat, { relation: 'before', toMiddleware: 'endpointV2Middleware' });
  stack.addRelativeTo(remember, { relation: 'after', toMiddleware: RETRY });
}
