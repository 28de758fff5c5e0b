/** Sections of a part, such as `users`, that have no items yet. */

import { isMap } from 'yaml';
import type { Json } from '../../core/json.ts';
import { dashed, editList } from './list.ts';
import { afterColon, contentEnd, lineEnd } from './offsets.ts';
import type { EditedPart } from './part.ts';
import { cut, insertLines, pairOf } from './part.ts';
import { blockLines } from './text.ts';

/** Adds the items of a section that has none, one below the other: at the end of the part, or where its name stands. */
export function addSection(part: EditedPart, key: string, items: readonly Json[]): void {
  const { text, document, manner } = part;
  const map = isMap(document.contents) ? document.contents : undefined;
  if (map?.flow === true) {
    editList({ part, map, key }, { added: items });
    return;
  }
  const lines = items.flatMap((item) => dashed(blockLines(item as { readonly [key: string]: Json }, manner)));
  const pair = map === undefined ? undefined : pairOf({ part, map, key });
  if (pair === undefined) {
    // An empty line parts the sections of a file.
    const gap = text === '' ? [] : [''];
    insertLines(part, text.length, 0, [...gap, `${key}:`, ...lines.map((line) => `  ${line}`)]);
  } else {
    // The name is there, with nothing, null or an empty list behind it.
    const end = contentEnd(pair);
    cut(part, { start: afterColon(pair), end });
    insertLines(part, lineEnd(text, end), 2, lines);
  }
}
