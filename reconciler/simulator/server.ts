/** The simulator's HTTP server: loopback only, every service on one port. */

import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createRealClock } from './clock.ts';
import type { Session } from './callers.ts';
import type { SimulatorClock } from './clock.ts';
import { unknownOperation } from './answer.ts';
import type { Answer } from './answer.ts';
import { handle } from './dispatch.ts';
import type { Running } from './dispatch.ts';
import { createFaultPlan } from './faults.ts';
import type { Fault } from './faults.ts';
import { createHistory } from './history.ts';
import { holdersIn } from './holders.ts';
import type { Holders } from './holders.ts';
import { createBucket, DEFAULT_LIMITS } from './limits.ts';
import type { Limits } from './limits.ts';
import { loadWorld } from './state/load.ts';
import { mistakesIn } from './state/mistakes.ts';
import { saveWorld } from './state/save.ts';
import { createServices } from './service-list.ts';
import type { Draft, SimulatorState } from './state.types.ts';

export interface SimulatorOptions {
  readonly state: SimulatorState;
  /** Default: any that is free. */
  readonly port?: number;
  /** Default: the machine's. */
  readonly clock?: SimulatorClock;
  readonly faults?: readonly Fault[];
  /** For faults by chance; default 1. */
  readonly seed?: number;
  readonly limits?: Partial<Limits>;
  /** Told after each change, also those that end an asynchronous operation, who then holds what. */
  readonly watch?: (holders: Holders) => void;
}

export interface Simulator {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Environment variables with which AWS's tools talk to the simulator. */
  environment(): Readonly<Record<string, string>>;
  /** The state as it is now, in canonical order. */
  state(): SimulatorState;
  /** Calls by `service:Operation`, those that were refused too. */
  calls(): Readonly<Record<string, number>>;
  /** Calls of operations that change something. */
  writes(): number;
  resetCounts(): void;
  /** Changes the state behind the services' back: "somebody's console edit". */
  edit(change: (state: Draft<SimulatorState>) => void): void;
  close(): Promise<void>;
}

interface Counts {
  readonly calls: Map<string, number>;
  writes: number;
  requests: number;
}

function assertState(state: SimulatorState): void {
  const mistakes = mistakesIn(state);
  if (mistakes.length > 0) throw new Error(`the simulator's state is wrong: ${mistakes.join('; ')}`);
}

/** Starts the simulator. Rejects when the port is taken, or when the state is one that cannot be loaded. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  assertState(options.state);
  const clock = options.clock ?? createRealClock();
  const counts: Counts = { calls: new Map(), writes: 0, requests: 0 };
  const running = createRunning(options, clock, counts);
  const server = createServer((request, response) => {
    clock
      .busy(() => serve(running, request, response))
      // A client that goes away in the middle of its request.
      .catch(() => response.destroy());
  });
  // A client that computes for long would else send its next request into a connection that was just closed.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const { history } = running;
  const state = () => saveWorld(history.worldAt(clock.now(), 0));
  return {
    url,
    environment: () => environmentOf(url, history.worldAt(clock.now(), 0).identityCenter?.region),
    state,
    calls: () => Object.fromEntries([...counts.calls].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    writes: () => counts.writes,
    resetCounts() {
      counts.calls.clear();
      counts.writes = 0;
    },
    edit(change) {
      const draft = structuredClone(state()) as Draft<SimulatorState>;
      change(draft);
      assertState(draft);
      history.replace(loadWorld(draft, history.worldAt(clock.now(), 0)), clock.now());
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function createRunning(options: SimulatorOptions, clock: SimulatorClock, counts: Counts): Running {
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const faults = createFaultPlan(options.faults ?? [], options.seed ?? 1);
  const sessions = new Map<string, Session>();
  const rates = Object.entries(limits.callsPerSecond);
  return {
    services: createServices(sessions),
    history: createHistory(loadWorld(options.state), clock.now(), faults.longestLag, (world) =>
      options.watch?.(holdersIn(world)),
    ),
    sessions,
    faults,
    limits,
    buckets: new Map(rates.map(([service, rate]) => [service, createBucket(rate, clock.now())])),
    now: () => clock.now(),
    count(service, operation) {
      const name = `${service.model.service}:${operation}`;
      counts.calls.set(name, (counts.calls.get(name) ?? 0) + 1);
      if (service.writes.has(operation)) counts.writes += 1;
      counts.requests += 1;
      return counts.requests;
    },
  };
}

function environmentOf(url: string, region = 'us-east-1'): Readonly<Record<string, string>> {
  return {
    AWS_ACCESS_KEY_ID: 'AKIASIMULATOR0000000',
    AWS_SECRET_ACCESS_KEY: 'no-secret-on-loopback',
    AWS_REGION: region,
    // Older tools know the Region by this name only, boto3 among them.
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: url,
  };
}

const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/u;
const MOST_BYTES = 4 * 1024 * 1024;

async function serve(running: Running, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const isLocal = request.socket.remoteAddress === '127.0.0.1' && LOOPBACK_HOST.test(request.headers.host ?? '');
  const body = await bodyOf(request);
  if (!isLocal || body === undefined) {
    response.writeHead(isLocal ? 413 : 403).end();
    return;
  }
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  );
  // Every protocol here is POST alone.
  const answer = request.method === 'POST' ? handle(running, { headers, body }) : unknownOperation();
  await send(answer, request, response);
}

/** The request's body, or `undefined` when it is too large. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes <= MOST_BYTES) chunks.push(chunk as Buffer);
  }
  return bytes > MOST_BYTES ? undefined : Buffer.concat(chunks).toString('utf8');
}

async function send(answer: Answer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  switch (answer.kind) {
    case 'cut':
      request.socket.destroy();
      return;
    case 'hang':
      return;
    case 'reply':
      response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) });
      await new Promise<void>((resolve) => {
        response.end(answer.body, resolve);
        response.once('close', resolve);
      });
  }
}
