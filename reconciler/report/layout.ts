/** Lines, columns and colours of a text report. */

import { createColors } from 'picocolors';
import { count } from '../core/counted.ts';

/** What a piece of text is painted as; each paints after the text was laid out, since colours have no width. */
export interface Paint {
  readonly heading: (text: string) => string;
  readonly add: (text: string) => string;
  readonly change: (text: string) => string;
  readonly remove: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly faint: (text: string) => string;
}

export function paintOf(color: boolean): Paint {
  const colors = createColors(color);
  return {
    heading: colors.bold,
    add: colors.green,
    change: colors.yellow,
    remove: colors.red,
    warn: colors.yellow,
    faint: colors.dim,
  };
}

/** By a line's sign: `+` adds, `-` removes, `~` and `±` change, all else is as it is. */
export function signPaint(sign: string, paint: Paint): (text: string) => string {
  if (sign === '+') return paint.add;
  if (sign === '-') return paint.remove;
  return sign === '~' || sign === '±' ? paint.change : String;
}

// East Asian scripts and emoji take two columns, combining marks none.
const WIDE = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/u;

/** Columns that a text takes in a terminal, near enough to line things up. */
export function width(text: string): number {
  if (/^[ -~]*$/u.test(text)) return text.length;
  let columns = 0;
  for (const character of text) {
    if (WIDE.test(character)) columns += 2;
    else if (!/\p{M}/u.test(character)) columns += 1;
  }
  return columns;
}

export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)));
}

/** The widest of the texts, but never more than `most`: a longer one sticks out alone. */
export function columnWidth(texts: readonly string[], most: number): number {
  return texts.reduce((widest, text) => {
    const columns = width(text);
    return columns > most ? widest : Math.max(widest, columns);
  }, 0);
}

/** Lines that belong together, and how many things they tell of. */
export interface Block {
  readonly lines: readonly string[];
  readonly items: number;
}

/** A block of at most `most` lines (2 or more): the last one counts what was cut. */
export function shortenedBlock({ lines, items }: Block, most: number): Block {
  if (lines.length <= most) return { lines, items };
  const kept = lines.slice(0, most - 1);
  return { lines: [...kept, `      … ${count(lines.length - kept.length)} more lines`], items };
}

/** The first blocks that fit whole into `room` lines; when that is not all, the last line counts the rest. */
export function fit(
  blocks: readonly Block[],
  room: number,
  rest: (items: number, more: boolean) => string,
): readonly string[] {
  const total = blocks.reduce((sum, { lines }) => sum + lines.length, 0);
  if (total <= room) return blocks.flatMap(({ lines }) => lines);
  let used = 0;
  const fitting = blocks.findIndex(({ lines }) => {
    used += lines.length;
    return used > room - 1;
  });
  const items = blocks.slice(fitting).reduce((sum, block) => sum + block.items, 0);
  return [...blocks.slice(0, fitting).flatMap(({ lines }) => lines), rest(items, fitting > 0)];
}

/** Divides `room` among needs: what one does not need goes to the others; nobody gets less than one. */
export function fairShares(needs: readonly number[], room: number): readonly number[] {
  const shares: number[] = [];
  let left = room;
  const smallestFirst = needs.map((need, index) => ({ need, index })).sort((a, b) => a.need - b.need);
  for (const [position, { need, index }] of smallestFirst.entries()) {
    const share = Math.max(1, Math.min(need, Math.floor(left / (needs.length - position))));
    shares[index] = share;
    left -= share;
  }
  return shares;
}

/** One line of a table: a sign, and a text for each column. */
export interface SignedLine {
  readonly sign: string;
  readonly cells: readonly [string, string, string, string, string];
  /** Lines of their own below it. */
  readonly below?: readonly string[];
}

/** A table whose first column is painted as its sign; the texts of all but very long ones stand below each other. */
export function signedTable(lines: readonly SignedLine[], paint: Paint): readonly Block[] {
  const widthOf = (column: number): number =>
    columnWidth(
      lines.map(({ cells }) => String(cells[column])),
      40,
    );
  const widths = [0, 1, 2, 3, 4].map(widthOf);
  return lines.map(({ sign, cells, below = [] }) => {
    const [first, ...rest] = cells.map((cell, column) => padded(cell, Number(widths[column])));
    const line = `  ${signPaint(sign, paint)(`${sign} ${first}`)}  ${rest.join('  ')}`.trimEnd();
    return { lines: [line, ...below.map((text) => `      ${paint.faint(text)}`)], items: 1 };
  });
}
