/** What a plan is rehearsed under: what the services are known to do on a bad day, each by chance from a seed. */

import type { Fault } from '../simulator/faults.ts';

export const SCHEDULES = [
  'calm',
  'throttling',
  'conflicts',
  'late-failures',
  'lost-answers',
  'lag',
  'cut-connections',
  'kill',
] as const;
export type ScheduleName = (typeof SCHEDULES)[number];

const WRITES = ['*:Create*', '*:Delete*', '*:Update*', '*:Put*', '*:Attach*', '*:Detach*', '*:Provision*', '*:Tag*'];
/** Reads that lag do so for less than a read-back waits, in milliseconds. */
const LAG = 3_000;

function byChance(
  operation: string,
  probability: number,
  kind: 'throttling' | 'conflict' | 'lost-answer' | 'lost-request',
): Fault {
  return { operation, kind, when: { probability } };
}

/** Asynchronous operations that are accepted and then fail: one early on, and of many a few. */
function lateFailures(seed: number): readonly Fault[] {
  return ['*AccountAssignment', 'ProvisionPermissionSet'].flatMap((operation) =>
    [{ calls: [1 + (seed % 3)] }, { probability: 0.02 }].map((when) => ({
      operation: `sso-admin:${operation}`,
      kind: 'late-failure' as const,
      when,
    })),
  );
}

const FAULTS: { readonly [name in ScheduleName]: (seed: number) => readonly Fault[] } = {
  calm: () => [],
  throttling: () => [byChance('*', 0.2, 'throttling')],
  conflicts: () => [byChance('*', 0.1, 'conflict')],
  'late-failures': lateFailures,
  'lost-answers': () => WRITES.map((operation) => byChance(operation, 0.1, 'lost-answer')),
  lag: () =>
    ['*:List*', '*:Describe*', '*:Get*'].map((operation) => ({
      operation,
      kind: 'lag' as const,
      milliseconds: LAG,
      when: { probability: 0.3 },
    })),
  'cut-connections': () => [byChance('*', 0.05, 'lost-request')],
  kill: () => [],
};

/** The faults of a schedule; `kill` has none of the simulator's: the run itself ends. */
export function faultsOf(schedule: ScheduleName, seed: number): readonly Fault[] {
  return FAULTS[schedule](seed);
}
