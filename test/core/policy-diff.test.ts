import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../reconciler/core/json.ts';
import { policyDifference, policyLines, widensPolicy } from '../../reconciler/core/policy-diff.ts';
import { canonicalPolicy } from '../../reconciler/core/policy.ts';

type Members = { readonly [name: string]: Json };

const READ: Members = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::logs/*' };
const DENY: Members = { Effect: 'Deny', Action: 'iam:*', Resource: '*' };
const policy = (...statements: readonly Json[]): Json => ({ Version: '2012-10-17', Statement: statements });

function told(before: Json, after: Json): readonly string[] {
  return policyDifference(before, after).map(({ sign, text }) => `${sign} ${text}`);
}

describe('the difference of two policies', () => {
  test('is nothing when they mean the same', () => {
    expect(told(policy(READ, DENY), policy(DENY, { ...READ, Action: ['s3:GetObject'] }))).toEqual([]);
    expect(told(null, null)).toEqual([]);
  });

  test('tells a statement that comes and one that goes as sentences', () => {
    expect(told(policy(DENY), policy(READ))).toEqual([
      '- Deny iam:* on *',
      '+ Allow s3:GetObject on arn:aws:s3:::logs/*',
    ]);
    expect(told(null, policy(READ, DENY))).toEqual([
      '+ Deny iam:* on *',
      '+ Allow s3:GetObject on arn:aws:s3:::logs/*',
    ]);
    expect(told(policy(DENY), null)).toEqual(['- Deny iam:* on *']);
  });

  test('tells conditions and exceptions', () => {
    const guarded = {
      ...READ,
      Condition: {
        Bool: { 'aws:MultiFactorAuthPresent': true },
        IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '192.0.2.1'] },
      },
    };
    const except = { Effect: 'Deny', NotAction: ['iam:*', 'sts:*'], NotResource: 'arn:aws:s3:::logs', Condition: {} };
    expect(told(null, policy(guarded, except))).toEqual([
      '+ Allow s3:GetObject on arn:aws:s3:::logs/* when aws:MultiFactorAuthPresent is true and ' +
        'aws:SourceIp IpAddress 10.0.0.0/8 or 192.0.2.1',
      '+ Deny all but iam:*, sts:* on all but arn:aws:s3:::logs',
    ]);
    expect(told(null, policy({ ...READ, Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a' } } }))).toEqual([
      '+ Allow s3:GetObject on arn:aws:s3:::logs/* when aws:PrincipalTag/team is a',
    ]);
  });

  test('of a statement that differs in its actions or its resources tells those that come and go', () => {
    const both = { ...READ, Action: ['s3:GetObject', 's3:PutObject'] };
    expect(told(policy(both), policy({ ...READ, Action: ['s3:GetObject', 's3:DeleteObject'] }))).toEqual([
      '- Allow s3:PutObject on arn:aws:s3:::logs/*',
      '+ Allow s3:DeleteObject on arn:aws:s3:::logs/*',
    ]);
    expect(told(policy(READ), policy({ ...READ, Resource: ['arn:aws:s3:::logs/*', 'arn:aws:s3:::other/*'] }))).toEqual([
      '+ Allow s3:GetObject on arn:aws:s3:::other/*',
    ]);
    expect(told(policy(both, DENY), policy(READ, DENY))).toEqual(['- Allow s3:PutObject on arn:aws:s3:::logs/*']);
  });

  test('tells both statements whole when it is not clear which became which, or an exception changes', () => {
    const a = { ...READ, Action: ['a:A', 'a:B'] };
    const b = { ...READ, Action: ['a:B', 'a:C'] };
    const c = { ...READ, Action: ['a:A', 'a:C'] };
    const [ofA, ofB, ofC] = [a, b, c].map(({ Action }) => `Allow ${Action.join(', ')} on arn:aws:s3:::logs/*`);
    expect(told(policy(a, b), policy(c))).toEqual([`- ${ofA}`, `- ${ofB}`, `+ ${ofC}`]);
    expect(told(policy(c), policy(a, b))).toEqual([`- ${ofC}`, `+ ${ofA}`, `+ ${ofB}`]);
    const except = { Effect: 'Deny', NotAction: ['iam:*', 'sts:*'], Resource: '*' };
    expect(told(policy(except), policy({ ...except, NotAction: 'iam:*' }))).toEqual([
      '- Deny all but iam:*, sts:* on *',
      '+ Deny all but iam:* on *',
    ]);
  });

  test('tells statements that read alike word for word', () => {
    expect(told(policy(READ), policy({ ...READ, Sid: 'Read' }))).toEqual([
      '- {"Action":"s3:GetObject","Effect":"Allow","Resource":"arn:aws:s3:::logs/*"}',
      '+ {"Action":"s3:GetObject","Effect":"Allow","Resource":"arn:aws:s3:::logs/*","Sid":"Read"}',
    ]);
  });

  test('tells statements of no known form as their JSON', () => {
    const odd: readonly Json[] = [
      'Allow',
      { Effect: 'Allow' },
      { ...READ, Principal: '*' },
      { ...READ, Effect: 1 },
      { ...READ, NotAction: 'b:B' },
      { ...READ, Action: [1] },
      { ...READ, Resource: { a: 1 } },
      { Effect: 'Allow', Action: 'a:A', Resource: 'b', Condition: 7 },
      { Effect: 'Allow', Action: 'a:A', Resource: 'b', Condition: { Bool: 7 } },
      { Effect: 'Allow', Action: 'a:A', Resource: 'b', Condition: { Bool: { a: 1, b: [{}] } } },
    ];
    for (const statement of odd) {
      const [line, ...more] = policyDifference(null, policy(statement));
      expect(more).toEqual([]);
      expect(JSON.parse(line?.text ?? '')).toEqual(
        (canonicalPolicy(policy(statement)) as { Statement: Json[] }).Statement[0],
      );
    }
  });

  test('tells the other elements of the policy', () => {
    const old: Json = { Version: '2008-10-17', Id: { a: 1 }, Statement: [READ] };
    expect(told(old, policy(READ))).toEqual(['- Id {"a":1}', '- Version 2008-10-17', '+ Version 2012-10-17']);
    expect(told(policy(READ), old)).toContain('+ Id {"a":1}');
  });

  test('falls back to lines of text where there are no statements to tell', () => {
    expect(told(null, { Version: '2012-10-17' })).toEqual(['+ {', '+   "Version": "2012-10-17"', '+ }']);
    expect(told('a', 'b')).toEqual(['- "a"', '+ "b"']);
    expect(told({ Statement: [] }, {})).toContain('-   "Statement": []');
  });

  test('is never silent about a difference', () => {
    const list = (...all: readonly string[]): fc.Arbitrary<readonly string[]> =>
      fc.uniqueArray(fc.constantFrom(...all), { minLength: 1 });
    const statement = fc.record({
      Effect: fc.constantFrom('Allow', 'Deny'),
      Action: list('a:A', 'a:B', '*'),
      Resource: list('*', 'arn:aws:s3:::a'),
    });
    const any = fc.option(fc.array(statement, { maxLength: 3 }).map((all) => policy(...all)));
    fc.assert(
      fc.property(any, any, (before, after) => {
        const same = JSON.stringify(canonicalPolicy(before)) === JSON.stringify(canonicalPolicy(after));
        expect(policyDifference(before, after).length === 0).toBe(same);
        expect(policyLines(before, after).length === 0).toBe(same);
      }),
      { numRuns: 300 },
    );
  });

  test('line by line leaves out what stays', () => {
    expect(policyLines(policy(READ), policy({ ...READ, Effect: 'Deny' }))).toEqual([
      { sign: '-', text: '      "Effect": "Allow",' },
      { sign: '+', text: '      "Effect": "Deny",' },
    ]);
  });
});

describe('whether a policy widens', () => {
  const cases: readonly (readonly [string, Json, Json, boolean])[] = [
    ['the same', policy(READ), policy(READ), false],
    ['a new policy that allows', null, policy(READ), true],
    ['a new policy that only denies', null, policy(DENY), false],
    ['a policy that only allowed is taken away', policy(READ), null, false],
    ['a policy that denied is taken away', policy(READ, DENY), null, true],
    ['one more action', policy(READ), policy({ ...READ, Action: ['s3:GetObject', 's3:PutObject'] }), true],
    ['one action less', policy({ ...READ, Action: ['s3:GetObject', 's3:PutObject'] }), policy(READ), false],
    ['one resource in the place of all', policy({ ...READ, Resource: '*' }), policy(READ), false],
    ['all in the place of one resource', policy(READ), policy({ ...READ, Resource: '*' }), true],
    ['a condition comes', policy(READ), policy({ ...READ, Condition: { Bool: { a: 'true' } } }), false],
    ['a condition goes', policy({ ...READ, Condition: { Bool: { a: 'true' } } }), policy(READ), true],
    [
      'a condition changes',
      policy({ ...READ, Condition: { Bool: { a: 'true' } } }),
      policy({ ...READ, Condition: { Bool: { a: 'false' } } }),
      true,
    ],
    ['another Sid', policy(READ), policy({ ...READ, Sid: 'Read' }), false],
    ['a denial covers less', policy(DENY), policy({ ...DENY, Action: 'iam:Get*' }), true],
    ['a denial covers more', policy({ ...DENY, Action: 'iam:Get*' }), policy({ ...DENY, Action: '*' }), false],
    [
      'a denial with exceptions changes',
      policy({ Effect: 'Deny', NotAction: ['a:A'], Resource: '*' }),
      policy({ Effect: 'Deny', NotAction: ['a:A', 'b:B'], Resource: '*' }),
      true,
    ],
    [
      'exceptions in the place of actions',
      policy(READ),
      policy({ Effect: 'Allow', NotAction: 'a:A', Resource: 'arn:aws:s3:::logs/*' }),
      true,
    ],
    ['another version', { Version: '2008-10-17', Statement: [READ] }, policy(READ), true],
    ['no version', { Statement: [READ] }, policy(READ), true],
    ['the version goes', policy(READ), { Statement: [READ] }, true],
    ['no version on both sides', { Statement: [READ] }, { Statement: [READ] }, false],
    ['something odd comes', policy(READ), policy(READ, 'odd'), true],
    ['something odd goes', policy(READ, 'odd'), policy(READ), true],
    ['something odd stays', policy(READ, 'odd'), policy(READ, 'odd'), false],
    ['an odd policy comes', null, 'odd', true],
    ['an odd policy goes', 'odd', null, true],
    ['an odd policy stays', 'odd', 'odd', false],
  ];
  test.each(cases)('%s', (_name, before, after, widens) => {
    expect(widensPolicy(before, after)).toBe(widens);
  });
});
