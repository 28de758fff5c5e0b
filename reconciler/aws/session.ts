/** Everything a run needs to talk to the services, bundled: one limiter for each service, one retry policy, one count. */

import type { CallGroup, RoleArns } from '../core/call-group.ts';
import type { Rate } from '../core/forecast.ts';
import { getOrInsert } from '../core/once.ts';
import type { Api } from './api.ts';
import { createGroupedApis } from './apis.ts';
import type { Connection, IdentityStoreSdk, OrganizationsSdk, SsoAdminSdk } from './clients.ts';
import { type Clock, realClock } from './clock.ts';
import type { CredentialsProvider } from './credentials.ts';
import { type ControlPlane, createControlPlanes } from './control-plane.ts';
import { createIdentityCenterApis } from './delegation.ts';
import type { ServiceName } from './errors.ts';
import { createGround } from './ground.ts';
import { createLimiter, type Limiter, type LimiterOptions } from './limiter.ts';
import { createNames, type Names } from './names.ts';
import { createOperations, DEFAULT_OPERATIONS, type Operations, type OperationsOptions } from './operations.ts';
import { seededRandom } from './random.ts';
import { createReading, type Reading } from './reading.ts';
import { type Bounds, createRetry, type Retry } from './retry.ts';
import { createNamer } from './strangers.ts';
import { createSurvey, type Survey } from './survey.ts';
import { createTurns, type Turns } from './turns.ts';

export interface SessionOptions extends Connection {
  /** Roles to assume; a group of calls without one uses the connection's own credentials. */
  readonly roles?: RoleArns;
  /** What the sessions of roles are called: 2 to 64 of letters, digits and `_+=,.@-`. */
  readonly sessionName?: string;
  readonly clock?: Clock;
  /** Of the jitter; absent: another one each time. */
  readonly seed?: number;
  /** What differs from the default: 10 calls a second, bursts of 10; Organizations 5, and one by one. */
  readonly limits?: { readonly [name in ServiceName]?: Partial<LimiterOptions> };
  readonly operations?: Partial<OperationsOptions>;
  /** What differs from the usual bounds of trying again, by class of failure. */
  readonly retries?: Partial<Bounds>;
  /** `quick`: assignments are read by their principals where these are fewer, and what that cannot show is admitted. */
  readonly assignments?: 'thorough' | 'quick';
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
  /** With the credentials of the group `management`. */
  readonly organizations: Api<OrganizationsSdk>;
  readonly retry: Retry;
  readonly operations: Operations;
  readonly names: Names;
  /** By ARN of the permission set. */
  readonly turns: Turns;
  /** How assignments are read. */
  readonly reading: Reading;
  /** What was read, each thing once. */
  readonly survey: Survey;
  /** The profile and what belongs to it, with the credentials of the group `codewhisperer`. */
  readonly codewhisperer: ControlPlane;
  /** Whether a role is assumed for a group of calls. */
  hasRole(group: CallGroup): boolean;
  /** The account, 12 digits, that the credentials of a group of calls belong to, as STS says; asked once. */
  accountOf(group: CallGroup): Promise<string | undefined>;
  /** The credentials of a group of calls, for a client that is not made here: asked before each request, never kept. */
  credentialsOf(group: CallGroup): CredentialsProvider;
  /** The same session with nothing remembered of what writes can change: for reading back. */
  fresh(): AwsSession;
  /** Calls sent so far by operation, repetitions included: `sso-admin:ListInstances`. */
  calls(): Readonly<Record<string, number>>;
  /** Calls sent so far by service. */
  byService(): Readonly<Record<string, number>>;
  /** How fast a service is called while nobody throttles it. */
  rateOf(service: string): Rate;
  /** Calls sent so far. */
  total(): number;
  /** Writing calls sent so far. */
  writes(): number;
  /** Closes the connections. What a failure has left waiting for its turn is not called any more. */
  close(): void;
}

const USUAL_LIMITS: LimiterOptions = { rate: 10, burst: 10, atOnce: 20 };
const LIMITS: { readonly [service: string]: LimiterOptions } = {
  // Its rate is not published, and two calls at once may be refused (reference, pitfall 35).
  organizations: { rate: 5, burst: 5, atOnce: 1 },
  // Quotas that nobody publishes: one writer, and few readers (reference/codewhisperer-control-plane.md, section 11).
  codewhisperer: { rate: 5, burst: 5, atOnce: 5 },
  q: { rate: 5, burst: 5, atOnce: 1 },
  'user-subscriptions': { rate: 5, burst: 5, atOnce: 2 },
  iam: { rate: 5, burst: 5, atOnce: 1 },
};

