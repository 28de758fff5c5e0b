/**
 * Answers whose JSON is what they mean, as nearly all are. The SDK goes over every member of every row by its schema and
 * puts a new object together; here that is done where a schema has something that JSON has not, a time for one. Of a list
 * with many rows that was the most of a call's work.
 */

import { NormalizedSchema } from '@smithy/core/schema';
import { once } from '../core/once.ts';
import type { Middleware, Response, Schema } from './middleware.ts';
import { schemasOf } from './middleware.ts';

/** What is used of the way in which a service writes its answers. */
export interface Protocol {
  readonly deserializer: { readObject(schema: NormalizedSchema, value: unknown): unknown };
}

/**
 * Reads answers that say `200`, but for what `plainReader` leaves out; all others are read by the SDK, for which `whole` is
 * its middleware.
 */
export function readPlainly(whole: Middleware, { deserializer }: Protocol): Middleware {
  return (next, context) => {
    const reader = once(() => plainReader(schemasOf(context).output, deserializer));
    return async (call) => {
      const got = await next(call);
      const response = got.response as Response;
      if (response.statusCode !== 200) return whole(async () => got, context)(call);
      const body = await collect(response.body).catch(brokenOff);
      const output = reader()(body.toString());
      if (output !== undefined) return { response, output };
      return whole(async () => ({ response: { ...response, body } }), context)(call);
    };
  };
}

/** The bytes of an answer, without a stream of their own to collect them. */
function collect(answer: NodeJS.ReadableStream): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () => resolve(Buffer.concat(chunks)));
    answer.on('error', reject);
  });
}

function brokenOff(cause: unknown): never {
  throw Object.assign(new Error('the answer broke off', { cause }), { name: 'UnreadableAnswer' });
}

type Deserializer = Protocol['deserializer'];
type Convert = (value: unknown) => unknown;

/**
 * What an answer of this schema says. It is what the SDK would make of it, except that members which the schema does not
 * know stay. Nothing for what is left to the SDK: what is no JSON, and what has a null somewhere, which means an absent
 * member.
 */
function plainReader(schema: Schema, deserializer: Deserializer): (answer: string) => object | undefined {
  const convert = conversionOf(NormalizedSchema.of(schema), deserializer) ?? ((value) => value);
  return (answer) => {
    if (!answer.startsWith('{') || answer.includes('null')) return undefined;
    try {
      return convert(JSON.parse(answer)) as object;
    } catch {
      return undefined;
    }
  };
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
