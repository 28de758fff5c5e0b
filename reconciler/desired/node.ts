/**
 * A value with the places where it and its parts stand: what YAML and JSON become, and what parts are merged as. It is
 * small, so that a large configuration can keep it to the end: a list or a mapping holds its scalars as bare values beside
 * their offsets, and shares the names of its keys with all mappings that have the same.
 */

import type { Position } from '../core/issue.ts';
import type { Json } from '../core/json.ts';
import { getOrInsert } from '../core/once.ts';

/** A text file and where its lines begin. */
export interface Source {
  /** As shown to people. */
  readonly file: string;
  /** The offset of the first character of each line. */
  readonly lines: readonly number[];
}

export interface Placed {
  readonly source: Source;
  /** In UTF-16 units from the beginning of the file. */
  readonly offset: number;
}

export interface Scalar extends Placed {
  readonly type: 'scalar';
  readonly value: string | number | boolean;
  /** How a number is written, since its digits may say more than its value. */
  readonly written?: string;
}

/** A scalar of the same file as its value alone; all else as it is. */
type Cell = Scalar['value'] | Node;

interface Collection extends Placed {
  readonly cells: readonly Cell[];
  /** Where the cells begin. */
  readonly offsets: readonly number[];
}

export interface List extends Collection {
  readonly type: 'list';
}

export interface Mapping extends Collection {
  readonly type: 'mapping';
  readonly names: Names;
  /** A key of another file is there with its file. */
  readonly keys: readonly (number | Placed)[];
}

/** The keys of a mapping in their order: name → index. */
export type Names = ReadonlyMap<string, number>;

/** Names by their text, to be shared by what is read together. */
export type KnownNames = Map<string, Names>;

export interface Entry {
  readonly keyAt: Placed;
  readonly node: Node;
}

export type Node = Scalar | List | Mapping;
export type Step = string | number;

/** A list of these items that stands there. */
export function listOf(place: Placed, items: readonly Node[]): List {
  return { type: 'list', ...collectionOf(place, items) };
}

/** A mapping of these entries, by their keys, that stands there. */
export function mappingOf(place: Placed, entries: ReadonlyMap<string, Entry>): Mapping {
  const parts = { names: [...entries.keys()], keys: [] as (number | Placed)[], nodes: [] as Node[] };
  for (const { keyAt, node } of entries.values()) {
    parts.keys.push(keyAt.source === place.source ? keyAt.offset : keyAt);
    parts.nodes.push(node);
  }
  return mappingOfParts(place, parts, new Map());
}

/** What a mapping is made of, in the order of its keys. */
export interface MappingParts {
  readonly names: readonly string[];
  /** Offsets; of a key of another file its place. */
  readonly keys: readonly (number | Placed)[];
  readonly nodes: readonly Node[];
}

/** The same of its parts, with the names that are known from other mappings. */
export function mappingOfParts(place: Placed, { names, keys, nodes }: MappingParts, known: KnownNames): Mapping {
  const shared = getOrInsert(known, JSON.stringify(names), () => new Map(names.map((name, index) => [name, index])));
  // Copied, since a list that has grown item by item keeps room for more.
  return { type: 'mapping', names: shared, keys: [...keys], ...collectionOf(place, nodes) };
}

function collectionOf({ source, offset }: Placed, nodes: readonly Node[]): Collection {
  const cellOf = (node: Node): Cell =>
    node.type === 'scalar' && node.written === undefined && node.source === source ? node.value : node;
  return { source, offset, cells: nodes.map(cellOf), offsets: nodes.map((node) => node.offset) };
}

/** The same value as if it stood elsewhere in its file. */
export function movedTo(offset: number, node: Node): Node {
  return { ...node, offset };
}

export function itemsOf(list: List): readonly Node[] {
  return list.cells.map((_cell, index) => nodeAt(list, index) as Node);
}

export function entriesOf(mapping: Mapping): ReadonlyMap<string, Entry> {
  return new Map(Array.from(mapping.names, ([name, index]) => [name, entryAt(mapping, index)]));
}

/** The entry under a name, if there is one. */
export function entryOf(mapping: Mapping, name: string): Entry | undefined {
  const index = mapping.names.get(name);
  return index === undefined ? undefined : entryAt(mapping, index);
}

function entryAt(mapping: Mapping, index: number): Entry {
  const key = mapping.keys[index] as number | Placed;
  const keyAt = typeof key === 'number' ? { source: mapping.source, offset: key } : key;
  return { keyAt, node: nodeAt(mapping, index) as Node };
}

function nodeAt({ source, cells, offsets }: Collection, index: number): Node | undefined {
  const cell = cells[index];
  if (cell === undefined || typeof cell === 'object') return cell;
  return { type: 'scalar', source, offset: offsets[index] as number, value: cell };
}

/** The offsets at which the lines of a text begin. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return starts;
}

/** Line and column, from 1, of an offset in a file. */
export function position({ source, offset }: Placed): Position {
  let low = 0;
  let high = source.lines.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((source.lines[middle] as number) <= offset) low = middle;
    else high = middle;
  }
  return { file: source.file, line: low + 1, column: offset - (source.lines[low] as number) + 1 };
}

/** The value alone. Objects have no prototype, so that no key means more than it says. */
export function valueOf(node: Node): Exclude<Json, null> {
  if (node.type === 'scalar') return node.value;
  if (node.type === 'list') return node.cells.map(valueOfCell);
  // Made without a prototype, an object would be a table of its own, four times as large.
  const value: Record<string, Json> = Object.setPrototypeOf({}, null);
  for (const [key, index] of node.names) value[key] = valueOfCell(node.cells[index] as Cell);
  return value;
}

function valueOfCell(cell: Cell): Exclude<Json, null> {
  return typeof cell === 'object' ? valueOf(cell) : cell;
}

/** What stands under a key or an index of a collection. */
export function child(node: Node, step: Step): Node | undefined {
  if (node.type === 'mapping') return entryOf(node, String(step))?.node;
  return node.type === 'list' ? nodeAt(node, Number(step)) : undefined;
}

/** The value at a path, or the nearest one above it that is written. */
export function nearest(node: Node, path: readonly Step[]): Node {
  let found = node;
  for (const step of path) {
    const next = child(found, step);
    if (next === undefined) break;
    found = next;
  }
  return found;
}

/** Where the key stands that a path ends with; for an item of a list, and for what is not written, the nearest value. */
export function keyPosition(node: Node, path: readonly Step[]): Position {
  const parent = nearest(node, path.slice(0, -1));
  const entry = parent.type === 'mapping' ? entryOf(parent, String(path.at(-1))) : undefined;
  return position(entry?.keyAt ?? nearest(node, path));
}
