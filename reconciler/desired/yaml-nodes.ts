/**
 * The same by `yaml`, of a text that is not read quickly or has mistakes: it tells all of them with their places, and is lenient
 * where people are, as with the bracket that closes a list at the indentation of its key.
 */

import type { Pair, ParsedNode } from 'yaml';
import { isAlias, isMap, isScalar } from 'yaml';
import type { SyntaxMistake } from './yaml-document.ts';
import { documentOf } from './yaml-document.ts';
import type { YamlEvent, YamlEvents } from './yaml-events.ts';

export type Composed =
  | { readonly ok: true; readonly events: YamlEvents }
  | { readonly ok: false; readonly mistakes: readonly SyntaxMistake[] };

/** The events of one document. Keys that are given twice are left for the reader, who knows their places. */
export function composeYaml(text: string): Composed {
  const read = documentOf(text, { keepSourceTokens: false });
  if (!read.ok) return read;
  const events: PlacedEvent[] = [];
  addNode({ text, events }, read.document.contents, 0);
  const placed = (index: number) => events[index] as PlacedEvent;
  const endsAt = (index: number) => placed(index).type === 'end';
  return { ok: true, events: { length: events.length, at: placed, endsAt, offsetAt: (index) => placed(index).offset } };
}

type PlacedEvent = YamlEvent & { readonly offset: number };

/** A text and its events so far. */
interface Writing {
  readonly text: string;
  readonly events: PlacedEvent[];
}

/** Adds a value: one of nothing, at a place, where none is written. */
function addNode(writing: Writing, node: ParsedNode | null, place: number): void {
  const { events } = writing;
  if (node === null) {
    events.push(nothing(place));
    return;
  }
  const [offset, end] = node.range;
  if (isAlias(node)) {
    events.push({ type: 'alias', offset, name: node.source });
    return;
  }
  const { anchor, tag } = node;
  const properties = { offset, ...(anchor === undefined ? {} : { anchor }), ...(tag === undefined ? {} : { tag }) };
  if (isScalar(node)) {
    events.push({ type: 'scalar', text: node.source, isPlain: node.type === 'PLAIN', ...properties });
    return;
  }
  events.push({ type: isMap(node) ? 'mapping' : 'list', ...properties });
  if (isMap(node)) for (const pair of node.items) addPair(writing, pair);
  else for (const item of node.items) addNode(writing, item, end);
  events.push({ type: 'end', offset: end });
}

function addPair(writing: Writing, pair: Pair<ParsedNode, ParsedNode | null>): void {
  const { key, value } = pair;
  const [start, end] = key.range;
  const isWritten = start < end || key.anchor !== undefined || key.tag !== undefined;
  if (isWritten) addNode(writing, key, start);
  else writing.events.push(nothing(signOf(pair, writing.text)));
  addNode(writing, value, end);
}

/** The sign of a field without a name: the library places the name behind what stands before, which may be a line above. */
function signOf({ key, value }: Pair<ParsedNode, ParsedNode | null>, text: string): number {
  return value === null ? text.lastIndexOf('?', key.range[0]) : text.lastIndexOf(':', value.range[0] - 1);
}

/** A name or a value that is not written. */
function nothing(offset: number): PlacedEvent {
  return { type: 'scalar', offset, text: '', isPlain: true };
}
