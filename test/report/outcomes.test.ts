import { expect, test } from 'vitest';
import type { Outcome } from '../../reconciler/core/change.ts';
import type { Issue } from '../../reconciler/core/issue.ts';
import { changeTitle } from '../../reconciler/report/names.ts';
import { outcomesDocument, renderOutcomesMarkdown, renderOutcomesText } from '../../reconciler/report/outcomes.ts';
import { aMembership, anAssignment, aPermissionSet, aUser, creation, removal, update } from '../support/builders.ts';
import { HOSTILE_NAMES } from '../support/hostile.ts';
import { readMarkdown } from '../support/markdown.ts';

const ACCOUNTS = { '333333333333': 'prod' };

function failure(message: string, hint?: string): Issue {
  return { code: 'AWS_ASSIGNMENT_FAILED', severity: 'error', message, ...(hint === undefined ? {} : { hint }) };
}

const set = update(aPermissionSet('Auditor'), aPermissionSet('Auditor', { description: 'Read everything' }));
const grant = creation(anAssignment('Auditor', '333333333333', 'group', 'auditors'), {
  at: { file: 'config/assignments.yaml', line: 14, column: 5 },
});
const others = ['1', '2', '4', '5'].map((digit) =>
  creation(anAssignment('Deploy', digit.repeat(12), 'group', 'on-call')),
);
const member = creation(aMembership('auditors', 'dev_one'));
const leaver = removal(aUser('leaver'));

const PARTLY: readonly Outcome[] = [
  { status: 'done', change: creation(aUser('dev_one')) },
  { status: 'failed', change: set, issue: failure('the policy is not attachable', 'look at the policy') },
  { status: 'skipped', change: grant, because: set.key },
  { status: 'skipped', change: member, because: grant.key },
  ...others.map((change): Outcome => ({ status: 'failed', change, issue: failure('Received a 404 status error') })),
  { status: 'skipped', change: leaver, because: 'cancelled' },
];

test('what failed, what was skipped and why, at a glance', async () => {
  const text = renderOutcomesText(PARTLY, { color: false, accounts: ACCOUNTS });
  await expect(text).toMatchFileSnapshot('golden/outcomes.txt');
  const markdown = renderOutcomesMarkdown(PARTLY, { accounts: ACCOUNTS });
  await expect(markdown).toMatchFileSnapshot('golden/outcomes.md');
});

test('with verbose what was done is listed, too', () => {
  expect(renderOutcomesText(PARTLY, { color: false })).not.toContain('\nDone\n');
  expect(renderOutcomesText(PARTLY, { color: false, verbose: true })).toContain('\nDone\n  + user  dev_one\n');
  expect(renderOutcomesMarkdown(PARTLY, { verbose: true })).toContain('#### Done\n\n```diff\n+ user  dev_one\n```\n');
});

test('the first line sums up, in the colour of its meaning', () => {
  const summary = (outcomes: readonly Outcome[], color = false): string | undefined =>
    renderOutcomesText(outcomes, { color }).split('\n')[0];
  const done: Outcome = { status: 'done', change: set };
  expect(summary([done])).toBe('Applied: 1 change done');
  expect(summary([done, { status: 'failed', change: grant, issue: failure('x') }])).toBe(
    'Applied in part: 1 done, 1 failed',
  );
  expect(summary([{ status: 'skipped', change: grant, because: 'cancelled' }])).toBe('Not applied: 0 done, 1 skipped');
  expect(summary([done], true)).toBe('\u001b[32mApplied: 1 change done\u001b[39m');
  expect(summary(PARTLY, true)).toContain('\u001b[31mApplied in part');
});

test('of very many failures the rest is counted', () => {
  const outcomes = Array.from({ length: 300 }, (_, index): Outcome => {
    const change = creation(aUser(`user-${index}`));
    return { status: 'failed', change, issue: failure(`user-${index} is refused`) };
  });
  const text = renderOutcomesText(outcomes, { color: false });
  expect(text).toContain('  … 201 more changes (--verbose lists them)\n');
  expect(renderOutcomesMarkdown(outcomes, { rest: 'the log has them' })).toContain(
    '201 more changes (the log has them)',
  );
  expect(renderOutcomesText(outcomes, { color: false, verbose: true })).toContain('user-299 is refused');
});

test('as data each outcome has its id and its reason', () => {
  expect(outcomesDocument(PARTLY.slice(0, 3))).toEqual([
    { id: 'user/dev_one', kind: 'user', verb: 'create', status: 'done' },
    {
      id: 'permission-set/Auditor',
      kind: 'permission-set',
      verb: 'update',
      status: 'failed',
      issue: {
        code: 'AWS_ASSIGNMENT_FAILED',
        severity: 'error',
        message: 'the policy is not attachable',
        hint: 'look at the policy',
      },
    },
    {
      id: 'assignment/Auditor/333333333333/group/auditors',
      kind: 'assignment',
      verb: 'create',
      status: 'skipped',
      because: 'permission-set/Auditor',
    },
  ]);
});

test('hostile reasons and names break out of nothing', () => {
  const outcomes = HOSTILE_NAMES.map((name): Outcome => ({
    status: 'failed',
    change: creation(aMembership(name, name)),
    issue: failure(name, name),
  }));
  expect(renderOutcomesText(outcomes, { color: false }).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  const { types, prose } = readMarkdown(renderOutcomesMarkdown(outcomes));
  expect([...types]).toEqual(['root', 'heading', 'text', 'code']);
  expect(prose).toEqual(['Not applied: 0 done, 6 failed', 'Failed']);
});

test('a change in one phrase', () => {
  expect(changeTitle(grant, ACCOUNTS)).toBe('assignment Auditor on prod for group auditors');
  expect(changeTitle(grant)).toBe('assignment Auditor on 333333333333 for group auditors');
  expect(changeTitle(member)).toBe('membership dev_one in group auditors');
});
