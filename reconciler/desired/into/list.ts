/** Lists of a part, in brackets or one item to a line. */

import type { YAMLSeq } from 'yaml';
import { isMap, isSeq } from 'yaml';
import type { Json } from '../../core/json.ts';
import { setField } from './field.ts';
import { editFlow } from './flow-collection.ts';
import type { Span } from './offsets.ts';
import { afterColon, columnOf, contentEnd, dashOf, lineEnd, lineStart } from './offsets.ts';
import type { Field } from './part.ts';
import { cut, insert, insertLines, pairOf } from './part.ts';
import type { Manner } from './text.ts';
import { blockLines, flowText } from './text.ts';

export interface ListEdit {
  /** By their index. */
  readonly removed?: ReadonlySet<number>;
  readonly added?: readonly Json[];
  /** The index of the item that the new ones follow, in a list that is not in brackets; by default the last. */
  readonly after?: number;
}

/** Takes items out of the list of a field, and puts values in; makes the field, if there is none. */
export function editList(field: Field, { removed = new Set(), added = [], after }: ListEdit): void {
  const list = pairOf(field)?.value;
  const { part } = field;
  if (!isSeq(list)) {
    if (added.length > 0) setField(field, added);
  } else if (list.flow === true) {
    editFlow(part, list, { removed, added: added.map((value) => flowText(value, part.manner)) });
  } else {
    const items = list.items.map((item, index) => linesOf(part.text, item, dashOf(list, index)));
    for (const [index, lines] of items.entries()) if (removed.has(index)) cut(part, lines);
    if (added.length > 0) addLines(field, list, items, { added, after });
    // Nothing is left: a list without items is written as one.
    else if (removed.size === items.length) insert(part, afterColon(pairOf(field)), ' []');
  }
}

/** The lines of an item, and where its dash stands. */
interface ItemLines extends Span {
  readonly dash: number;
}

function linesOf(text: string, item: unknown, dash: number): ItemLines {
  return { dash, start: lineStart(text, dash), end: lineEnd(text, contentEnd(item)) };
}

interface Added {
  readonly added: readonly Json[];
  readonly after: number | undefined;
}

/** Puts items in on lines of their own, as far from the margin as those that are there, and as far from each other. */
function addLines({ part }: Field, list: YAMLSeq, items: readonly ItemLines[], { added, after }: Added): void {
  const indent = columnOf(part.text, Number(items[0]?.dash));
  const gap = isSpaced(part.text, items) ? [''] : [];
  const lines = added.flatMap((value) => [...gap, ...dashed(writtenLike(list, value, part.manner))]);
  insertLines(part, Number(items.at(after ?? -1)?.end), indent, lines);
}

/** A value as the nearest mapping of the list is written: in braces, or one field to a line. */
function writtenLike(list: YAMLSeq, value: Json, manner: Manner): readonly string[] {
  const sibling = list.items.findLast((item) => isMap(item));
  const isInLines = sibling !== undefined && sibling.flow !== true;
  return isInLines && isMapping(value) ? blockLines(value, manner) : [flowText(value, manner)];
}

function isMapping(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The lines of an item behind its dash. */
export function dashed(lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`));
}

/** Whether an empty line stands between the last two items. */
function isSpaced(text: string, items: readonly ItemLines[]): boolean {
  const [last, previous] = [items.at(-1), items.at(-2)];
  if (last === undefined || previous === undefined) return false;
  return /(?:^|\n)[ \t]*\r?\n/u.test(text.slice(previous.end, last.start));
}
