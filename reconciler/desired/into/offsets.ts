/**
 * Where things stand in the text of a part, as offsets of characters. Of the second item of
 *
 *     users:
 *       - ada
 *       - eve # since May
 *
 * `dashOf` is the offset of its dash, `startOf` that of the `e`, `contentEnd` that of the space behind `eve`, `lineStart` that of the
 * first space of its line, and `lineEnd` the one after its line feed.
 */

import type { CST, Node as YamlNode, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { isCollection, isPair } from 'yaml';

/** The characters from `start` up to `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** From the first character of a value, or of the name of a field, to its `contentEnd`. */
export function spanOf(item: unknown): Span {
  return { start: isPair(item) ? startOfField(item) : startOf(item as YamlNode), end: contentEnd(item) };
}

/** Where a field begins: with what may stand before its name, as the question mark of `? name`. */
function startOfField({ key, srcToken }: Pair): number {
  return srcToken?.start.find(({ type }) => BEFORE_NAME.has(type))?.offset ?? startOf(key as YamlNode);
}

const BEFORE_NAME: ReadonlySet<string> = new Set(['explicit-key-ind', 'anchor', 'tag']);

export function startOf(node: YamlNode): number {
  return rangeOf(node)[0];
}

/** The offset after the last character of a value or a field, without the comments and line ends that follow it. */
export function contentEnd(item: unknown): number {
  if (isPair(item)) return contentEnd(item.value ?? item.key);
  const node = item as YamlNode;
  // The library lets a list or a mapping in lines end after the comments that follow its last item.
  if (isCollection(node) && node.flow !== true && node.items.length > 0) return contentEnd(node.items.at(-1));
  return rangeOf(node)[1];
}

/** Lets a block of text end with its last line, before what ends that line, if anything does. */
export function endWithLastLine(scalar: Scalar, text: string): void {
  if (scalar.type?.startsWith('BLOCK') !== true) return;
  const [start, end, after] = rangeOf(scalar);
  scalar.range = [start, start + text.slice(start, end).replace(/\r?\n$/u, '').length, after];
}

/** Start, end of the value, end of what follows it: of parsed nodes, which all have them. */
function rangeOf(node: YamlNode): readonly [number, number, number] {
  return node.range as readonly [number, number, number];
}

/** The offset of the dash before an item of a list in lines. */
export function dashOf(list: YAMLSeq, index: number): number {
  const { items } = list.srcToken as CST.BlockSequence;
  return Number(items[index]?.start.find(({ type }) => type === 'seq-item-ind')?.offset);
}

/**
 * The offsets of the commas before the items from `first` to `last` of a list or mapping in brackets; the one behind the last item of
 * all stands before the next. None of a field alone, which has no braces: `[a: 1]`.
 */
export function commasOf(collection: YAMLSeq | YAMLMap, first: number, last: number): readonly number[] {
  const token = collection.srcToken as CST.FlowCollection | undefined;
  const starts = (token?.items ?? []).slice(first, last + 1).flatMap(({ start }) => start);
  return starts.filter(({ type }) => type === 'comma').map(({ offset }) => offset);
}

/** The offset after the colon of a field, and after the anchor and the tag of its value. */
export function afterColon(pair: Pair | undefined): number {
  const last = pair?.srcToken?.sep?.findLast(({ type }) => BEFORE_VALUE.has(type));
  return Number(last?.offset) + Number(last?.source.length);
}

const BEFORE_VALUE: ReadonlySet<string> = new Set(['map-value-ind', 'anchor', 'tag']);

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the line after that of an offset begins, or the text ends. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

/** How many characters stand before an offset on its line. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** Whether nothing but blanks stands before an offset on its line. */
export function isFirstOnLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === '';
}