/** A session; nothing is loaded and nobody is called before the first read. */
export function openSession(options: SessionOptions = {}): Promise<AwsSession> {
  const clock = options.clock ?? realClock();
  const counter = createCounter(options.onCall);
  const { apis, retry, close } = groupedApis(clock, counter, options);
  const { organizations } = apis.of('management');
  const ground = createGround({
    // Created below: the one needs the other only when it is called.
    ssoAdmin: () => identityCenter.ssoAdmin,
    organizations,
    caller: apis.ambient.caller,
  });
  const identityCenter = createIdentityCenterApis({
    own: apis.of('identityCenter'),
    management: apis.of('management'),
    organization: () => ground.organization(),
    clock,
  });
  const { ssoAdmin, identityStore } = identityCenter;
  const names = createNames();
  const turns = createTurns();
  const operations = createOperations({
    api: ssoAdmin,
    clock,
    instanceArn: async () => (await ground.instance()).instanceArn,
    options: { ...DEFAULT_OPERATIONS, ...options.operations },
    names: createNamer({ ssoAdmin, identityStore, ground }),
  });
  const { calls, byService, total, writes } = counter;
  const accountOf = async (group: CallGroup): Promise<string | undefined> => (await apis.of(group).caller()).account;
  const credentialsOf = (group: CallGroup): CredentialsProvider => apis.of(group).credentials;
  const newControlPlane = createControlPlanes({
    apis: apis.of('codewhisperer'),
    accountOf: () => accountOf('codewhisperer'),
    ssoAdmin,
    instance: () => ground.instance(),
    clock,
  });
  const hasRole = (group: CallGroup): boolean => apis.of(group) !== apis.ambient;
  const reading = createReading(options.assignments !== 'quick');
  const rateOf = (service: string): Rate => limitOf(service, options.limits ?? {});
  const tools = { rateOf, clock, retry, operations, names, turns, reading, calls, byService, total, writes };
  const shared = { ...tools, ssoAdmin, identityStore, organizations, hasRole, accountOf, credentialsOf };

  function newSession(): AwsSession {
    const settleUnderWay = (): Promise<void> => operations.settleUnderWay();
    const codewhisperer = newControlPlane();
    const note = (text: string): void => reading.note(text);
    const survey = createSurvey({ ground, identityStore, ssoAdmin, names, settleUnderWay, note, codewhisperer });
    return { ...shared, survey, codewhisperer, fresh: newSession, close };
  }
  return Promise.resolve(newSession());
}

function groupedApis(clock: Clock, counter: ReturnType<typeof createCounter>, options: SessionOptions) {
  const { limiter, stop } = createLimiters(clock, options.limits ?? {});
  const random = seededRandom(options.seed ?? Math.floor(Math.random() * 2 ** 32));
  const retry = createRetry({ clock, random, limiter, bounds: options.retries });
  const { roles = {}, sessionName = 'cw-gitops' } = options;
  const apis = createGroupedApis(options, { roles, sessionName }, { clock, limiter, retry, counter });
  const close = (): void => {
    stop();
    apis.close();
  };
  return { apis, retry, close };
}

function limitOf(service: string, wanted: { readonly [name: string]: Partial<LimiterOptions> }): LimiterOptions {
  return { ...(LIMITS[service] ?? USUAL_LIMITS), ...wanted[service] };
}

/** One limiter for each service, made when it is first called. */
function createLimiters(clock: Clock, wanted: NonNullable<SessionOptions['limits']>) {
  const limiters = new Map<ServiceName, Limiter>();
  return {
    limiter: (service: ServiceName): Limiter =>
      getOrInsert(limiters, service, () => createLimiter(clock, limitOf(service, wanted))),
    stop: (): void => {
      for (const limiter of limiters.values()) limiter.stop();
    },
  };
}

function createCounter(onCall: SessionOptions['onCall']) {
  const counts: { [name: string]: number } = {};
  const services: { [name: string]: number } = {};
  let all = 0;
  let written = 0;
  return {
    count: (service: ServiceName, operation: string, write: boolean): void => {
      const name = `${service}:${operation}`;
      counts[name] = (counts[name] ?? 0) + 1;
      services[service] = (services[service] ?? 0) + 1;
      all += 1;
      if (write) written += 1;
      onCall?.({ service, operation, write });
    },
    calls: () => ({ ...counts }),
    byService: () => ({ ...services }),
    total: () => all,
    writes: () => written,
  };
}
