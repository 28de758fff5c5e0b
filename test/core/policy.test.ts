import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../reconciler/core/json.ts';
import { canonicalJson, sameJson } from '../../reconciler/core/json.ts';
import { canonicalPolicy, policySize, policyText } from '../../reconciler/core/policy.ts';

type Statement = { readonly [name: string]: Json };

const names = (...all: readonly string[]): fc.Arbitrary<readonly string[]> =>
  fc.uniqueArray(fc.constantFrom(...all), { minLength: 1 });
const actions = names('s3:GetObject', 's3:PutObject', 'iam:*', '*');
const resources = names('*', 'arn:aws:s3:::logs/*', 'arn:aws:s3:::logs');
const values = fc.uniqueArray(fc.constantFrom<Json>('true', '10', 'a', 'b'), { minLength: 1 });
const condition = fc.dictionary(
  fc.constantFrom('Bool', 'StringLike', 'NumericEquals'),
  fc.dictionary(fc.constantFrom('aws:MultiFactorAuthPresent', 'aws:PrincipalTag/team', '__proto__'), values),
);
const statement: fc.Arbitrary<Statement> = fc
  .tuple(
    fc.constantFrom('Allow', 'Deny'),
    actions,
    resources,
    fc.option(condition),
    fc.option(fc.constantFrom('A', 'B')),
  )
  .chain(([Effect, action, resource, Condition, Sid]) =>
    fc
      .constantFrom(
        { Effect, Action: action, Resource: resource },
        { Effect, NotAction: action, NotResource: resource },
      )
      .map((base) => ({
        ...(Sid === null ? {} : { Sid }),
        ...base,
        ...(Condition === null ? {} : { Condition }),
      })),
  );
const policy = fc
  .array(statement, { minLength: 1, maxLength: 4 })
  .map((Statement) => ({ Version: '2012-10-17', Statement }));

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** The same policy in other words: each choice that DESIGN says makes no difference is taken at random. */
function reworded(document: {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}): fc.Arbitrary<Json> {
  return fc.infiniteStream(fc.nat()).map((stream) => {
    const below = (limit: number): number => Number(stream.next().value) % limit;
    const shuffled = <T>(items: readonly T[]): readonly T[] =>
      items
        .map((item) => ({ item, place: below(1000) }))
        .sort((a, b) => a.place - b.place)
        .map(({ item }) => item);
    const unquoted = (value: Json): Json => {
      if (below(2) === 0) return value;
      if (value === 'true') return true;
      return value === '10' ? 10 : value;
    };
    const list = (value: Json, entry: (item: Json) => Json = (item) => item): Json => {
      const entries = (isList(value) ? value : [value]).map(entry);
      const [only] = entries;
      if (entries.length === 1 && only !== undefined && below(2) === 0) return only;
      return shuffled([...entries, ...entries.slice(0, below(entries.length + 1))]);
    };
    const members = (value: Json, change: (name: string, member: Json) => Json): Json =>
      Object.fromEntries(
        shuffled(Object.entries(value as Statement)).map(([name, member]) => [name, change(name, member)]),
      );
    const element = (name: string, value: Json): Json => {
      if (name === 'Condition')
        return members(value, (_operator, tests) => members(tests, (_key, all) => list(all, unquoted)));
      return name.endsWith('Action') || name.endsWith('Resource') ? list(value) : value;
    };
    const one = (item: Statement): Json =>
      members('Sid' in item || below(2) === 0 ? item : { ...item, Sid: '' }, element);
    const statements = shuffled([...document.Statement, ...document.Statement.slice(0, below(2))]).map(one);
    const [single] = statements;
    const written = statements.length === 1 && single !== undefined && below(2) === 0 ? single : statements;
    return members({ Version: document.Version, Statement: written }, (_name, value) => value);
  });
}

