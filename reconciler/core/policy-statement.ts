/** One statement of a policy in its canonical form: as a sentence, and compared with another. */

import type { Json } from './json.ts';
import { canonicalJson, isArray, sameJson } from './json.ts';
import { isObject } from './policy.ts';

/** Canonical; an object with Effect, Action and so on, unless a live policy is odder than IAM would take today. */
export type Statement = Json;

type Members = { readonly [name: string]: Json };

/** The statements of a policy in its canonical form; none where there is no policy. */
export function statementsOf(policy: Json): readonly Statement[] {
  const statements = isObject(policy) ? policy['Statement'] : undefined;
  return statements !== undefined && isArray(statements) ? statements : [];
}

/** The entries of an element that takes one string or a list of strings; `undefined` when it is anything else. */
export function entriesOf(value: Json | undefined): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  if (value === undefined || !isArray(value)) return undefined;
  const entries = value.filter((entry) => typeof entry === 'string');
  return entries.length === value.length ? entries : undefined;
}

const SPOKEN: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/**
 * `Allow s3:GetObject on arn:aws:s3:::logs/* when aws:MultiFactorAuthPresent is true`, without the Sid. A statement that
 * is not of IAM's form is told as its JSON.
 */
export function statementText(statement: Statement): string {
  if (!isObject(statement) || Object.keys(statement).some((name) => !SPOKEN.has(name))) return canonicalJson(statement);
  const what = listText(statement, 'Action');
  const where = listText(statement, 'Resource');
  const when = conditionText(statement['Condition'] ?? {});
  const effect = statement['Effect'];
  if (typeof effect !== 'string' || what === undefined || where === undefined || when === undefined) {
    return canonicalJson(statement);
  }
  return `${effect} ${what} on ${where}${when}`;
}

function listText(statement: Members, name: 'Action' | 'Resource'): string | undefined {
  const listed = entriesOf(statement[name]);
  const excepted = entriesOf(statement[`Not${name}`]);
  if (listed !== undefined) return excepted === undefined ? listed.join(', ') : undefined;
  return excepted === undefined ? undefined : `all but ${excepted.join(', ')}`;
}

function conditionText(condition: Json): string | undefined {
  if (!isObject(condition)) return undefined;
  const tests = Object.entries(condition).map(([operator, keys]) => testsText(operator, keys));
  const told = tests.filter((test) => test !== undefined);
  if (told.length < tests.length) return undefined;
  return told.length === 0 ? '' : ` when ${told.join(' and ')}`;
}

function testsText(operator: string, keys: Json): string | undefined {
  if (!isObject(keys)) return undefined;
  const word = operator === 'Bool' || operator === 'StringEquals' ? 'is' : operator;
  const tests = Object.entries(keys).map(([key, values]) => {
    const entries = entriesOf(values);
    return entries === undefined ? undefined : `${key} ${word} ${entries.join(' or ')}`;
  });
  const told = tests.filter((test) => test !== undefined);
  return told.length < tests.length ? undefined : told.join(' and ');
}

/** Whether `wide` surely holds wherever `narrow` does, with the same effect. `false` when that cannot be seen. */
export function covers(wide: Statement, narrow: Statement): boolean {
  if (!isObject(wide) || !isObject(narrow)) return sameJson(wide, narrow);
  const same = (name: string): boolean => sameJson(wide[name] ?? null, narrow[name] ?? null);
  return [...new Set([...Object.keys(wide), ...Object.keys(narrow)])].every((name) => {
    if (name === 'Sid' || same(name)) return true;
    if (name === 'Condition') return !('Condition' in wide);
    return (name === 'Action' || name === 'Resource') && coversEntries(wide[name], narrow[name]);
  });
}

function coversEntries(wide: Json | undefined, narrow: Json | undefined): boolean {
  const all = entriesOf(wide);
  const some = entriesOf(narrow);
  if (all === undefined || some === undefined) return false;
  return all.includes('*') || some.every((entry) => all.includes(entry));
}

/**
 * Statements that are on one side only, with pairs that differ just in their actions, or just in their resources, cut
 * down to the entries that come and go. Actions times resources is what a statement is about, so this loses nothing.
 */
export function narrowed(
  gone: readonly Statement[],
  come: readonly Statement[],
): readonly [readonly Statement[], readonly Statement[]] {
  return ['Action', 'Resource'].reduce(
    ([left, right], element) => [
      left.flatMap((statement) => cutDown(statement, element, left, right)),
      right.flatMap((statement) => cutDown(statement, element, right, left)),
    ],
    [gone, come],
  );
}

function cutDown(
  statement: Statement,
  element: string,
  own: readonly Statement[],
  others: readonly Statement[],
): readonly Statement[] {
  const split = splitAt(statement, element);
  if (split === undefined) return [statement];
  const alike = (all: readonly Statement[]): readonly Split[] =>
    all
      .map((other) => splitAt(other, element))
      .filter((other) => other !== undefined)
      .filter(({ text }) => text === split.text);
  const [other, ...more] = alike(others);
  // More than one on a side: which became which would be a guess.
  if (other === undefined || more.length > 0 || alike(own).length > 1) return [statement];
  const left = split.entries.filter((entry) => !other.entries.includes(entry));
  return left.length === 0 ? [] : [{ ...split.rest, [element]: left }];
}

interface Split {
  readonly entries: readonly string[];
  readonly rest: Members;
  /** The canonical text of the rest. */
  readonly text: string;
}

/** A statement parted into the entries of one element and the rest; `undefined` where that element is no list of text. */
function splitAt(statement: Statement, element: string): Split | undefined {
  if (!isObject(statement)) return undefined;
  const { [element]: value, ...rest } = statement;
  const entries = entriesOf(value);
  return entries === undefined ? undefined : { entries, rest, text: canonicalJson(rest) };
}
