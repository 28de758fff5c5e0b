/** What differs in one field, as lines for people. All text is shown text (`escape.ts`). */

import type { Change, FieldChange } from '../core/change.ts';
import { specAfter, specBefore } from '../core/change.ts';
import { fieldChanges } from '../core/field-changes.ts';
import type { Json } from '../core/json.ts';
import { canonicalJson, isArray } from '../core/json.ts';
import { policyDifference } from '../core/policy-diff.ts';
import { shown } from './escape.ts';
import type { AccountName } from './names.ts';
import { keyParts } from './names.ts';
import { someOf } from './words.ts';

/** `' '`: one value became another, and the text has both. */
export interface FieldLine {
  readonly sign: '+' | '-' | ' ';
  readonly field: string;
  readonly text: string;
}

export interface FieldOptions {
  readonly account: AccountName;
  /** Most characters of one value. */
  readonly limit: number;
  /** Most characters of one line of a policy, which goes on in the next. */
  readonly statement: number;
}

/** The lines of a change's fields; of something new or gone, its whole content but for what the key says already. */
export function changeFieldLines(change: Change, options: FieldOptions): readonly FieldLine[] {
  return contentChanges(change).flatMap((field) => fieldLines(field, options));
}

/** Fields that a key is made of. */
const NAMING: ReadonlySet<string> = new Set(
  'name userName group user permissionSet account region principalType principal'.split(' '),
);

function contentChanges(change: Change): readonly FieldChange[] {
  if (change.verb === 'update' || change.verb === 'replace') return change.fields;
  const said: readonly Json[] = keyParts(change.key);
  return fieldChanges(specBefore(change) ?? {}, specAfter(change) ?? {}).filter(
    ({ field, before, after }) => field !== 'provisioned' && !(NAMING.has(field) && said.includes(before ?? after)),
  );
}

function fieldLines(change: FieldChange, options: FieldOptions): readonly FieldLine[] {
  const { field, before, after } = change;
  const line = (sign: FieldLine['sign'], text: string): FieldLine => ({
    sign,
    field: shown(field),
    text: shown(text, options.limit),
  });
  if (field === 'provisioned') return [line(' ', outdatedText(before, options.account))];
  if (field === 'inlinePolicy') {
    return policyDifference(before, after).flatMap(({ sign, text }) =>
      statementParts(text, options.statement).map((part) => ({
        sign,
        field: shown(field),
        text: shown(part, Infinity),
      })),
    );
  }
  if (isListOrNone(before) && isListOrNone(after)) {
    return setDifference(elements(before), elements(after)).map(({ sign, text }) => line(sign, text));
  }
  if (isMembersOrNone(before) && isMembersOrNone(after)) {
    return setDifference(members(before), members(after)).map(({ sign, text }) => line(sign, text));
  }
  // People know accounts by their names.
  const text = (value: Json): string => (field === 'account' ? options.account(valueText(value)) : valueText(value));
  if (before === null) return [line('+', text(after))];
  if (after === null) return [line('-', text(before))];
  const [left, right] = aroundDifference(text(before), text(after), options.limit);
  return [{ sign: ' ', field: shown(field), text: `${shown(left, options.limit)} → ${shown(right, options.limit)}` }];
}

/**
 * A statement in lines of at most so many characters, parted after commas where that does. Nothing of it is left out: who
 * approves a policy has to see each action.
 */
function statementParts(text: string, most: number): readonly string[] {
  const parts = new RegExp(`.{1,${most}}$|.{1,${most - 1}}, |.{1,${most}}`, 'gsu');
  return Array.from(text.matchAll(parts), ([part], index) => `${index === 0 ? '' : '  '}${part.trimEnd()}`);
}

/** The accounts that carry an older version, which is all that can be wrong there. */
function outdatedText(before: Json, account: AccountName): string {
  const { outdated } = Object(before) as { readonly outdated?: readonly string[] };
  const ids = [outdated].flat().filter((id) => id !== undefined);
  return `older version on ${someOf(ids.map(account), 5)}`;
}

function isListOrNone(value: Json): value is readonly Json[] | null {
  return value === null || isArray(value);
}

type Members = { readonly [name: string]: Json };

function isMembersOrNone(value: Json): value is Members | null {
  return value === null || (typeof value === 'object' && !isArray(value));
}

function elements(list: readonly Json[] | null): readonly string[] {
  return (list ?? []).map(valueText);
}

function members(value: Members | null): readonly string[] {
  return Object.entries(value ?? {}).map(([name, member]) => `${name} = ${valueText(member)}`);
}

function setDifference(
  before: readonly string[],
  after: readonly string[],
): readonly { readonly sign: '+' | '-'; readonly text: string }[] {
  const old = new Set(before);
  const wanted = new Set(after);
  return [
    ...before.filter((text) => !wanted.has(text)).map((text) => ({ sign: '-', text }) as const),
    ...after.filter((text) => !old.has(text)).map((text) => ({ sign: '+', text }) as const),
  ];
}

const AWS_MANAGED = /^arn:[a-z-]+:iam::aws:policy\//u;

/** People write `job-function/Billing` for AWS's own policies, and a path with a name for those of an account. */
function valueText(value: Json): string {
  if (typeof value === 'string') return value.replace(AWS_MANAGED, '');
  if (value !== null && typeof value === 'object' && !isArray(value)) {
    const { name, path, ...rest } = value;
    if (typeof name === 'string' && typeof path === 'string' && Object.keys(rest).length === 0) return `${path}${name}`;
  }
  return canonicalJson(value);
}

// Two long texts that differ late would both be shortened to what they have in common.
function aroundDifference(before: string, after: string, limit: number): readonly [string, string] {
  if (Math.max(before.length, after.length) <= limit) return [before, after];
  let same = 0;
  while (same < before.length && before[same] === after[same]) same += 1;
  const skip = same - 20;
  return skip <= 0 ? [before, after] : [`…${before.slice(skip)}`, `…${after.slice(skip)}`];
}
