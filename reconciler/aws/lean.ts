/**
 * What an SDK client does around each call for nobody here, left out, and what comes out the same each time, done once. Of
 * a call that is one of many thousands that was a third of the work.
 */

import { getSchemaSerdePlugin } from '@smithy/core/schema';

/** A call on its way through a client; its request is there once the input is serialized. */
interface Call {
  readonly request: { readonly hostname: string; readonly headers: { [name: string]: string } };
}

/** What is added to a client's way to the service. */
export type Middleware = (
  next: (call: Call) => Promise<{ readonly response: unknown }>,
  context: { readonly commandName?: string },
) => (call: Call) => Promise<{ readonly response: unknown }>;

interface Place {
  readonly step: 'build' | 'finalizeRequest' | 'deserialize';
  readonly priority: 'low' | 'high';
  readonly name?: string;
  readonly override?: boolean;
}

interface Stack {
  add(middleware: Middleware, place: Place): void;
  use(plugin: unknown): void;
  remove(name: string): boolean;
  applyToStack(other: Pick<Stack, 'add'> & { addRelativeTo(): void }): void;
}

/** What is used of a client, whatever the service. */
export interface Spared {
  readonly middlewareStack: Stack;
  config: { signer: (scheme: unknown) => Promise<unknown> };
}

/** Changes a client that was just made. */
export function spare(client: Spared): void {
  const { middlewareStack: stack, config } = client;
  // It copies every answer for a log that nobody keeps.
  stack.remove('loggerMiddleware');
  // Of functions of AWS Lambda that call each other.
  stack.remove('recursionDetectionMiddleware');
  // aws/retry.ts tries again. Others are placed after this one by its name, so something must bear it.
  const retry = { step: 'finalizeRequest', priority: 'high', name: 'retryMiddleware', override: true } as const;
  stack.add((next) => next, retry);
  nameOnce(stack);
  // A client signs for one service in one Region: with one signer, which asks for credentials and time at each request.
  const { signer } = config;
  let made: unknown;
  config.signer = async (scheme) => (made ??= await signer(scheme));
  client.config = { ...config, ...OF_A_CALL };
  stack.use(getSchemaSerdePlugin(client.config as unknown as Parameters<typeof getSchemaSerdePlugin>[0]));
}

/**
 * What the SDK adds to a configuration for each call, three times. An object that was put together option by option, and
 * one that gets members it did not have, V8 copies thirty times as slowly as one that has them all.
 */
const OF_A_CALL = {
  clientName: undefined,
  commandName: undefined,
  inputFilterSensitiveLog: undefined,
  outputFilterSensitiveLog: undefined,
  endpointV2: undefined,
  authSchemes: undefined,
  signing_region: undefined,
  signing_service: undefined,
  __smithy_context: undefined,
  __aws_sdk_context: undefined,
};

const USER_AGENT = 'getUserAgentMiddleware';

/** The user agent, which the SDK puts together out of a dozen parts, is the same for all calls of an operation. */
function nameOnce(stack: Stack): void {
  const found: (() => void)[] = [];
  stack.applyToStack({
    add: (middleware, { name, step, priority }) => {
      if (name === USER_AGENT)
        found.push(() => stack.add(withHeadersOnce(middleware), { name, step, priority, override: true }));
    },
    addRelativeTo: () => undefined,
  });
  // Not while the stack is being gone through.
  for (const replace of found) replace();
}

const NAMES = ['user-agent', 'x-amz-user-agent'];

/** The middleware for the first call; for the others the headers that it set then. */
function withHeadersOnce(middleware: Middleware): Middleware {
  return (next, context) => {
    let set: { readonly [name: string]: string } | undefined;
    const first = middleware((call) => {
      const { headers } = call.request;
      set = Object.fromEntries(NAMES.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])));
      return next(call);
    }, context);
    return (call) => {
      if (set === undefined) return first(call);
      Object.assign(call.request.headers, set);
      return next(call);
    };
  };
}

/** The bytes of an answer, without a stream of their own to collect them. */
export function collect(answer: NodeJS.ReadableStream): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    answer.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    answer.on('end', () => resolve(Buffer.concat(chunks)));
    answer.on('error', reject);
  });
}
