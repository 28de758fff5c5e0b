/**
 * YAML text → values with places. YAML 1.2, core schema, one document to a file; no merge keys and no custom tags, since
 * what a reviewer reads must be what is applied. A null is as if it were not written (DESIGN section 2, "The file").
 */

import type { Document, ParsedNode } from 'yaml';
import { Composer, isAlias, isMap, isScalar, isSeq, Lexer, Parser } from 'yaml';
import type { Issue } from '../core/issue.ts';
import { mistake, placeText } from './codes.ts';
import type { Entry, Node, Source } from './node.ts';
import { lineStarts, position } from './node.ts';

export const MAX_DEPTH = 100;
const MAX_ALIASED_NODES = 10_000;

export interface Parsed {
  /** Absent for a file with only comments, and for one that is broken. */
  readonly node?: Node;
  readonly issues: readonly Issue[];
  /** Whether the text could not be understood as a whole, so that nothing can be said of what it declares. */
  readonly broken: boolean;
}

/** Reads one part. `file` is how people know it. */
export function parseYaml(file: string, text: string): Parsed {
  const source: Source = { file, lines: lineStarts(text) };
  const at = (offset: number) => position({ source, offset });
  const composed = compose(text);
  if (composed === 'too deep') return broken([mistake('CONFIG_YAML', at(0), TOO_DEEP)]);
  const [document, second] = composed;
  const errors = firstOfEachLine(
    composed
      .flatMap(({ errors: found }) => found)
      .map(({ message, pos }) => mistake('CONFIG_YAML', at(pos[0]), said(message), hintFor(message))),
  );
  if (errors.length > 0) return broken(errors);
  if (second !== undefined) {
    return broken([
      mistake('CONFIG_YAML', at(second.range[0]), 'a second document begins here', 'make it a file of its own'),
    ]);
  }
  const reading: Reading = { source, anchors: new Map(), issues: [], aliased: 0, broken: false };
  if (document?.directives.yaml.explicit === true && document.directives.yaml.version !== '1.2') {
    fail(reading, 0, `YAML ${document.directives.yaml.version} is asked for, but the configuration is YAML 1.2`);
  }
  const node = read(reading, document?.contents ?? null, 0);
  if (reading.broken) return broken(firstOfEachLine(reading.issues));
  return { ...(node === undefined ? {} : { node }), issues: reading.issues, broken: false };
}

const TOO_DEEP = `values are nested more than ${MAX_DEPTH} deep`;

function broken(issues: readonly Issue[]): Parsed {
  return { issues, broken: true };
}

function said(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/u, '');
}

function hintFor(message: string): string | undefined {
  return /indent|indicator|same column/u.test(message) ? 'indent it as the lines around it' : undefined;
}

/** One mistake of syntax often gives several errors on its line, and only the first helps. */
function firstOfEachLine(issues: readonly Issue[]): readonly Issue[] {
  const seen = new Set<number | undefined>();
  return issues.filter(({ at }) => {
    const isNew = !seen.has(at?.line);
    seen.add(at?.line);
    return isNew;
  });
}

/** Composes step by step, to stop at a nesting that would exhaust the stack. */
function compose(text: string): readonly Document.Parsed[] | 'too deep' {
  const parser = new Parser();
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    merge: false,
    uniqueKeys: false,
    prettyErrors: false,
  });
  const documents: Document.Parsed[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) documents.push(...composer.next(token));
    if (parser.stack.length > 2 * MAX_DEPTH) return 'too deep';
  }
  for (const token of parser.end()) documents.push(...composer.next(token));
  documents.push(...composer.end(true, text.length));
  return documents;
}

interface Reading {
  readonly source: Source;
  readonly anchors: Map<string, ParsedNode>;
  readonly issues: Issue[];
  /** Where the outermost of the aliases stands that are being followed. */
  alias?: number | undefined;
  /** Values that came by aliases so far. */
  aliased: number;
  broken: boolean;
}

