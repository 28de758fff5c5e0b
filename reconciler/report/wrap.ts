/** Long lines for a narrow terminal, which would cut them in the middle of a word. */

import { width } from './layout.ts';

/** What paints: it takes no column. */
// oxlint-disable-next-line no-control-regex -- the escape is what colours begin with.
const PAINT = /\u001b\[\d+m/gu;
/** Spaces between two columns, at least. */
const GAP = 2;
/** The least that a line which goes on is indented. */
const INDENT = 4;

/**
 * The text with each line at most `columns` wide, broken between cells of the report where that does, else between words;
 * it goes on below the last column of the line that begins in its left half. A word that fits nowhere, such as an ARN,
 * stays whole.
 */
export function wrapped(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) => (line.length <= columns ? line : wrappedLine(line, columns)))
    .join('\n');
}

/** What stands between two gaps of two spaces or more, and the gap before it. */
const CELL = /( *)((?:[^ ]| (?! ))+)/gu;

function wrappedLine(line: string, columns: number): string {
  const hang = hangOf(unpainted(line), columns);
  const lines: string[] = [];
  let current = '';
  let used = 0;
  const add = (gap: string, text: string): void => {
    const taken = width(unpainted(text));
    // What is lined up far to the right comes nearer before it goes below.
    const near = used === 0 || used + gap.length + taken <= columns ? gap : gap.slice(0, GAP);
    const breaks = used > hang && used + near.length + taken > columns && hang + taken <= columns;
    if (breaks) lines.push(current);
    current = breaks ? `${' '.repeat(hang)}${text}` : `${current}${near}${text}`;
    used = breaks ? hang + taken : used + near.length + taken;
  };
  for (const [, gap = '', cell = ''] of line.matchAll(CELL)) {
    if (hang + width(unpainted(cell)) <= columns) add(gap, cell);
    else cell.split(' ').forEach((word, index) => add(index === 0 ? gap : ' ', word));
  }
  return [...lines, current].join('\n');
}

function unpainted(text: string): string {
  return text.replaceAll(PAINT, '');
}

/** Where the columns of a report begin: after two spaces or more, and a sign. */
const COLUMN = /(?:^| {2,})(?:[^\p{L}\p{N} ] )?(?=\S)/gu;

function hangOf(line: string, columns: number): number {
  const starts = [...line.matchAll(COLUMN)].map(({ 0: found, index }) => width(line.slice(0, index + found.length)));
  return Math.max(INDENT, ...starts.filter((start) => start <= columns / 2));
}
