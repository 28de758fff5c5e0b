/**
 * What a YAML text says, value by value in the order of the text, with places. `js-yaml` reads it, since a configuration may be
 * large and each plan reads it anew (docs/decisions/0001-tools-and-libraries.md).
 */

import type { DocumentEvent, Event, ScalarEvent } from 'js-yaml';
import { COLLECTION_STYLE, EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE } from 'js-yaml';
import { once } from '../core/once.ts';

export const MAX_DEPTH = 100;
export const TOO_DEEP = `values are nested more than ${MAX_DEPTH} deep`;
/** So deep a text is read, not to exhaust the stack; below that the reader of values knows the place that is too deep. */
export const DEEPEST = 2 * MAX_DEPTH;

/** A value; a list and a mapping are followed by what is in them, and then by an end. */
export type YamlEvent =
  | YamlScalar
  | { readonly type: 'list' | 'mapping'; readonly anchor?: string; readonly tag?: string }
  | { readonly type: 'alias'; readonly name: string }
  | { readonly type: 'end' };

export interface YamlScalar {
  readonly type: 'scalar';
  readonly text: string;
  /** Neither quoted nor a block: what it means goes by its form. */
  readonly isPlain: boolean;
  readonly anchor?: string;
  /** In full. */
  readonly tag?: string;
}

export interface YamlEvents {
  readonly length: number;
  at(index: number): YamlEvent;
  /** Whether it is an end, without making anything. */
  endsAt(index: number): boolean;
  /** Where the value begins that an event stands for. */
  offsetAt(index: number): number;
}

export const CORE_TAG = 'tag:yaml.org,2002:';

/** The events of one document without directives; nothing for a text that is no such document to `js-yaml`. */
export function quickEventsOf(text: string): YamlEvents | undefined {
  const events = parsed(text);
  if (events?.every((event, index) => isTaken(text, event, events[index - 1])) !== true) return undefined;
  const read: Read = { text, events, ends: once(() => endsBefore(events)) };
  return {
    // The first is the document, the last its end; a text with only comments has none.
    length: Math.max(0, events.length - 2),
    at: (index) => eventAt(read, index + 1),
    endsAt: (index) => events[index + 1]?.type === EVENT_ID.POP,
    offsetAt: (index) => offsetAt(read, index + 1),
  };
}

/** Whether an event, behind the one before, may be one of a document that is the only one and has no directives. */
function isTaken(text: string, event: Event, before: Event | undefined): boolean {
  if (event.type === EVENT_ID.DOCUMENT) return before === undefined && event.directives.length === 0;
  return !isBesideItsKey(text, event, before);
}

/** Whether a mapping in lines begins on the line of its key, as in `a: &x b: c`: `js-yaml` takes that, and YAML does not. */
function isBesideItsKey(text: string, event: Event, key: Event | undefined): boolean {
  if (event.type !== EVENT_ID.MAPPING || event.style !== COLLECTION_STYLE.BLOCK) return false;
  // Of a block of text the last character is the end of its line.
  const isWritten = key?.type === EVENT_ID.SCALAR && key.valueEnd !== ABSENT;
  return isWritten && !text.slice(key.valueEnd - 1, event.start).includes('\n');
}

/** Nothing where it is refused: why, only `yaml` tells, and it takes some texts that `js-yaml` does not. */
function parsed(text: string): readonly Event[] | undefined {
  try {
    return parseEvents(text, { maxDepth: DEEPEST });
  } catch {
    return undefined;
  }
}

interface Read {
  readonly text: string;
  readonly events: readonly Event[];
  readonly ends: () => Int32Array;
}

/** The library's offset of what is not written. */
const ABSENT = -1;

/** Of nodes alone: what else there is stands at the beginning and the end. */
type NodeEvent = Exclude<Event, DocumentEvent>;

function eventAt({ text, events }: Read, index: number): YamlEvent {
  const event = events[index] as NodeEvent;
  if (event.type === EVENT_ID.POP) return { type: 'end' };
  if (event.type === EVENT_ID.ALIAS) return { type: 'alias', name: text.slice(event.anchorStart, event.anchorEnd) };
  const properties = propertiesOf(text, event);
  if (event.type !== EVENT_ID.SCALAR)
    return { type: event.type === EVENT_ID.SEQUENCE ? 'list' : 'mapping', ...properties };
  const isPlain = event.style === SCALAR_STYLE.PLAIN;
  return { type: 'scalar', text: getScalarValue(text, event), isPlain, ...properties };
}

type Described = Pick<ScalarEvent, 'anchorStart' | 'anchorEnd' | 'tagStart' | 'tagEnd'>;

const NOTHING = {};

function propertiesOf(text: string, { anchorStart, anchorEnd, tagStart, tagEnd }: Described) {
  if (anchorStart === ABSENT && tagStart === ABSENT) return NOTHING;
  return {
    ...(anchorStart === ABSENT ? {} : { anchor: text.slice(anchorStart, anchorEnd) }),
    ...(tagStart === ABSENT ? {} : { tag: inFull(text.slice(tagStart, tagEnd)) }),
  };
}

function inFull(tag: string): string {
  return tag.replace(/^!!/u, CORE_TAG).replace(/^!<(?<verbatim>.*)>$/u, '$<verbatim>');
}

/** With the quotes of a scalar, and the sign of a block. What is not written has a place only behind a tag or an anchor. */
function offsetAt(read: Read, index: number): number {
  const event = read.events[index] as Exclude<NodeEvent, { readonly type: 6 }>;
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart - '*'.length;
  if (event.type !== EVENT_ID.SCALAR) return event.start;
  const { style, valueStart, anchorEnd, tagEnd } = event;
  if (valueStart === ABSENT) return Math.max(0, anchorEnd, tagEnd);
  if (style === SCALAR_STYLE.PLAIN) return valueStart;
  const isBlock = style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK;
  return isBlock ? signOf(read, index) : valueStart - '"'.length;
}

/** The first sign of a block after whatever is written before it; comments do not count. */
function signOf({ text, events, ends }: Read, index: number): number {
  const { anchorEnd, tagEnd } = events[index] as ScalarEvent;
  const signs = /#.*|[|>]/gu;
  signs.lastIndex = Math.max(ends()[index] as number, anchorEnd, tagEnd);
  let found: RegExpExecArray;
  do found = signs.exec(text) as RegExpExecArray;
  while (found[0].startsWith('#'));
  return found.index;
}

/** Up to where a text is surely read before each event. */
function endsBefore(events: readonly Event[]): Int32Array {
  const ends = new Int32Array(events.length);
  let end = 0;
  for (const [index, event] of events.entries()) {
    ends[index] = end;
    end = Math.max(end, endOf(event));
  }
  return ends;
}

function endOf(event: Event): number {
  if (event.type === EVENT_ID.SCALAR) return event.valueEnd;
  if (event.type === EVENT_ID.ALIAS) return event.anchorEnd;
  return event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING ? event.start : ABSENT;
}
