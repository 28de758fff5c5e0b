/** The simulator imports nothing of the rest, and so has IAM's grammar a second time: it takes what `validate` lets pass, and no more. */

import {
  array,
  assert,
  constant,
  constantFrom,
  dictionary,
  jsonValue,
  oneof,
  property,
  record,
  tuple,
} from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Json } from '../../reconciler/core/json.ts';
import { policyMistakes } from '../../reconciler/core/policy-grammar.ts';
import { policyMistake } from '../../reconciler/simulator/iam-policy.ts';

const RUNS = Number(process.env['LAW_RUNS'] ?? 20) * 100;

function mostly<T>(right: Arbitrary<T>, wrong: Arbitrary<T>): Arbitrary<T> {
  return oneof({ weight: 24, arbitrary: right }, wrong);
}

function joined(separator: string, ...parts: readonly Arbitrary<string>[]): Arbitrary<string> {
  return tuple(...parts).map((texts) => texts.join(separator));
}

/** One of them, or a list: empty now and then. */
function oneOrMore(value: Arbitrary<Json>): Arbitrary<Json> {
  return oneof(value, mostly<Json>(array(value, { minLength: 1, maxLength: 2 }), constant([])));
}

const oddity = constantFrom<Json>(null, 7, true, {}, [], '', [[]]);

const TESTS = [
  'Equals',
  'NotEquals',
  'EqualsIgnoreCase',
  'Like',
  'NotLike',
  'LessThan',
  'GreaterThanEquals',
  'Address',
];
const TYPES = ['String', 'Numeric', 'Date', 'Arn', 'Ip', 'NotIp'];
const OPERATORS = ['Null', 'Bool', 'BinaryEquals', ...TYPES.flatMap((type) => TESTS.map((test) => `${type}${test}`))];
const operator = mostly(
  constantFrom('Null', 'Bool', 'StringLike', 'NumericLessThanEquals', 'NotIpAddress', 'ForAllValues:ArnLikeIfExists'),
  joined(
    '',
    constantFrom('', 'ForAllValues:', 'ForAnyValue:', 'ForAllValues:ForAnyValue:', 'forallvalues:'),
    constantFrom(...OPERATORS, 'bool', 'Matches', ''),
    constantFrom('', 'IfExists', 'IfExistsIfExists', 'ifExists'),
  ),
);
const tested = mostly(constantFrom<Json>('true', 'false', true, false), oneof(constantFrom<Json>(0, 10, 'x'), oddity));
const tests = dictionary(constantFrom('aws:x', 's3:max-keys'), oneOrMore(tested), { maxKeys: 2 });
const condition = mostly<Json>(dictionary(operator, mostly<Json>(tests, oddity), { maxKeys: 2 }), oddity);

const action = mostly(
  joined(':', constantFrom('s3', '*', 'S3', 'execute-api'), constantFrom('Get*', '*', 'It-x_1.?')),
  joined(':', constantFrom('s3', 's*', 'a.b', ''), constantFrom('', 'a b', 'a:b', '*')),
);
const resource = mostly(
  oneof(constant('*'), constant('arn:aws:s3:::logs/*'), constant('arn:*:iam::*:role/${aws:username}')),
  joined(
    '',
    constantFrom('arn:', 'arn:', 'arn:', 'ARN:', 'arn', ''),
    constantFrom('aws', 'aws', 'aws-us-gov', '*', 'aws*', 'aw?', 'foo', 'AWS', 'aws2', '', 'aws-'),
    constantFrom(':s3', ':s3', ':iam', ':fdsasf', ':*', ':s*', ':', ':a b', ''),
    array(
      constantFrom(':', ':*', ':us-east-1', ':111111111111', ':a/b *', ':${aws:username}', ':<ID>', ':a_b', ':\n'),
      {
        maxLength: 5,
      },
    ).map((parts) => parts.join('')),
  ),
);

function listed(name: string, value: Arbitrary<string>): Arbitrary<{ readonly [name: string]: Json }> {
  const values = oneOrMore(mostly<Json>(value, oddity));
  const one = oneof(record({ [name]: values }), record({ [`Not${name}`]: values }));
  return mostly(one, oneof(constant({}), record({ [name]: values, [`Not${name}`]: values })));
}

const common = record(
  {
    Effect: mostly(constantFrom<Json>('Allow', 'Deny'), constantFrom<Json>('allow', 1)),
    Sid: mostly(constantFrom<Json>('', 'Read1', 'Read2', 'Read3'), constantFrom<Json>('read-logs', 7)),
    Condition: condition,
  },
  { requiredKeys: ['Effect'] },
);
const odd = mostly(constant({}), constantFrom({ Principal: '*' }, { Comment: 'x' }, { Effect: null }));
const statement = tuple(common, listed('Action', action), listed('Resource', resource), odd).map(
  (parts): Json => Object.assign({}, ...parts) as Json,
);

const version = mostly(constantFrom<Json>('2012-10-17', '2008-10-17'), oddity);
const extra = mostly<object>(constant({}), constantFrom({ Id: 'x' }, { version: '2012-10-17' }, { Statement: null }));
const policy = mostly(
  tuple(
    record({ Version: version, Statement: oneOrMore(mostly(statement, oddity)) }, { requiredKeys: ['Statement'] }),
    extra,
  ).map((parts): Json => Object.assign({}, ...parts) as Json),
  jsonValue() as Arbitrary<Json>,
);

function isOfCharacters(message: string): boolean {
  return message.includes('cannot hold the character');
}

describe('a policy', () => {
  it('is refused by the simulator if, and only if, validate refuses it', () => {
    let taken = 0;
    assert(
      property(policy, (document) => {
        // Characters are the affair of the service's model, in the simulator as well as in AWS.
        const mistakes = policyMistakes(document).filter(({ message }) => !isOfCharacters(message));
        if (mistakes.length === 0) taken += 1;
        const answer = policyMistake(JSON.stringify(document));
        expect({ answer, mistakes, refused: answer !== undefined }).toMatchObject({ refused: mistakes.length > 0 });
      }),
      { numRuns: RUNS },
    );
    // Else they would have agreed on rubbish alone.
    expect(taken).toBeGreaterThan(RUNS / 5);
  });
});
