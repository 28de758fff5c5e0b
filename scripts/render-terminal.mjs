/**
 * Turns what a program printed on a terminal into an SVG picture: `node dist/cli.js … | node scripts/render-terminal.mjs
 * --title 'cw-gitops plan' > docs/images/plan.svg`. Reads text with ANSI colours (FORCE_COLOR=1), writes the same bytes
 * for the same text. Every run of text stands at its own column, so that any monospace font keeps the columns.
 */

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { title: { type: 'string', default: '' }, columns: { type: 'string', default: '120' } },
});

const CELL = { width: 8.4, height: 19 };
const MARGIN = { side: 18, top: 44, bottom: 16 };
const BACKGROUND = '#0d1117';
const FRAME = '#30363d';
const PLAIN = '#c9d1d9';

/** Select Graphic Rendition → what it sets; colours as GitHub's dark theme has them. */
const COLORS = new Map([
  [30, '#484f58'],
  [31, '#ff7b72'],
  [32, '#3fb950'],
  [33, '#d29922'],
  [34, '#58a6ff'],
  [35, '#bc8cff'],
  [36, '#39c5cf'],
  [37, '#b1bac4'],
  [90, '#6e7681'],
]);

const START = { color: PLAIN, bold: false, dim: false };

const input = readFileSync(0, 'utf8').trimEnd();
process.stdout.write(picture(wrapped(parsed(input), Number(values.columns))));

/** The text as lines of runs, each with its style. The style goes on over line ends, as in a terminal. */
function parsed(text) {
  let style = START;
  return text.split('\n').map((line) => {
    const runs = [];
    // The split keeps the codes at the odd places.
    // oxlint-disable-next-line no-control-regex
    for (const [index, part] of line.split(/\u001b\[([\d;]*)m/u).entries()) {
      if (index % 2 === 1) style = part.split(';').map(Number).reduce(restyled, style);
      else if (part !== '') runs.push({ text: part, style });
    }
    return runs;
  });
}

function restyled(style, code) {
  if (code === 0) return START;
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 39) return { ...style, color: PLAIN };
  const color = COLORS.get(code);
  return color === undefined ? style : { ...style, color };
}

/** Lines that are longer than the terminal go on in the next one. */
function wrapped(lines, columns) {
  return lines.flatMap((runs) => {
    const rows = [[]];
    let used = 0;
    for (const { text, style } of runs) {
      for (const { segment } of new Intl.Segmenter('en').segment(text)) {
        if (used === columns) {
          rows.push([]);
          used = 0;
        }
        const row = rows.at(-1);
        const last = row.at(-1);
        if (last?.style === style) last.text += segment;
        else row.push({ text: segment, style, column: used });
        used += 1;
      }
    }
    return rows;
  });
}

function picture(rows) {
  const used = rows.flat().reduce((widest, { text, column }) => Math.max(widest, column + text.length), 0);
  const width = Math.ceil(used * CELL.width + 2 * MARGIN.side);
  const height = rows.length * CELL.height + MARGIN.top + MARGIN.bottom;
  const body = rows.flatMap((runs, row) =>
    runs.flatMap((run) => rendered(run, MARGIN.top + (row + 0.75) * CELL.height)),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(values.title)}</title>`,
    `<style>text{font-size:14px;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}</style>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="${BACKGROUND}" stroke="${FRAME}"/>`,
    ...['#ff5f57', '#febc2e', '#28c840'].map(
      (fill, index) => `<circle cx="${20 + 18 * index}" cy="20" r="5.5" fill="${fill}"/>`,
    ),
    `<text x="${width / 2}" y="24" fill="${COLORS.get(90)}" text-anchor="middle">${escaped(values.title)}</text>`,
    ...body,
    '</svg>\n',
  ].join('\n');
}

/** A run as its words: not every viewer keeps more than one blank. */
function rendered({ text, style, column }, y) {
  const look = `fill="${style.color}"${style.bold ? ' font-weight="bold"' : ''}${style.dim ? ' opacity="0.65"' : ''}`;
  return [...text.matchAll(/\S+(?: \S+)*/gu)].map(({ 0: words, index }) => {
    const place = `x="${round(MARGIN.side + (column + index) * CELL.width)}" y="${round(y)}"`;
    const length = `textLength="${round(words.length * CELL.width)}" lengthAdjust="spacingAndGlyphs"`;
    return `<text ${place} ${length} ${look}>${escaped(words)}</text>`;
  });
}

function round(number) {
  return Math.round(number * 100) / 100;
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