describe('the canonical form of a policy', () => {
  test('is the same whatever makes no difference to IAM', () => {
    const pairs = policy.chain((document) => fc.tuple(fc.constant(document), reworded(document)));
    fc.assert(
      fc.property(pairs, ([document, other]) => {
        expect(canonicalPolicy(other)).toEqual(canonicalPolicy(document));
        expect(policyText(other)).toBe(policyText(document));
      }),
      { numRuns: 500 },
    );
  });

  test('is its own canonical form', () => {
    fc.assert(
      fc.property(fc.oneof(policy, fc.jsonValue() as fc.Arbitrary<Json>), (document) => {
        expect(policyText(canonicalPolicy(document))).toBe(policyText(document));
      }),
      { numRuns: 500 },
    );
  });

  test('takes any JSON in the place of each element', () => {
    const anything = fc.jsonValue() as fc.Arbitrary<Json>;
    const odd = fc.oneof(
      anything,
      anything.map((Statement) => ({ Statement })),
      fc.record({ Sid: anything, Action: anything, Condition: anything }).map((one) => ({ Statement: [one] })),
      anything.map((tests) => ({ Statement: { Condition: { Bool: tests } } })),
    );
    fc.assert(
      fc.property(odd, (document) => {
        const canonical = canonicalPolicy(document);
        expect(canonicalJson(canonicalPolicy(canonical))).toBe(canonicalJson(canonical));
      }),
      { numRuns: 500 },
    );
  });

  test('differs for policies that allow different things', () => {
    const different = (a: Json, b: Json): void => expect(sameJson(canonicalPolicy(a), canonicalPolicy(b))).toBe(false);
    const base = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
    const whole = (one: Json): Json => ({ Version: '2012-10-17', Statement: [one] });
    different(whole(base), whole({ ...base, Effect: 'Deny' }));
    different(whole(base), whole({ ...base, Action: 's3:PutObject' }));
    different(whole(base), whole({ ...base, Action: ['s3:GetObject', 's3:PutObject'] }));
    different(whole(base), whole({ ...base, Sid: 'Read' }));
    different(whole({ ...base, Sid: 'Read' }), whole({ ...base, Sid: 'read' }));
    different(whole(base), whole({ ...base, Condition: { Bool: { 'aws:SecureTransport': true } } }));
    different(whole(base), { Version: '2008-10-17', Statement: [base] });
    different(whole(base), { Statement: [base] });
    different(whole(base), whole({ Effect: 'Allow', NotAction: 's3:GetObject', Resource: '*' }));
    different(whole(base), whole({ ...base, Action: 's3:getobject' }));
    different(whole({ ...base, Action: ['s3:GetObject'] }), whole({ ...base, Action: [['s3:GetObject']] }));
    different(whole(base), null);
  });

  test('changing one statement changes the form', () => {
    fc.assert(
      fc.property(policy, fc.nat(3), (document, place) => {
        const index = place % document.Statement.length;
        const changed = document.Statement.map((one, at) =>
          at === index ? { ...one, Effect: one['Effect'] === 'Allow' ? 'Deny' : 'Allow', Sid: 'Changed' } : one,
        );
        expect(policyText({ ...document, Statement: changed })).not.toBe(policyText(document));
      }),
    );
  });

  test('keeps the elements in the order in which people write them', () => {
    const document: Json = {
      Statement: {
        Resource: '*',
        Condition: { Bool: { b: [true], a: 1 } },
        Action: ['b:B', 'a:A', 'b:B'],
        Effect: 'Allow',
        Sid: '',
      },
      Version: '2012-10-17',
      Zone: 1,
      Area: 2,
    };
    expect(policyText(document)).toBe(
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["a:A","b:B"],"Resource":"*",' +
        '"Condition":{"Bool":{"a":"1","b":"true"}}}],"Area":2,"Zone":1}',
    );
  });
});

test('the size of a policy leaves white space out, as AWS counts', () => {
  expect(policySize('{ "Version":\t"2012-10-17"\r\n}')).toBe('{"Version":"2012-10-17"}'.length);
});
