import { createServer, Server } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createRequestHandler } from '../../reconciler/aws/network.ts';
import { openSession } from '../../reconciler/aws/session.ts';
import type { IssueError } from '../../reconciler/core/issue.ts';
import { createVirtualClock } from '../../reconciler/simulator/clock.ts';

const PATIENCE = 2_000;
const running: TcpServer[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of running.splice(0)) {
    if (server instanceof Server) server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  }
});

async function listening(server: TcpServer): Promise<number> {
  running.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** A service that answers everything with its name. */
function service(): Promise<number> {
  return listening(createServer((_request, response) => response.end('here')));
}

interface Proxy {
  readonly port: number;
  /** Where it was asked to lead to, and as whom. */
  readonly asked: { readonly to: string | undefined; readonly as: string | undefined }[];
}

/** A proxy that leads everybody to one service, whatever the name. */
async function proxyTo(port: number, status = 200): Promise<Proxy> {
  const asked: Proxy['asked'] = [];
  const server = createServer();
  server.on('connect', (request, socket) => {
    asked.push({ to: request.url, as: request.headers['proxy-authorization'] });
    socket.write(`HTTP/1.1 ${status} \r\n\r\n`);
    if (status !== 200) return socket.end();
    const there = connect(port, '127.0.0.1');
    there.on('error', () => socket.destroy());
    socket.on('error', () => there.destroy());
    return socket.pipe(there).pipe(socket);
  });
  return { port: await listening(server), asked };
}

async function answer(address: string, environment: { readonly [name: string]: string }): Promise<string> {
  const { protocol, hostname, port } = new URL(address);
  const handler = createRequestHandler(PATIENCE, environment);
  try {
    const where = { protocol, hostname, ...(port === '' ? {} : { port: Number(port) }), path: '/' };
    const request = { ...where, method: 'GET', headers: {}, query: {} } as Parameters<typeof handler.handle>[0];
    const { response } = await handler.handle(request);
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  } finally {
    handler.destroy();
  }
}

describe('a request', () => {
  it.each(['HTTP_PROXY', 'http_proxy'])('goes through the proxy that %s names', async (variable) => {
    const proxy = await proxyTo(await service());
    const environment = { [variable]: `http://ada:secret@127.0.0.1:${proxy.port}` };
    expect(await answer('http://sso.example', environment)).toBe('here');
    const as = `Basic ${Buffer.from('ada:secret').toString('base64')}`;
    expect(proxy.asked).toEqual([{ to: 'sso.example:80', as }]);
  });

  it('needs no http:// before the address of a proxy', async () => {
    const proxy = await proxyTo(await service());
    expect(await answer('http://sso.example', { HTTP_PROXY: ` 127.0.0.1:${proxy.port} ` })).toBe('here');
  });

  it('has a proxy of its own where it is encrypted', async () => {
    const other = await proxyTo(await service());
    const proxy = await proxyTo(await service());
    const environment = {
      HTTP_PROXY: `http://127.0.0.1:${other.port}`,
      HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
    };
    // The service behind the proxy speaks no TLS.
    await expect(answer('https://sso.example', environment)).rejects.toThrow();
    expect(proxy.asked.map(({ to }) => to)).toEqual(['sso.example:443']);
    expect(other.asked).toEqual([]);
  });

  it('to this machine goes through no proxy', async () => {
    const port = await service();
    const proxy = await proxyTo(port);
    const environment = { HTTP_PROXY: `http://127.0.0.1:${proxy.port}`, NO_PROXY: 'elsewhere.example' };
    expect(await answer(`http://localhost:${port}`, environment)).toBe('here');
    expect(await answer(`http://127.0.0.1:${port}`, environment)).toBe('here');
    expect(proxy.asked).toEqual([]);
  });

  it.each(['*', ' .example', 'sso.example', 'other.test, sso.example:80'])(
    'goes through no proxy where NO_PROXY is %s',
    async (NO_PROXY) => {
      const proxy = await proxyTo(await service());
      const environment = { HTTP_PROXY: `http://127.0.0.1:${proxy.port}`, NO_PROXY };
      await expect(answer('http://sso.example', environment)).rejects.toMatchObject({ syscall: 'getaddrinfo' });
      expect(proxy.asked).toEqual([]);
    },
  );

  it('that a proxy refuses says so, and nothing secret', async () => {
    const proxy = await proxyTo(await service(), 407);
    vi.stubEnv('HTTP_PROXY', `http://ada:secret@127.0.0.1:${proxy.port}`);
    const session = await openSession({
      clock: createVirtualClock(Date.UTC(2026, 0, 5)),
      endpoint: 'http://sso.example',
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIAEMULATED00000000', secretAccessKey: 'emulated' },
    });
    const [issue] = await session.survey.users.all().then(
      () => [],
      (error: unknown) => (error as IssueError).issues,
    );
    session.close();
    expect(issue).toMatchObject({ code: 'AWS_UNREACHABLE', hint: expect.stringContaining('HTTPS_PROXY') as string });
    expect(issue?.message).toContain('407');
    expect(JSON.stringify(issue)).not.toContain('secret');
  });
});

describe('an answer', () => {
  const OF_USERS = '{"Users":[{"UserId":"ada","UserName":"ada"}]}';

  /** A service whose first answers are these texts, byte by byte, and whose others are sound. */
  async function saying(...first: readonly string[]): Promise<string> {
    const answers = [...first];
    const sound = `HTTP/1.1 200 OK\r\ncontent-length: ${OF_USERS.length}\r\n\r\n${OF_USERS}`;
    const server = createTcpServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', () => socket.end(answers.shift() ?? sound));
    });
    return `http://127.0.0.1:${await listening(server)}`;
  }

  async function users(endpoint: string): Promise<unknown> {
    const session = await openSession({
      clock: createVirtualClock(Date.UTC(2026, 0, 5)),
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIAEMULATED00000000', secretAccessKey: 'emulated' },
    });
    try {
      return (await session.identityStore.call('ListUsers', { IdentityStoreId: 'store-one' })).Users;
    } finally {
      session.close();
    }
  }

  it.each([
    ['that is no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['with too long a header', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`],
    ['of an impossible length', 'HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n'],
    ['of two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['of no length that ends before it begins', 'HTTP/1.1 200 OK\r\n\r\n'],
    ['that leads elsewhere', 'HTTP/1.1 307 Temporary Redirect\r\nlocation: /\r\ncontent-length: 0\r\n\r\n'],
    ['that refuses without a word', 'HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n'],
    ['that breaks off', `HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n${OF_USERS}`],
    ['of no length that breaks off', `HTTP/1.1 200 OK\r\n\r\n${OF_USERS.slice(0, 20)}`],
  ])('%s is asked for again, since its call may have been carried out', async (_, first) => {
    expect(await users(await saying(first))).toEqual([{ UserId: 'ada', UserName: 'ada' }]);
  });

  it.each(['200 OK', '400 Bad Request'])('that breaks off each time is told as that: %s', async (status) => {
    const short = `HTTP/1.1 ${status}\r\ncontent-length: 100\r\n\r\n${OF_USERS}`;
    await expect(users(await saying(short, short, short))).rejects.toMatchObject({
      issues: [{ code: 'AWS_UNREACHABLE', message: expect.stringContaining('the answer broke off') as string }],
    });
  });
});

describe('an address of a proxy', () => {
  it.each(['socks5://ada:secret@127.0.0.1:1', 'http://', 'http://a b/'])('that is none is refused: %s', (text) => {
    const made = (): unknown => createRequestHandler(PATIENCE, { HTTPS_PROXY: text });
    expect(made).toThrow('HTTPS_PROXY is not the address of a proxy');
    expect(made).not.toThrow('secret');
  });

  it.each(['', ' '])('that is empty is as good as absent: "%s"', async (HTTP_PROXY) => {
    const port = await service();
    expect(await answer(`http://127.0.0.1:${port}`, { HTTP_PROXY })).toBe('here');
  });
});
