import { describe, expect, test } from 'vitest';
import type { Json } from '../../reconciler/core/json.ts';
import { policyMistakes } from '../../reconciler/core/policy-grammar.ts';
import { PRESETS } from '../../reconciler/core/presets.ts';

const STATEMENT = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

function lines(document: Json): readonly string[] {
  return policyMistakes(document).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

function statementLines(statement: { readonly [name: string]: Json }): readonly string[] {
  return lines({ Version: '2012-10-17', Statement: [statement] }).map((line) => line.replace(/^Statement\.0\.?/u, ''));
}

describe('a policy that AWS would take has no mistakes', () => {
  const accepted: readonly Json[] = [
    { Version: '2012-10-17', Statement: [STATEMENT] },
    { Version: '2008-10-17', Statement: STATEMENT },
    {
      Statement: [
        { ...STATEMENT, Sid: '' },
        { ...STATEMENT, Sid: '' },
        { ...STATEMENT, Sid: 'Read1' },
      ],
    },
    {
      Statement: {
        Effect: 'Deny',
        NotAction: ['iam:*', 's3:Get?bject*'],
        NotResource: ['arn:aws:s3:::${aws:username}/*'],
      },
    },
    { Statement: { Effect: 'Deny', Action: ['*', '*:*', 'execute-api:Invoke'], Resource: 'arn:*:iam::*:role/a b' } },
    // AWS takes an ARN that ends early for all that begin so.
    {
      Statement: { ...STATEMENT, Resource: ['arn:aws:sqs', 'arn:aws-cn:ec2:*', 'arn:aws*:ec2:eu-west-?:111111111111'] },
    },
    {
      Statement: {
        ...STATEMENT,
        Condition: {
          Bool: { 'aws:MultiFactorAuthPresent': true },
          NumericLessThanIfExists: { 's3:max-keys': [10, '20'] },
          'ForAllValues:StringLike': { 'aws:TagKeys': ['a', 'ü'] },
          'ForAnyValue:StringEqualsIfExists': { 'aws:TagKeys': 'a' },
          Null: { 'aws:TokenIssueTime': ['true', false] },
        },
      },
    },
    ...Object.values(PRESETS).map(({ inlinePolicy }) => inlinePolicy),
  ];
  test.each(accepted.map((document) => [JSON.stringify(document).slice(0, 70), document] as const))(
    '%s',
    (_text, document) => {
      expect(lines(document)).toEqual([]);
    },
  );
});

describe('a policy that AWS would refuse', () => {
  test('is no object, or has no statements', () => {
    expect(lines('Allow')).toEqual([': a policy is an object with Version and Statement']);
    expect(lines({ Version: '2012-10-17' })).toEqual([': Statement is missing']);
    expect(lines({ Statement: [] })).toEqual(['Statement: Statement is empty']);
    expect(lines({ Statement: ['Allow'] })).toEqual([
      'Statement.0: a statement is an object with Effect, Action and Resource',
    ]);
  });

  test('has another version, given as text or not', () => {
    const mistake = 'Version: Version is "2012-10-17", or "2008-10-17" for an old policy';
    expect(lines({ Version: '2012-10-18', Statement: STATEMENT })).toEqual([mistake]);
    expect(lines({ Version: 20121017, Statement: STATEMENT })).toEqual([mistake]);
  });

  test('has elements that IAM does not know, or not in the policy of an identity', () => {
    expect(lines({ version: '2012-10-17', Statement: STATEMENT, Id: 'x' })).toEqual([
      'version: unknown element "version"; did you mean "Version"?',
      "Id: Id belongs to the policies of resources; a permission set's policy cannot have it",
    ]);
    expect(statementLines({ ...STATEMENT, Principal: '*', Comment: 'why' })).toEqual([
      "Principal: Principal belongs to the policies of resources; a permission set's policy cannot have it",
      'Comment: unknown element "Comment"',
    ]);
  });

  test('has a Sid of other characters, or twice', () => {
    const mistake = 'Sid: Sid is text of letters and digits (A-Z, a-z, 0-9)';
    expect(statementLines({ ...STATEMENT, Sid: 'read-logs' })).toEqual([mistake]);
    expect(statementLines({ ...STATEMENT, Sid: 7 })).toEqual([mistake]);
    const twice = { ...STATEMENT, Sid: 'Read' };
    expect(lines({ Statement: [STATEMENT, twice, twice] })).toEqual([
      'Statement.2.Sid: Sid "Read" is already that of statement 2',
    ]);
  });

  test('has no effect, or another one', () => {
    expect(statementLines({ Action: '*', Resource: '*' })).toEqual([': Effect is missing: "Allow" or "Deny"']);
    expect(statementLines({ ...STATEMENT, Effect: 'allow' })).toEqual([
      'Effect: Effect is "Allow" or "Deny", written so',
    ]);
  });

  test('says not exactly once on what it acts', () => {
    expect(statementLines({ Effect: 'Allow' })).toEqual([
      ': Action or NotAction is missing',
      ': Resource or NotResource is missing',
    ]);
    expect(statementLines({ ...STATEMENT, NotAction: '*', NotResource: '*' })).toEqual([
      ': a statement has Action or NotAction, not both',
      ': a statement has Resource or NotResource, not both',
    ]);
  });

  test('has actions or resources of another form', () => {
    expect(statementLines({ Effect: 'Allow', Action: ['GetObject', 's*:Get', 7], Resource: [] })).toEqual([
      'Action.0: "GetObject" is no action: write service:Action, such as s3:GetObject, or *',
      'Action.1: "s*:Get" is no action: write service:Action, such as s3:GetObject, or *',
      'Action.2: Action takes text or a list of texts',
      'Resource: Resource is empty',
    ]);
    expect(statementLines({ Effect: 'Allow', NotAction: [], NotResource: 'logs/*' })).toEqual([
      'NotAction: NotAction is empty',
      'NotResource: "logs/*" is no resource: write an ARN, such as arn:aws:s3:::logs/*, or *',
    ]);
    expect(statementLines({ ...STATEMENT, Action: { a: 1 } })).toEqual([
      'Action: Action takes text or a list of texts',
    ]);
  });

  test.each([
    ['a partition that there is not', 'arn:foo:s3:::logs'],
    ['a partition in capitals', 'arn:AWS:s3:::logs'],
    ['a variable in the place of the partition', 'arn:${aws:Partition}:s3:::logs'],
    ['no service', 'arn:aws'],
    ['signs for the service', 'arn:aws:*:*:*:logs'],
    ['a variable in the place of the account', 'arn:aws:iam::${aws:PrincipalAccount}:role/x'],
    ['a word to be filled in', 'arn:aws:iam::<ACCOUNT_ID>:role/x'],
    ['a part between others left out', 'arn:aws:s3::logs'],
    ['no resource', 'arn:aws:s3:::'],
  ])('has an ARN with %s', (_what, resource) => {
    expect(statementLines({ ...STATEMENT, Resource: resource })).toHaveLength(1);
  });

  test('has conditions of another form', () => {
    const conditions = (condition: Json): readonly string[] => statementLines({ ...STATEMENT, Condition: condition });
    expect(conditions([])).toEqual(['Condition: Condition is an object of operators, such as StringEquals']);
    expect(conditions({ Bool: true })).toEqual(['Condition.Bool: Bool takes an object of condition keys and values']);
    expect(conditions({ Bool: { a: [], b: null, c: [{}] } })).toEqual([
      'Condition.Bool.a: a condition needs at least one value',
      'Condition.Bool.b: a condition value is text, a number or a boolean',
      'Condition.Bool.c.0: a condition value is text, a number or a boolean',
    ]);
    expect(conditions({ Null: { a: 'yes' } })).toEqual([
      'Condition.Null.a: Null takes true (the key is absent) or false (it is there)',
    ]);
  });

  test('has condition operators that IAM does not have, whose case matters', () => {
    const operators = (...all: readonly string[]): readonly string[] =>
      statementLines({ ...STATEMENT, Condition: Object.fromEntries(all.map((name) => [name, { a: 'b' }])) }).map(
        (line) => line.replace(/^.*?: IAM has no condition operator /u, ''),
      );
    expect(operators('stringEquals', 'ForAllValues:StringEqualIfExists', 'NullIfExists', 'Matches')).toEqual([
      '"stringEquals"; did you mean "StringEquals"?',
      '"ForAllValues:StringEqualIfExists"; did you mean "ForAllValues:StringEqualsIfExists"?',
      '"NullIfExists"; did you mean "Null"?',
      '"Matches"',
    ]);
  });

  test('has characters that the service does not take, in a value or in a name', () => {
    expect(statementLines({ ...STATEMENT, Resource: 'arn:aws:s3:::“logs”/*' })).toEqual([
      'Resource: a policy cannot hold the character "“": only TAB, LF, CR and U+0020 to U+00FF',
    ]);
    expect(statementLines({ ...STATEMENT, Condition: { Bool: { 'aws:🙂': [true] } } })).toEqual([
      'Condition.Bool.aws:🙂: a policy cannot hold the character "🙂": only TAB, LF, CR and U+0020 to U+00FF',
    ]);
  });

  test('is told with all its mistakes at once', () => {
    expect(lines({ Version: '2012', Statement: [{ Effect: 'allow', Action: 'x' }, {}] })).toHaveLength(7);
  });
});
