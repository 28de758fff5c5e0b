/** What a service, the network or the credential chain answered, as one short name and what to do about it. */

import { IssueError } from '../core/issue.ts';
import { isOfAws, isUnknownOperation, UNEXPLAINED, UNKNOWN } from './emulator.ts';
import { membersOf, shortName, statusOf, text } from './error-names.ts';
import { issueOf } from './explain.ts';
import { isAboutKey } from './key-reasons.ts';
import { withoutSecrets, wordsOf } from './words.ts';

export type ServiceName =
  | 'sso-admin'
  | 'identitystore'
  | 'organizations'
  | 'sts'
  | 'codewhisperer'
  | 'q'
  | 'user-subscriptions'
  | 'kms'
  | 'iam';

/**
 * `throttling`: slow down and try again; `conflict`: something else is under way, or the name is taken; `transient`:
 * the call may or may not have been carried out; `permanent`: trying again changes nothing.
 */
export type FailureClass = 'throttling' | 'conflict' | 'notFound' | 'transient' | 'permanent';

export interface Failure {
  readonly service: ServiceName;
  readonly operation: string;
  /** The thing concerned, for people: `permission set Auditor`. */
  readonly about?: string;
  /** The error's short name, such as `AccessDeniedException`; `NetworkError` where nothing answered. */
  readonly name: string;
  /** The service's own words, without secrets. */
  readonly words: string;
  readonly class: FailureClass;
  /** An earlier attempt of the same call was not answered: it may have been carried out. */
  readonly uncertain?: true;
  /** The service said that a unique name or address is taken. */
  readonly taken: boolean;
  /** The endpoint does not know the operation. */
  readonly unsupported: boolean;
  /** The name or address that was called, where an answer came from it. */
  readonly host?: string;
  /** `Reason` of the error, such as `KMS_DisabledException`. */
  readonly reason?: string;
  readonly retryAfterMilliseconds?: number;
  readonly status?: number;
  readonly requestId?: string;
}

/** A call that failed for good; carries the issue that people read. */
export class AwsFailure extends IssueError {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(issueOf(failure));
    this.name = 'AwsFailure';
    this.failure = failure;
  }
}

/** Whether the error is a failed call of this class. */
export function isFailure(error: unknown, failureClass: FailureClass): error is AwsFailure {
  return error instanceof AwsFailure && error.failure.class === failureClass;
}

/** Whether the endpoint does not know the operation. */
export function isUnsupported(error: unknown): boolean {
  return error instanceof AwsFailure && error.failure.unsupported;
}

/**
 * Whether the endpoint is an emulator, and does not know the operation: then it has nothing of what the operation would
 * have read. At an address of AWS's that is never so, whatever it says: there a read that failed has failed.
 */
export function isLacking(error: unknown): error is AwsFailure {
  if (!(error instanceof AwsFailure)) return false;
  const { unsupported, host } = error.failure;
  return unsupported && host !== undefined && !isOfAws(host);
}

interface Call {
  readonly service: ServiceName;
  readonly operation: string;
  readonly about?: string | undefined;
}

/** The failure behind whatever an SDK client threw. */
export function failureOf(error: unknown, call: Call): Failure {
  const raw = membersOf(error);
  const name = shortName(raw);
  const reason = text(raw['Reason']);
  const status = statusOf(raw);
  const unsupported = isUnknownOperation(name, status, text(raw['message']) ?? '');
  const retryAfter = raw['RetryAfterSeconds'];
  const host = text(raw['$host']);
  const requestId = text(membersOf(raw['$metadata'])['requestId']);
  return {
    service: call.service,
    operation: call.operation,
    ...(call.about === undefined ? {} : { about: call.about }),
    name: withoutSecrets(name),
    words: wordsOf(name, text(raw['message']) ?? ''),
    class: skewCorrected(name, raw) ? 'transient' : classOf({ name, status, reason, unsupported }),
    taken: reason === 'UNIQUENESS_CONSTRAINT_VIOLATION',
    unsupported,
    ...(host === undefined ? {} : { host }),
    ...(reason === undefined ? {} : { reason: withoutSecrets(reason) }),
    ...(typeof retryAfter === 'number' ? { retryAfterMilliseconds: retryAfter * 1000 } : {}),
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId: withoutSecrets(requestId) }),
  };
}

/** Errors that a signature of the wrong time meets, as the SDK's own list has them. */
const OF_TIME = new Set([
  'AuthFailure',
  'InvalidSignatureException',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
]);

/**
 * The SDK has learnt the service's time from the refusal: the next signature will do. Where this machine's clock is wrong,
 * it says so of every error, also of one that is an answer, such as "not found".
 */
function skewCorrected(name: string, raw: { readonly [name: string]: unknown }): boolean {
  return OF_TIME.has(name) && membersOf(raw['$metadata'])['clockSkewCorrected'] === true;
}

const THROTTLING = new Set([
  'ThrottlingException',
  'Throttling',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
]);
const CONFLICT = new Set(['ConflictException', 'ConcurrentModificationException', 'FinalizingOrganizationException']);
const TRANSIENT = new Set([
  'NetworkError',
  'ProxyRefusal',
  'RequestTimeout',
  'RequestTimeoutException',
  'UnreadableAnswer',
  UNEXPLAINED,
  'InternalServerException',
  'InternalServerError',
  'InternalFailure',
  'ServiceException',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'RequestTimeTooSkewed',
  'RequestExpired',
]);

interface Traits {
  readonly name: string;
  readonly status: number | undefined;
  readonly reason: string | undefined;
  readonly unsupported: boolean;
}

function classOf({ name, status, reason, unsupported }: Traits): FailureClass {
  if (unsupported) return 'permanent';
  if (THROTTLING.has(name) || status === 429) return 'throttling';
  // A key that KMS does not find, or refuses, is a matter of the key: the thing itself may well exist.
  if (isAboutKey(reason)) return reason?.includes('Throttl') === true ? 'throttling' : 'permanent';
  if (CONFLICT.has(name)) return 'conflict';
  if (name.endsWith('NotFoundException') || name === 'NoSuchEntity') return 'notFound';
  if (TRANSIENT.has(name) || (status !== undefined && status >= 500)) return 'transient';
  return 'permanent';
}

/** The failure of an operation that an emulator does not know, as attempts in a row have shown. */
export function unknownTo(failure: Failure): Failure {
  const words = 'the emulator at this address answers it with status 500 and no reason, each time';
  return { ...failure, name: UNKNOWN, words, class: 'permanent', unsupported: true };
}
