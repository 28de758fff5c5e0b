/** Drivers over state in memory. They yield before they act, so that a missing `await` shows, and fail on cue. */

import { setImmediate } from 'node:timers/promises';
import { IssueError } from '../../reconciler/core/issue.ts';
import type { Fields } from '../../reconciler/core/json.ts';
import type { Key, KindName } from '../../reconciler/core/key.ts';
import { KIND_NAMES } from '../../reconciler/core/key.ts';
import type { Driver } from '../../reconciler/core/kind.ts';
import type { LiveResource, Resource } from '../../reconciler/core/resource.ts';

export interface FakeServices {
  readonly drivers: ReadonlyMap<KindName, Driver>;
  readonly state: Map<Key, LiveResource>;
  /** What was done, in the order in which it ended. */
  readonly log: string[];
  /** Most changes that were under way at the same time in one account. */
  mostInOneAccount: number;
}

interface Mishaps {
  /** Keys whose change is refused. */
  readonly fails?: readonly Key[];
  /** Keys whose change is accepted and never happens. */
  readonly forgets?: readonly Key[];
  /** Keys whose change happens, and whose answer is lost. */
  readonly mumbles?: readonly Key[];
  /** Reads fail. */
  readonly unreadable?: boolean;
}

export function fakeServices(
  live: readonly LiveResource[],
  { fails = [], forgets = [], mumbles = [], unreadable = false }: Mishaps = {},
): FakeServices {
  const state = new Map(live.map((resource) => [resource.key, resource]));
  const underWay = new Map<string, number>();
  const services: FakeServices = { drivers: new Map(), state, log: [], mostInOneAccount: 0 };

  async function act(verb: string, key: Key, spec: Fields, effect: () => void): Promise<void> {
    const account = (spec['account'] as string | undefined) ?? key;
    underWay.set(account, (underWay.get(account) ?? 0) + 1);
    services.mostInOneAccount = Math.max(services.mostInOneAccount, underWay.get(account) ?? 0);
    await setImmediate();
    underWay.set(account, (underWay.get(account) ?? 0) - 1);
    if (fails.includes(key)) throw refused(`${key} refused`);
    if (!forgets.includes(key)) effect();
    services.log.push(`${verb} ${key}`);
    if (mumbles.includes(key)) throw refused(`${key} was not answered`);
  }

  function write({ kind, key, spec, needs }: Resource): Fields {
    const ref = { id: `id-of-${key}` };
    state.set(key, { kind, key, spec, needs, ref });
    return ref;
  }

  const driverOf = (kind: KindName): Driver => ({
    read: async (scope) => {
      await setImmediate();
      if (unreadable) throw refused(`${kind} unreadable`);
      return [...state.values()].filter(
        (resource) => resource.kind === kind && (scope.only?.has(resource.key) ?? true),
      );
    },
    create: async (after, refOf) => {
      after.needs.forEach(refOf);
      await act('create', after.key, after.spec, () => void write(after));
      return { id: `id-of-${after.key}` };
    },
    update: async (before, after) => {
      await act('update', before.key, before.spec, () => void write(after));
      return before.ref;
    },
    remove: async (before) => act('delete', before.key, before.spec, () => void state.delete(before.key)),
  });
  return Object.assign(services, { drivers: new Map(KIND_NAMES.map((kind) => [kind, driverOf(kind)])) });
}

function refused(message: string): IssueError {
  return new IssueError({ code: 'AWS_REFUSED', severity: 'error', message });
}
