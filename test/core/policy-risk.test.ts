import { describe, expect, test } from 'vitest';
import type { Change } from '../../reconciler/core/change.ts';
import type { Json } from '../../reconciler/core/json.ts';
import { permissionSetKey } from '../../reconciler/core/key.ts';
import { policyRisks } from '../../reconciler/core/policy-risk.ts';
import { canonicalPolicy } from '../../reconciler/core/policy.ts';
import type { LiveResource, PermissionSetSpec } from '../../reconciler/core/resource.ts';
import { permissionSetSpec } from '../support/resources.ts';

type Content = Partial<PermissionSetSpec>;

function policy(...statements: readonly Json[]): Content {
  return { inlinePolicy: canonicalPolicy({ Version: '2012-10-17', Statement: statements }) };
}

const allow = (action: Json, more: { readonly [name: string]: Json } = {}): Json => ({
  Effect: 'Allow',
  Action: action,
  Resource: '*',
  ...more,
});

function set(content: Content): LiveResource {
  const spec = permissionSetSpec('Deploy', content);
  return { kind: 'permission-set', key: permissionSetKey('Deploy'), spec, needs: [], ref: {} };
}

function change(before: Content | undefined, after: Content | undefined): Change {
  const base = {
    kind: 'permission-set',
    key: permissionSetKey('Deploy'),
    needs: [],
    origin: 'file',
    reason: '',
    widensAccess: true,
  } as const;
  if (after === undefined) return { ...base, verb: 'delete', before: set(before ?? {}) };
  if (before === undefined) return { ...base, verb: 'create', after: set(after) };
  return { ...base, verb: 'update', before: set(before), after: set(after), fields: [] };
}

function told(before: Content | undefined, after: Content | undefined): readonly string[] {
  return policyRisks([change(before, after)]).map(({ code, message }) => `${code} ${message}`);
}

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';

