/**
 * The same of a text that is not read quickly, by `yaml`: it tells all mistakes of a text, and is lenient where people are, as
 * with the bracket that closes a list at the indentation of its key.
 */

import type { ParsedNode } from 'yaml';
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
  addEvents(events, read.document.contents);
  const placed = (index: number) => events[index] as PlacedEvent;
  const endsAt = (index: number) => placed(index).type === 'end';
  return { ok: true, events: { length: events.length, at: placed, endsAt, offsetAt: (index) => placed(index).offset } };
}

type PlacedEvent = YamlEvent & { readonly offset: number };

const NULL: PlacedEvent = { type: 'scalar', offset: 0, text: '', isPlain: true };

function addEvents(events: PlacedEvent[], node: ParsedNode | null): void {
  if (node === null) {
    events.push(NULL);
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
  const parts = isMap(node) ? node.items.flatMap(({ key, value }) => [key, value]) : node.items;
  for (const part of parts) addEvents(events, part);
  events.push({ type: 'end', offset: end });
}
