/** The query protocol: `Action=…&Name.member.1=…` in a form, XML back. */

import { shapeOf } from './model.ts';
import { own } from './json.ts';
import type { Json } from './json.ts';
import type { ServiceModel } from './model.ts';

/** A form's names, looked at once however many there are. */
interface Form {
  /** The first text of each name. */
  readonly texts: ReadonlyMap<string, string>;
  /** Every name, and what each begins with up to a dot. */
  readonly paths: ReadonlySet<string>;
}

/** More parts than the name of any member has. */
const MOST_PARTS = 10;

function read(form: URLSearchParams): Form {
  const entries = [...form];
  const paths = entries.flatMap(([name]) => {
    const parts = name.split('.', MOST_PARTS);
    return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
  });
  return { texts: new Map(entries.toReversed()), paths: new Set(paths) };
}

/** The operation's input, from the form's flat names. */
export function parseQueryRequest(model: ServiceModel, operation: string, form: URLSearchParams): Json {
  return decoded(model, model.operations[operation]?.input ?? 'Nothing', read(form), '') ?? {};
}

function decoded(model: ServiceModel, name: string, form: Form, path: string): Json | undefined {
  const shape = shapeOf(model, name);
  if (shape.type === 'structure') return decodedStructure(model, name, form, path);
  if (shape.type === 'list') return decodedList(model, shape.member ?? '', form, path);
  const text = form.texts.get(path);
  if (text === undefined || shape.type === 'map') return undefined;
  if (shape.type === 'boolean') return text === 'true';
  return shape.type === 'string' || shape.type === 'blob' ? text : Number(text);
}

function decodedStructure(model: ServiceModel, name: string, form: Form, path: string): Json | undefined {
  if (path !== '' && !form.paths.has(path)) return undefined;
  const { members = {} } = shapeOf(model, name);
  const entries = Object.entries(members).flatMap(([member, its]): [string, Json][] => {
    const value = decoded(model, its, form, path === '' ? member : `${path}.${member}`);
    return value === undefined ? [] : [[member, value]];
  });
  return Object.fromEntries(entries);
}

function decodedList(model: ServiceModel, member: string, form: Form, path: string): Json | undefined {
  const items: Json[] = [];
  for (let place = 1; form.paths.has(`${path}.member.${place}`); place += 1) {
    items.push(decoded(model, member, form, `${path}.member.${place}`) ?? null);
  }
  return items.length === 0 ? undefined : items;
}

const ESCAPES: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/gu, (character) => ESCAPES[character] ?? character);
}

/** The answer's XML. */
export function encodeQueryAnswer(model: ServiceModel, operation: string, output: object, requestId: string): string {
  const name = model.operations[operation]?.output ?? 'Nothing';
  const result = membersText(model, name, output);
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  const open = `<${operation}Response xmlns="${model.xmlNamespace ?? ''}">`;
  return `${open}<${operation}Result>${result}</${operation}Result>${metadata}</${operation}Response>`;
}

/** An error's XML. */
export function encodeQueryError(code: string, message: string, status: number, requestId: string): string {
  const type = status >= 500 ? 'Receiver' : 'Sender';
  const error = `<Error><Type>${type}</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`;
  return `<ErrorResponse>${error}<RequestId>${requestId}</RequestId></ErrorResponse>`;
}

function membersText(model: ServiceModel, name: string, value: object): string {
  const { members: known = {} } = shapeOf(model, name);
  const given = Object.entries(value).filter(([, item]) => item !== undefined);
  return given.map(([member, item]) => element(model, member, own(known, member), item)).join('');
}

function element(model: ServiceModel, tag: string, name: string | undefined, value: unknown): string {
  if (name === undefined) throw new Error(`the simulator answers a member ${tag} that the model lacks`);
  const shape = shapeOf(model, name);
  if (shape.type === 'structure') return `<${tag}>${membersText(model, name, value as object)}</${tag}>`;
  if (shape.type === 'list') {
    const items = (value as readonly unknown[]).map((item) => element(model, 'member', shape.member, item));
    return `<${tag}>${items.join('')}</${tag}>`;
  }
  const text = shape.type === 'timestamp' ? new Date(Number(value)).toISOString() : String(value);
  return `<${tag}>${escaped(text)}</${tag}>`;
}
