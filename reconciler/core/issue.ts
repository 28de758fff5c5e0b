/** Anything that a person may have to read and act on: gathered as data, never thrown one by one. */

/** A place in a configuration file. `file` is as given with `--config`, normalised; line and column count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Codes are stable, so that people can search for them. `CONFIG_*`: the file; `GUARD_*`: a limit of the file;
 * `AWS_*`: what a service answered; `PLAN_*`: the plan file or its approval; `USAGE_*`: the command line; `ORDER_*`: what no order of changes avoids;
 * `POLICY_*`: what a permission set lets its holder become; `GITHUB_*`: what GitHub answered.
 */
export type IssueCode =
  `${'CONFIG' | 'GUARD' | 'AWS' | 'PLAN' | 'USAGE' | 'APPLY' | 'SIMULATOR' | 'ORDER' | 'POLICY' | 'GITHUB'}_${string}`;

export interface Issue {
  readonly code: IssueCode;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly hint?: string;
  readonly at?: Position;
  /** What a service or the runtime said; shown with `--verbose` only. */
  readonly cause?: unknown;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Issues as an exception, for the few places where a result cannot be returned (inside drivers). */
export class IssueError extends Error {
  readonly issues: readonly Issue[];

  constructor(...issues: readonly Issue[]) {
    super(issues.map((issue) => issue.message).join('\n'), { cause: issues[0]?.cause });
    this.name = 'IssueError';
    this.issues = issues;
  }
}
