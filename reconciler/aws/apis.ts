/** The services with one set of credentials each, and which set each group of calls has. */

import type { CallGroup, RoleArns } from '../core/call-group.ts';
import { once } from '../core/once.ts';
import { type Api, type CallCounter, createApi } from './api.ts';
import {
  type Clients,
  type Connection,
  createClients,
  type IdentityStoreSdk,
  type Loaded,
  type OrganizationsSdk,
  type SsoAdminSdk,
  type StsSdk,
} from './clients.ts';
import type { Clock } from './clock.ts';
import { assumeRole, type CredentialsProvider } from './credentials.ts';
import type { ServiceName } from './errors.ts';
import type { Limiter } from './limiter.ts';
import { ORGANIZATIONS_PAGE } from './organization.ts';
import { type Carrier, createPrivateApi, type PrivateApi } from './private-api.ts';
import type { PrivateService } from './private-services.ts';
import type { Retry } from './retry.ts';

/** The services with one set of credentials. */
export interface Apis {
  readonly ssoAdmin: Api<SsoAdminSdk>;
  readonly identityStore: Api<IdentityStoreSdk>;
  readonly organizations: Api<OrganizationsSdk>;
  readonly sts: Api<StsSdk>;
  /** Who calls, as STS says it; asked once. */
  readonly caller: () => Promise<{ readonly account: string | undefined; readonly arn: string | undefined }>;
  readonly credentials: CredentialsProvider;
  /** A service without a published client. */
  privateApi(service: PrivateService): PrivateApi;
}

export interface GroupedApis {
  /** Those that the run was started with. */
  readonly ambient: Apis;
  /** Those with the group's role, or the ambient ones where it has none. Groups with the same role share them. */
  of(group: CallGroup): Apis;
  /** Closes the connections. */
  close(): void;
}

/** What all sets share: the services' limits hold for a run, whoever calls. */
export interface Shared {
  readonly clock: Clock;
  readonly limiter: (service: ServiceName) => Limiter;
  readonly retry: Retry;
  readonly counter: CallCounter;
}

export interface Assumptions {
  readonly roles: RoleArns;
  readonly sessionName: string;
}

const PAGE_SIZE = 100;

/** Nothing is loaded, and no role assumed, before the first call with it. */
export function createGroupedApis(
  connection: Connection,
  { roles, sessionName }: Assumptions,
  shared: Shared,
): GroupedApis {
  const open: Clients[] = [];

  function apisWith(credentials: Connection['credentials'], prepare?: CredentialsProvider): Apis {
    const clients = createClients({ ...connection, credentials });
    open.push(clients);
    return createApis(clients, { ...shared, endpoint: connection.endpoint }, prepare);
  }

  const ambient = apisWith(connection.credentials);
  const assumed = new Map(
    [...new Set(Object.values(roles))].map((roleArn) => {
      const provider = assumeRole({ roleArn, sessionName, sts: ambient.sts, clock: shared.clock });
      return [roleArn, apisWith(provider, provider)] as const;
    }),
  );
  return {
    ambient,
    of: (group) => assumed.get(roles[group] ?? '') ?? ambient,
    close: () => {
      for (const clients of open) clients.close();
    },
  };
}

type Reach = Shared & Pick<Connection, 'endpoint'>;

function createApis(clients: Clients, shared: Reach, prepare: CredentialsProvider | undefined): Apis {
  const { limiter, endpoint, ...rest } = shared;
  const carrier = async (): Promise<Carrier> => (await clients.sts()).client.config;
  const credentials = prepare ?? (async () => (await clients.sts()).client.config.credentials());
  function apiFor<Sdk>(service: ServiceName, load: () => Promise<Loaded<Sdk>>, pageSize = PAGE_SIZE): Api<Sdk> {
    return createApi({ ...rest, service, load, limiter: limiter(service), pageSize, prepare });
  }
  const sts = apiFor('sts', () => clients.sts());
  return {
    ssoAdmin: apiFor('sso-admin', () => clients.ssoAdmin()),
    identityStore: apiFor('identitystore', () => clients.identityStore()),
    organizations: apiFor('organizations', () => clients.organizations(), ORGANIZATIONS_PAGE),
    sts,
    caller: once(async () => {
      const { Account: account, Arn: arn } = await sts.call('GetCallerIdentity', {});
      return { account, arn };
    }),
    credentials,
    privateApi: (service) =>
      createPrivateApi({
        ...rest,
        service,
        carrier,
        credentials,
        endpoint,
        environment: process.env,
        limiter: limiter(service.service),
      }),
  };
}
