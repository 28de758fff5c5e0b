/**
 * IAM policies by meaning. IAM does not keep the order of statements or of the entries of a list, and takes one value
 * or a list of one alike, so text cannot be compared: one canonical form per meaning can (DESIGN section 2, Values).
 */

import type { Json } from './json.ts';
import { byCodePoint, canonicalJson, isArray } from './json.ts';

/** Managed policies, of AWS and of accounts together, that AWS attaches to one permission set (reference, section 3). */
export const MANAGED_POLICIES_QUOTA = 20;

/** Characters that are not white space which AWS allows in an inline policy (reference, section 3). */
export const INLINE_POLICY_QUOTA = 10_240;

/** The longest text of an inline policy, with its white space (reference, section 1.2). */
export const INLINE_POLICY_LENGTH = 32_768;

type Members = { readonly [name: string]: Json };

/** The order in which people write the elements of a policy and of a statement; others follow by code point. */
const CUSTOMARY = [
  'Version',
  'Id',
  'Statement',
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

/** Elements of a statement that take one string or a list of strings. */
const LIST_ELEMENTS: ReadonlySet<string> = new Set(['Action', 'NotAction', 'Resource', 'NotResource']);

/**
 * The one form of all documents that mean the same. These make no difference: the order of statements, of keys and of
 * the entries of a list; an entry given twice; one value or a list of one (also in conditions; `Statement` may be one
 * object); an absent or an empty `Sid`; a number or a boolean in a condition or its text, since in IAM's grammar
 * "quotation marks are optional for numeric and Boolean values". All else does, also the case of names.
 *
 * Lists of one become their value (`Statement` alone stays a list); anything that is JSON comes through, since a live
 * document need not be one that IAM would take today. Idempotent.
 */
export function canonicalPolicy(document: Json): Json {
  if (!isObject(document)) return document;
  return mapMembers(document, (name, value) => (name === 'Statement' ? canonicalStatements(value) : value));
}

function canonicalStatements(value: Json): Json {
  return asSet((isArray(value) ? value : [value]).map(canonicalStatement));
}

function canonicalStatement(statement: Json): Json {
  if (!isObject(statement)) return statement;
  const { Sid: sid, ...rest } = statement;
  const named = sid === undefined || sid === '' ? rest : statement;
  return mapMembers(named, (name, value) => {
    if (LIST_ELEMENTS.has(name)) return oneOrSet(value);
    return name === 'Condition' ? canonicalCondition(value) : value;
  });
}

function canonicalCondition(condition: Json): Json {
  if (!isObject(condition)) return condition;
  return mapMembers(condition, (_operator, tests) =>
    isObject(tests) ? mapMembers(tests, (_key, values) => oneOrSet(texts(values))) : tests,
  );
}

function texts(values: Json): Json {
  return isArray(values) ? values.map(text) : text(values);
}

function text(value: Json): Json {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

/** Only a list of one string is the same as the string: a list in a list means nothing to IAM and is left alone. */
function oneOrSet(value: Json): Json {
  if (!isArray(value)) return value;
  const set = asSet(value);
  const [only, ...more] = set;
  return typeof only === 'string' && more.length === 0 ? only : set;
}

function asSet(values: readonly Json[]): readonly Json[] {
  const byText = new Map(values.map((value) => [canonicalJson(value), value]));
  return [...byText].toSorted(([a], [b]) => byCodePoint(a, b)).map(([, value]) => value);
}

function mapMembers(members: Members, change: (name: string, value: Json) => Json): Json {
  // `fromEntries` defines a property also for a key such as `__proto__`, which an assignment would not.
  return Object.fromEntries(
    Object.entries(members)
      .toSorted(([a], [b]) => rank(a) - rank(b) || byCodePoint(a, b))
      .map(([name, value]) => [name, change(name, value)]),
  );
}

function rank(name: string): number {
  const index = CUSTOMARY.indexOf(name);
  return index === -1 ? CUSTOMARY.length : index;
}

/** Whether a value is an object with members, which a list and `null` are not. */
export function isObject(value: Json): value is Members {
  return typeof value === 'object' && value !== null && !isArray(value);
}

/** The text to send to AWS: the canonical form without white space between its parts. */
export function policyText(document: Json): string {
  return JSON.stringify(canonicalPolicy(document));
}

/** What AWS counts against `INLINE_POLICY_QUOTA`: the characters of a policy's text that are not white space. */
export function policySize(policy: string): number {
  return policy.replaceAll(/[\t\n\r ]/gu, '').length;
}
