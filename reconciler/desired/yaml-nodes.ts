/**
 * The same of a text that is not read quickly, by `yaml`: it tells all mistakes of a text, and is lenient where people are, as
 * with the bracket that closes a list at the indentation of its key.
 */

import type { Document, ParsedNode } from 'yaml';
import { Composer, isAlias, isMap, isScalar, Lexer, Parser } from 'yaml';
import type { YamlEvent, YamlEvents } from './yaml-events.ts';
import { DEEPEST, TOO_DEEP } from './yaml-events.ts';

/** A mistake at an offset of the text. */
export interface SyntaxMistake {
  readonly offset: number;
  readonly message: string;
  readonly hint?: string;
}

export type Composed =
  | { readonly ok: true; readonly events: YamlEvents }
  | { readonly ok: false; readonly mistakes: readonly SyntaxMistake[] };

/** YAML 1.2, core schema, one document. Keys that are given twice are left for the reader, who knows their places. */
export function composeYaml(text: string): Composed {
  const documents = compose(text);
  if (documents === undefined) return { ok: false, mistakes: [{ offset: 0, message: TOO_DEEP }] };
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
  const events: PlacedEvent[] = [];
  for (const { contents } of documents) addEvents(events, contents);
  const placed = (index: number) => events[index] as PlacedEvent;
  const endsAt = (index: number) => placed(index).type === 'end';
  return { ok: true, events: { length: events.length, at: placed, endsAt, offsetAt: (index) => placed(index).offset } };
}

function otherVersion(version: string): SyntaxMistake {
  return { offset: 0, message: `YAML ${version} is asked for, but the configuration is YAML 1.2` };
}

/** Composes step by step, to stop at a nesting that would exhaust the stack. */
function compose(text: string): readonly Document.Parsed[] | undefined {
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
    if (parser.stack.length > DEEPEST) return undefined;
  }
  for (const token of parser.end()) documents.push(...composer.next(token));
  documents.push(...composer.end(true, text.length));
  return documents;
}

type PlacedEvent = YamlEvent & { readonly offset: number };

const NULL: PlacedEvent = { type: 'scalar', offset: 0, text: '', isPlain: true };

function addEvents(events: PlacedEvent[], node: ParsedNode | null): void {
  if (node === null) {
    events.push(NULL);
    return;
  }
  const [offset, end] = node.range;
  if (isAlias(node)) {
    events.push({ type: 'alias', offset, name: node.source });
    return;
  }
  const { anchor, tag } = node;
  const properties = { offset, ...(anchor === undefined ? {} : { anchor }), ...(tag === undefined ? {} : { tag }) };
  if (isScalar(node)) {
    events.push({ type: 'scalar', text: node.source, isPlain: node.type === 'PLAIN', ...properties });
    return;
  }
  events.push({ type: isMap(node) ? 'mapping' : 'list', ...properties });
  const parts = isMap(node) ? node.items.flatMap(({ key, value }) => [key, value]) : node.items;
  for (const part of parts) addEvents(events, part);
  events.push({ type: 'end', offset: end });
}

/** What to do about a mistake, by what the library says of it; the first that fits. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/^Tabs/u, 'indent it with blanks'],
  [/^Plain value cannot start|^Alias cannot/u, 'put a text that begins with such a sign in quotes'],
  [/^Nested mappings/u, 'put a text with a colon and a blank in it in quotes'],
  [/^Implicit (?:map )?keys/u, 'write `name: value`, with a blank behind the colon'],
  [/^Missing closing/u, 'close the quotes of the text that ends here'],
  [/^Unexpected scalar at node end/u, 'put the whole text in quotes'],
  [/indent|indicator|same column/u, 'indent it as the lines around it'],
];

function told(message: string, offset: number): SyntaxMistake {
  const said = message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/u, '');
  const hint = HINTS.find(([pattern]) => pattern.test(message))?.[1];
  return { offset, message: said, ...(hint === undefined ? {} : { hint }) };
}
