/**
 * One part of a configuration that is edited in place: the `yaml` library says where each value stands, and only the
 * characters of what differs are replaced, so that comments, order, quotes and blank lines stay as a person left them.
 */

import type { CST, Document, Node as YamlNode, Pair, YAMLMap } from 'yaml';
import { isCollection, isMap, isPair, isScalar, parseDocument, visit, YAMLSeq } from 'yaml';
import type { Json } from '../../core/json.ts';
import type { Manner, Splice } from './text.ts';
import { blockLines, flowText, mannerOf, scalarText, spliced } from './text.ts';

export interface EditedPart {
  /** Below the folder. */
  readonly path: string;
  readonly text: string;
  readonly document: Document;
  readonly manner: Manner;
  readonly splices: Splice[];
}

/** A part as it stands; its text has passed the checks. */
export function openPart(path: string, text: string): EditedPart {
  // Offsets stay: a carriage return of its own is one character, as the line feed that the parser takes it for.
  const document = parseDocument(text.replaceAll(/\r(?!\n)/gu, '\n'), {
    version: '1.2',
    schema: 'core',
    merge: false,
    uniqueKeys: false,
    keepSourceTokens: true,
  });
  return { path, text, document, manner: mannerOf(text), splices: [] };
}

/** The text with the edits so far. */
export function editedText(part: EditedPart): string {
  return spliced(part.text, [...part.splices, ...aliasesOfEdited(part)]);
}

/** Where a value with an anchor is edited, each alias of it is written out as what it stood for. */
function aliasesOfEdited({ document, splices, manner }: EditedPart): readonly Splice[] {
  const written: Splice[] = [];
  visit(document, {
    Alias: (_key, alias) => {
      const anchored = alias.resolve(document);
      if (anchored === undefined) return;
      const [from, to] = [rangeOf(anchored)[0], contentEnd(anchored)];
      if (!splices.some(({ start, end }) => start <= to && end >= from)) return;
      const [start, end] = rangeOf(alias);
      written.push({ start, end, text: flowText(anchored.toJS(document) as Json, manner) });
    },
  });
  return written;
}

/** A field of a mapping of a part. */
export interface Field {
  readonly part: EditedPart;
  readonly map: YAMLMap;
  readonly key: string;
}

export function pairOf({ map, key }: Field): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}

/** Edits one list: takes items out by their index, and puts values in after the item `after` (by default the last). */
export function editList(field: Field, { removed = new Set(), added = [], after }: ListEdit): void {
  const list = pairOf(field)?.value;
  if (!(list instanceof YAMLSeq)) {
    if (added.length > 0) setField(field, added);
    return;
  }
  const { manner } = field.part;
  if (list.flow === true) editFlow(field.part, list, { removed, added: added.map((value) => flowText(value, manner)) });
  else editBlock(field, list, { removed, added, ...(after === undefined ? {} : { after }) });
}

export interface ListEdit {
  readonly removed?: ReadonlySet<number>;
  readonly added?: readonly Json[];
  readonly after?: number;
}

interface FlowEdit {
  readonly removed: ReadonlySet<number>;
  /** As text. */
  readonly added: readonly string[];
}

function editFlow({ splices, text, manner }: EditedPart, collection: YAMLSeq | YAMLMap, edit: FlowEdit): void {
  const { removed, added } = edit;
  const opening = rangeOf(collection)[0] + 1;
  const lastKept = collection.items.findLastIndex((_item, index) => !removed.has(index));
  let kept: number | undefined;
  let from: number | undefined;
  let last = opening;
  for (const [index, item] of collection.items.entries()) {
    const [start, end] = spanOf(item);
    last = end;
    const line = ownLines(text, start, end);
    // A comma that is left over by that is none too many, but in JSON, which has no comments either.
    const isCommented = line?.isCommented === true || text.slice(kept ?? start, start).includes('#');
    if (!removed.has(index)) {
      if (from !== undefined) splices.push({ start: from, end: start, text: '' });
      from = undefined;
      kept = end;
    } else if (line !== undefined && (index < lastKept || isCommented)) {
      splices.push({ ...line, text: '' });
    } else if (kept === undefined || (isCommented && index < lastKept)) {
      from ??= start;
    } else if (isCommented) {
      splices.push({ start, end, text: '' });
      kept = end;
    } else {
      splices.push({ start: kept, end, text: '' });
      kept = end;
    }
  }
  if (kept === undefined) {
    splices.push({ start: from ?? opening, end: from === undefined ? opening : last, text: added.join(', ') });
    return;
  }
  const [start] = spanOf(collection.items[lastKept]);
  const isAlone = text.slice(lineStart(text, start), start).trim() === '';
  const gap = isAlone ? `,${manner.newline}${' '.repeat(columnOf(text, start))}` : ', ';
  splices.push({ start: kept, end: kept, text: added.map((words) => gap + words).join('') });
}

