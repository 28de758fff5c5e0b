/** The `Condition` of a statement: which operators IAM has, and what their values look like. */

import { closestMatch } from 'leven';
import type { Json } from './json.ts';
import { isArray } from './json.ts';
import type { PolicyMistake } from './policy-grammar.ts';
import { isObject } from './policy.ts';

type Path = PolicyMistake['path'];
type Mistakes = readonly PolicyMistake[];

/**
 * AWS: "IAM JSON policy elements: Condition operators". Their case matters: IAM answers "Invalid Condition type :
 * stringEquals" (ministryofjustice/modernisation-platform-environments#8893).
 */
const OPERATORS = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
  'NumericEquals',
  'NumericNotEquals',
  'NumericLessThan',
  'NumericLessThanEquals',
  'NumericGreaterThan',
  'NumericGreaterThanEquals',
  'DateEquals',
  'DateNotEquals',
  'DateLessThan',
  'DateLessThanEquals',
  'DateGreaterThan',
  'DateGreaterThanEquals',
  'Bool',
  'BinaryEquals',
  'IpAddress',
  'NotIpAddress',
  'ArnEquals',
  'ArnNotEquals',
  'ArnLike',
  'ArnNotLike',
];

/** What AWS would refuse in a `Condition`; none when there is no condition. */
export function conditionMistakes(condition: Json | undefined, path: Path): Mistakes {
  if (condition === undefined) return [];
  if (!isObject(condition)) return [{ path, message: 'Condition is an object of operators, such as StringEquals' }];
  return Object.entries(condition).flatMap(([operator, tests]) => [
    ...operatorMistakes(operator, [...path, operator]),
    ...testMistakes(operator, tests, [...path, operator]),
  ]);
}

function operatorMistakes(operator: string, path: Path): Mistakes {
  if (operator === 'Null') return [];
  // Every operator but Null can be made to hold for sets of values, or for absent keys.
  const plain = operator.replace(/^(?:ForAllValues|ForAnyValue):/u, '').replace(/IfExists$/u, '');
  if (OPERATORS.includes(plain)) return [];
  const meant = closestMatch(plain, [...OPERATORS, 'Null'], { maxDistance: 3 });
  const message = `IAM has no condition operator "${operator}"`;
  if (meant === undefined) return [{ path, message }];
  const whole = meant === 'Null' ? meant : operator.replace(plain, () => meant);
  return [{ path, message: `${message}; did you mean "${whole}"?` }];
}

function testMistakes(operator: string, tests: Json, path: Path): Mistakes {
  if (!isObject(tests)) return [{ path, message: `${operator} takes an object of condition keys and values` }];
  return Object.entries(tests).flatMap(([key, values]) => valueMistakes(operator, values, [...path, key]));
}

function valueMistakes(operator: string, values: Json, path: Path): Mistakes {
  if (isArray(values) && values.length === 0) return [{ path, message: 'a condition needs at least one value' }];
  const entries: readonly (readonly [Path, Json])[] = isArray(values)
    ? values.map((entry, index) => [[...path, index], entry])
    : [[path, values]];
  return entries.flatMap(([at, entry]) => {
    if (entry === null || typeof entry === 'object') {
      return [{ path: at, message: 'a condition value is text, a number or a boolean' }];
    }
    const flag = operator !== 'Null' || ['true', 'false'].includes(String(entry));
    return flag ? [] : [{ path: at, message: 'Null takes true (the key is absent) or false (it is there)' }];
  });
}
