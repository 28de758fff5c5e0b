/** One table in Markdown: a row for each figure, a column for each size, and how fast the figure grows. */

import { SIZES, type SizeName, thingsIn } from './organisation.ts';

export interface Row {
  readonly title: string;
  /** Absent: not measured. */
  readonly values: readonly (number | undefined)[];
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
    ...(sizes.length > 1 ? [grows(sizes, row)] : []),
  ]);
  return columns(head, lines);
}

/** A table in Markdown: the first column to the left, the others to the right. */
export function columns(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)));
  const pad = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [pad(head), rule, ...lines.map(pad)].join('\n');
}

function shown(value: number | undefined, { digits = 0, unit = '' }: Row): string {
  if (value === undefined) return '–';
  return `${value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })}${unit}`;
}

function grows(sizes: readonly SizeName[], { values, still }: Row): string {
  const slope = still === true ? undefined : exponent(sizes, values);
  return slope === undefined ? '' : slope.toFixed(2);
}

/**
 * The slope of the straight line that is nearest to the values, both axes logarithmic, over the number of things;
 * nothing for fewer than two values.
 */
export function exponent(sizes: readonly SizeName[], values: Row['values']): number | undefined {
  const points = sizes.flatMap((size, index) => {
    const value = values[index];
    return value === undefined ? [] : { x: Math.log(thingsIn(SIZES[size])), y: Math.log(Math.max(value, 1e-9)) };
  });
  if (points.length < 2) return undefined;
  const middle = (of: (point: { x: number; y: number }) => number): number =>
    points.reduce((total, point) => total + of(point), 0) / points.length;
  const [x, y] = [middle((point) => point.x), middle((point) => point.y)];
  const slope = points.reduce((total, point) => total + (point.x - x) * (point.y - y), 0);
  return slope / points.reduce((total, point) => total + (point.x - x) ** 2, 0);
}
