/** Values as YAML in the manner of the file that they go into, and cuts into its text that leave all else as it is. */

import { stringify } from 'yaml';
import type { Json } from '../../core/json.ts';

/** Replaces the characters from `start` up to `end`; an insertion where both are the same. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Of inserted lines: how far they are indented. At one place the inner ones come first. */
  readonly indent?: number;
}

/** The text with all splices made. What lies inside of something that goes needs no edit of its own. */
export function spliced(text: string, splices: readonly Splice[]): string {
  let result = '';
  let from = 0;
  // The sort is stable: insertions at one place stay in the order in which they were asked for.
  for (const splice of splices.toSorted(inOrder)) {
    if (splice.start < from) continue;
    result += text.slice(from, splice.start) + splice.text;
    from = splice.end;
  }
  return result + text.slice(from);
}

function inOrder(a: Splice, b: Splice): number {
  return a.start - b.start || a.end - b.end || (b.indent ?? 0) - (a.indent ?? 0);
}

/** How a file writes. */
export interface Manner {
  readonly newline: string;
  readonly singleQuote: boolean;
  /** `{ a: b }`, not `{a: b}`. */
  readonly padded: boolean;
  /** JSON, where all texts are quoted. */
  readonly json: boolean;
}

/** As most of the text does. */
export function mannerOf(text: string): Manner {
  const uses = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  return {
    newline: uses(/\r\n/gu) > 0 ? '\r\n' : '\n',
    singleQuote: uses(/'/gu) > uses(/"/gu),
    padded: uses(/\{[^\s}]/gu) <= uses(/\{ /gu),
    json: false,
  };
}

/** A value on one line. */
export function flowText(value: Json, manner: Manner): string {
  if (typeof value !== 'object' || value === null)
    return manner.json ? JSON.stringify(value) : scalarText(value, manner.singleQuote);
  if (isList(value)) return `[${value.map((item) => flowText(item, manner)).join(', ')}]`;
  const name = (key: string) => (manner.json ? JSON.stringify(key) : keyText(key));
  const members = Object.entries(value).map(([key, member]) => `${name(key)}: ${flowText(member, manner)}`);
  if (members.length === 0) return '{}';
  return manner.padded ? `{ ${members.join(', ')} }` : `{${members.join(', ')}}`;
}

/** As long as a list or mapping may get before it is written one member to a line. */
const WIDTH = 100;

/** A mapping as lines, without indentation before the first; what is in it stands on one line where it fits. */
export function blockLines(value: { readonly [key: string]: Json }, manner: Manner): readonly string[] {
  return Object.entries(value).flatMap(([key, member]) => {
    const flow = flowText(member, manner);
    if (fits(member, flow)) return [`${keyText(key)}: ${flow}`];
    return [`${keyText(key)}:`, ...nested(member, manner).map((line) => `  ${line}`)];
  });
}

function fits(value: Json, flow: string): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return flow.length <= WIDTH && (isList(value) || !flow.includes('[{'));
}

function nested(value: Json, manner: Manner): readonly string[] {
  return isList(value)
    ? value.map((item) => `- ${flowText(item, manner)}`)
    : blockLines(value as { readonly [key: string]: Json }, manner);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** On one line. */
export function scalarText(value: Json, singleQuote: boolean): string {
  // In no other quotes does a text with a line break stand on one line; all else does inside a list.
  if (typeof value === 'string' && value.includes('\n')) return JSON.stringify(value);
  const listed = stringify([value], {
    collectionStyle: 'flow',
    flowCollectionPadding: false,
    lineWidth: 0,
    singleQuote,
  });
  return listed.trimEnd().slice(1, -1);
}

function keyText(key: string): string {
  return scalarText(key, false);
}
