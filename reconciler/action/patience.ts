/**
 * GitHub, asked with patience. It puts off what comes too fast (its secondary rate limits, "Best practices for using the
 * REST API") and now and then answers nothing: a pull request would go without its plan, and a merge without its apply.
 */

import { setTimeout } from 'node:timers/promises';
import { IssueError } from '../core/issue.ts';
import { shown } from '../report/escape.ts';

/** The calls of octokit that are used: `request` for REST, `graphql` for what only that can say. */
export interface Octokit {
  request(route: string, parameters: object): Promise<{ readonly data: unknown }>;
  graphql(query: string, variables: object): Promise<unknown>;
}

/** Milliseconds before it is asked again where it gave no answer. */
const PAUSES = [1_000, 4_000, 15_000] as const;
/** Milliseconds where it asks to be left alone and does not say for how long: the least that its documentation names. */
const UNSAID = 60_000;
/** Most milliseconds that are waited: what takes longer is for a run of its own. */
const LONGEST = 120_000;

/** What octokit throws, as far as it is looked at. */
interface Failure {
  readonly message: string;
  /** Of HTTP; 500 too where there was no answer. */
  readonly status?: number;
  readonly response?: { readonly headers?: Headers };
  /** Of GraphQL, whose errors come with status 200. */
  readonly headers?: Headers;
  readonly errors?: readonly { readonly type?: string; readonly message: string }[];
}

type Headers = { readonly [name: string]: string | number | undefined };

/** The same calls, again where GitHub asks for it or fails. What makes something new is repeated only if it was put off. */
export function patient(octokit: Octokit, sleep: Sleep = setTimeout): Octokit {
  return {
    request: (route, parameters) => again(() => octokit.request(route, parameters), !route.startsWith('POST '), sleep),
    graphql: (query, variables) => again(() => octokit.graphql(query, variables), true, sleep),
  };
}

type Sleep = (milliseconds: number) => Promise<unknown>;

async function again<T>(ask: () => Promise<T>, repeatable: boolean, sleep: Sleep): Promise<T> {
  for (const pause of PAUSES) {
    try {
      return await ask();
    } catch (error) {
      const wait = waitAfter(error as Failure, repeatable ? pause : undefined);
      if (wait === undefined || wait > LONGEST) throw error;
      await sleep(wait);
    }
  }
  return ask();
}

function waitAfter(failure: Failure, pause: number | undefined): number | undefined {
  if (isPutOff(failure)) return askedWait(failure);
  return isOutage(failure) ? pause : undefined;
}

// GraphQL has no status for what it could not do: it says so, with 200.
function isOutage({ status, message }: Failure): boolean {
  return (status ?? 0) >= 500 || /something went wrong while executing your query/iu.test(message);
}

function isPutOff({ status, message, errors = [] }: Failure): boolean {
  if (status === 429 || (status === 403 && /rate limit/iu.test(message))) return true;
  return errors.some(({ type }) => type === 'RATE_LIMITED');
}

function askedWait({ response, headers = response?.headers ?? {} }: Failure): number {
  const seconds = Number(headers['retry-after']);
  if (Number.isFinite(seconds)) return seconds * 1_000;
  const reset = Number(headers['x-ratelimit-reset']);
  if (String(headers['x-ratelimit-remaining']) !== '0' || !Number.isFinite(reset)) return UNSAID;
  return Math.max(0, reset * 1_000 - Date.now());
}

/** Something answered in GitHub's place, such as the page of a proxy. */
export class StrangeAnswer extends Error {
  constructor() {
    super('GitHub does not answer like this');
  }
}

/** Most characters of what GitHub says. */
const REASON = 300;

/** Does what a sentence says on GitHub; what cannot be done is an IssueError, with the `permission` of the job that it takes. */
export async function asked<T>(what: string, permission: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = reasonOf(error as Failure);
    const hint = hintOf(error as Failure, permission);
    throw new IssueError({
      code: 'GITHUB_FAILED',
      severity: 'error',
      message: `this job could not ${what} on GitHub: ${reason}`,
      ...(hint === undefined ? {} : { hint }),
      cause: error,
    });
  }
}

function hintOf(failure: Failure, permission: string): string | undefined {
  if (failure instanceof StrangeAnswer) return 'check GITHUB_API_URL, and what stands between the runner and GitHub';
  if (isPutOff(failure) || isOutage(failure)) return 'run it again later';
  if (failure.status === 401) return 'the input github-token is no token of this repository, or has expired';
  // A repository that a token may not read is not found.
  return /not accessible|not found|could not resolve/iu.test(failure.message)
    ? `the job needs the permission ${permission}`
    : undefined;
}

function reasonOf({ status, message, errors }: Failure): string {
  const reason = errors?.map((one) => one.message).join('; ') ?? message;
  return shown(/^\s*</u.test(reason) ? `an error page, status ${status}` : reason, REASON);
}
