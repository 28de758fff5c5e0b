/** Issues as people and machines read them (DESIGN section 2, "Errors"). */

import type { Issue } from '../core/issue.ts';
import { byCodePoint } from '../core/json.ts';
import type { IssueDocument } from '../core/plan.types.ts';
import { shown, shownMessage } from './escape.ts';
import { counted } from '../core/counted.ts';

export interface IssueOptions {
  /** Most errors, and most warnings, that get a line of their own. */
  readonly limit?: number;
  /** Adds, indented below its issue, what a service or the runtime said. */
  readonly verbose?: boolean;
}

/**
 * One line for each issue, `file:line:column error CODE message; hint`, ordered by file (code point) and place; what has
 * no place comes last. Past the limit a last line counts the rest. Without a line end after the last line.
 */
export function renderIssues(issues: readonly Issue[], options: IssueOptions = {}): string {
  const { limit = 100, verbose = false } = options;
  const seen = { error: 0, warning: 0 };
  const lines = issues.toSorted(byPlace).flatMap((issue) => {
    seen[issue.severity] += 1;
    if (seen[issue.severity] > limit) return [];
    return [issueLine(issue), ...(verbose ? causeLines(issue.cause) : [])];
  });
  const rest = [
    ...(seen.error > limit ? [counted(seen.error - limit, 'more error')] : []),
    ...(seen.warning > limit ? [counted(seen.warning - limit, 'more warning')] : []),
  ];
  return (rest.length === 0 ? lines : [...lines, `and ${rest.join(', ')}`]).join('\n');
}

function issueLine(issue: Issue): string {
  const { at, severity, code } = issue;
  const line = `${severity} ${shown(code)} ${issueText(issue)}`;
  return at === undefined ? line : `${shown(at.file, 200)}:${at.line}:${at.column} ${line}`;
}

/** `message; hint`, shown. */
export function issueText({ message, hint }: IssueDocument): string {
  return shownMessage(hint === undefined ? message : `${message}; ${hint}`);
}

function causeLines(cause: unknown): readonly string[] {
  if (cause === undefined) return [];
  const text = cause instanceof Error ? String(cause.stack) : (JSON.stringify(cause) ?? typeof cause);
  return text.split('\n').map((line) => `    ${shownMessage(line)}`);
}

function byPlace(a: Issue, b: Issue): number {
  if (a.at === undefined || b.at === undefined) return Number(a.at === undefined) - Number(b.at === undefined);
  return byCodePoint(a.at.file, b.at.file) || a.at.line - b.at.line || a.at.column - b.at.column;
}

/** An issue as data: all but its cause, which may hold anything. */
export function issueDocument({ code, severity, message, hint, at }: Issue): IssueDocument {
  return {
    code,
    severity,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(at === undefined ? {} : { at: { file: at.file, line: at.line, column: at.column } }),
  };
}

/** The issues as data, all of them, in the order of `renderIssues`. */
export function issuesToJson(issues: readonly Issue[]): readonly IssueDocument[] {
  return issues.toSorted(byPlace).map(issueDocument);
}
