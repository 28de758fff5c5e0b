/**
 * Lists and mappings in brackets, whether on one line or over several: `[x, y]`, `{ a: 1, b: 2 }`. An item that goes takes one of the
 * commas beside it along, and no comment but its own: in
 *
 *     [x, # about x
 *       y, z]
 *
 * the `y` goes with the comma behind it, since the comment stands between it and the comma before.
 */

import type { YAMLMap, YAMLSeq } from 'yaml';
import type { Span } from './offsets.ts';
import { isFirstOnLine, lineEnd, lineStart, spanOf, startOf } from './offsets.ts';
import type { EditedPart } from './part.ts';
import { cut, insert, replace } from './part.ts';

export interface FlowEdit {
  /** By their index. */
  readonly removed: ReadonlySet<number>;
  /** As text; they come last. */
  readonly added: readonly string[];
}

/** Takes items, or fields, out of a collection in brackets, and puts others in. */
export function editFlow(part: EditedPart, collection: YAMLSeq | YAMLMap, { removed, added }: FlowEdit): void {
  // The last item so far that stays, and those after it, which all go.
  let kept: Span | undefined;
  let going: Span[] = [];
  for (const [index, item] of collection.items.entries()) {
    const span = spanOf(item);
    if (removed.has(index)) {
      going.push(span);
    } else {
      cutBetween(part, going, kept?.end, span.start);
      kept = span;
      going = [];
    }
  }
  if (kept === undefined) refill(part, startOf(collection) + 1, going, added);
  else append(part, cutAtEnd(part, going, kept.end), kept, added);
}

/** Takes out what stands before an item that stays, which begins at `next`: `[x, y, z]` → `[z]` or `[x, z]`. */
function cutBetween(part: EditedPart, going: readonly Span[], before: number | undefined, next: number): void {
  let from = before;
  for (const span of going) {
    const lines = ownLines(part.text, span);
    if (lines !== undefined) {
      cut(part, lines);
    } else if (from === undefined || hasComment(part, from, span.start)) {
      // "x, "
      cut(part, { start: span.start, end: next });
    } else {
      // ", x"
      cut(part, { start: from, end: span.end });
      from = span.end;
    }
  }
}

/**
 * Takes out what stands after the last item that stays, which ends at `before`: `[x, y, z]` → `[x]`. Returns where the end is then.
 * A comma before a comment stays: YAML takes one before the closing bracket, and JSON, which does not, has no comments.
 */
function cutAtEnd(part: EditedPart, going: readonly Span[], before: number): number {
  let from = before;
  for (const span of going) {
    const lines = ownLines(part.text, span);
    const isCommented = lines?.isCommented === true || hasComment(part, from, span.start);
    if (isCommented && lines !== undefined) {
      cut(part, lines);
    } else {
      cut(part, { start: isCommented ? span.start : from, end: span.end });
      from = span.end;
    }
  }
  return from;
}

/** Where nothing stays: `[x, y] # two` → `[z] # two`. What has lines and a comment of its own goes with them. */
function refill(part: EditedPart, opening: number, going: readonly Span[], added: readonly string[]): void {
  let first: number | undefined;
  let last = opening;
  for (const { start, end } of going) {
    const lines = ownLines(part.text, { start, end });
    if (lines?.isCommented === true) cut(part, lines);
    else first ??= start;
    last = end;
  }
  const old = first === undefined ? { start: opening, end: opening } : { start: first, end: last };
  replace(part, old, added.join(', '));
}

/** Puts items in at the end, behind `kept`: each on a line of its own, if that one begins its line. */
function append(part: EditedPart, place: number, kept: Span, added: readonly string[]): void {
  const { text, manner } = part;
  const isInLines = isFirstOnLine(text, kept.start);
  // With the blanks or tabs of that line.
  const gap = isInLines ? `,${manner.newline}${text.slice(lineStart(text, kept.start), kept.start)}` : ', ';
  insert(part, place, added.map((words) => gap + words).join(''));
}

/** The lines of an item that shares them with nothing but a comma and a comment of its own. */
function ownLines(text: string, { start, end }: Span): (Span & { readonly isCommented: boolean }) | undefined {
  const after = lineEnd(text, end);
  const rest = /^[ \t]*,?[ \t]*(#[^\n]*)?\r?\n$/u.exec(text.slice(end, after));
  if (rest === null || !isFirstOnLine(text, start)) return undefined;
  return { start: lineStart(text, start), end: after, isCommented: rest[1] !== undefined };
}

/** Whether a comment stands between two items. */
function hasComment({ text }: EditedPart, end: number, start: number): boolean {
  return text.slice(end, start).includes('#');
}
