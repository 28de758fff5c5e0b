/** JSON text → values with places, for policies, whose mistakes are shown in their own file. RFC 8259. */

import type { Issue } from '../core/issue.ts';
import { mistake } from './codes.ts';
import type { Entry, Node, Source } from './node.ts';
import { lineStarts, listOf, mappingOf, position } from './node.ts';
import { MAX_DEPTH, TOO_DEEP } from './yaml-events.ts';

export type ParsedJson = { readonly ok: true; readonly node: Node } | { readonly ok: false; readonly issue: Issue };

/** Reads a whole file; the first mistake ends it. A key given twice in one object is a mistake too. */
export function parseJson(file: string, text: string): ParsedJson {
  const reading: Reading = { source: { file, lines: lineStarts(text) }, text, offset: 0 };
  try {
    const node = value(reading, 0);
    if (reading.offset < text.length) throw wrong(reading, 'there is more after the end of the value');
    return { ok: true, node };
  } catch (error) {
    // Nothing else is thrown: nesting is bounded, and what is passed to JSON.parse has been matched before.
    const { message, offset } = error as Mistake;
    const at = position({ source: reading.source, offset });
    return { ok: false, issue: mistake('CONFIG_POLICY', at, `this file is no JSON: ${message}`) };
  }
}

interface Reading {
  readonly source: Source;
  readonly text: string;
  offset: number;
}

class Mistake extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const SPACE = /[\t\n\r ]*/uy;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/uy;
// oxlint-disable-next-line no-control-regex -- JSON forbids control characters inside strings.
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const WORD = /true|false|null/uy;

function wrong(reading: Reading, message: string, offset = reading.offset): Mistake {
  return new Mistake(message, offset);
}

function take(reading: Reading, pattern: RegExp): string | undefined {
  pattern.lastIndex = reading.offset;
  const found = pattern.exec(reading.text)?.[0];
  if (found !== undefined) reading.offset += found.length;
  return found;
}

function takeSign(reading: Reading, sign: string): boolean {
  take(reading, SPACE);
  if (reading.text[reading.offset] !== sign) return false;
  reading.offset += 1;
  take(reading, SPACE);
  return true;
}

function value(reading: Reading, depth: number): Node {
  take(reading, SPACE);
  if (depth > MAX_DEPTH) throw wrong(reading, TOO_DEEP);
  const placed = { source: reading.source, offset: reading.offset };
  if (takeSign(reading, '{')) return mappingOf(placed, members(reading, depth));
  if (takeSign(reading, '[')) return listOf(placed, items(reading, depth));
  const written = take(reading, STRING) ?? take(reading, NUMBER) ?? take(reading, WORD);
  if (written === undefined) throw wrong(reading, expected(reading, 'a value'));
  if (written === 'null') throw wrong(reading, 'null means nothing in a policy', placed.offset);
  take(reading, SPACE);
  const parsed: unknown = JSON.parse(written);
  return { type: 'scalar', ...placed, value: parsed as string | number | boolean };
}

function items(reading: Reading, depth: number): readonly Node[] {
  const found: Node[] = [];
  if (takeSign(reading, ']')) return found;
  do found.push(value(reading, depth + 1));
  while (takeSign(reading, ','));
  if (!takeSign(reading, ']')) throw wrong(reading, expected(reading, '"," or "]"'));
  return found;
}

function members(reading: Reading, depth: number): ReadonlyMap<string, Entry> {
  const found = new Map<string, Entry>();
  if (takeSign(reading, '}')) return found;
  do {
    const keyAt = { source: reading.source, offset: reading.offset };
    const written = take(reading, STRING);
    if (written === undefined) throw wrong(reading, expected(reading, 'a key in double quotes'));
    const key = String(JSON.parse(written));
    if (found.has(key)) throw wrong(reading, `"${key}" is given twice in one object`, keyAt.offset);
    if (!takeSign(reading, ':')) throw wrong(reading, expected(reading, '":"'));
    found.set(key, { keyAt, node: value(reading, depth + 1) });
  } while (takeSign(reading, ','));
  if (!takeSign(reading, '}')) throw wrong(reading, expected(reading, '"," or "}"'));
  return found;
}

function expected(reading: Reading, what: string): string {
  const [character] = reading.text.slice(reading.offset, reading.offset + 2);
  return `expected ${what}, found ${character === undefined ? 'the end of the file' : JSON.stringify(character)}`;
}
