/** YAML text → the one document in it, with the library's nodes; or what is wrong with its syntax, and where. */

import type { CST, Document, ParsedNode, YAMLSeq } from 'yaml';
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
  return documents === undefined ? { ok: false, mistakes: [{ offset: 0, message: TOO_DEEP }] } : judged(documents);
}

/** Items of a list of the outermost mapping, by the offset of the list, in their order. */
export type TakeItems = (list: number, items: readonly ParsedNode[]) => void;

/**
 * The same, but for the items of long lists of the outermost mapping: these are handed over as soon as they are read, and
 * are not in what is returned. The library's own tree of a text is a hundred times as large as the text, so it never
 * stands as a whole. Absent when anything is wrong with the text: only composed as a whole does it say what.
 */
export function composeInPieces(text: string, take: TakeItems): { readonly contents: ParsedNode | null } | undefined {
  let isRight = true;
  const documents = compose(text, ({ offset, indent }, items) => {
    const composer = newComposer();
    const piece: CST.Document = {
      type: 'document',
      offset,
      start: [],
      value: { type: 'block-seq', offset, indent, items },
    };
    for (const { errors, contents } of [...composer.next(piece), ...composer.end()]) {
      isRight &&= errors.length === 0;
      take(offset, (contents as YAMLSeq.Parsed).items);
    }
  });
  const composed = documents === undefined ? undefined : judged(documents);
  return isRight && composed?.ok === true ? composed : undefined;
}

function judged(documents: readonly Document.Parsed[]): Composed {
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

function newComposer(): Composer {
  return new Composer({ version: '1.2', schema: 'core', merge: false, uniqueKeys: false, prettyErrors: false });
}

/** So many items of a list make a piece; the parser may still come back to the last two that it has read. */
const PIECE = 16;
const LAST = 2;

/** Composes step by step, to stop at a nesting that would exhaust the stack. `cut` takes items out of a list on its way. */
function compose(
  text: string,
  cut?: (list: CST.BlockSequence, items: CST.BlockSequence['items']) => void,
): readonly Document.Parsed[] | undefined {
  const parser = new Parser();
  const composer = newComposer();
  const documents: Document.Parsed[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) documents.push(...composer.next(token));
    if (parser.stack.length > 2 * MAX_DEPTH) return undefined;
    // Below the document and its mapping.
    const list = parser.stack[2];
    if (list?.type === 'block-seq' && list.items.length > PIECE + LAST) cut?.(list, list.items.splice(0, PIECE));
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
