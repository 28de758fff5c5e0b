/** Everything a run needs to talk to the services, bundled: one limiter for each service, one retry policy, one count. */

import { type Api, createApi } from './api.ts';
import { type Connection, createClients, type IdentityStoreSdk, type SsoAdminSdk } from './clients.ts';
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
  const limiters = createLimiters(clock, options.limits ?? {});
  const random = seededRandom(options.seed ?? Math.floor(Math.random() * 2 ** 32));
  const retry = createRetry({ clock, random, limiter: (service) => limiters[service] });
  const counter = createCounter(options.onCall);
  const apiFor = <Sdk>(service: ServiceName, load: () => Promise<Loadable<Sdk>>, pageSize = PAGE_SIZE): Api<Sdk> =>
    createApi({
      service,
      load,
      clock,
      limiter: limiters[service],
      retry,
      counter,
      requestTimeout: options.requestTimeout ?? REQUEST_TIMEOUT,
      pageSize,
    });
  const ssoAdmin = apiFor('sso-admin', () => clients.ssoAdmin());
  const identityStore = apiFor('identitystore', () => clients.identityStore());
  const organizations = apiFor('organizations', () => clients.organizations(), ORGANIZATIONS_PAGE);
  const sts = apiFor('sts', () => clients.sts());

  const ground = createGround({ ssoAdmin, organizations, sts });
  const names = createNames();
  const operations = createOperations({
    api: ssoAdmin,
    clock,
    instanceArn: async () => (await ground.instance()).instanceArn,
    options: { ...DEFAULT_OPERATIONS, ...options.operations },
  });
  const { calls, total, writes } = counter;

  function sessionOf(survey: Survey): AwsSession {
    const shared = { clock, ssoAdmin, identityStore, retry, operations, names, calls, total, writes };
    return { ...shared, survey, fresh: () => sessionOf(newSurvey()), close: () => clients.close() };
  }
  function newSurvey(): Survey {
    return createSurvey({ ground, identityStore, ssoAdmin, names, settleUnderWay: () => operations.settleUnderWay() });
  }
  return Promise.resolve(sessionOf(newSurvey()));
}

type Loadable<Sdk> = Awaited<ReturnType<Parameters<typeof createApi<Sdk>>[0]['load']>>;

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
