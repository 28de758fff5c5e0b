/**
 * A value with the places where it and its parts stand: what YAML and JSON become, and what parts are merged as. It is
 * small (one object and a number for each value), so that a large configuration can keep it to the end.
 */

import type { Position } from '../core/issue.ts';
import type { Json } from '../core/json.ts';

/** A text file and where its lines begin. */
export interface Source {
  /** As shown to people. */
  readonly file: string;
  /** The offset of the first character of each line. */
  readonly lines: readonly number[];
}

interface Placed {
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

export interface List extends Placed {
  readonly type: 'list';
  readonly items: readonly Node[];
}

export interface Entry {
  readonly keyAt: Placed;
  readonly node: Node;
}

export interface Mapping extends Placed {
  readonly type: 'mapping';
  readonly entries: ReadonlyMap<string, Entry>;
}

export type Node = Scalar | List | Mapping;
export type Step = string | number;

/** The offsets at which the lines of a text begin. */
export function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\n/gu)].map((end) => end.index + 1)];
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
  if (node.type === 'list') return node.items.map(valueOf);
  const value: Record<string, Json> = Object.create(null);
  for (const [key, entry] of node.entries) value[key] = valueOf(entry.node);
  return value;
}

function child(node: Node, step: Step): Node | undefined {
  if (node.type === 'mapping') return node.entries.get(String(step))?.node;
  return node.type === 'list' ? node.items[Number(step)] : undefined;
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
  const entry = parent.type === 'mapping' ? parent.entries.get(String(path.at(-1))) : undefined;
  return position(entry?.keyAt ?? nearest(node, path));
}
