/**
 * What a YAML text says, value by value in the order of the text, with places. `js-yaml` reads it, since a configuration may be
 * large and each plan reads it anew (docs/decisions/0001-tools-and-libraries.md).
 */

import type { DocumentEvent, Event, ScalarEvent } from 'js-yaml';
import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE } from 'js-yaml';

export const MAX_DEPTH = 100;
export const TOO_DEEP = `values are nested more than ${MAX_DEPTH} deep`;
/** So deep a text is read, not to exhaust the stack; below that the reader of values knows the place that is too deep. */
export const DEEPEST = 2 * MAX_DEPTH;

/** A value; a list and a mapping are followed by what is in them, and then by an end. */
export type YamlEvent =
  | YamlScalar
  | { readonly type: 'list' | 'mapping'; readonly offset: number; readonly anchor?: string; readonly tag?: string }
  | { readonly type: 'alias'; readonly offset: number; readonly name: string }
  | { readonly type: 'end' };

export interface YamlScalar {
  readonly type: 'scalar';
  readonly offset: number;
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
}

export const CORE_TAG = 'tag:yaml.org,2002:';

/** The events of one document without directives; nothing for a text that is no such document to `js-yaml`. */
export function quickEventsOf(text: string): YamlEvents | undefined {
  const events = parsed(text);
  const [document, ...others] = events?.filter((event) => event.type === EVENT_ID.DOCUMENT) ?? [];
  if (events === undefined || others.length > 0 || (document?.directives.length ?? 0) > 0) return undefined;
  // The first is the document, the last its end; a text with only comments has none.
  return { length: Math.max(0, events.length - 2), at: (index) => eventAt({ text, events }, index + 1) };
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
}

/** The library's offset of what is not written. */
const ABSENT = -1;

function eventAt(read: Read, index: number): YamlEvent {
  const { text } = read;
  const event = read.events[index] as Exclude<Event, DocumentEvent>;
  if (event.type === EVENT_ID.POP) return { type: 'end' };
  if (event.type === EVENT_ID.ALIAS) {
    const { anchorStart, anchorEnd } = event;
    return { type: 'alias', offset: anchorStart - '*'.length, name: text.slice(anchorStart, anchorEnd) };
  }
  const properties = propertiesOf(text, event);
  if (event.type === EVENT_ID.SCALAR) {
    const isPlain = event.style === SCALAR_STYLE.PLAIN;
    const offset = offsetOf(read, event, index);
    return { type: 'scalar', offset, text: getScalarValue(text, event), isPlain, ...properties };
  }
  return { type: event.type === EVENT_ID.SEQUENCE ? 'list' : 'mapping', offset: event.start, ...properties };
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

/** Where a scalar begins, with its quotes or the sign of its block; where one would have to be that is not written. */
function offsetOf(read: Read, event: ScalarEvent, index: number): number {
  const { style, valueStart } = event;
  if (valueStart === ABSENT) return signBefore(read, event, index, ':');
  if (style === SCALAR_STYLE.PLAIN) return valueStart;
  const isBlock = style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK;
  return isBlock ? signBefore(read, event, index, '|>') : valueStart - '"'.length;
}

/** The first of these signs after whatever is written before a scalar; comments do not count. */
function signBefore({ text, events }: Read, { anchorEnd, tagEnd }: ScalarEvent, index: number, signs: string): number {
  let before = index - 1;
  while (before > 0 && endOf(events[before] as Event) === ABSENT) before -= 1;
  const begin = Math.max(0, endOf(events[before] as Event), anchorEnd, tagEnd);
  const pattern = new RegExp(`#.*|[${signs}]`, 'gu');
  pattern.lastIndex = begin;
  let found = pattern.exec(text);
  while (found?.[0].startsWith('#') === true) found = pattern.exec(text);
  return found?.index ?? begin;
}

/** Up to where a text was surely read with an event. */
function endOf(event: Event): number {
  if (event.type === EVENT_ID.SCALAR) return event.valueEnd;
  if (event.type === EVENT_ID.ALIAS) return event.anchorEnd;
  return event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING ? event.start : ABSENT;
}
