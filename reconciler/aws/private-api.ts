/**
 * Calls of services without a published client: signed, sent and tried again exactly as the SDK's calls are, over its own
 * HTTP handler and with its own credentials, limiter, retries, time limit and count.
 */

import { SignatureV4 } from '@smithy/signature-v4';
import { IssueError } from '../core/issue.ts';
import type { CallCounter } from './api.ts';
import type { Clock } from './clock.ts';
import type { CredentialsProvider } from './credentials.ts';
import { noAddressHint } from './explain.ts';
import { isUnexplained, unexplained } from './emulator.ts';
import type { Limiter } from './limiter.ts';
import { allPages } from './pages.ts';
import { type HttpAnswer, jsonAnswer, type Members, pageOfAnswer, queryAnswer } from './private-answer.ts';
import type { PrivateService } from './private-services.ts';
import { isRead } from './reads.ts';
import type { Retry } from './retry.ts';

export interface PrivateCall {
  /** The Region that is asked. */
  readonly region: string;
  /** The thing concerned, for people. */
  readonly about?: string;
  readonly onConflict?: 'retry' | 'throw';
}

export interface PrivateApi {
  /** One call, tried again as the retry policy says; rejects with an `AwsFailure`, or with an `IssueError` before any call. */
  call(operation: string, input: Members, options: PrivateCall): Promise<Members>;
  /** All objects of a paged list; `names` are those that the list may go by. */
  list(
    operation: string,
    input: Members,
    names: readonly string[],
    options: PrivateCall & { readonly pageSize: number },
  ): Promise<readonly Members[]>;
}

/** What is used of an SDK client: its way to the network, with its time limit, and its hash. */
export interface Carrier {
  readonly requestHandler: {
    handle(request: object): Promise<{ readonly response: Response }>;
  };
  readonly sha256: ConstructorParameters<typeof SignatureV4>[0]['sha256'];
}

interface Response {
  readonly statusCode: number;
  readonly headers: { readonly [name: string]: string };
  readonly body?: AsyncIterable<Uint8Array> | undefined;
}

export interface PrivateParts {
  readonly service: PrivateService;
  readonly carrier: () => Promise<Carrier>;
  readonly credentials: CredentialsProvider;
  /** Another address for all services; absent: AWS_ENDPOINT_URL*, else the service's own. */
  readonly endpoint?: string | undefined;
  readonly environment: { readonly [name: string]: string | undefined };
  readonly clock: Clock;
  readonly limiter: Limiter;
  readonly retry: Retry;
  readonly counter: CallCounter;
}

/** The operations of one such service. Nothing is called before the first operation. */
export function createPrivateApi(parts: PrivateParts): PrivateApi {
  const { service: described, clock, limiter, retry, counter, credentials } = parts;
  const { service } = described;
  const skew = { milliseconds: 0 };

  const call: PrivateApi['call'] = async (operation, input, { region, about, onConflict }) => {
    const write = !isRead(operation);
    const address = addressOf(parts, region);
    return retry.run({ service, operation, write, about, input, onConflict }, async () => {
      // Credentials that take calls of their own are fetched outside the turn of this one.
      await credentials();
      return limiter.run(() =>
        clock.busy(async () => {
          counter.count(service, operation, write);
          const answer = await send(parts, { address, region, operation, input }, skew);
          const corrected = correct(skew, answer);
          try {
            if (isUnexplained({ host: address.hostname, ...answer })) throw unexplained();
            if (!write && answer.status < 300 && answer.body.trim() === '')
              throw Object.assign(new Error('the answer is empty'), { name: 'UnreadableAnswer' });
            return described.protocol.name === 'json' ? jsonAnswer(answer) : queryAnswer(answer);
          } catch (error) {
            const named = Object.assign(error as Error, { $host: address.hostname });
            throw corrected ? withSkewCorrected(named) : named;
          }
        }),
      );
    });
  };

  return {
    call,
    list: (operation, input, names, { pageSize, ...options }) =>
      allPages(`${service} ${operation}`, async (token) => {
        const sized = { ...input, maxResults: pageSize };
        const page = await call(operation, token === undefined ? sized : { ...sized, nextToken: token }, options);
        return pageOfAnswer(`${service} ${operation}`, page, names);
      }),
  };
}

/** Where the service answers; an unlisted Region is refused before any call. */
function addressOf({ service, endpoint, environment }: PrivateParts, region: string): URL {
  const named = endpoint ?? environment[`AWS_ENDPOINT_URL_${service.variable}`] ?? environment['AWS_ENDPOINT_URL'];
  const host = service.host(region);
  if (host === undefined)
    throw new IssueError({
      code: 'AWS_REGION',
      severity: 'error',
      message: `${service.service} is not offered in ${region}`,
    });
  const address = named === undefined || named === '' ? `https://${host}/` : named;
  if (/^https?:/iu.test(address) && URL.canParse(address)) return new URL(address);
  throw new IssueError({
    code: 'AWS_UNREACHABLE',
    severity: 'error',
    message: `${service.service} cannot be called: Invalid URL`,
    hint: noAddressHint(service.service),
  });
}

interface Sent {
  readonly address: URL;
  readonly region: string;
  readonly operation: string;
  readonly input: Members;
}

interface Skew {
  /** How far the service's clock is ahead of this machine's. */
  milliseconds: number;
}

async function send(parts: PrivateParts, { address, region, operation, input }: Sent, skew: Skew): Promise<HttpAnswer> {
  const { service, credentials } = parts;
  const { requestHandler, sha256 } = await parts.carrier();
  const signer = new SignatureV4({
    credentials,
    region: service.signingRegion ?? region,
    service: service.signingName,
    sha256,
    applyChecksum: false,
  });
  const request = await signer.sign(unsigned(service, address, operation, input), {
    signingDate: new Date(Date.now() + skew.milliseconds),
  });
  const { response } = await requestHandler.handle(request);
  return { status: response.statusCode, headers: lowerCased(response.headers), body: await textOf(response.body) };
}

/** Signatures older than this are refused, in milliseconds. */
const MOST_SKEW = 4 * 60_000;

/** Learns the service's time from a refusal by which this machine's clock is far off; the next signature will do. */
function correct(skew: Skew, { status, headers }: HttpAnswer): boolean {
  const ahead = Date.parse(headers['date'] ?? '') - Date.now();
  if (status < 400 || !(Math.abs(ahead - skew.milliseconds) > MOST_SKEW)) return false;
  skew.milliseconds = ahead;
  return true;
}

function withSkewCorrected(error: Error & { readonly $metadata?: object }): Error {
  return Object.assign(error, { $metadata: { ...error.$metadata, clockSkewCorrected: true } });
}

function unsigned({ protocol }: PrivateService, address: URL, operation: string, input: Members) {
  const { body, headers } =
    protocol.name === 'json'
      ? {
          body: JSON.stringify(input),
          headers: {
            'content-type': `application/x-amz-json-${protocol.version}`,
            'x-amz-target': `${protocol.target}.${operation}`,
          },
        }
      : {
          body: new URLSearchParams({
            Action: operation,
            Version: protocol.version,
            ...(input as Record<string, string>),
          }).toString(),
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        };
  return {
    method: 'POST',
    protocol: address.protocol,
    hostname: address.hostname,
    ...(address.port === '' ? {} : { port: Number(address.port) }),
    path: address.pathname,
    query: {},
    headers: {
      ...headers,
      host: address.host,
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'codewhisperer-gitops',
    },
    body,
  };
}

function lowerCased(headers: Response['headers']): HttpAnswer['headers'] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

async function textOf(body: Response['body']): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body ?? []) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