describe('a permission set is told to be an administrator', () => {
  const message = 'POLICY_ADMINISTRATOR permission set Deploy makes its holders administrators';

  test('when it gets the policy of that name, or everything, or everything but something harmless', () => {
    expect(told(undefined, { managedPolicies: [ADMIN] })).toEqual([`${message}: AdministratorAccess`]);
    expect(told({}, policy(allow('*')))).toEqual([`${message}: * on *`]);
    expect(told({}, policy(allow('*:*', { Resource: 'arn:aws:iam::*:*' })))).toEqual([
      `${message}: *:* on arn:aws:iam::*:*`,
    ]);
    expect(told({}, policy(allow('*:*', { Resource: 'arn:aws:iam' })))).toEqual([`${message}: *:* on arn:aws:iam`]);
    const most = { Effect: 'Allow', NotAction: ['s3:*'], NotResource: 'arn:aws:s3:::logs' };
    expect(told({}, policy(most))).toEqual([`${message}: all but s3:* on all but arn:aws:s3:::logs`]);
  });

  test('also under a condition or a boundary, and then says so', () => {
    const guarded = policy(allow('*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }));
    expect(told({}, guarded)).toEqual([`${message}: * on * under a condition`]);
    const bounded = { ...policy(allow('*')), permissionsBoundary: { managedPolicy: ADMIN } };
    expect(told({}, bounded)).toEqual([`${message}: * on *, within its permissions boundary`]);
    expect(told(bounded, policy(allow('*')))).toEqual([`${message}: * on *`]);
  });

  test('once: not when it was one already, and not when it goes', () => {
    expect(told({ managedPolicies: [ADMIN] }, policy(allow('*')))).toEqual([]);
    expect(told({ managedPolicies: [ADMIN] }, undefined)).toEqual([]);
  });

  test('at its place in the file', () => {
    const at = { file: 'config/sets.yaml', line: 3, column: 5 };
    const [warning] = policyRisks([
      {
        ...change(undefined, { managedPolicies: [ADMIN] }),
        after: { ...set({ managedPolicies: [ADMIN] }), at },
      } as Change,
    ]);
    expect(warning).toMatchObject({ at, severity: 'warning' });
  });
});

describe('a permission set is told to be able to give itself more', () => {
  const message = 'POLICY_ESCALATION permission set Deploy lets its holders give themselves more';

  test('when it may pass any role, write policies, or do all of IAM', () => {
    expect(told({}, policy(allow(['iam:PassRole', 's3:GetObject'])))).toEqual([`${message}: iam:PassRole on *`]);
    expect(told({}, policy(allow('IAM:put*policy', { Resource: 'arn:aws:iam::*:role/*' })))).toEqual([
      `${message}: IAM:put*policy on arn:aws:iam::*:role/*`,
    ]);
    expect(told({}, policy(allow('iam:*')))).toEqual([`${message}: iam:* on *`]);
    expect(told({}, { managedPolicies: ['arn:aws:iam::aws:policy/IAMFullAccess'] })).toEqual([
      `${message}: IAMFullAccess`,
    ]);
  });

  test('with the first few reasons of many', () => {
    const actions = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((letter) => `*${letter}*`);
    const [warning] = told({}, policy(allow(actions)));
    expect(warning).toBe(`${message}: *a* on *; *b* on *; *c* on *; *d* on *; *e* on *; and 2 more`);
  });

  test('only of what is new, whatever the order and the form of the documents', () => {
    const before = policy(allow(['iam:PassRole']), allow('s3:*'));
    expect(told(before, policy(allow('s3:*'), allow('iam:PassRole')))).toEqual([]);
    expect(told(before, policy(allow(['iam:PassRole', 'sts:AssumeRole'])))).toEqual([
      `${message}: sts:AssumeRole on *`,
    ]);
  });

  test('not of what is harmless, narrow, denied, or told which service it is for', () => {
    expect(told({}, policy(allow('s3:*')))).toEqual([]);
    expect(told({}, policy(allow('iam:PassRole', { Resource: 'arn:aws:iam::111111111111:role/app' })))).toEqual([]);
    expect(told({}, policy(allow('iam:*'), { Effect: 'Deny', Action: 'iam:*', Resource: '*' }))).toEqual([]);
    const service = { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } };
    expect(told({}, policy(allow('iam:PassRole', { Condition: service })))).toEqual([]);
    expect(told({}, { inlinePolicy: { Statement: ['odd', { Effect: 'Allow' }] } })).toEqual([]);
    expect(told(undefined, {})).toEqual([]);
  });

  test('when a denial goes, or holds only sometimes or somewhere', () => {
    const deny = (more: { readonly [name: string]: Json } = {}): Json => ({
      Effect: 'Deny',
      Action: 'iam:*',
      Resource: '*',
      ...more,
    });
    const both = policy(allow('iam:*'), deny());
    expect(told(both, policy(allow('iam:*')))).toEqual([`${message}: iam:* on *`]);
    const sometimes = deny({ Condition: { Bool: { 'aws:ViaAWSService': 'false' } } });
    expect(told(both, policy(allow('iam:*'), sometimes))).toEqual([`${message}: iam:* on *`]);
    const somewhere = deny({ Resource: 'arn:aws:iam::111111111111:role/app' });
    expect(told(both, policy(allow('iam:*'), somewhere))).toEqual([`${message}: iam:* on *`]);
    const ofUsers = deny({ Resource: 'arn:aws:iam::*:user/*' });
    expect(told(both, policy(allow('iam:*'), ofUsers))).toEqual([`${message}: iam:* on *`]);
    const elsewhere: Json = { Effect: 'Deny', Action: 'iam:*', NotResource: 'arn:aws:iam::*:role/*' };
    expect(told(both, policy(allow('iam:*'), elsewhere))).toEqual([`${message}: iam:* on *`]);
  });

  test('of everything that some denial leaves of an administrator', () => {
    const most = policy(allow('*'), { Effect: 'Deny', Action: 'iam:PassRole', Resource: '*' });
    expect(told({}, most)).toEqual([`${message}: * on *`]);
  });
});
