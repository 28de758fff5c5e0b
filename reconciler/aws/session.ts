/** Everything a run needs to talk to the services, bundled: one limiter for each service, one retry policy, one count. */

import { type Api, type CallCounter, createApi } from './api.ts';
import {
  type Clients,
  type Connection,
  createClients,
  type IdentityStoreSdk,
  type Loaded,
  type SsoAdminSdk,
} from './clients.ts';
import { type Clock, realClock } from './clock.ts';
import type { ServiceName } from './errors.ts';
import { createGround } from './ground.ts';
import { createLimiter, type LimiterOptions } from './limiter.ts';
import { createNames, type Names } from './names.ts';
import { createOperations, DEFAULT_OPERATIONS, type Operations, type OperationsOptions } from './operations.ts';
import { ORGANIZATIONS_PAGE } from './organization.ts';
import { seededRandom } from './random.ts';
import { createRetry, type Retry } from './retry.ts';
import { createSurvey, type Survey } from './survey.ts';
import { createTurns, type Turns } from './turns.ts';

export interface SessionOptions extends Connection {
  readonly clock?: Clock;
  /** Of the jitter; absent: another one each time. */
  readonly seed?: number;
  /** What differs from the default: 10 calls a second, bursts of 10; Organizations 5, and one by one. */
  readonly limits?: { readonly [name in ServiceName]?: Partial<LimiterOptions> };
  readonly operations?: Partial<OperationsOptions>;
  /** After so many milliseconds a call that was not answered is given up; default 30 s. */
  readonly requestTimeout?: number;
  /** Told of each call that is sent. */
  readonly onCall?: (call: {
    readonly service: ServiceName;
    readonly operation: string;
    readonly write: boolean;
  }) => void;
}

export interface AwsSession {
  readonly clock: Clock;
  readonly ssoAdmin: Api<SsoAdminSdk>;
  readonly identityStore: Api<IdentityStoreSdk>;
  readonly retry: Retry;
  readonly operations: Operations;
  readonly names: Names;
  /** By ARN of the permission set. */
  readonly turns: Turns;
  /** What was read, each thing once. */
  readonly survey: Survey;
  /** The same session with nothing remembered of what writes can change: for reading back. */
  fresh(): AwsSession;
  /** Calls sent so far by operation, repetitions included: `sso-admin:ListInstances`. */
  calls(): Readonly<Record<string, number>>;
  /** Calls sent so far. */
  total(): number;
  /** Writing calls sent so far. */
  writes(): number;
  /** Closes the connections. */
  close(): void;
}

const DEFAULT_LIMITS: { readonly [name in ServiceName]: LimiterOptions } = {
  'sso-admin': { rate: 10, burst: 10, atOnce: 20 },
  identitystore: { rate: 10, burst: 10, atOnce: 20 },
  // Its rate is not published, and two calls at once may be refused (reference, pitfall 35).
  organizations: { rate: 5, burst: 5, atOnce: 1 },
  sts: { rate: 10, burst: 10, atOnce: 10 },
};
const REQUEST_TIMEOUT = 30_000;
const PAGE_SIZE = 100;

/** A session; nothing is loaded and nobody is called before the first read. */
export function openSession(options: SessionOptions = {}): Promise<AwsSession> {
  const clock = options.clock ?? realClock();
  const clients = createClients(options);
  const counter = createCounter(options.onCall);
  const { ssoAdmin, identityStore, organizations, sts, retry } = createApis(clients, clock, counter, options);
  const ground = createGround({ ssoAdmin, organizations, sts });
  const names = createNames();
  const turns = createTurns();
  const operations = createOperations({
    api: ssoAdmin,
    clock,
    instanceArn: async () => (await ground.instance()).instanceArn,
    options: { ...DEFAULT_OPERATIONS, ...options.operations },
  });
  const { calls, total, writes } = counter;
  const shared = { clock, ssoAdmin, identityStore, retry, operations, names, turns, calls, total, writes };

  function newSession(): AwsSession {
    const settleUnderWay = (): Promise<void> => operations.settleUnderWay();
    const survey = createSurvey({ ground, identityStore, ssoAdmin, names, settleUnderWay });
    return { ...shared, survey, fresh: newSession, close: () => clients.close() };
  }
  return Promise.resolve(newSession());
}

function createApis(clients: Clients, clock: Clock, counter: CallCounter, options: SessionOptions) {
  const limiters = createLimiters(clock, options.limits ?? {});
  const random = seededRandom(options.seed ?? Math.floor(Math.random() * 2 ** 32));
  const retry = createRetry({ clock, random, limiter: (service) => limiters[service] });
  const requestTimeout = options.requestTimeout ?? REQUEST_TIMEOUT;
  function apiFor<Sdk>(service: ServiceName, load: () => Promise<Loaded<Sdk>>, pageSize = PAGE_SIZE): Api<Sdk> {
    return createApi({ service, load, clock, limiter: limiters[service], retry, counter, requestTimeout, pageSize });
  }
  return {
    ssoAdmin: apiFor('sso-admin', () => clients.ssoAdmin()),
    identityStore: apiFor('identitystore', () => clients.identityStore()),
    organizations: apiFor('organizations', () => clients.organizations(), ORGANIZATIONS_PAGE),
    sts: apiFor('sts', () => clients.sts()),
    retry,
  };
}

function createLimiters(clock: Clock, wanted: NonNullable<SessionOptions['limits']>) {
  const of = (service: ServiceName) => createLimiter(clock, { ...DEFAULT_LIMITS[service], ...wanted[service] });
  return {
    'sso-admin': of('sso-admin'),
    identitystore: of('identitystore'),
    organizations: of('organizations'),
    sts: of('sts'),
  };
}

function createCounter(onCall: SessionOptions['onCall']) {
  const counts: { [name: string]: number } = {};
  let all = 0;
  let written = 0;
  return {
    count: (service: ServiceName, operation: string, write: boolean): void => {
      const name = `${service}:${operation}`;
      counts[name] = (counts[name] ?? 0) + 1;
      all += 1;
      if (write) written += 1;
      onCall?.({ service, operation, write });
    },
    calls: () => ({ ...counts }),
    total: () => all,
    writes: () => written,
  };
}
