/** An endpoint that is neither AWS nor our simulator: answers by operation, as terse or as odd as an emulator may be. */

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AwsSession, SessionOptions } from '../../reconciler/aws/session.ts';
import { openSession } from '../../reconciler/aws/session.ts';
import { createVirtualClock } from '../../reconciler/simulator/clock.ts';

interface Verbatim {
  readonly status: number;
  readonly body: string;
  readonly headers?: { readonly [name: string]: string };
}

type Answer = object | Verbatim;
export type Answers = {
  readonly [operation: string]: Answer | ((input: { readonly [name: string]: unknown }) => Answer);
};

export interface Emulated {
  readonly session: AwsSession;
  /** Operations as they were called. */
  readonly called: readonly string[];
  /** What each call said of who calls. */
  readonly agents: readonly string[];
}

const UNKNOWN: Verbatim = { status: 400, body: '{"__type":"UnknownOperationException"}' };

/** What moto 5.2 answers for an operation that it does not know, and where it has a mistake in one that it knows. */
export const MOTO_PAGE: Verbatim = {
  status: 500,
  headers: { server: 'Werkzeug/3.1.8 Python/3.11.7', 'content-type': 'text/html; charset=utf-8' },
  body:
    '<!doctype html>\n<html lang=en>\n<title>500 Internal Server Error</title>\n<h1>Internal Server Error</h1>\n' +
    '<p>The server encountered an internal error and was unable to complete your request.</p>\n',
};

interface EmulatedOptions extends SessionOptions {
  /** What it answers to all other operations. */
  readonly unknown?: Verbatim;
}

/** Runs a test against an endpoint that knows these operations and no others. */
export async function emulated<T>(
  answers: Answers,
  test: (world: Emulated) => Promise<T>,
  { unknown = UNKNOWN, ...options }: EmulatedOptions = {},
): Promise<T> {
  const called: string[] = [];
  const agents: string[] = [];
  const clock = createVirtualClock(Date.UTC(2026, 0, 5));
  const server = createServer((request, response) => {
    void clock.busy(async () => {
      const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
      called.push(operation);
      agents.push(String(request.headers['user-agent']));
      const found = answers[operation] ?? unknown;
      const input = JSON.parse(await bodyOf(request)) as { readonly [name: string]: unknown };
      const answer: Answer = typeof found === 'function' ? (found as (members: object) => Answer)(input) : found;
      const said: Verbatim = 'body' in answer ? answer : { status: 200, body: JSON.stringify(answer) };
      const { status, body, headers = {} } = said;
      response.writeHead(status, {
        'content-type': 'application/x-amz-json-1.1',
        ...('transfer-encoding' in headers ? {} : { 'content-length': Buffer.byteLength(body) }),
        ...headers,
      });
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const session = await openSession({
    clock,
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAEMULATED00000000', secretAccessKey: 'emulated' },
    seed: 1,
    ...options,
  });
  try {
    return await test({ session, called, agents });
  } finally {
    session.close();
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** What is needed before anything else: an instance whose ids look like nobody's. */
export const INSTANCE: Answers = {
  ListInstances: {
    Instances: [{ InstanceArn: 'instance-one', IdentityStoreId: 'store-one', OwnerAccountId: '111111111111' }],
  },
  DescribeOrganization: { Organization: { Id: 'o-emulated', MasterAccountId: '111111111111' } },
};
