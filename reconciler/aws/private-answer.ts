/**
 * Answers of services without a client, in the shapes that `aws/errors.ts` knows. Decided on the error's short name, never
 * on the status; unknown members stay (reference/codewhisperer-control-plane.md, section 2).
 */

import { IssueError } from '../core/issue.ts';
import type { Page } from './pages.ts';

/** A JSON object of the service, with members that this program may not know. */
export type Members = { readonly [name: string]: unknown };

export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

/** What an answer in JSON holds; throws what `failureOf` takes for an error. An empty body has no members. */
export function jsonAnswer(answer: HttpAnswer): Members {
  const members = parsedJson(answer.body);
  if (answer.status < 300) {
    if (members === undefined) throw unreadable(answer);
    return members;
  }
  const named = [answer.headers['x-amzn-errortype'], members?.['code'], members?.['__type']];
  const name = named.map(shortName).find((text) => text !== undefined);
  if (name === undefined && members === undefined) throw unreadable(answer);
  const message = members?.['message'] ?? members?.['Message'] ?? members?.['errorMessage'];
  const reason = members?.['reason'] ?? members?.['Reason'];
  throw serviceError(answer, { name, message, reason });
}

/** What an answer of the query protocol says: its text on success; throws as `jsonAnswer` does. */
export function queryAnswer(answer: HttpAnswer): Members {
  if (answer.status < 300) return { text: answer.body };
  const name = element(answer.body, 'Code');
  if (name === undefined) throw unreadable(answer);
  throw serviceError(answer, { name, message: element(answer.body, 'Message'), reason: undefined });
}

/** A member that is null is one that is not there, as to the SDK's clients. */
function parsedJson(body: string): Members | undefined {
  if (body.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(body, body.includes('null') ? unlessNull : undefined);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function unlessNull(_name: string, member: unknown): unknown {
  return member ?? undefined;
}

/**
 * The rows of a page, under the first of the names that is there, and what leads to the next page. Throws where it is of
 * another shape: part of a list is not the list. `what` names the operation for people.
 */
export function pageOfAnswer(what: string, page: Members, names: readonly string[]): Page<Members> {
  const rows = names.map((name) => page[name]).find((value) => value !== undefined) ?? [];
  const next = page['nextToken'] ?? page['NextToken'];
  if (!Array.isArray(rows)) throw misshapenPage(what, 'no list');
  const items: readonly unknown[] = rows.filter((row) => row !== undefined);
  if (!items.every(isObject)) throw misshapenPage(what, 'a row that is no object');
  if (next !== undefined && typeof next !== 'string') throw misshapenPage(what, 'a page token that is no text');
  return { items, next };
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function misshapenPage(what: string, how: string): IssueError {
  return new IssueError({ code: 'AWS_ANSWER', severity: 'error', message: `${what} answered with ${how}` });
}

/** `com.amazon.kiro.controlplane#ConflictException:http://…` is `ConflictException`; so is the first of a header that came twice. */
function shortName(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const name = value.replace(/,.*$/u, '').replace(/^.*#/u, '').replace(/:.*$/u, '').trim();
  return name === '' ? undefined : name;
}

const ENTITIES: { readonly [entity: string]: string } = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
};

/** The text of the first element of that name in an XML answer. */
export function element(xml: string, name: string): string | undefined {
  const [, text] = new RegExp(`<${name}>([^<]*)</${name}>`, 'u').exec(xml) ?? [];
  return text?.replaceAll(/&(?:lt|gt|quot|apos|amp);/gu, (entity) => ENTITIES[entity] ?? entity).trim();
}

interface Said {
  readonly name: string | undefined;
  readonly message: unknown;
  readonly reason: unknown;
}

function serviceError({ status, headers }: HttpAnswer, { name, message, reason }: Said): Error {
  const text = typeof message === 'string' ? message : '';
  const retryAfter = Number(headers['retry-after'] ?? Number.NaN);
  return Object.assign(new Error(text), {
    name: name ?? `Http${status}`,
    $fault: status < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode: status, ...requestIdOf(headers) },
    ...(typeof reason === 'string' ? { Reason: reason } : {}),
    ...(Number.isFinite(retryAfter) ? { RetryAfterSeconds: retryAfter } : {}),
  });
}

function requestIdOf(headers: HttpAnswer['headers']): { readonly requestId?: string } {
  const requestId = headers['x-amzn-requestid'] ?? headers['x-amz-request-id'];
  return requestId === undefined ? {} : { requestId };
}

function unreadable({ status, headers }: HttpAnswer): Error {
  return Object.assign(new Error('the answer is not what the service sends'), {
    name: 'UnreadableAnswer',
    $metadata: { httpStatusCode: status, ...requestIdOf(headers) },
  });
}
