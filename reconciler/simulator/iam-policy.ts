/** What IAM refuses in a policy document at first sight: the grammar of identity-based policies (`core/policy-grammar.ts` has it for people). */

import { isList, isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
const STATEMENT_KEYS = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];
const VERSIONS = ['2012-10-17', '2008-10-17'];
const ACTION = /^(?:\*|(?:\*|[a-z0-9-]+):[\w*?.-]+)$/iu;
// "Partition "foo" is not valid", "Resource vendor must be fully qualified and cannot contain regexes". A sign such as * may stand
// for a partition: policies of AWS's own have it there. An ARN that ends before its sixth part stands for all that begin so.
const PARTITION = '(?:aws(?:-[a-z]+)*|[a-z-]*[*?][a-z*?-]*)';
const PLACE = '[a-zA-Z0-9*?-]';
const RESOURCE = new RegExp(
  `^(?:\\*|arn:${PARTITION}:[a-zA-Z0-9-]+(?:(?::${PLACE}+){0,2}|(?::${PLACE}*){2}:.+))$`,
  'su',
);

/** Their case matters: IAM answers "Invalid Condition type : stringEquals". */
const OPERATOR = new RegExp(
  `^(?:${[
    'Bool',
    'BinaryEquals',
    'String(?:Not)?(?:Equals(?:IgnoreCase)?|Like)',
    '(?:Numeric|Date)(?:(?:Not)?Equals|(?:Less|Greater)Than(?:Equals)?)',
    '(?:Not)?IpAddress',
    'Arn(?:Not)?(?:Equals|Like)',
  ].join('|')})$`,
  'u',
);

function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** What is wrong with an identity-based policy, or `undefined`. */
export function policyMistake(text: string): string | undefined {
  const document = parsed(text);
  if (!isObject(document)) return 'Syntax errors in policy.';
  const unknown = Object.keys(document).find((name) => !['Version', 'Statement'].includes(name));
  if (unknown !== undefined) return `Unknown field ${unknown}`;
  const { Version: version = '2008-10-17' } = document;
  if (typeof version !== 'string' || !VERSIONS.includes(version)) return 'Invalid Version';
  const statements = listOf(document['Statement']);
  if (statements.length === 0) return 'Missing required field Statement';
  const sids = statements.flatMap((one) => (isObject(one) && one['Sid'] ? [one['Sid']] : []));
  if (new Set(sids).size < sids.length) return 'Statement IDs (SID) in a single policy must be unique.';
  return statements.map(statementMistake).find((mistake) => mistake !== undefined);
}

function statementMistake(statement: Json): string | undefined {
  if (!isObject(statement)) return 'Syntax errors in policy.';
  const unknown = Object.keys(statement).find((name) => !STATEMENT_KEYS.includes(name));
  if (unknown === 'Principal' || unknown === 'NotPrincipal') return 'Policy document should not specify a principal.';
  if (unknown !== undefined) return `Unknown field ${unknown}`;
  if (statement['Effect'] !== 'Allow' && statement['Effect'] !== 'Deny') return 'Missing required field Effect';
  const { Sid: sid = '' } = statement;
  if (typeof sid !== 'string' || !/^[A-Za-z0-9]*$/u.test(sid)) {
    return 'Statement IDs (SID) must be alpha-numeric.';
  }
  return (
    listMistake(statement, 'Action', 'NotAction', (action) => ACTION.test(action)) ??
    listMistake(statement, 'Resource', 'NotResource', (resource) => RESOURCE.test(resource)) ??
    conditionMistake(statement['Condition'])
  );
}

function listMistake(
  statement: JsonObject,
  name: string,
  negated: string,
  isValid: (text: string) => boolean,
): string | undefined {
  const given = [name, negated].filter((key) => statement[key] !== undefined);
  if (given.length !== 1) return `Statement must contain exactly one of ${name} and ${negated}`;
  const values = listOf(statement[name] ?? statement[negated]);
  if (values.length === 0) return `Policy statement must contain ${name.toLowerCase()}s.`;
  const wrong = values.find((value) => typeof value !== 'string' || !isValid(value));
  return wrong === undefined ? undefined : `${name} ${JSON.stringify(wrong)} is not valid`;
}

function conditionMistake(condition: Json | undefined): string | undefined {
  if (condition === undefined) return undefined;
  if (!isObject(condition)) return 'Syntax errors in policy.';
  const mistakes = Object.entries(condition).map(([operator, tests]) => testMistake(operator, tests));
  return mistakes.find((mistake) => mistake !== undefined);
}

function testMistake(operator: string, tests: Json): string | undefined {
  if (operator !== 'Null' && !OPERATOR.test(plainOperator(operator))) return `Invalid Condition type : ${operator}`;
  if (!isObject(tests)) return 'Syntax errors in policy.';
  const isRight = Object.values(tests).every((values) => {
    const listed = listOf(values);
    return listed.length > 0 && listed.every((value) => isTestable(operator, value));
  });
  return isRight ? undefined : 'Syntax errors in policy.';
}

/** Quotation marks are optional for numeric and Boolean values; Null takes `true` and `false` alone. */
function isTestable(operator: string, value: Json): boolean {
  return typeof value !== 'object' && (operator !== 'Null' || ['true', 'false'].includes(String(value)));
}

/** Without what makes it hold for sets of values, or for keys that are absent: neither goes with Null. */
function plainOperator(name: string): string {
  return name.replace(/^(?:ForAllValues|ForAnyValue):/u, '').replace(/IfExists$/u, '');
}
