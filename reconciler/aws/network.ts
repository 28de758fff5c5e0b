/** The way to the services: how many connections, for how long, and through which proxy. */

import { setMaxListeners } from 'node:events';
import { UndiciHttpHandler } from '@smithy/undici-http-handler';
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { IssueError } from '../core/issue.ts';

type Environment = { readonly [name: string]: string | undefined };

const CONNECT_MILLISECONDS = 5_000;
/** As many as the SDK's own handler opens to one service. */
const CONNECTIONS = 50;
/** How long an idle connection is kept, in milliseconds: longer than the pauses between looks at what is under way. */
const IDLE_MILLISECONDS = 60_000;

/**
 * A handler for the clients of one connection. A call that was not answered after so many milliseconds of the machine's clock, or a tenth
 * more, is given up. Requests go through the proxies that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` name, as those of other
 * tools do. Throws an `IssueError` where such an address is none.
 */
export function createRequestHandler(milliseconds: number, environment: Environment): UndiciHttpHandler {
  return withTimeLimit(new UndiciHttpHandler({ dispatcher: dispatcherFor(environment) }), milliseconds);
}

function dispatcherFor(environment: Environment): Dispatcher {
  const options: Agent.Options = {
    connections: CONNECTIONS,
    connect: { timeout: CONNECT_MILLISECONDS },
    keepAliveTimeout: IDLE_MILLISECONDS,
    // The one limit is that of the whole call.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  const proxy = proxyOf(environment);
  return proxy === undefined ? new Agent(options) : new EnvHttpProxyAgent({ ...options, ...proxy });
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** The proxies that the environment names, in small letters first; what runs on this machine is reached without. */
function proxyOf(environment: Environment): EnvHttpProxyAgent.Options | undefined {
  const [httpProxy, httpsProxy] = [addressOf('http_proxy', environment), addressOf('https_proxy', environment)];
  const unproxied = named('no_proxy', environment)?.trim();
  if ((httpProxy ?? httpsProxy) === undefined || unproxied === '*') return undefined;
  return {
    ...(httpProxy === undefined ? {} : { httpProxy }),
    ...(httpsProxy === undefined ? {} : { httpsProxy }),
    noProxy: [...LOOPBACK, unproxied ?? ''].join(','),
  };
}

function named(variable: string, environment: Environment): string | undefined {
  return environment[variable] || environment[variable.toUpperCase()] || undefined;
}

/** A proxy's address, with `http://` where it has none, as other tools read it. It may hold a password, and is never shown. */
function addressOf(variable: string, environment: Environment): string | undefined {
  const text = named(variable, environment)?.trim();
  if (text === undefined || text === '') return undefined;
  const address = /^[a-z][a-z\d+.-]*:\/\//iu.test(text) ? text : `http://${text}`;
  if (/^https?:/iu.test(address) && URL.canParse(address)) return address;
  throw new IssueError({
    code: 'USAGE_ENVIRONMENT',
    severity: 'error',
    message: `${variable.toUpperCase()} is not the address of a proxy`,
    hint: 'it looks like http://proxy.example.com:3128',
  });
}

/**
 * The handler with a time limit from the first byte sent to the last one received. It is set here and not by the call:
 * the SDK keeps no middleware of calls that have options of their own. Calls that begin within a tenth of the limit end
 * together, since a signal for each would be a tenth of a call's work.
 */
function withTimeLimit(handler: UndiciHttpHandler, milliseconds: number): UndiciHttpHandler {
  const turn = milliseconds / 10;
  let ending: { readonly abortSignal: AbortSignal; readonly until: number } | undefined;
  const limited: Pick<UndiciHttpHandler, 'handle'> = {
    handle: (request) => {
      const now = performance.now();
      if (ending === undefined || now > ending.until) {
        const abortSignal = AbortSignal.timeout(milliseconds + turn);
        setMaxListeners(0, abortSignal);
        ending = { abortSignal, until: now + turn };
      }
      return handler.handle(request, ending);
    },
  };
  return Object.assign(Object.create(handler) as UndiciHttpHandler, limited);
}
