/** A simulator with the real SDK clients on it; time is virtual, and every error is checked against the model. */

import { Identitystore } from '@aws-sdk/client-identitystore';
import { Organizations } from '@aws-sdk/client-organizations';
import { SSOAdmin } from '@aws-sdk/client-sso-admin';
import { STS } from '@aws-sdk/client-sts';
import { expect } from 'vitest';

import { createVirtualClock } from '../../reconciler/simulator/clock.ts';
import type { Clock } from '../../reconciler/simulator/clock.ts';
import { identityStoreIdOf, instanceArnOf } from '../../reconciler/simulator/ids.ts';
import { isDeclared } from '../../reconciler/simulator/refusal.ts';
import { startSimulator } from '../../reconciler/simulator/server.ts';
import type { Simulator, SimulatorOptions } from '../../reconciler/simulator/server.ts';
import { createServices } from '../../reconciler/simulator/service-list.ts';
import { emptyState } from '../../reconciler/simulator/state.ts';
import type { AccountState, IdentityCenterState, SimulatorState } from '../../reconciler/simulator/state.types.ts';

export const START = Date.UTC(2026, 0, 5);
export const MANAGEMENT = '111111111111';
export const TOOLING = '222222222222';
export const PROD = '333333333333';
export const CLOSED = '555555555555';
export const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

const ACCOUNTS: readonly AccountState[] = [
  { id: TOOLING, name: 'tooling' },
  { id: PROD, name: 'prod', customerManagedPolicies: [{ name: 'deny-secrets', path: '/guardrails/' }] },
  { id: CLOSED, name: 'closed', state: 'SUSPENDED' },
];

export const ADA = { userName: 'ada', givenName: 'Ada', familyName: 'Lovelace', displayName: 'Ada Lovelace' } as const;
export const BOB = { userName: 'bob', givenName: 'Bob', familyName: 'Stone', displayName: 'Bob Stone' } as const;

/** An organisation of four accounts with that in Identity Center. */
export function stateWith(center: Partial<IdentityCenterState> = {}): SimulatorState {
  const state = emptyState({ accounts: ACCOUNTS });
  return { ...state, identityCenter: { region: 'us-east-1', ...center } };
}

export const services = createServices(new Map());

function serviceOf(client: string) {
  const names: Readonly<Record<string, string>> = {
    SSOAdminClient: 'sso-admin',
    IdentitystoreClient: 'identitystore',
    OrganizationsClient: 'organizations',
    STSClient: 'sts',
  };
  const service = services.find((one) => one.model.service === names[client]);
  if (service === undefined) throw new Error(`no service for ${client}`);
  return service;
}

/** What a client's errors must be: declared for the operation, and no fault of the simulator's own. */
function assertDeclared(client: string, command: string, error: unknown): void {
  const { model } = serviceOf(client);
  const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  expect(message).not.toContain('fault of the simulator itself');
  if ($metadata?.httpStatusCode === undefined || $metadata.httpStatusCode === 200) return;
  expect(isDeclared(model, command.replace(/Command$/u, ''), name), `${command} answered ${name}`).toBe(true);
}

interface ClientOptions {
  readonly accessKeyId?: string;
  readonly sessionToken?: string;
  readonly region?: string;
  readonly requestTimeout?: number;
}

interface Stack {
  add(
    middleware: (
      next: (args: never) => Promise<never>,
      context: { readonly clientName?: string; readonly commandName?: string },
    ) => (args: never) => Promise<never>,
    options: { readonly step: 'initialize' },
  ): void;
}

/** The four clients, as an application would make them, with one attempt to a call. */
function clientsOf(url: string, clock: Clock, options: ClientOptions = {}) {
  const { accessKeyId = 'AKIATEST000000000000', region = 'us-east-1', sessionToken, requestTimeout } = options;
  const configuration = {
    endpoint: url,
    region,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey: 'secret', ...(sessionToken === undefined ? {} : { sessionToken }) },
    ...(requestTimeout === undefined ? {} : { requestHandler: { requestTimeout, throwOnRequestTimeout: true } }),
  };
  const clients = {
    sso: new SSOAdmin(configuration),
    store: new Identitystore(configuration),
    organizations: new Organizations(configuration),
    sts: new STS(configuration),
  };
  for (const client of Object.values(clients)) watch(client.middlewareStack as unknown as Stack, clock);
  return clients;
}

