import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Issue } from '../../reconciler/core/issue.ts';
import { issuesToJson, renderIssues } from '../../reconciler/report/issues.ts';
import { hostileName } from '../support/hostile.ts';

function issue(message: string, parts: Partial<Issue> = {}): Issue {
  return { code: 'CONFIG_REFERENCE', severity: 'error', message, ...parts };
}

const ISSUES: readonly Issue[] = [
  issue('the Identity Center instance has no name', { code: 'AWS_NO_INSTANCE', hint: 'switch it on in the console' }),
  issue('last', { at: { file: 'config/people.yaml', line: 14, column: 10 } }),
  issue('no permission set "ReadOnyl"', {
    hint: 'did you mean "ReadOnly"?',
    at: { file: 'config/people.yaml', line: 14, column: 9 },
  }),
  issue('near miss', { severity: 'warning', at: { file: 'config/people.yaml', line: 2, column: 1 } }),
  issue('other file', { at: { file: 'config/People.yaml', line: 99, column: 1 } }),
  issue('also without a place', { severity: 'warning', code: 'USAGE_X' }),
];

test('issues are lines, ordered by file and place', () => {
  expect(renderIssues(ISSUES)).toBe(
    [
      'config/People.yaml:99:1 error CONFIG_REFERENCE other file',
      'config/people.yaml:2:1 warning CONFIG_REFERENCE near miss',
      'config/people.yaml:14:9 error CONFIG_REFERENCE no permission set "ReadOnyl"; did you mean "ReadOnly"?',
      'config/people.yaml:14:10 error CONFIG_REFERENCE last',
      'error AWS_NO_INSTANCE the Identity Center instance has no name; switch it on in the console',
      'warning USAGE_X also without a place',
    ].join('\n'),
  );
});

test('as data they are the same in the same order, without their causes', () => {
  const documents = issuesToJson([...ISSUES, issue('with cause', { cause: new Error('secret') })]);
  expect(documents.map(({ message }) => message)).toEqual([
    'other file',
    'near miss',
    'no permission set "ReadOnyl"',
    'last',
    'the Identity Center instance has no name',
    'also without a place',
    'with cause',
  ]);
  expect(documents[2]).toEqual({
    code: 'CONFIG_REFERENCE',
    severity: 'error',
    message: 'no permission set "ReadOnyl"',
    hint: 'did you mean "ReadOnly"?',
    at: { file: 'config/people.yaml', line: 14, column: 9 },
  });
  expect(JSON.stringify(documents)).not.toContain('secret');
});

test('past a hundred errors a last line counts the rest', () => {
  const many = (number: number, severity: Issue['severity']): readonly Issue[] =>
    Array.from({ length: number }, (_, index) => issue(`wrong ${index}`, { severity }));
  expect(renderIssues(many(100, 'error')).split('\n')).toHaveLength(100);
  const lines = renderIssues([...many(103, 'error'), ...many(101, 'warning')]).split('\n');
  expect(lines).toHaveLength(201);
  expect(lines.at(-1)).toBe('and 3 more errors, 1 more warning');
  expect(renderIssues(many(3, 'error'), { limit: 2 }).split('\n').at(-1)).toBe('and 1 more error');
});

test('what lies behind an issue is told with verbose only', () => {
  const causes = [new Error('late failure'), { status: 500 }, undefined, Symbol('odd')];
  const issues = causes.map((cause, index) => issue(`wrong ${index}`, { cause }));
  expect(renderIssues(issues).split('\n')).toHaveLength(4);
  const verbose = renderIssues(issues, { verbose: true });
  expect(verbose).toMatch(/wrong 0\n {4}Error: late failure\n {4} {4}at /u);
  expect(verbose).toContain('wrong 1\n    {"status":500}\n');
  expect(verbose).toContain('wrong 2\nerror');
  expect(verbose).toMatch(/ {4}symbol$/u);
});

test('whatever an issue holds, it is one line that neither terminal nor runner obeys', () => {
  fc.assert(
    fc.property(hostileName, hostileName, hostileName, (file, message, hint) => {
      const line = renderIssues([issue(message, { hint, at: { file, line: 1, column: 1 } })]);
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|^\s*::|##\[/u);
    }),
  );
});
