/** Fields of a mapping of a part, which stands in braces or has one field to a line. */

import type { Node as YamlNode } from 'yaml';
import { isCollection, isScalar } from 'yaml';
import type { Json } from '../../core/json.ts';
import { editFlow } from './flow-collection.ts';
import { afterColon, columnOf, contentEnd, isFirstOnLine, lineEnd, lineStart, spanOf, startOf } from './offsets.ts';
import type { Field } from './part.ts';
import { cut, insert, insertLines, pairOf, replace } from './part.ts';
import type { Manner } from './text.ts';
import { blockLines, flowText, scalarText } from './text.ts';

/** Writes a field: over the value that it has, or as a new one after the field `after`. */
export function setField(field: Field, value: Json, after?: string): void {
  const { part } = field;
  const { text, manner } = part;
  const pair = pairOf(field);
  if (pair === undefined) {
    addField(field, value, after);
    return;
  }
  const old = pair.value as YamlNode | null;
  const colon = afterColon(pair);
  if (isCollection(old) && old.flow !== true) {
    // The value goes to the line of the name, and the lines below that one go.
    insert(part, colon, ` ${flowText(value, manner)}`);
    cut(part, { start: lineEnd(text, colon), end: lineEnd(text, contentEnd(old)) });
  } else if (old === null || startOf(old) === contentEnd(old)) {
    // Nothing was written: behind the colon, before a comment.
    insert(part, colon, ` ${flowText(value, manner)}`);
  } else {
    const isText = isScalar(old) && typeof value === 'string';
    replace(part, spanOf(old), isText ? quoted(value, old.type, manner) : flowText(value, manner));
  }
}

/** Text in the quotes of what it replaces. */
function quoted(value: string, type: string | undefined, manner: Manner): string {
  const plain = flowText(value, manner);
  const hasQuotes = /^["']/u.test(plain);
  if (type === 'QUOTE_DOUBLE' && !hasQuotes) return JSON.stringify(value);
  if (type === 'QUOTE_SINGLE' && !hasQuotes) return `'${plain.replaceAll("'", "''")}'`;
  return plain;
}

function addField({ part, map, key }: Field, value: Json, after: string | undefined): void {
  const { text, manner } = part;
  if (map.flow === true) {
    editFlow(part, map, { removed: new Set(), added: [`${scalarText(key, false)}: ${flowText(value, manner)}`] });
    return;
  }
  const previous = after === undefined ? undefined : pairOf({ part, map, key: after });
  const place = lineEnd(text, contentEnd(previous ?? map.items.at(-1)));
  insertLines(part, place, columnOf(text, startOf(map)), blockLines({ [key]: value }, manner));
}

/** Takes a field out, with what stands on its lines. */
export function removeField(field: Field): void {
  const { part, map } = field;
  const { text } = part;
  const pair = pairOf(field);
  if (pair === undefined) return;
  const index = map.items.indexOf(pair);
  if (map.flow === true) {
    editFlow(part, map, { removed: new Set([index]), added: [] });
    return;
  }
  const { start, end } = spanOf(pair);
  const next = map.items[index + 1];
  // The first field of an item stands on the line of its dash, which then is the next one's.
  if (next !== undefined && !isFirstOnLine(text, start)) cut(part, { start, end: spanOf(next).start });
  else cut(part, { start: lineStart(text, start), end: lineEnd(text, end) });
}
