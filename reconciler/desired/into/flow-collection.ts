/**
 * Lists and mappings in brackets, whether on one line or over several: `[x, y]`, `{ a: 1, b: 2 }`. An item that goes takes one of the
 * commas beside it along, and no comment but its own: in
 *
 *     [x, # about x
 *       y, z]
 *
 * the `y` goes with the comma behind it, since the comment stands between it and the comma before. What the cuts leave of the commas
 * is then brought to one between two items.
 */

import type { YAMLMap, YAMLSeq } from 'yaml';
import type { Span } from './offsets.ts';
import { commasOf, isFirstOnLine, lineEnd, lineStart, spanOf, startOf } from './offsets.ts';
import type { EditedPart } from './part.ts';
import { cut, insert, replace } from './part.ts';

export interface FlowEdit {
  /** By their index. */
  readonly removed: ReadonlySet<number>;
  /** As text; they come last. */
  readonly added: readonly string[];
}

/** Neighbours that go. */
interface Run {
  readonly going: readonly Span[];
  /** The commas around them. */
  readonly commas: readonly number[];
}

/** Takes items, or fields, out of a collection in brackets, and puts others in. */
export function editFlow(part: EditedPart, collection: YAMLSeq | YAMLMap, { removed, added }: FlowEdit): void {
  // The last item so far that stays, and those after it, which all go.
  let kept: Span | undefined;
  let going: Span[] = [];
  const runBefore = (index: number): Run => ({ going, commas: commasOf(collection, index - going.length, index) });
  for (const [index, item] of collection.items.entries()) {
    const span = spanOf(item);
    if (removed.has(index)) {
      going.push(span);
      continue;
    }
    if (going.length > 0) cutBetween(part, runBefore(index), kept?.end, span.start);
    kept = span;
    going = [];
  }
  const last = runBefore(collection.items.length);
  if (kept === undefined) refill(part, startOf(collection) + 1, last, added);
  else append(part, cutAtEnd(part, last, kept.end), kept, added);
}

/** Takes out what stands before an item that stays, which begins at `next`: `[x, y, z]` → `[z]` or `[x, z]`. */
function cutBetween(part: EditedPart, { going, commas }: Run, before: number | undefined, next: number): void {
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
  keepCommas(part, commas, before === undefined ? 0 : 1);
}

/** Where a collection ends that others stood in, before its bracket. */
interface End {
  readonly place: number;
  /** The comma that stays behind its last item. */
  readonly comma: number | undefined;
}

/**
 * Takes out what stands after the last item that stays, which ends at `before`: `[x, y, z]` → `[x]`. Returns where the end is then.
 * A comma before a comment stays: YAML takes one before the closing bracket, and JSON, which does not, has no comments.
 */
function cutAtEnd(part: EditedPart, { going, commas }: Run, before: number): End {
  let place = before;
  for (const span of going) {
    const lines = ownLines(part.text, span);
    const isCommented = lines?.isCommented === true || hasComment(part, place, span.start);
    if (isCommented && lines !== undefined) {
      cut(part, lines);
    } else {
      cut(part, { start: isCommented ? span.start : place, end: span.end });
      place = span.end;
    }
  }
  const [comma] = keepCommas(part, commas, 1);
  return { place, comma };
}

/** Where nothing stays: `[x, y] # two` → `[z] # two`. What has lines and a comment of its own goes with them. */
function refill(part: EditedPart, opening: number, { going, commas }: Run, added: readonly string[]): void {
  let old: Span | undefined;
  for (const { start, end } of going) {
    const lines = ownLines(part.text, { start, end });
    if (lines !== undefined && (lines.isCommented || added.length === 0)) cut(part, lines);
    else old = { start: old?.start ?? start, end };
  }
  const place = old ?? { start: opening, end: opening };
  replace(part, place, added.join(', '));
  const before = commas.filter((comma) => comma < place.end);
  keepCommas(part, before, 0);
  // What comes in takes over a comma behind it.
  keepCommas(part, commas.slice(before.length), added.length === 0 ? 0 : 1);
}

/** Takes out the commas that the cuts have left, but for so many; returns those. */
function keepCommas(part: EditedPart, commas: readonly number[], count: number): readonly number[] {
  const left = commas.filter((comma) => !part.splices.some(({ start, end }) => start <= comma && comma < end));
  for (const start of left.slice(count)) cut(part, { start, end: start + 1 });
  return left.slice(0, count);
}

/** Puts items in at the end, behind `kept`. */
function append(part: EditedPart, end: End, kept: Span, added: readonly string[]): void {
  if (added.length === 0) return;
  const { place, comma = place } = end;
  const lines = ownLines(part.text, kept);
  const isCommented = lines?.isCommented === true && place < lines.end && comma < lines.end;
  if (isCommented) appendLines(part, end, kept, added);
  else appendWords(part, end, kept, added);
}

/** On the lines below it, so that its comment stays with it, each with a comma behind it. */
function appendLines(part: EditedPart, { place, comma }: End, kept: Span, added: readonly string[]): void {
  const { text, manner, splices } = part;
  const isThere = comma !== undefined || splices.some(({ start, text: words }) => start === place && words === ',');
  if (!isThere) insert(part, place, ',');
  const written = added.map((words) => `${indentOf(text, kept)}${words},${manner.newline}`);
  insert(part, lineEnd(text, place), written.join(''));
}

/** Right behind the last item: each on a line of its own, if that one begins its line. */
function appendWords(part: EditedPart, { place, comma }: End, kept: Span, added: readonly string[]): void {
  const { text, manner } = part;
  const isInLines = isFirstOnLine(text, kept.start);
  const gap = isInLines ? `,${manner.newline}${indentOf(text, kept)}` : ', ';
  const isBehindComma = comma !== undefined && comma < place;
  const written = added.map((words, index) => (index === 0 && isBehindComma ? words : gap + words));
  insert(part, place, written.join(''));
}

/** The blanks or tabs before an item that begins its line. */
function indentOf(text: string, { start }: Span): string {
  return text.slice(lineStart(text, start), start);
}

/** The lines of an item that shares them with nothing but a comma and a comment of its own. */
function ownLines(text: string, { start, end }: Span): (Span & { readonly isCommented: boolean }) | undefined {
  const after = lineEnd(text, end);
  const rest = /^[ \t]*(?:,[ \t]*)?(#[^\n]*)?\r?\n$/u.exec(text.slice(end, after));
  if (rest === null || !isFirstOnLine(text, start)) return undefined;
  return { start: lineStart(text, start), end: after, isCommented: rest[1] !== undefined };
}

/** Whether a comment stands between two items. */
function hasComment({ text }: EditedPart, end: number, start: number): boolean {
  return text.slice(end, start).includes('#');
}