function fail(reading: Reading, offset: number, message: string, hint?: string): undefined {
  reading.issues.push(mistake('CONFIG_YAML', position({ source: reading.source, offset }), message, hint));
  reading.broken = true;
  return undefined;
}

const CORE_TAGS: ReadonlySet<string> = new Set([
  '!',
  ...['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`),
]);

function read(reading: Reading, node: ParsedNode | null, depth: number): Node | undefined {
  if (node === null) return undefined;
  const offset = node.range[0];
  if (depth > MAX_DEPTH) return fail(reading, offset, TOO_DEEP);
  if (reading.alias !== undefined) {
    reading.aliased += 1;
    if (reading.aliased > MAX_ALIASED_NODES) {
      return reading.broken
        ? undefined
        : fail(reading, reading.alias, `aliases multiply to more than ${MAX_ALIASED_NODES} values`);
    }
  }
  if (isAlias(node)) return readAlias(reading, node.source, offset, depth);
  if (node.anchor !== undefined) reading.anchors.set(node.anchor, node);
  if (node.tag !== undefined && !CORE_TAGS.has(node.tag)) {
    return fail(reading, offset, `the tag ${node.tag} is not taken here`, 'leave it out');
  }
  const placed = { source: reading.source, offset };
  if (isScalar(node)) return readScalar(placed, node);
  if (isSeq(node)) {
    const items = node.items.map((item) => read(reading, item, depth + 1));
    return { type: 'list', ...placed, items: items.filter((item) => item !== undefined) };
  }
  return readMapping(reading, node, depth);
}

function readAlias(reading: Reading, name: string, offset: number, depth: number): Node | undefined {
  const anchored = reading.anchors.get(name);
  if (anchored === undefined) return fail(reading, offset, `there is no anchor &${name} before this alias`);
  const outermost = reading.alias;
  reading.alias ??= offset;
  const node = read(reading, anchored, depth + 1);
  reading.alias = outermost;
  return node === undefined ? undefined : { ...node, source: reading.source, offset };
}

function readScalar(placed: { readonly source: Source; readonly offset: number }, node: ParsedNode): Node | undefined {
  if (!isScalar(node)) return undefined;
  const { value } = node;
  if (typeof value === 'number') return { type: 'scalar', ...placed, value, written: node.source ?? String(value) };
  return typeof value === 'string' || typeof value === 'boolean' ? { type: 'scalar', ...placed, value } : undefined;
}

function readMapping(reading: Reading, node: ParsedNode, depth: number): Node {
  const placed = { source: reading.source, offset: node.range[0] };
  const entries = new Map<string, Entry>();
  const written = new Map<string, number>();
  for (const pair of isMap(node) ? node.items : []) {
    const key = readKey(reading, pair.key, placed.offset);
    if (key === undefined) continue;
    const keyAt = { source: reading.source, offset: key.offset };
    const before = written.get(key.name);
    if (before !== undefined) {
      const first = placeText(position({ source: reading.source, offset: before }));
      reading.issues.push(
        mistake('CONFIG_TWICE', position(keyAt), `"${key.name}" is given twice in one mapping, first at ${first}`),
      );
      continue;
    }
    written.set(key.name, key.offset);
    const value = read(reading, pair.value, depth + 1);
    if (value !== undefined) entries.set(key.name, { keyAt, node: value });
  }
  return { type: 'mapping', ...placed, entries };
}

interface Key {
  readonly name: string;
  readonly offset: number;
}

function readKey(reading: Reading, key: ParsedNode | null, around: number): Key | undefined {
  if (key === null || !isScalar(key) || key.value === null) {
    return fail(reading, key?.range[0] ?? around, 'a key must be a plain name');
  }
  const offset = key.range[0];
  if (key.value === '<<' && key.type === 'PLAIN') {
    return fail(reading, offset, 'merge keys (<<) are not taken here', 'write the fields out');
  }
  // `0123:` and `true:` are names here, as they are written.
  return { name: typeof key.value === 'string' ? key.value : (key.source ?? ''), offset };
}
