/** One table in Markdown: a row for each figure, a column for each size, and how fast the figure grows. */

import { SIZES, type SizeName, thingsIn } from './organisation.ts';

export interface Row {
  readonly title: string;
  readonly values: readonly number[];
  /** Digits after the point; default 0. */
  readonly digits?: number;
  readonly unit?: string;
  /** A figure that says nothing of growth. */
  readonly still?: boolean;
}

export function table(sizes: readonly SizeName[], rows: readonly Row[]): string {
  const head = ['', ...sizes, ...(sizes.length > 1 ? ['grows as n to the'] : [])];
  const lines = rows.map((row) => [
    row.title,
    ...row.values.map((value) => shown(value, row)),
    ...(sizes.length > 1 ? [row.still === true ? '' : exponent(sizes, row.values).toFixed(2)] : []),
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)));
  const pad = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [pad(head), rule, ...lines.map(pad)].join('\n');
}

function shown(value: number, { digits = 0, unit = '' }: Row): string {
  return `${value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })}${unit}`;
}

/** The slope of the straight line that is nearest to the values, both axes logarithmic, over the number of things. */
export function exponent(sizes: readonly SizeName[], values: readonly number[]): number {
  const points = sizes.map((size, index) => ({
    x: Math.log(thingsIn(SIZES[size])),
    y: Math.log(Math.max(values[index] ?? 0, 1e-9)),
  }));
  const middle = (of: (point: { x: number; y: number }) => number): number =>
    points.reduce((total, point) => total + of(point), 0) / points.length;
  const [x, y] = [middle((point) => point.x), middle((point) => point.y)];
  const slope = points.reduce((total, point) => total + (point.x - x) * (point.y - y), 0);
  return slope / points.reduce((total, point) => total + (point.x - x) ** 2, 0);
}
