/**
 * The SDK's clients, each loaded when it is first called: start-up stays short for commands that talk to nobody.
 * Credentials, Region and AWS_ENDPOINT_URL* are the SDK's own chain unless handed in.
 */

import type * as IdentityStore from '@aws-sdk/client-identitystore';
import type * as Organizations from '@aws-sdk/client-organizations';
import type * as SsoAdmin from '@aws-sdk/client-sso-admin';
import type * as Sts from '@aws-sdk/client-sts';
import { once } from '../core/once.ts';
import type { Credentials, CredentialsProvider } from './credentials.ts';
import { isUnexplained, unexplained } from './emulator.ts';
import { spare, type Spared } from './lean.ts';
import type { Middleware, Response } from './middleware.ts';
import { createRequestHandler } from './network.ts';
import type { Carrier } from './private-api.ts';

export type SsoAdminSdk = typeof SsoAdmin;
export type IdentityStoreSdk = typeof IdentityStore;
export type OrganizationsSdk = typeof Organizations;
export type StsSdk = typeof Sts;

export interface Connection {
  /** Absent: the Region of the AWS chain. */
  readonly region?: string | undefined;
  /** Absent: AWS_ENDPOINT_URL*, else the service's own. */
  readonly endpoint?: string | undefined;
  /** Absent: the credentials of the AWS chain. */
  readonly credentials?: Credentials | CredentialsProvider | undefined;
  /** After so many milliseconds of the machine's clock, or a tenth more, a call that was not answered is given up; absent: 30 seconds. */
  readonly requestTimeout?: number | undefined;
}

/** What is used of a client, whatever the service. */
interface Sender extends Spared {
  readonly config: Spared['config'] & {
    readonly requestHandler: Carrier['requestHandler'];
    readonly sha256: Carrier['sha256'];
    readonly region: () => Promise<string>;
    readonly credentials: CredentialsProvider;
  };
  send(command: object): Promise<unknown>;
  destroy(): void;
}

/** A client with the module that its commands are in. */
export interface Loaded<Sdk> {
  readonly client: Sender;
  readonly sdk: Sdk;
}

export interface Clients {
  ssoAdmin(): Promise<Loaded<SsoAdminSdk>>;
  identityStore(): Promise<Loaded<IdentityStoreSdk>>;
  organizations(): Promise<Loaded<OrganizationsSdk>>;
  sts(): Promise<Loaded<StsSdk>>;
  /** Closes the connections of every client that was loaded. */
  close(): void;
}

const REQUEST_MILLISECONDS = 30_000;

/** Clients for one connection; nothing is loaded yet. */
export function createClients(connection: Connection): Clients {
  const open: Sender[] = [];
  const config = configOf(connection);
  function loaded<Sdk>(load: () => Promise<Sdk>, make: (sdk: Sdk) => unknown): () => Promise<Loaded<Sdk>> {
    return once(async () => {
      const sdk = await load();
      const client = make(sdk) as Sender;
      spare(client);
      client.middlewareStack.add(nameTheHost, { step: 'deserialize', priority: 'high' });
      client.middlewareStack.add(refusePages, { step: 'deserialize', priority: 'low' });
      open.push(client);
      return { client, sdk };
    });
  }
  silenceRuntimeNotice();
  return {
    ssoAdmin: loaded(
      () => import('@aws-sdk/client-sso-admin'),
      (sdk) => new sdk.SSOAdminClient(config),
    ),
    identityStore: loaded(
      () => import('@aws-sdk/client-identitystore'),
      (sdk) => new sdk.IdentitystoreClient(config),
    ),
    organizations: loaded(
      () => import('@aws-sdk/client-organizations'),
      (sdk) => new sdk.OrganizationsClient(config),
    ),
    sts: loaded(
      () => import('@aws-sdk/client-sts'),
      (sdk) => new sdk.STSClient(config),
    ),
    close: () => {
      for (const client of open) client.destroy();
    },
  };
}

function configOf({ region, endpoint, credentials, requestTimeout = REQUEST_MILLISECONDS }: Connection) {
  return {
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    // aws/retry.ts tries again; two layers of retries would multiply.
    maxAttempts: 1,
    customUserAgent: 'codewhisperer-gitops',
    requestHandler: createRequestHandler(requestTimeout, process.env),
    // A third of a call's work is to put its middleware together: once for each operation is enough.
    cacheMiddleware: true,
  };
}

/** On Node 20 the SDK writes a notice about its own future to standard error, unless told before it is loaded. */
function silenceRuntimeNotice(): void {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
}

/** Whose answer an error is decides what may be made of it. */
const nameTheHost: Middleware = (next) => async (call) => {
  try {
    return await next(call);
  } catch (error) {
    throw Object.assign(error as Error, { $host: call.request.hostname });
  }
};

/** To the SDK a page of an emulator is like any other. */
const refusePages: Middleware = (next) => async (call) => {
  const result = await next(call);
  const { headers, statusCode: status, body } = result.response as Response;
  if (isUnexplained({ host: call.request.hostname, status, headers })) {
    body.resume();
    throw unexplained();
  }
  return result;
};
