/** Events of a YAML text → values with places: which tags, keys and aliases are taken, and which not. */

import type { Issue } from '../core/issue.ts';
import { getOrInsert } from '../core/once.ts';
import { mistake, placeText } from './codes.ts';
import type { KnownNames, Node, Placed, Source } from './node.ts';
import { listOf, mappingOfParts, movedTo, position } from './node.ts';
import type { SyntaxMistake } from './yaml-document.ts';
import type { YamlEvent, YamlEvents, YamlScalar } from './yaml-events.ts';
import { CORE_TAG, MAX_DEPTH, TOO_DEEP } from './yaml-events.ts';
import { plainValue, taggedValue } from './yaml-scalars.ts';

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
  readonly events: YamlEvents;
  /** Which event is read next. */
  next: number;
  /** Which events the anchors stand at. */
  readonly anchors: Map<string, number>;
  readonly issues: Issue[];
  /** Where the outermost of the aliases stands that are being followed. */
  alias?: number | undefined;
  /** Values that came by aliases so far. */
  aliased: number;
  broken: boolean;
}

export function newReading(source: Source, events: YamlEvents, { texts, names }: Shared): Reading {
  return { source, events, texts, names, next: 0, anchors: new Map(), issues: [], aliased: 0, broken: false };
}

/** A mistake after which nothing can be said of the whole text. */
export function yamlIssue(source: Source, { offset, message, hint }: SyntaxMistake): Issue {
  return mistake('CONFIG_YAML', position({ source, offset }), message, hint);
}

/** Notes such a mistake. */
function fail(reading: Reading, offset: number, message: string, hint?: string): undefined {
  reading.issues.push(yamlIssue(reading.source, { offset, message, ...(hint === undefined ? {} : { hint }) }));
  reading.broken = true;
  return undefined;
}

/** The value that begins with the next event, so deep; nothing for a null, and where there is a mistake. */
export function read(reading: Reading, depth: number): Node | undefined {
  const event = reading.events.at(reading.next) as Exclude<YamlEvent, { readonly type: 'end' }>;
  if (!mayRead(reading, depth)) return skip(reading);
  if (event.type === 'alias') return readAlias(reading, event.name, depth);
  if (event.anchor !== undefined) reading.anchors.set(event.anchor, reading.next);
  if (event.type === 'scalar') return readScalar(reading, event);
  if (event.tag !== undefined && !COLLECTION_TAGS[event.type].includes(event.tag)) return refuseTag(reading, event.tag);
  const placed = { source: reading.source, offset: here(reading) };
  reading.next += 1;
  return event.type === 'list'
    ? listOf(placed, readItems(reading, depth + 1))
    : readMapping(reading, placed, depth + 1);
}

/** Where the value begins that is read next. */
function here({ events, next }: Reading): number {
  return events.offsetAt(next);
}

const COLLECTION_TAGS = { list: ['!', `${CORE_TAG}seq`], mapping: ['!', `${CORE_TAG}map`] };

/** Whether a value may stand so deep, and, if it comes by an alias, whether there may be one more of these. */
function mayRead(reading: Reading, depth: number): boolean {
  if (depth > MAX_DEPTH) {
    fail(reading, here(reading), TOO_DEEP);
    return false;
  }
  if (reading.alias === undefined) return true;
  reading.aliased += 1;
  // Once it is too much, nothing more is followed.
  if (reading.aliased === MAX_ALIASED_NODES + 1) {
    fail(reading, reading.alias, `aliases multiply to more than ${MAX_ALIASED_NODES} values`);
  }
  return reading.aliased <= MAX_ALIASED_NODES;
}

/** Passes over the value that begins with the next event. */
function skip(reading: Reading): undefined {
  let open = 0;
  do {
    const { type } = reading.events.at(reading.next);
    if (type === 'list' || type === 'mapping') open += 1;
    if (type === 'end') open -= 1;
    reading.next += 1;
  } while (open > 0);
  return undefined;
}

