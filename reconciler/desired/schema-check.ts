/**
 * The check of the written document against its schema. The build (scripts/precompiled.mjs) replaces this module by the
 * code that ajv makes of it, so that no command waits for that.
 */

import type { Options, ValidateFunction } from 'ajv/dist/2020.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import schema from '../../schemas/desired-state.schema.json' with { type: 'json' };

type Schema = { readonly [keyword: string]: unknown };

/**
 * `anyOf` whose branches differ in type, as one `then` for each type: a wrong value then gives the errors of the branch
 * that it was meant for, and not those of all.
 */
function byType(part: unknown, definitions: Schema): unknown {
  if (Array.isArray(part)) return part.map((item: unknown) => byType(item, definitions));
  if (typeof part !== 'object' || part === null) return part;
  const members = Object.entries(part).map(([name, member]) => [name, byType(member, definitions)] as const);
  const { anyOf: branches, ...rest } = Object.fromEntries(members);
  if (!Array.isArray(branches)) return rest;
  const types = branches.map((branch: Schema) => branch['type'] ?? typeOf(branch['$ref'], definitions));
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema.
  return { ...rest, type: types, allOf: branches.map((then: Schema, index) => ({ if: { type: types[index] }, then })) };
}

function typeOf(reference: unknown, definitions: Schema): unknown {
  const target = definitions[String(reference).replace('#/$defs/', '')];
  return (target as Schema)['type'];
}

/** What is checked, and how; the published schema itself is checked by a test. */
export const CHECKED: object = byType(schema, schema.$defs) as Schema;
export const OPTIONS: Options = { allErrors: true, verbose: true, strictTypes: false, validateSchema: false };

/** The check; its `errors` are those of the last value. */
export function schemaCheck(): ValidateFunction {
  return new Ajv2020({ ...OPTIONS, code: { optimize: false } }).compile(CHECKED);
}
