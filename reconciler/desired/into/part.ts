/**
 * One part of a configuration that is edited in place: the `yaml` library says where each value stands, and only the
 * characters of what differs are replaced, so that comments, order, quotes and blank lines stay as a person left them.
 */

import type { Document, Pair, YAMLMap } from 'yaml';
import { isScalar, parseDocument, visit } from 'yaml';
import type { Json } from '../../core/json.ts';
import { DIALECT } from '../yaml-document.ts';
import type { Span } from './offsets.ts';
import { endWithLastLine, spanOf } from './offsets.ts';
import type { Manner, Splice } from './text.ts';
import { flowText, mannerOf, spliced } from './text.ts';

export interface EditedPart {
  /** Below the folder. */
  readonly path: string;
  /** As it was opened: the edits gather in `splices`. */
  readonly text: string;
  readonly document: Document;
  readonly manner: Manner;
  readonly splices: Splice[];
}

/** A field of a mapping of a part. */
export interface Field {
  readonly part: EditedPart;
  readonly map: YAMLMap;
  readonly key: string;
}

/** A part as it stands; its text has passed the checks. */
export function openPart(path: string, text: string): EditedPart {
  // Offsets stay: a carriage return of its own is one character, as the line feed that the parser takes it for.
  const taken = text.replaceAll(/\r(?!\n)/gu, '\n');
  return partOf(path, text, parseDocument(taken, { ...DIALECT, keepSourceTokens: true }));
}

/** A part whose text is such a document, with its source tokens. */
export function partOf(path: string, text: string, document: Document): EditedPart {
  visit(document, { Scalar: (_key, scalar) => endWithLastLine(scalar, text) });
  return { path, text, document, manner: mannerOf(text), splices: [] };
}

/** The name and the value of a field; nothing when the mapping has no such field. */
export function pairOf({ map, key }: Field): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}

/** Takes characters out. */
export function cut(part: EditedPart, span: Span): void {
  replace(part, span, '');
}

export function replace({ splices }: EditedPart, { start, end }: Span, text: string): void {
  splices.push({ start, end, text });
}

/** Puts characters in before the one at an offset. */
export function insert(part: EditedPart, offset: number, text: string): void {
  replace(part, { start: offset, end: offset }, text);
}

/** Puts whole lines in, so many spaces from the margin, where a line begins or the text ends. */
export function insertLines(part: EditedPart, offset: number, indent: number, lines: readonly string[]): void {
  const { text, manner, splices } = part;
  // The last line of a text may lack its end, and what follows it would go on in the same line.
  const isUnended = text !== '' && !text.endsWith('\n');
  const before = isUnended && offset === text.length ? manner.newline : '';
  const margin = ' '.repeat(indent);
  const written = lines.map((line) => (line === '' ? '' : margin + line) + manner.newline);
  splices.push({ start: offset, end: offset, text: before + written.join(''), indent });
}

/** The text with the edits so far. */
export function editedText(part: EditedPart): string {
  return spliced(part.text, [...part.splices, ...aliasesOfEdited(part)]);
}

/**
 * Where a value with an anchor is edited, each alias of it is written out as what it stood for, which is what it shall go on
 * saying: `a: &l [x]`, `b: *l` with a `y` put into `a` become `a: &l [x, y]`, `b: [x]`.
 */
function aliasesOfEdited({ document, splices, manner }: EditedPart): readonly Splice[] {
  const written: Splice[] = [];
  visit(document, {
    Alias: (_key, alias) => {
      const anchored = alias.resolve(document);
      if (anchored === undefined) return;
      const span = spanOf(anchored);
      if (!splices.some(({ start, end }) => start <= span.end && end >= span.start)) return;
      written.push({ ...spanOf(alias), text: flowText(anchored.toJS(document) as Json, manner) });
    },
  });
  return written;
}
