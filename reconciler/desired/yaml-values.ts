/** What the YAML library composed → values with places: which tags, keys and aliases are taken, and which not. */

import type { ParsedNode, Scalar as ScalarNode, YAMLMap } from 'yaml';
import { isAlias, isScalar, isSeq } from 'yaml';
import type { Issue } from '../core/issue.ts';
import { getOrInsert } from '../core/once.ts';
import { mistake, placeText } from './codes.ts';
import { MAX_DEPTH, TOO_DEEP } from './compose.ts';
import type { KnownNames, Node, Source } from './node.ts';
import { listOf, mappingOfParts, movedTo, position } from './node.ts';

const MAX_ALIASED_NODES = 10_000;

/** What parts that are read together have in common, so that it is there once. */
export interface Shared {
  /** Names stand in a configuration again and again: one text for all that are equal. */
  readonly texts: Map<string, string>;
  readonly names: KnownNames;
}

export function newShared(): Shared {
  return { texts: new Map(), names: new Map() };
}

/** One text while it is read. */
export interface Reading extends Shared {
  readonly source: Source;
  readonly anchors: Map<string, ParsedNode>;
  /** Items that were read before the rest of their list, by its offset. */
  readonly taken: Map<number, Node[]>;
  /** Whether there is an anchor or an alias. */
  refers: boolean;
  readonly issues: Issue[];
  /** Where the outermost of the aliases stands that are being followed. */
  alias?: number | undefined;
  /** Values that came by aliases so far. */
  aliased: number;
  broken: boolean;
}

export function newReading(source: Source, { texts, names }: Shared): Reading {
  return {
    source,
    texts,
    names,
    anchors: new Map(),
    taken: new Map(),
    refers: false,
    issues: [],
    aliased: 0,
    broken: false,
  };
}

/** Notes a mistake after which nothing can be said of the whole text. */
export function fail(reading: Reading, offset: number, message: string, hint?: string): undefined {
  reading.issues.push(mistake('CONFIG_YAML', position({ source: reading.source, offset }), message, hint));
  reading.broken = true;
  return undefined;
}

const CORE_TAGS: ReadonlySet<string> = new Set([
  '!',
  ...['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`),
]);

/** The value of a node that stands so deep; nothing for a null, and where there is a mistake. */
export function read(reading: Reading, node: ParsedNode | null, depth: number): Node | undefined {
  if (node === null) return undefined;
  const offset = node.range[0];
  if (depth > MAX_DEPTH) return fail(reading, offset, TOO_DEEP);
  if (reading.alias !== undefined) {
    reading.aliased += 1;
    // Once it is too much, nothing more is followed.
    if (reading.aliased > MAX_ALIASED_NODES + 1) return undefined;
    if (reading.aliased > MAX_ALIASED_NODES) {
      return fail(reading, reading.alias, `aliases multiply to more than ${MAX_ALIASED_NODES} values`);
    }
  }
  reading.refers ||= isAlias(node) || node.anchor !== undefined;
  if (isAlias(node)) return readAlias(reading, node.source, offset, depth);
  if (node.anchor !== undefined) reading.anchors.set(node.anchor, node);
  if (node.tag !== undefined && !CORE_TAGS.has(node.tag)) {
    return fail(reading, offset, `the tag ${node.tag} is not taken here`, 'leave it out');
  }
  if (isScalar(node)) return readScalar(reading, node);
  if (!isSeq(node)) return readMapping(reading, node, depth);
  const items = reading.taken.get(offset) ?? [];
  readInto(items, reading, node.items, depth + 1);
  return listOf({ source: reading.source, offset }, items);
}

/** Adds the values of items to those that were found. */
export function readInto(found: Node[], reading: Reading, items: readonly ParsedNode[], depth: number): void {
  for (const item of items) {
    const node = read(reading, item, depth);
    if (node !== undefined) found.push(node);
  }
}

function readAlias(reading: Reading, name: string, offset: number, depth: number): Node | undefined {
  const anchored = reading.anchors.get(name);
  if (anchored === undefined) return fail(reading, offset, `there is no anchor &${name} before this alias`);
  const outermost = reading.alias;
  reading.alias ??= offset;
  const node = read(reading, anchored, depth + 1);
  reading.alias = outermost;
  return node === undefined ? undefined : movedTo(offset, node);
}

/** The core schema has no other scalars than these. */
function readScalar({ source: file, texts }: Reading, scalar: ScalarNode.Parsed): Node | undefined {
  const { source, range } = scalar;
  const known = scalar.value as string | number | boolean | null;
  if (known === null) return undefined;
  const [offset] = range;
  if (typeof known === 'number') return { type: 'scalar', source: file, offset, value: known, written: source };
  if (typeof known === 'boolean') return { type: 'scalar', source: file, offset, value: known };
  // Put together anew, of two pieces, since one that is cut out of a text keeps all of that text.
  const value = getOrInsert(texts, known, () => [known.slice(0, 1), known.slice(1)].join(''));
  return { type: 'scalar', source: file, offset, value };
}

function readMapping(reading: Reading, node: YAMLMap.Parsed, depth: number): Node {
  const placed = { source: reading.source, offset: node.range[0] };
  const names: string[] = [];
  const keys: number[] = [];
  const nodes: Node[] = [];
  const written = new Map<string, number>();
  for (const pair of node.items) {
    const key = readKey(reading, pair.key);
    if (key === undefined) continue;
    const before = written.get(key.name);
    if (before !== undefined) {
      const first = placeText(position({ source: reading.source, offset: before }));
      const message = `"${key.name}" is given twice in one mapping, first at ${first}`;
      reading.issues.push(mistake('CONFIG_TWICE', position({ source: reading.source, offset: key.offset }), message));
      continue;
    }
    written.set(key.name, key.offset);
    const value = read(reading, pair.value, depth + 1);
    if (value === undefined) continue;
    names.push(key.name);
    keys.push(key.offset);
    nodes.push(value);
  }
  return mappingOfParts(placed, { names, keys, nodes }, reading.names);
}

interface Key {
  readonly name: string;
  readonly offset: number;
}

function readKey(reading: Reading, key: ParsedNode): Key | undefined {
  const offset = key.range[0];
  if (!isScalar(key) || key.value === null) return fail(reading, offset, 'a key must be a plain name');
  const { value, type, source } = key;
  if (value === '<<' && type === 'PLAIN') {
    return fail(reading, offset, 'merge keys (<<) are not taken here', 'write the fields out');
  }
  // `0123:` and `true:` are names here, as they are written.
  return { name: typeof value === 'string' ? value : source, offset };
}