function watch(stack: Stack, clock: Clock): void {
  stack.add(
    (next, context) => (args) =>
      clock.busy(async () => {
        try {
          return await next(args);
        } catch (error) {
          assertDeclared(context.clientName ?? '', context.commandName ?? '', error);
          throw error;
        }
      }),
    { step: 'initialize' },
  );
}

type Clients = ReturnType<typeof clientsOf>;

export interface World extends Clients {
  readonly simulator: Simulator;
  readonly clock: Clock;
  /** `InstanceArn` of requests to sso-admin. */
  readonly instance: { readonly InstanceArn: string };
  /** `IdentityStoreId` of requests to identitystore. */
  readonly directory: { readonly IdentityStoreId: string };
  readonly as: (options: ClientOptions) => Clients;
  readonly userId: (name: string) => Promise<string>;
  readonly groupId: (name: string) => Promise<string>;
  /** `InstanceArn` and `PermissionSetArn` of the set of that name. */
  readonly set: (name: string) => Promise<{ readonly InstanceArn: string; readonly PermissionSetArn: string }>;
  /** The center as the state has it. */
  readonly center: () => IdentityCenterState;
}

type Options = Partial<Omit<SimulatorOptions, 'clock'>>;

/** Runs a test on a simulator of its own, without the limit of calls a second unless the test asks for it. */
export async function onSimulator<T>(options: Options, test: (world: World) => Promise<T>): Promise<T> {
  const clock = createVirtualClock(START);
  const { state = stateWith(), limits = {}, ...rest } = options;
  const simulator = await startSimulator({ ...rest, state, clock, limits: { callsPerSecond: {}, ...limits } });
  try {
    return await test(worldOf(simulator, clock));
  } finally {
    await simulator.close();
  }
}

function worldOf(simulator: Simulator, clock: Clock): World {
  const clients = clientsOf(simulator.url, clock);
  const derived = startedIds(simulator);
  async function set(name: string) {
    const { PermissionSets: arns = [] } = await clients.sso.listPermissionSets({
      ...derived.instance,
      MaxResults: 100,
    });
    for (const PermissionSetArn of arns) {
      const input = { ...derived.instance, PermissionSetArn };
      if ((await clients.sso.describePermissionSet(input)).PermissionSet?.Name === name) return input;
    }
    throw new Error(`no permission set ${name}`);
  }
  return {
    ...clients,
    ...derived,
    simulator,
    clock,
    as: (options) => clientsOf(simulator.url, clock, options),
    userId: async (name) => {
      const UniqueAttribute = { AttributePath: 'userName', AttributeValue: name };
      const found = await clients.store.getUserId({ ...derived.directory, AlternateIdentifier: { UniqueAttribute } });
      return found.UserId ?? '';
    },
    groupId: async (name) => {
      const UniqueAttribute = { AttributePath: 'displayName', AttributeValue: name };
      const found = await clients.store.getGroupId({ ...derived.directory, AlternateIdentifier: { UniqueAttribute } });
      return found.GroupId ?? '';
    },
    set,
    center: () => simulator.state().identityCenter ?? { region: '' },
  };
}

function startedIds(simulator: Simulator) {
  const { organization, identityCenter } = simulator.state();
  return {
    instance: { InstanceArn: identityCenter?.instanceArn ?? instanceArnOf(organization.id) },
    directory: { IdentityStoreId: identityCenter?.identityStoreId ?? identityStoreIdOf(organization.id) },
  };
}

/** The error that a call is refused with. */
export async function refused(call: Promise<unknown>, name: string, text?: RegExp): Promise<Error & Refused> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error as Error & Refused,
  );
  if (outcome === undefined) throw new Error(`the call succeeded, ${name} was expected`);
  expect(outcome.name).toBe(name);
  if (text !== undefined) expect(outcome.message).toMatch(text);
  return outcome;
}

export interface Refused {
  readonly Reason?: string;
  readonly ResourceType?: string;
  readonly $metadata: { readonly httpStatusCode?: number; readonly requestId?: string };
}

/** Waits (virtually) until whatever is under way has ended. */
export async function settled(world: Pick<World, 'clock'>): Promise<void> {
  await world.clock.sleep(24 * 3600 * 1000);
}
