/**
 * Answers whose JSON is what they mean, as nearly all are. The SDK goes over every member of every row by its schema and
 * puts a new object together; here that is done where a schema has something that JSON has not, a time for one. Of a list
 * with many rows that was the most of a call's work.
 */

import { NormalizedSchema } from '@smithy/core/schema';
import { once } from '../core/once.ts';
import { misshapen, shapeOf } from './answer-shape.ts';
import type { Middleware, Response, Schema } from './middleware.ts';
import { schemasOf } from './middleware.ts';
import { isRead } from './reads.ts';

/** What is used of the way in which a service writes its answers. */
export interface Protocol {
  readonly deserializer: { readObject(schema: NormalizedSchema, value: unknown): unknown };
}

/**
 * Reads answers that are no errors, but for what `plainReader` leaves out; the rest is left to the SDK, for which `whole` is
 * its middleware. A read that is answered by nothing at all has failed: the SDK would take that for an empty list.
 */
export function readPlainly(whole: Middleware, { deserializer }: Protocol): Middleware {
  return (next, context) => {
    const reader = once(() => plainReader(schemasOf(context).output, deserializer));
    const mustSay = isRead(context.commandName ?? '');
    return async (call) => {
      const response = (await next(call)).response as Response;
      const body = await collect(response.body);
      const bySdk = () => whole(async () => ({ response: { ...response, body } }), context)(call);
      if (response.statusCode >= 300) return bySdk();
      const answer = body.toString();
      if (mustSay && answer.trim() === '') throw named('UnreadableAnswer', 'the answer is empty');
      const output = reader()(answer);
      return output === undefined ? bySdk() : { response, output };
    };
  };
}

/** The bytes of an answer, without a stream of their own to collect them. */
function collect(answer: NodeJS.ReadableStream): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () => resolve(Buffer.concat(chunks)));
    answer.on('error', (cause) => reject(named('NetworkError', 'the answer broke off', cause)));
  });
}

function named(name: string, message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { name });
}

type Deserializer = Protocol['deserializer'];
type Convert = (value: unknown) => unknown;

/**
 * What an answer of this schema says; throws where it is of another shape. Nothing for what is no JSON, or says nothing that
 * anybody reads, which is left to the SDK. It is what the SDK would make of it, except that members which the schema does not
 * know stay, and that all are in the order of the answer: so every page of a list, the last one with its null in the place of a
 * token, has its rows in the same shape.
 */
function plainReader(schema: Schema, deserializer: Deserializer): (answer: string) => object | undefined {
  const convert = conversionOf(NormalizedSchema.of(schema), deserializer) ?? ((value) => value);
  const wrongIn = shapeOf(schema);
  return (answer) => {
    const said = parsed(answer);
    if (said === undefined) return undefined;
    const wrong = wrongIn(said);
    if (wrong !== undefined) throw misshapen(wrong);
    if (!answer.startsWith('{')) return undefined;
    try {
      if (answer.includes('null')) dropNulls(said);
      return convert(said) as object;
    } catch {
      return undefined;
    }
  };
}

function parsed(answer: string): unknown {
  try {
    return JSON.parse(answer);
  } catch {
    return undefined;
  }
}

/** A member that is null means an absent one, anywhere in the value. */
function dropNulls(value: unknown): void {
  if (Array.isArray(value)) {
    for (const row of value) dropNulls(row);
  } else if (typeof value === 'object' && value !== null) {
    const record = value as { [name: string]: unknown };
    for (const name of Object.keys(record)) {
      if (record[name] === null) delete record[name];
      else dropNulls(record[name]);
    }
  }
}

/** What makes a value of this schema out of its JSON; nothing where the two are the same. */
function conversionOf(
  schema: NormalizedSchema,
  deserializer: Deserializer,
  around: readonly unknown[] = [],
): Convert | undefined {
  const bySdk: Convert = (value) => deserializer.readObject(schema, value);
  const raw = schema.getSchema();
  // One that holds itself has no end.
  if (around.includes(raw)) return bySdk;
  const inside = [...around, raw];
  if (schema.isBooleanSchema()) return undefined;
  if (schema.isStringSchema()) return schema.getMergedTraits().mediaType === undefined ? undefined : bySdk;
  if (schema.isListSchema()) {
    const row = conversionOf(schema.getValueSchema(), deserializer, inside);
    return row === undefined ? undefined : (value) => (Array.isArray(value) ? value.map(row) : value);
  }
  if (!schema.isStructSchema()) return bySdk;
  const members = [...schema.structIterator()].flatMap(([name, member]) => {
    const convert = conversionOf(member, deserializer, inside);
    return convert === undefined ? [] : [{ name, convert }];
  });
  if (members.length === 0) return undefined;
  return schema.isUnionSchema() ? bySdk : (value) => withConverted(value, members);
}

function withConverted(value: unknown, members: readonly { readonly name: string; readonly convert: Convert }[]) {
  if (typeof value !== 'object' || value === null) return value;
  const record = value as { [name: string]: unknown };
  for (const { name, convert } of members) {
    if (Object.hasOwn(record, name)) record[name] = convert(record[name]);
  }
  return record;
}
