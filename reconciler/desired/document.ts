/**
 * The written document against its schema. What is wrong becomes issues and is left out of the document that the rules
 * then see, so that one mistake is reported once and all others are still found.
 */

import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import schema from '../../schemas/desired-state.schema.json' with { type: 'json' };
import type { Issue, Position } from '../core/issue.ts';
import type { Json } from '../core/json.ts';
import type { DesiredState } from './document.types.ts';
import type { Mapping, Node, Step } from './node.ts';
import { keyPosition, nearest, position, valueOf } from './node.ts';
import { schemaIssues, wrongPaths } from './schema-issue.ts';
import type { SchemaError } from './schema-message.ts';

export interface WrittenDocument {
  /** What is well-formed of all parts together. */
  readonly value: DesiredState;
  readonly root: Mapping;
  /** All that is written, also what is not well-formed: a set with a mistake is still declared. */
  readonly everything: Mapping;
}

/** Where a value stands, or the nearest one above it that is written. */
export function valueAt(document: WrittenDocument, ...path: readonly Step[]): Position {
  return position(nearest(document.root, path));
}

/** Where a key stands. */
export function keyAt(document: WrittenDocument, ...path: readonly Step[]): Position {
  return keyPosition(document.root, path);
}

/** Checks a merged document. The rest of the checks go on with what is well-formed of it. */
export function checkDocument(everything: Mapping): {
  readonly document: WrittenDocument;
  readonly issues: readonly Issue[];
} {
  let root = everything;
  let value = valueOf(root);
  let issues: readonly Issue[] = [];
  for (let errors = errorsOf(value); errors.length > 0; errors = errorsOf(value)) {
    // What is missing after something wrong was left out is no second mistake.
    if (root === everything) issues = schemaIssues(errors, root);
    root = without(root, new Set(wrongPaths(errors, root)));
    value = valueOf(root);
  }
  return { document: { value: value as DesiredState, root, everything }, issues };
}

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

let compiled: ValidateFunction | undefined;

function errorsOf(value: Json): readonly SchemaError[] {
  if (compiled === undefined) {
    // Each command waits for this: the schema itself is checked by a test, and tidier code for the check saves nothing.
    const quick = { validateSchema: false, code: { optimize: false } } as const;
    const ajv = new Ajv2020({ allErrors: true, verbose: true, strictTypes: false, ...quick });
    compiled = ajv.compile(byType(schema, schema.$defs) as Schema);
  }
  compiled(value);
  return compiled.errors ?? [];
}

/** The node without what stands at the given paths (JSON pointers). */
function without<N extends Node>(node: N, wrong: ReadonlySet<string>, pointer = ''): N {
  if (node.type === 'scalar') return node;
  if (node.type === 'list') {
    const items = node.items.flatMap((item, index) => {
      const there = `${pointer}/${index}`;
      return wrong.has(there) ? [] : [without(item, wrong, there)];
    });
    return { ...node, items };
  }
  const entries = [...node.entries].flatMap(([key, entry]) => {
    const there = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return wrong.has(there) ? [] : [[key, { ...entry, node: without(entry.node, wrong, there) }] as const];
  });
  return { ...node, entries: new Map(entries) };
}
