/**
 * The written document against its schema. What is wrong becomes issues and is left out of the document that the rules
 * then see, so that one mistake is reported once and all others are still found.
 */

import type { ValidateFunction } from 'ajv';
import type { Issue, Position } from '../core/issue.ts';
import type { Json } from '../core/json.ts';
import type { DesiredState } from './document.types.ts';
import type { Mapping, Node, Step } from './node.ts';
import { entriesOf, itemsOf, keyPosition, listOf, mappingOf, nearest, position, valueOf } from './node.ts';
import { schemaCheck } from './schema-check.ts';
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
    root = without(root, new Set(wrongPaths(errors, root))) as Mapping;
    value = valueOf(root);
  }
  return { document: { value: value as DesiredState, root, everything }, issues };
}

let check: ValidateFunction | undefined;

function errorsOf(value: Json): readonly SchemaError[] {
  check ??= schemaCheck();
  check(value);
  return check.errors ?? [];
}

/** The node without what stands at the given paths (JSON pointers). */
function without(node: Node, wrong: ReadonlySet<string>, pointer = ''): Node {
  if (node.type === 'scalar') return node;
  if (node.type === 'list') {
    const items = itemsOf(node).flatMap((item, index) => {
      const there = `${pointer}/${index}`;
      return wrong.has(there) ? [] : [without(item, wrong, there)];
    });
    return listOf(node, items);
  }
  const entries = [...entriesOf(node)].flatMap(([key, entry]) => {
    const there = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return wrong.has(there) ? [] : [[key, { ...entry, node: without(entry.node, wrong, there) }] as const];
  });
  return mappingOf(node, new Map(entries));
}
