/** What a change of an inline policy means, for the person who reviews it. */

import { diffLines } from 'diff';
import type { Json } from './json.ts';
import { byCodePoint, canonicalJson, sameJson } from './json.ts';
import type { Statement } from './policy-statement.ts';
import { covers, narrowed, statementText, statementsOf } from './policy-statement.ts';
import { canonicalPolicy, isObject } from './policy.ts';

type Members = { readonly [name: string]: Json };

export interface PolicyLine {
  readonly sign: '+' | '-';
  readonly text: string;
}

/**
 * A policy's change in sentences, removals first: `Allow s3:GetObject on arn:aws:s3:::logs/*`. `null` is no policy. Of a
 * statement in which only the actions or only the resources differ, just those that come and go are told, which says
 * the same; every other change of a statement is one that goes and one that comes. Empty when both mean the same.
 */
export function policyDifference(before: Json, after: Json): readonly PolicyLine[] {
  const left = canonicalPolicy(before);
  const right = canonicalPolicy(after);
  if (sameJson(left, right)) return [];
  const [gone, come] = narrowed(missingFrom(right, left), missingFrom(left, right));
  const lines = [...signed('-', gone, come), ...signed('+', come, gone)];
  const all = isObject(left) && isObject(right) ? [...otherElements(left, right), ...lines] : lines;
  return all.length > 0 ? all : policyLines(left, right);
}

/** Elements of the policy beside its statements, each as it was and as it is. */
function otherElements(before: Members, after: Members): readonly PolicyLine[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => name !== 'Statement' && !sameJson(before[name] ?? null, after[name] ?? null))
    .sort(byCodePoint)
    .flatMap((name) => [...elementLine('-', name, before[name]), ...elementLine('+', name, after[name])]);
}

function elementLine(sign: PolicyLine['sign'], name: string, value: Json | undefined): readonly PolicyLine[] {
  if (value === undefined) return [];
  return [{ sign, text: `${name} ${typeof value === 'string' ? value : canonicalJson(value)}` }];
}

/** The same as a line by line difference of the two canonical texts: longer, but word for word. */
export function policyLines(before: Json, after: Json): readonly PolicyLine[] {
  return diffLines(pretty(before), pretty(after)).flatMap(({ added, removed, value }) => {
    if (!added && !removed) return [];
    const lines = value.split('\n').filter((text) => text !== '');
    return lines.map((text): PolicyLine => ({ sign: added ? '+' : '-', text }));
  });
}

function pretty(document: Json): string {
  return document === null ? '' : `${JSON.stringify(canonicalPolicy(document), null, 2)}\n`;
}

/**
 * Whether the holder of a policy may be able to do more after its change. `false` is certain, `true` is the answer
 * whenever that cannot be seen from the two texts. A `Deny` that goes also widens, since other policies allow.
 */
export function widensPolicy(before: Json, after: Json): boolean {
  const left = canonicalPolicy(before);
  const right = canonicalPolicy(after);
  if (sameJson(left, right)) return false;
  if (!isKnown(left) || !isKnown(right)) return true;
  // Another version reads variables in another way.
  if (isObject(left) && isObject(right) && !sameJson(left['Version'] ?? null, right['Version'] ?? null)) return true;
  const allows = statementsOf(right).filter((statement) => !isDeny(statement));
  const denies = statementsOf(left).filter((statement) => !isAllow(statement));
  const kept = (statement: Statement, wide: Json): boolean =>
    statementsOf(wide).some((other) => covers(other, statement));
  return !allows.every((statement) => kept(statement, left)) || !denies.every((statement) => kept(statement, right));
}

function isKnown(policy: Json): boolean {
  return policy === null || isObject(policy);
}

// What is neither stays in both lists, so that nothing is taken for harmless because it is odd.
function isDeny(statement: Statement): boolean {
  return isObject(statement) && statement['Effect'] === 'Deny';
}

function isAllow(statement: Statement): boolean {
  return isObject(statement) && statement['Effect'] === 'Allow';
}

function missingFrom(policy: Json, other: Json): readonly Statement[] {
  const present = new Set(statementsOf(policy).map(canonicalJson));
  return statementsOf(other).filter((statement) => !present.has(canonicalJson(statement)));
}

function signed(
  sign: PolicyLine['sign'],
  statements: readonly Statement[],
  others: readonly Statement[],
): readonly PolicyLine[] {
  const taken = new Set(others.map(statementText));
  return statements.map((statement) => {
    const text = statementText(statement);
    // Two statements that read alike differ in what the sentence leaves out, such as the Sid: then word for word.
    return { sign, text: taken.has(text) ? canonicalJson(statement) : text };
  });
}
