/** YAML text → the one document in it, with the library's nodes; or what is wrong with its syntax, and where. */

import type { Document, ParsedNode } from 'yaml';
import { Composer, Lexer, Parser } from 'yaml';

export const MAX_DEPTH = 100;
export const TOO_DEEP = `values are nested more than ${MAX_DEPTH} deep`;

/** A mistake at an offset of the text. */
export interface SyntaxMistake {
  readonly offset: number;
  readonly message: string;
  readonly hint?: string;
}

export type Composed =
  | { readonly ok: true; readonly contents: ParsedNode | null }
  | { readonly ok: false; readonly mistakes: readonly SyntaxMistake[] };

/** YAML 1.2, core schema, one document. Keys that are given twice are left for the reader, who knows their places. */
export function composeYaml(text: string): Composed {
  const documents = compose(text);
  if (documents === 'too deep') return { ok: false, mistakes: [{ offset: 0, message: TOO_DEEP }] };
  const errors = documents.flatMap((document) => document.errors);
  if (errors.length > 0)
    return { ok: false, mistakes: errors.map(({ message, pos: [offset] }) => told(message, offset)) };
  const others = documents.slice(1).map(({ range: [offset] }) => ({
    offset,
    message: 'a second document begins here',
    hint: 'make it a file of its own',
  }));
  const versions = documents.flatMap(({ directives: { yaml } }) =>
    yaml.version === '1.2' ? [] : otherVersion(yaml.version),
  );
  const mistakes = [...versions, ...others];
  if (mistakes.length > 0) return { ok: false, mistakes };
  // Without a document of its own a text is composed as an empty one.
  return { ok: true, contents: documents.map(({ contents }) => contents)[0] as ParsedNode | null };
}

function otherVersion(version: string): SyntaxMistake {
  return { offset: 0, message: `YAML ${version} is asked for, but the configuration is YAML 1.2` };
}

/** Composes step by step, to stop at a nesting that would exhaust the stack. */
function compose(text: string): readonly Document.Parsed[] | 'too deep' {
  const parser = new Parser();
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    merge: false,
    uniqueKeys: false,
    prettyErrors: false,
  });
  const documents: Document.Parsed[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) documents.push(...composer.next(token));
    if (parser.stack.length > 2 * MAX_DEPTH) return 'too deep';
  }
  for (const token of parser.end()) documents.push(...composer.next(token));
  documents.push(...composer.end(true, text.length));
  return documents;
}

function told(message: string, offset: number): SyntaxMistake {
  const said = message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/u, '');
  const isAboutIndentation = /indent|indicator|same column/u.test(message);
  return isAboutIndentation
    ? { offset, message: said, hint: 'indent it as the lines around it' }
    : { offset, message: said };
}
