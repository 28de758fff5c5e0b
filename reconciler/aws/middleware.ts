/** The way of a call through an SDK client, as far as it is changed here. */

import type { NormalizedSchema } from '@smithy/core/schema';

/** A request as the SDK hands it on to be signed and sent. */
interface Request {
  readonly hostname: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: unknown;
}

/** An answer before it is read. */
export interface Response {
  readonly statusCode: number;
  readonly headers: { readonly [name: string]: string };
  /** Its connection is free when this was read to its end. */
  readonly body: NodeJS.ReadableStream;
}

/** A call on its way to the service; its request is there once the input is serialized. */
export interface Call {
  readonly input: object;
  readonly request: Request;
}

/** On to the service and back; the output is there once the answer is deserialized. */
export type Way = (call: Call) => Promise<{ readonly response: unknown; readonly output?: object }>;

const SMITHY = '__smithy_context';

/** What is the same for all calls of an operation. */
export interface Context {
  readonly commandName?: string;
  readonly [SMITHY]: { readonly operationSchema: Operation };
}

/** Kind, namespace, name, traits, input and output. */
type Operation = readonly [number, string, string, unknown, Schema, Schema];

/** What is added to a client's way to the service. */
export type Middleware = (next: Way, context: Context) => Way;

/** A schema of the SDK's, in whichever of the forms that it has for them. */
export type Schema = Parameters<typeof NormalizedSchema.of>[0];

/** The schemas of what an operation takes and what it answers. */
export function schemasOf(context: Context): { readonly input: Schema; readonly output: Schema } {
  const [, , , , input, output] = context[SMITHY].operationSchema;
  return { input, output };
}

interface Place {
  readonly step: 'build' | 'finalizeRequest' | 'deserialize';
  readonly priority: 'low' | 'normal' | 'high';
  readonly name?: string;
  readonly override?: boolean;
}

/** A client's middleware, in its order. */
export interface Stack {
  add(middleware: Middleware, place: Place): void;
  addRelativeTo(
    middleware: Middleware,
    place: { readonly relation: 'before' | 'after'; readonly toMiddleware: string },
  ): void;
  remove(name: string): boolean;
  applyToStack(other: Pick<Stack, 'add' | 'addRelativeTo'>): void;
}

/** Puts another middleware in the place of the one with this name; `make` is told of that one. */
export function replace(stack: Stack, name: string, make: (before: Middleware) => Middleware): void {
  const found: (() => void)[] = [];
  stack.applyToStack({
    add: (middleware, { name: itsName, step, priority }) => {
      const place = { name, step, priority, override: true };
      if (itsName === name) found.push(() => stack.add(make(middleware), place));
    },
    addRelativeTo: () => undefined,
  });
  // Not while the stack is being gone through.
  for (const put of found) put();
}
