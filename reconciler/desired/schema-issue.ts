/** An error of the schema check → one issue that says to a person what to write, and where. */

import type { Issue } from '../core/issue.ts';
import { mistake } from './codes.ts';
import { closest, didYouMean } from './names.ts';
import type { Mapping, Node, Step } from './node.ts';
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

/** Errors that only repeat others: that a branch or a key did not fit. */
const ECHOES: ReadonlySet<string> = new Set(['if', 'propertyNames']);

function pathOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** One issue for each mistake, in the order found. */
export function schemaIssues(errors: readonly SchemaError[], root: Mapping): readonly Issue[] {
  const meant = new Set(errors.flatMap(fieldMeant));
  const seen = new Set<string>();
  return errors.flatMap((error) => {
    if (ECHOES.has(error.keyword)) return [];
    if (error.keyword === 'required' && meant.has(`${error.instancePath}/${String(error.params['missingProperty'])}`))
      return [];
    // An empty text is too short and of the wrong form: the first says enough.
    const subject = [
      error.instancePath,
      error.propertyName,
      error.params['additionalProperty'],
      error.params['missingProperty'],
    ];
    const identity = JSON.stringify(subject);
    if (seen.has(identity)) return [];
    seen.add(identity);
    return [schemaIssue(error, root)];
  });
}

/** The field that an unknown one was meant to be, as a pointer: it is then not missing as well. */
function fieldMeant(error: SchemaError): readonly string[] {
  if (error.keyword !== 'additionalProperties') return [];
  const near = closest(String(error.params['additionalProperty']), knownFields(error));
  return near === undefined ? [] : [`${error.instancePath}/${near}`];
}

function knownFields({ parentSchema }: SchemaError): readonly string[] {
  return Object.keys(parentSchema?.['properties'] ?? {});
}

