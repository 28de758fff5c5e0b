/** An organisation on the simulator, with a session of the real SDK clients on it; time is virtual. */

import type { AwsSession, SessionOptions } from '../../reconciler/aws/session.ts';
import { openSession } from '../../reconciler/aws/session.ts';
import type { Fields } from '../../reconciler/core/json.ts';
import type { Key, KindName } from '../../reconciler/core/key.ts';
import type { Driver, RefOf, Scope } from '../../reconciler/core/kind.ts';
import type { LiveResource, Resource } from '../../reconciler/core/resource.ts';
import { createDrivers } from '../../reconciler/kinds/drivers.ts';
import { createVirtualClock } from '../../reconciler/simulator/clock.ts';
import type { SimulatorOptions } from '../../reconciler/simulator/server.ts';
import { startSimulator, type Simulator } from '../../reconciler/simulator/server.ts';
import type { IdentityCenterState, OrganizationState, SimulatorState } from '../../reconciler/simulator/state.types.ts';

export const MANAGEMENT = '111111111111';
export const TOOLING = '222222222222';
export const PROD = '333333333333';
export const LOGS = '444444444444';
export const CLOSED = '555555555555';

export const ORGANIZATION: OrganizationState = {
  id: 'o-exampleorg1',
  managementAccount: MANAGEMENT,
  organizationalUnits: [
    { name: 'Workloads', organizationalUnits: [{ name: 'Prod' }, { name: 'Test' }] },
    { name: 'Security' },
  ],
  accounts: [
    { id: MANAGEMENT, name: 'management' },
    { id: TOOLING, name: 'tooling', ou: 'Workloads', tags: { stage: 'tools' } },
    { id: PROD, name: 'prod', ou: 'Workloads/Prod', tags: { stage: 'prod' } },
    { id: LOGS, name: 'logs', ou: 'Security' },
    { id: CLOSED, name: 'closed', state: 'SUSPENDED', ou: 'Security', tags: { stage: 'prod' } },
  ],
};

export const ADA = { userName: 'ada', givenName: 'Ada', familyName: 'Lovelace', displayName: 'Ada Lovelace' } as const;
export const BOB = {
  userName: 'bob',
  givenName: 'Bob',
  familyName: 'Stone',
  displayName: 'Bob Stone',
  email: 'bob@example.com',
} as const;

/** A state with that much in Identity Center. */
export function stateWith(identityCenter: Partial<IdentityCenterState> = {}): SimulatorState {
  return { version: 1, organization: ORGANIZATION, identityCenter: { region: 'us-east-1', ...identityCenter } };
}

export interface Simulated {
  readonly simulator: Simulator;
  readonly session: AwsSession;
  readonly driver: (kind: KindName) => Driver;
  /** Reads everything of these kinds that the keys name. */
  readonly read: (kind: KindName, ...keys: readonly string[]) => Promise<readonly LiveResource[]>;
  /** One live resource; fails when there is none. */
  readonly one: (kind: KindName, key: string, ...scope: readonly string[]) => Promise<LiveResource>;
  readonly refOf: RefOf;
}

type Options = Omit<SimulatorOptions, 'state' | 'clock'> & {
  readonly state?: SimulatorState;
  readonly session?: Omit<SessionOptions, 'clock' | 'endpoint'>;
};

/** Runs a test against a simulator of its own. */
export async function simulated<T>(options: Options, test: (world: Simulated) => Promise<T>): Promise<T> {
  const { state = stateWith(), session: sessionOptions, ...rest } = options;
  const clock = createVirtualClock(Date.UTC(2026, 0, 5));
  const simulator = await startSimulator({ ...rest, state, clock });
  const session = await openSession({
    clock,
    endpoint: simulator.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIASIMULATED0000000', secretAccessKey: 'simulated' },
    seed: 1,
    ...sessionOptions,
  });
  try {
    return await test(worldOf(simulator, session));
  } finally {
    session.close();
    await simulator.close();
  }
}

function scopeOf(...keys: readonly string[]): Scope {
  return { keys: new Set(keys as readonly Key[]), whole: new Set() };
}

export function onlyOf(...keys: readonly string[]): Scope {
  return { keys: new Set(), whole: new Set(), only: new Set(keys as readonly Key[]) };
}

function worldOf(simulator: Simulator, session: AwsSession): Simulated {
  const drivers = createDrivers(session);
  const refs = new Map<string, Fields>();
  function driver(kind: KindName): Driver {
    const found = drivers.get(kind);
    if (found === undefined) throw new Error(`no driver ${kind}`);
    return found;
  }
  async function read(kind: KindName, ...keys: readonly string[]): Promise<readonly LiveResource[]> {
    const fresh = createDrivers(session.fresh()).get(kind);
    const live = (await fresh?.read(scopeOf(...keys))) ?? [];
    for (const { key, ref } of live) refs.set(key, ref);
    return live;
  }
  return {
    simulator,
    session,
    driver,
    read,
    one: async (kind, key, ...scope) => {
      const found = (await read(kind, ...(scope.length === 0 ? [key] : scope))).find((live) => live.key === key);
      if (found === undefined) throw new Error(`${key} is not live`);
      return found;
    },
    refOf: (key) => {
      const ref = refs.get(key);
      if (ref === undefined) throw new Error(`no ref for ${key}`);
      return ref;
    },
  };
}

/** A desired resource. */
export function desired(kind: KindName, key: string, spec: Fields): Resource {
  return { kind, key: key as Key, spec, needs: [] };
}
