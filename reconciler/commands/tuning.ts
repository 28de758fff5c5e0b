/** What the environment says about how the services are called: not about what is wanted, so it stands in no file. */

import type { SessionOptions } from '../aws/session.ts';
import { IssueError } from '../core/issue.ts';

const RATE_VARIABLE = 'CW_GITOPS_CALLS_PER_SECOND';
const ASSIGNMENTS_VARIABLE = 'CW_GITOPS_ASSIGNMENTS';

type Tuning = Pick<SessionOptions, 'limits' | 'assignments'>;

/**
 * From the variables of the process. `CW_GITOPS_CALLS_PER_SECOND`: calls a second to each of the two directories, above
 * 0 and at most 100 (the quota is 20 unless AWS has raised it; default 10). `CW_GITOPS_ASSIGNMENTS`: `thorough` (default)
 * or `quick`. Throws an IssueError for any other value.
 */
export function tuningFrom(environment: { readonly [name: string]: string | undefined }): Tuning {
  return { ...rateFrom(environment[RATE_VARIABLE]), ...assignmentsFrom(environment[ASSIGNMENTS_VARIABLE]) };
}

const MOST = 100;

function rateFrom(text: string | undefined): Pick<Tuning, 'limits'> {
  if (text === undefined || text === '') return {};
  const rate = /^\d+(?:\.\d+)?$/u.test(text) ? Number(text) : 0;
  if (rate <= 0 || rate > MOST) throw refused(RATE_VARIABLE, text, `a number above 0, at most ${MOST}; AWS allows 20`);
  // Fewer than one call at once would be none.
  const limit = { rate, burst: Math.max(1, rate) };
  return { limits: { 'sso-admin': limit, identitystore: limit } };
}

function assignmentsFrom(text: string | undefined): Pick<Tuning, 'assignments'> {
  if (text === undefined || text === '') return {};
  if (text === 'thorough' || text === 'quick') return { assignments: text };
  throw refused(ASSIGNMENTS_VARIABLE, text, 'thorough or quick');
}

function refused(variable: string, text: string, expected: string): IssueError {
  return new IssueError({
    code: 'USAGE_ENVIRONMENT',
    severity: 'error',
    message: `${variable} is "${text}", but must be ${expected}`,
  });
}
