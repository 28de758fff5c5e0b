/** What a person reads when a command cannot go on: issues as lines, anything else without its stack. */

import type { Issue } from '../core/issue.ts';
import { IssueError } from '../core/issue.ts';
import { renderIssues } from '../report/issues.ts';
import { writeLines } from '../terminal.ts';

/** The issues that an exception stands for; one that nobody foresaw becomes one of its own. */
export function issuesOf(error: unknown): readonly Issue[] {
  if (error instanceof IssueError) return error.issues;
  const message = error instanceof Error ? error.message : String(error);
  return [{ code: 'USAGE_FAILED', severity: 'error', message, hint: '--verbose shows where', cause: error }];
}

/** Writes a failure to standard error; `verbose` adds what lies behind it. */
export function printFailure(error: unknown, verbose: boolean): void {
  writeLines(process.stderr, renderIssues(issuesOf(error), { verbose }));
}