/** What has to be left out for the rest to be well-formed, as pointers. */
export function wrongPaths(errors: readonly SchemaError[], root: Mapping): readonly string[] {
  return errors.flatMap((error) => {
    if (ECHOES.has(error.keyword)) return [];
    const pointer = error.instancePath;
    if (error.propertyName !== undefined) return [`${pointer}/${escaped(error.propertyName)}`];
    if (error.keyword === 'additionalProperties') {
      // An entry with a misspelt field does not say what it was to say.
      if (fieldMeant(error).length > 0 && isItem(pointer, root)) return [pointer];
      return [`${pointer}/${escaped(String(error.params['additionalProperty']))}`];
    }
    return [pointer];
  });
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function isItem(pointer: string, root: Mapping): boolean {
  const path = pathOf(pointer);
  return path.length > 0 && nearest(root, path.slice(0, -1)).type === 'list';
}

function schemaIssue(error: SchemaError, root: Mapping): Issue {
  const path = pathOf(error.instancePath);
  const node = nearest(root, path);
  const at = position(node);
  const { params } = error;
  const comment = error.parentSchema?.['$comment'];
  const label = labelOf(path, root);
  if (error.propertyName !== undefined) {
    const key = keyPosition(root, [...path, error.propertyName]);
    return mistake('CONFIG_VALUE', key, `"${error.propertyName}" as a name in ${label} ${keyMistake(error)}`);
  }
  switch (error.keyword) {
    case 'additionalProperties': {
      const field = String(params['additionalProperty']);
      const known = knownFields(error);
      const hint = didYouMean(field, known) ?? `known here: ${known.join(', ')}`;
      return mistake('CONFIG_UNKNOWN_FIELD', keyPosition(root, [...path, field]), `unknown field "${field}"`, hint);
    }
    case 'required':
      return mistake(
        'CONFIG_MISSING',
        at,
        `"${String(params['missingProperty'])}" is missing in this ${entryNoun(path)}`,
      );
    case 'type':
      return typeIssue(error, node, label);
    case 'enum': {
      const allowed = (params['allowedValues'] as readonly unknown[]).map(String);
      if (typeof comment === 'string') return mistake('CONFIG_VALUE', at, `${label} ${comment}`);
      const hint = allowed.length > 1 ? didYouMean(shown(node), allowed) : undefined;
      return mistake('CONFIG_VALUE', at, `${label} must be ${alternatives(allowed)}, not ${shownQuoted(node)}`, hint);
    }
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
      if (typeof comment === 'string' && error.keyword === 'maxProperties')
        return mistake('CONFIG_VALUE', at, `${label} ${comment}`);
      return mistake(
        'CONFIG_LIMIT',
        at,
        `${label} has ${measure(node, error.keyword)}, and at most ${String(params['limit'])} are taken`,
      );
    case 'minLength':
      return mistake('CONFIG_VALUE', at, `${label} must not be empty`);
    case 'minimum':
      return mistake('CONFIG_VALUE', at, `${label} must be at least ${String(params['limit'])}, not ${shown(node)}`);
    default:
      return mistake('CONFIG_VALUE', at, `${label}${written(node)} ${String(comment)}`);
  }
}

function written(node: Node): string {
  return node.type === 'scalar' ? ` is ${shownQuoted(node)}, and` : '';
}

function keyMistake({ keyword, params, parentSchema }: SchemaError): string {
  if (keyword === 'maxLength') return `is longer than ${String(params['limit'])} characters`;
  return keyword === 'minLength' ? 'must not be empty' : String(parentSchema?.['$comment']);
}

function typeIssue({ params, parentSchema = {} }: SchemaError, node: Node, label: string): Issue {
  const at = position(node);
  const { $comment: comment, pattern } = parentSchema;
  // Quotes alone would not do for what has a form that no pattern says.
  if (typeof comment === 'string' && pattern === undefined)
    return mistake('CONFIG_VALUE', at, `${label}${written(node)} ${comment}`);
  const wanted = [params['type']].flat().map(String);
  const found = kindOfValue(node);
  if (!wanted.includes('string') || node.type !== 'scalar') {
    return mistake('CONFIG_VALUE', at, `${label} must be ${alternatives(wanted.map(typeName))}, not ${found}`);
  }
  const digits = shown(node);
  if (/^\d{12}$/u.test(digits)) {
    const hint = `write "${digits}": YAML reads the digits as a number and would drop a leading zero`;
    return mistake('CONFIG_ACCOUNT_ID', at, `account id ${digits} is not in quotes`, hint);
  }
  const message = `${label} must be ${alternatives(wanted.map(typeName))}, not ${found}`;
  return mistake('CONFIG_VALUE', at, message, `put it in quotes: "${digits}"`);
}

const TYPE_NAMES: { readonly [type: string]: string } = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
};

function typeName(type: string): string {
  return TYPE_NAMES[type] ?? type;
}

function kindOfValue(node: Node): string {
  if (node.type !== 'scalar') return node.type === 'list' ? 'a list' : 'a mapping';
  return typeof node.value === 'string'
    ? 'text'
    : `${typeof node.value === 'number' ? 'the number' : 'the value'} ${shown(node)}`;
}

function shown(node: Node): string {
  return node.type === 'scalar' ? (node.written ?? String(node.value)) : kindOfValue(node);
}

function shownQuoted(node: Node): string {
  return node.type === 'scalar' && typeof node.value === 'string' ? `"${node.value}"` : shown(node);
}

function measure(node: Node, keyword: string): string {
  if (keyword === 'maxLength') return `${Array.from(shown(node)).length} characters`;
  return `${node.type === 'mapping' ? node.entries.size : 0} entries`;
}

/** `a, b or c`. */
export function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

/** The nearest key on the way, in quotes; for an item of a list, that it is one. */
function labelOf(path: readonly Step[], root: Mapping): string {
  const last = path.at(-1);
  if (last === undefined) return 'the configuration';
  const parent = nearest(root, path.slice(0, -1));
  return parent.type === 'list' ? `an entry of "${String(path.at(-2))}"` : `"${last}"`;
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
  const list = path.at(-2);
  return (list === undefined ? undefined : ENTRY_NOUNS[list]) ?? 'entry';
}