function refuseTag(reading: Reading, tag: string): undefined {
  fail(reading, here(reading), `the tag ${tag} is not taken here`, 'leave it out');
  return skip(reading);
}

function readItems(reading: Reading, depth: number): readonly Node[] {
  const items: Node[] = [];
  while (!isEnd(reading)) {
    const node = read(reading, depth);
    if (node !== undefined) items.push(node);
  }
  return items;
}

/** Whether the list or mapping ends here; its end is passed then. */
function isEnd(reading: Reading): boolean {
  const ends = reading.events.endsAt(reading.next);
  if (ends) reading.next += 1;
  return ends;
}

function readAlias(reading: Reading, name: string, depth: number): Node | undefined {
  const offset = here(reading);
  const after = reading.next + 1;
  const anchored = reading.anchors.get(name);
  if (anchored === undefined) {
    fail(
      reading,
      offset,
      `there is no anchor &${name} before this alias`,
      'anchors stand before their aliases; a text that begins with * goes in quotes',
    );
    return skip(reading);
  }
  const outermost = reading.alias;
  reading.alias ??= offset;
  reading.next = anchored;
  const node = read(reading, depth + 1);
  reading.alias = outermost;
  reading.next = after;
  return node === undefined ? undefined : movedTo(offset, node);
}

/** The core schema has no other scalars than these. */
function readScalar(reading: Reading, { text, isPlain, tag }: YamlScalar): Node | undefined {
  const value = tag === undefined ? untagged(text, isPlain) : taggedValue(tag, text);
  if (value === undefined) return refuseTag(reading, String(tag));
  const index = reading.next;
  reading.next += 1;
  if (value === null) return undefined;
  const placed = { type: 'scalar', source: reading.source, offset: reading.events.offsetAt(index) } as const;
  if (typeof value === 'string') return { ...placed, value: sharedText(reading, value) };
  return typeof value === 'number' ? { ...placed, value, written: text } : { ...placed, value };
}

function untagged(text: string, isPlain: boolean): ReturnType<typeof plainValue> {
  return isPlain ? plainValue(text) : text;
}

/** One text for all that are equal, put together anew, of two pieces, since one that is cut out of a text keeps all of it. */
function sharedText({ texts }: Reading, text: string): string {
  return getOrInsert(texts, text, () => [text.slice(0, 1), text.slice(1)].join(''));
}

function readMapping(reading: Reading, placed: Placed, depth: number): Node {
  const names: string[] = [];
  const keys: number[] = [];
  const nodes: Node[] = [];
  const written = new Map<string, number>();
  while (!isEnd(reading)) {
    const key = readKey(reading);
    if (key === undefined || isTwice(reading, key, written.get(key.name))) {
      skip(reading);
      continue;
    }
    written.set(key.name, key.offset);
    const value = read(reading, depth);
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

/** `0123:` and `true:` are names here, as they are written. */
function readKey(reading: Reading): Key | undefined {
  const index = reading.next;
  const key = reading.events.at(index);
  if (key.type === 'scalar') reading.next += 1;
  else skip(reading);
  const offset = reading.events.offsetAt(index);
  if (key.type !== 'scalar' || (key.isPlain && plainValue(key.text) === null)) {
    return fail(reading, offset, 'a key must be a plain name');
  }
  if (key.isPlain && key.text === '<<') {
    return fail(reading, offset, 'merge keys (<<) are not taken here', 'write the fields out');
  }
  return { name: sharedText(reading, key.text), offset };
}

function isTwice(reading: Reading, { name, offset }: Key, before: number | undefined): boolean {
  if (before === undefined) return false;
  const { source, issues } = reading;
  const first = placeText(position({ source, offset: before }));
  const message = `"${name}" is given twice in one mapping, first at ${first}`;
  issues.push(mistake('CONFIG_TWICE', position({ source, offset }), message));
  return true;
}