/** The lines of an item that shares them with nothing but a comma and a comment of its own. */
function ownLines(text: string, start: number, end: number) {
  const [first, after] = [lineStart(text, start), lineEnd(text, end)];
  const rest = /^[ \t]*,?[ \t]*(#[^\n]*)?\r?\n$/u.exec(text.slice(end, after));
  if (rest === null || text.slice(first, start).trim() !== '') return undefined;
  return { start: first, end: after, isCommented: rest[1] !== undefined };
}

function editBlock(
  field: Field,
  list: YAMLSeq,
  { removed, added, after }: Required<Pick<ListEdit, 'removed' | 'added'>> & Pick<ListEdit, 'after'>,
): void {
  const { part } = field;
  const { text, splices, manner } = part;
  const dashes = list.items.map((_item, index) => dashOf(list, index));
  const ends = list.items.map((item) => lineEnd(text, contentEnd(item)));
  for (const index of removed) {
    splices.push({ start: lineStart(text, Number(dashes[index])), end: Number(ends[index]), text: '' });
  }
  if (added.length === 0) {
    // Nothing is left: a list without items is written as one.
    if (removed.size === list.items.length) splices.push({ ...at(colonOf(field)), text: ' []' });
    return;
  }
  const indent = ' '.repeat(columnOf(text, Number(dashes[0])));
  const place = Number(ends[after ?? ends.length - 1]);
  const spaced = isSpaced(text, dashes, ends);
  const items = added.map((value) => {
    const lines = itemLines(value, list, manner).map((line, index) => `${indent}${index === 0 ? '- ' : '  '}${line}`);
    return [...(spaced ? [''] : []), ...lines].map((line) => line + manner.newline).join('');
  });
  const unended = place === text.length && !text.endsWith('\n') ? manner.newline : '';
  splices.push({ ...at(place), text: unended + items.join(''), indent: indent.length });
}

function at(offset: number): Pick<Splice, 'start' | 'end'> {
  return { start: offset, end: offset };
}

/** As the nearest mapping of the list is written. */
function itemLines(value: Json, list: YAMLSeq, manner: Manner): readonly string[] {
  const sibling = list.items.findLast((item) => isMap(item));
  const isBlock = isMap(sibling) && sibling.flow !== true;
  if (!isBlock || typeof value !== 'object' || value === null || Array.isArray(value)) return [flowText(value, manner)];
  return blockLines(value as { readonly [key: string]: Json }, manner);
}

/** Whether an empty line stands between the last two items. */
function isSpaced(text: string, dashes: readonly number[], ends: readonly number[]): boolean {
  if (dashes.length < 2) return false;
  return /(?:^|\n)[ \t]*\r?\n/u.test(text.slice(ends.at(-2), lineStart(text, Number(dashes.at(-1)))));
}

/** Writes a field: over the value that it has, or as a new one after the field `after`. */
export function setField(field: Field, value: Json, after?: string): void {
  const { text, splices, manner } = field.part;
  const pair = pairOf(field);
  if (pair === undefined) {
    addField(field, value, after);
    return;
  }
  const old = pair.value as YamlNode | null;
  const flow = flowText(value, manner);
  if (isCollection(old) && old.flow !== true) {
    const place = colonOf(field);
    splices.push({ ...at(place), text: ` ${flow}` });
    splices.push({ start: lineEnd(text, place), end: lineEnd(text, contentEnd(old)), text: '' });
  } else if (old === null || rangeOf(old)[0] === contentEnd(old)) {
    splices.push({ ...at(colonOf(field)), text: ` ${flow}` });
  } else {
    const quotes = isScalar(old) && typeof value === 'string' ? quoted(value, old.type, manner) : flow;
    splices.push({ start: rangeOf(old)[0], end: contentEnd(old), text: quotes });
  }
}

/** Text in the quotes of what it replaces. */
function quoted(value: string, type: string | undefined, manner: Manner): string {
  const plain = flowText(value, manner);
  if (type === 'QUOTE_DOUBLE' && !/^["']/u.test(plain)) return JSON.stringify(value);
  if (type === 'QUOTE_SINGLE' && !/^["']/u.test(plain)) return `'${plain.replaceAll("'", "''")}'`;
  return plain;
}

function addField({ part, map, key }: Field, value: Json, after: string | undefined): void {
  const { text, splices, manner } = part;
  if (map.flow === true) {
    editFlow(part, map, { removed: new Set(), added: [`${scalarText(key, false)}: ${flowText(value, manner)}`] });
    return;
  }
  const anchor = (after === undefined ? undefined : pairOf({ part, map, key: after })) ?? map.items.at(-1);
  const indent = ' '.repeat(columnOf(text, rangeOf(map)[0]));
  const place = lineEnd(text, contentEnd(anchor));
  const lines = blockLines({ [key]: value }, manner).map((line) => indent + line + manner.newline);
  const unended = place === text.length && !text.endsWith('\n') ? manner.newline : '';
  splices.push({ ...at(place), text: unended + lines.join(''), indent: indent.length });
}

/** Takes a field out, with what stands on its lines. */
export function removeField(field: Field): void {
  const { part, map } = field;
  const pair = pairOf(field);
  if (pair === undefined) return;
  const index = map.items.indexOf(pair);
  if (map.flow === true) {
    editFlow(part, map, { removed: new Set([index]), added: [] });
    return;
  }
  const { text, splices } = part;
  const [start] = spanOf(pair);
  const next = map.items[index + 1];
  // The first field of an item stands on the line of its dash, which then is the next one's.
  const shares = text.slice(lineStart(text, start), start).trim() !== '';
  if (shares && next !== undefined) splices.push({ start, end: spanOf(next)[0], text: '' });
  else splices.push({ start: lineStart(text, start), end: lineEnd(text, contentEnd(pair)), text: '' });
}

/** Adds the items of a section that has none, one below the other: at the end of the part, or where its key stands. */
export function addSection(part: EditedPart, key: string, items: readonly Json[]): void {
  const { text, document, manner, splices } = part;
  if (isMap(document.contents) && document.contents.flow === true) {
    editList({ part, map: document.contents, key }, { added: items });
    return;
  }
  const lines = items.flatMap((item) =>
    blockLines(item as { readonly [key: string]: Json }, manner).map(
      (line, index) => `  ${index === 0 ? '- ' : '  '}${line}`,
    ),
  );
  const there = isMap(document.contents) ? { part, map: document.contents, key } : undefined;
  const old = there === undefined ? undefined : pairOf(there);
  if (there !== undefined && old !== undefined) {
    // The section is there, without anything in it.
    const [start, end] = [colonOf(there), contentEnd(old)];
    splices.push({ start, end, text: '' });
    const place = lineEnd(text, end);
    const unended = text.endsWith('\n') ? '' : manner.newline;
    splices.push({ ...at(place), text: unended + lines.map((line) => line + manner.newline).join('') });
    return;
  }
  const gap = text === '' ? '' : text.endsWith('\n') ? manner.newline : manner.newline.repeat(2);
  splices.push({ ...at(text.length), text: gap + [`${key}:`, ...lines].map((line) => line + manner.newline).join('') });
}

function rangeOf(node: YamlNode): readonly [number, number, number] {
  return node.range as readonly [number, number, number];
}

function spanOf(item: unknown): readonly [number, number] {
  const first = isPair(item) ? item.key : item;
  return [rangeOf(first as YamlNode)[0], contentEnd(item)];
}

/** The offset after the last character of a node, without the comments and line ends that follow it. */
function contentEnd(item: unknown): number {
  if (isPair(item)) return contentEnd(item.value ?? item.key);
  const node = item as YamlNode;
  if (isCollection(node) && node.flow !== true && node.items.length > 0) return contentEnd(node.items.at(-1));
  // A text of several lines ends with the end of its last line.
  return isScalar(node) && node.type?.startsWith('BLOCK') === true ? rangeOf(node)[1] - 1 : rangeOf(node)[1];
}

function dashOf(list: YAMLSeq, index: number): number {
  const { items } = list.srcToken as CST.BlockSequence;
  return Number(items[index]?.start.find(({ type }) => type === 'seq-item-ind')?.offset);
}

/** The offset after the colon of a field. */
function colonOf(field: Field): number {
  const token = pairOf(field)?.srcToken;
  const colon = token?.sep?.find(({ type }) => type === 'map-value-ind');
  return Number(colon?.offset) + 1;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}
