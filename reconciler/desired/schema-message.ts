/** What an error of the schema check says to a person, and where. Forms are told in the words of the schema's `$comment`. */

import { isAccountId } from '../core/ids.ts';
import type { Issue } from '../core/issue.ts';
import type { ConfigCode } from './codes.ts';
import { mistake } from './codes.ts';
import { didYouMean } from './names.ts';
import type { Mapping, Node, Scalar } from './node.ts';
import { keyPosition, nearest, position } from './node.ts';

/** What is used of an error of ajv. */
export interface SchemaError {
  readonly keyword: string;
  /** JSON pointer to the value. */
  readonly instancePath: string;
  readonly params: { readonly [name: string]: unknown };
  readonly parentSchema?: { readonly [keyword: string]: unknown };
  /** The key that is wrong, when it is a key. */
  readonly propertyName?: string;
}

interface Finding {
  readonly params: SchemaError['params'];
  readonly schema: { readonly [keyword: string]: unknown };
  readonly node: Node;
  readonly path: readonly string[];
  /** How the value is called: its key in quotes, or as an entry of a list. */
  readonly label: string;
}

type Message = readonly [code: ConfigCode, message: string, hint?: string | undefined];

/** The issue for one error, at its value; for an unknown field or a wrong key, at the key. */
export function schemaMessage(error: SchemaError, path: readonly string[], root: Mapping): Issue {
  const { keyword, params, parentSchema: schema = {}, propertyName } = error;
  const node = nearest(root, path);
  const finding = { params, schema, node, path, label: labelOf(path, root) };
  const key = propertyName ?? params['additionalProperty'];
  const place = typeof key === 'string' ? keyPosition(root, [...path, key]) : position(node);
  const [code, message, hint] =
    propertyName === undefined ? (MESSAGES[keyword] ?? wrongForm)(finding) : wrongKey(propertyName, keyword, finding);
  return mistake(code, place, message, hint);
}

/** The fields that the object has in which the error was found. */
export function knownFields({ parentSchema }: Pick<SchemaError, 'parentSchema'>): readonly string[] {
  return Object.keys({ ...(parentSchema?.['properties'] as object | undefined) });
}

const MESSAGES: { readonly [keyword: string]: (finding: Finding) => Message } = {
  additionalProperties: unknownField,
  required: ({ params, path }) => [
    'CONFIG_MISSING',
    `"${String(params['missingProperty'])}" is missing in this ${entryNoun(path)}`,
  ],
  type: wrongType,
  enum: wrongChoice,
  minLength: ({ label }) => ['CONFIG_VALUE', `${label} must not be empty`],
  maxLength: ({ label, node, params }) => [
    'CONFIG_LIMIT',
    `${label} has ${Array.from(shown(node)).length} characters, and at most ${String(params['limit'])} are taken`,
  ],
  maxProperties: (finding) => {
    const { label, node, params, schema } = finding;
    if (schema['$comment'] !== undefined) return wrongForm(finding);
    const size = (node as Mapping).names.size;
    return ['CONFIG_LIMIT', `${label} has ${size} entries, and at most ${String(params['limit'])} are taken`];
  },
  minimum: ({ label, node, params }) => [
    'CONFIG_VALUE',
    `${label} must be at least ${String(params['limit'])}, not ${shown(node)}`,
  ],
};

function unknownField(finding: Finding): Message {
  const field = String(finding.params['additionalProperty']);
  const known = knownFields({ parentSchema: finding.schema });
  return [
    'CONFIG_UNKNOWN_FIELD',
    `unknown field "${field}"`,
    didYouMean(field, known) ?? `known here: ${known.join(', ')}`,
  ];
}

function wrongKey(name: string, keyword: string, { label, params, schema }: Finding): Message {
  const subject = `"${name}" as a name in ${label}`;
  if (keyword === 'maxLength')
    return ['CONFIG_LIMIT', `${subject} is longer than ${String(params['limit'])} characters`];
  return ['CONFIG_VALUE', `${subject} ${keyword === 'minLength' ? 'must not be empty' : String(schema['$comment'])}`];
}

function wrongChoice(finding: Finding): Message {
  const { params, schema, node, label } = finding;
  if (typeof schema['$comment'] === 'string') return ['CONFIG_VALUE', `${label} ${schema['$comment']}`];
  const allowed = (params['allowedValues'] as readonly unknown[]).map(String);
  const hint = allowed.length > 1 ? didYouMean(shown(node), allowed) : undefined;
  return ['CONFIG_VALUE', `${label} must be ${alternatives(allowed)}, not ${quoted(node)}`, hint];
}

/** A wrong form: of a text by its pattern, of a mapping by the number of its fields. */
function wrongForm({ label, node, schema }: Finding): Message {
  const value = node.type === 'scalar' ? ` is ${quoted(node)}, and` : '';
  return ['CONFIG_VALUE', `${label}${value} ${String(schema['$comment'])}`];
}

function wrongType(finding: Finding): Message {
  const { params, schema, node, label } = finding;
  // Quotes alone would not do for what has a form that no pattern says.
  if (schema['$comment'] !== undefined && schema['pattern'] === undefined) return wrongForm(finding);
  const wanted = [params['type']].flat().map(String);
  const message = `${label} must be ${alternatives(wanted.map((type) => TYPE_NAMES[type as keyof typeof TYPE_NAMES]))}, not ${kindOfValue(node)}`;
  if (!wanted.includes('string') || node.type !== 'scalar') return ['CONFIG_VALUE', message];
  const digits = shown(node);
  if (!isAccountId(digits)) return ['CONFIG_VALUE', message, `put it in quotes: "${digits}"`];
  const hint = `write "${digits}": YAML reads the digits as a number and would drop a leading zero`;
  return ['CONFIG_ACCOUNT_ID', `account id ${digits} is not in quotes`, hint];
}

const TYPE_NAMES = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
} as const;

function kindOfValue(node: Node): string {
  if (node.type !== 'scalar') return node.type === 'list' ? 'a list' : 'a mapping';
  if (typeof node.value === 'string') return 'text';
  return `${typeof node.value === 'number' ? 'the number' : 'the value'} ${shown(node)}`;
}

/** As it is written. Only single values are too long, too small or none of a choice. */
function shown(node: Node): string {
  const { value, written = String(value) } = node as Scalar;
  return written;
}

function quoted(node: Node): string {
  return typeof (node as Scalar).value === 'string' ? `"${shown(node)}"` : shown(node);
}

/** `a, b or c`, of one or more. */
export function alternatives(words: readonly string[]): string {
  return words.join(', ').replace(/, ([^,]*)$/u, ' or $1');
}

function labelOf(path: readonly string[], root: Mapping): string {
  const parent = nearest(root, path.slice(0, -1));
  return parent.type === 'list' ? `an entry of "${path.at(-2)}"` : `"${path.at(-1)}"`;
}

const ENTRY_NOUNS: { readonly [list: string]: string } = {
  users: 'user',
  groups: 'group',
  permissionSets: 'permission set',
  assignments: 'assignment',
  overrides: 'override',
  scopes: 'scope',
};

function entryNoun(path: readonly string[]): string {
  return ENTRY_NOUNS[String(path.at(-2))] ?? 'entry';
}
