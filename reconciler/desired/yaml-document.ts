/** A text as a document of `yaml`, or all the mistakes that keep it from being one. */

import type { Document, Range, Scalar } from 'yaml';
import { Composer, Lexer, Parser, visit } from 'yaml';
import type { NonEmpty } from '../core/grouped.ts';
import { DEEPEST, TOO_DEEP } from './yaml-events.ts';

/** A mistake at an offset of the text. */
export interface SyntaxMistake {
  readonly offset: number;
  readonly message: string;
  readonly hint?: string;
}

/** Keys that are given twice are left for the reader of values, who knows their places. */
export const DIALECT = { version: '1.2', schema: 'core', merge: false, uniqueKeys: false } as const;

export interface DocumentOptions {
  /** With what stands between the values, such as dashes and colons, for edits of the text. */
  readonly keepSourceTokens: boolean;
}

export type ReadDocument =
  | { readonly ok: true; readonly document: Document.Parsed }
  | { readonly ok: false; readonly mistakes: NonEmpty<SyntaxMistake> };

/** YAML 1.2, core schema, one document: an empty one for a text with nothing but comments. */
export function documentOf(text: string, options: DocumentOptions): ReadDocument {
  const documents = compose(text, options);
  if (typeof documents === 'number') return { ok: false, mistakes: [{ offset: documents, message: TOO_DEEP }] };
  const [mistake, ...others] = mistakesOf(documents);
  return mistake === undefined ? { ok: true, document: documents[0] } : { ok: false, mistakes: [mistake, ...others] };
}

type Documents = NonEmpty<Document.Parsed>;

/** What the lexer says between the pieces of the text, of its own. */
const SIGNALS = new Set(['\u0002', '\u0018', '\u001F']);

/** Composes step by step, to stop at a nesting that would exhaust the stack: the offset of that. */
function compose(text: string, options: DocumentOptions): Documents | number {
  const parser = new Parser();
  const composer = new Composer({ ...DIALECT, ...options, prettyErrors: false });
  const documents: Document.Parsed[] = [];
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) documents.push(...composer.next(token));
    if (parser.stack.length > DEEPEST) return offset;
    if (!SIGNALS.has(lexeme)) offset += lexeme.length;
  }
  for (const token of parser.end()) documents.push(...composer.next(token));
  documents.push(...composer.end(true, text.length));
  // A text without a document is composed as an empty one.
  return documents as unknown as Documents;
}

/** What else is wrong is told when all could be composed. */
function mistakesOf(documents: Documents): readonly SyntaxMistake[] {
  const errors = documents.flatMap((document) => document.errors);
  if (errors.length === 0) return [...otherVersions(documents), ...otherDocuments(documents)];
  const openings = openingQuotes(documents);
  return errors.map(({ message, pos: [offset] }) =>
    told(message, UNCLOSED.test(message) ? Number(openings.get(offset)) : offset),
  );
}

/** The library tells this where the text ends that it takes for quoted, which may be the end of the file. */
const UNCLOSED = /^Missing closing ["']quote/u;

/** Where the texts in quotes begin, by where they end. */
function openingQuotes(documents: Documents): ReadonlyMap<number, number> {
  const openings = new Map<number, number>();
  const note = (_key: unknown, { type, range }: Scalar) => {
    const [start, end] = range as Range;
    if (type?.startsWith('QUOTE') === true) openings.set(end, start);
  };
  for (const document of documents) visit(document, { Scalar: note });
  return openings;
}

function otherVersions(documents: Documents): readonly SyntaxMistake[] {
  return documents.flatMap(({ directives: { yaml } }) =>
    yaml.version === '1.2'
      ? []
      : [{ offset: 0, message: `YAML ${yaml.version} is asked for, but the configuration is YAML 1.2` }],
  );
}

function otherDocuments([, ...others]: Documents): readonly SyntaxMistake[] {
  return others.map(({ range: [offset] }) => ({
    offset,
    message: 'a second document begins here',
    hint: 'make it a file of its own',
  }));
}

/** What to do about a mistake, by what the library says of it; the first that fits. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/^Tabs/u, 'indent it with blanks'],
  [/^Plain value cannot start|^Alias cannot/u, 'put a text that begins with such a sign in quotes'],
  [/^Nested mappings/u, 'put a text with a colon and a blank in it in quotes'],
  [/^Implicit (?:map )?keys/u, 'write `name: value`, with a blank behind the colon'],
  [UNCLOSED, 'close the quotes that open here'],
  [/^Unexpected scalar at node end/u, 'put the whole text in quotes'],
  [/indent|indicator|same column/u, 'indent it as the lines around it'],
];

function told(message: string, offset: number): SyntaxMistake {
  const said = message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/u, '');
  const hint = HINTS.find(([pattern]) => pattern.test(message))?.[1];
  return { offset, message: said, ...(hint === undefined ? {} : { hint }) };
}
