/** What the guards are asked, by hand: each part that a test does not care about is filled in. */

import type { Desired, Guards, Override } from '../../reconciler/core/desired.ts';
import type { GuardInput } from '../../reconciler/core/guard.types.ts';
import type { Resource, Standing } from '../../reconciler/core/resource.ts';
import type { Thing } from './builders.ts';
import { live, removal } from './builders.ts';
import { desiredOf } from './resources.ts';

/** The day of the plan in these tests: 2026-11-21, at noon. */
export const NOON = Date.UTC(2026, 10, 21, 12);
export const HERE = { file: 'config/people.yaml', line: 3, column: 5 };

/** The limits that hold without configuration (DESIGN section 2, `guards`). */
export const DEFAULT_REMOVALS: Guards['removals'] = {
  permissionSets: { count: 1 },
  assignments: { share: 10 },
  users: { count: 1 },
  groups: { count: 1 },
  memberships: { share: 10 },
  authorizations: { share: 10 },
};

export function guardsOf(parts: Partial<Guards> = {}): Guards {
  return {
    removals: DEFAULT_REMOVALS,
    administrators: [],
    expiry: [],
    protected: { permissionSets: new Set(), users: new Set(), groups: new Set() },
    ...parts,
  };
}

export function overrideOf(guard: string, parts: Partial<Override> = {}): Override {
  return { guard, reason: 'OPS-1', until: Date.UTC(2026, 11, 1), at: HERE, ...parts };
}

export interface Situation {
  /** Live, and declared in the file. */
  readonly kept?: readonly Thing[];
  /** Live, and removed by the plan. */
  readonly removed?: readonly Thing[];
  /** Live, and of the given standing; the plan does not touch them. */
  readonly others?: readonly (readonly [Thing, Standing])[];
  readonly desired?: Partial<Desired>;
  readonly input?: Partial<GuardInput>;
}

/** A plan that removes `removed` from what is live, under the default guards unless told otherwise. */
export function situation({ kept = [], removed = [], others = [], desired = {}, input = {} }: Situation): GuardInput {
  const standings = new Map(others.map(([thing, standing]) => [thing.key, standing]));
  return {
    changes: removed.map((thing) => removal(thing)),
    live: [...kept, ...removed, ...others.map(([thing]) => thing)].map(live),
    desired: desiredOf({
      resources: kept.map(wanted),
      standing: ({ key }) => standings.get(key) ?? 'removable',
      guards: guardsOf(),
      ...desired,
    }),
    accounts: [],
    accountNames: new Map([['333333333333', 'prod']]),
    people: [],
    seats: { before: 0, after: 0, people: [] },
    holders: () => ({ before: 0, after: 0, least: 0 }),
    now: NOON,
    ...input,
  };
}

export function wanted(thing: Thing): Resource {
  return { ...thing, needs: [] };
}

/** `count` things, made from their numbers 1, 2, 3 and so on. */
export function many(count: number, make: (number: number) => Thing): readonly Thing[] {
  return Array.from({ length: count }, (_, index) => make(index + 1));
}
