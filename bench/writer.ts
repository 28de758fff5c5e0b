/** The writer alone: new assignments, five on each account, also while a tenth of all calls is throttled. */

import { canonicalJson } from '../reconciler/core/json.ts';
import type { SimulatorState } from '../reconciler/simulator/state.types.ts';
import { type ApplyCost, applyCost } from './count.ts';
import { accountId, accountName, numbers } from './organisation.ts';

export interface WriterSize {
  readonly accounts: number;
  /** Calls a second. */
  readonly rate: number;
  /** Seconds that the service takes for one operation. */
  readonly operation: number;
}

export interface WriterFigures {
  readonly calm: ApplyCost;
  readonly throttled: ApplyCost;
  /** Whether both applies left the same state. */
  readonly same: boolean;
  /** Seconds that it takes at least. */
  readonly bound: number;
  readonly size: WriterSize;
}

/** 1,000 assignments, as fast as the simulator is and as a run usually may call: its calls bind. */
export const QUICK_SERVICE: WriterSize = { accounts: 200, rate: 10, operation: 2 };
/** The same where the service takes as long as it was seen to (reference, section 2): its 15 places bind. */
export const SLOW_SERVICE: WriterSize = { ...QUICK_SERVICE, operation: 10 };
const GROUPS = 5;
const PLACES = 15;
const GROUP_NAMES = numbers(GROUPS).map((index) => `group-${index}`);

/**
 * What binds: 15 places, each taken for as long as the service needs, or two calls for each assignment (one that asks for
 * it, one that asks how it ended) at the rate, less the burst that it begins with.
 */
function writerBound({ accounts, rate, operation }: WriterSize): number {
  const assignments = accounts * GROUPS;
  return Math.max(Math.ceil(assignments / PLACES) * operation, (2 * assignments) / rate - 1);
}

function stateOf({ accounts }: WriterSize): SimulatorState {
  return {
    version: 1,
    organization: {
      id: 'o-benchmark1',
      managementAccount: accountId(0),
      accounts: numbers(accounts + 1).map((index) => ({ id: accountId(index), name: accountName(index) })),
    },
    identityCenter: {
      region: 'us-east-1',
      groups: GROUP_NAMES.map((name) => ({ name })),
      permissionSets: [{ name: 'Reader' }],
    },
  };
}

const FILES = new Map([
  [
    'all.yaml',
    `version: 1
groups:
${GROUP_NAMES.map((name) => `  - name: ${name}\n`).join('')}permissionSets:
  - name: Reader
assignments:
  - permissionSet: Reader
    accounts: [{ all: true }]
    groups: [${GROUP_NAMES.join(', ')}]
`,
  ],
]);

type WithConfiguration = <T>(files: ReadonlyMap<string, string>, work: (folder: string) => Promise<T>) => Promise<T>;

/** Applies the assignments twice, calm and throttled; `withConfiguration` writes the configuration for as long as that takes. */
export async function writerFigures(withConfiguration: WithConfiguration, size: WriterSize): Promise<WriterFigures> {
  const state = stateOf(size);
  const { rate, operation } = size;
  const tuned = { rate, limits: { operationMilliseconds: operation * 1_000 } };
  return withConfiguration(FILES, async (folder) => {
    const calm = await applyCost(state, folder, tuned);
    const tenth = { kind: 'throttling', operation: '*', when: { probability: 0.1 } } as const;
    const throttled = await applyCost(state, folder, { ...tuned, faults: [tenth] });
    const same = heldIn(calm.state) === heldIn(throttled.state);
    return { calm, throttled, same, bound: writerBound(size), size };
  });
}

/** Who holds what, in whatever order it was given. */
function heldIn({ identityCenter }: SimulatorState): string {
  const assignments = (identityCenter?.assignments ?? []).map((one) => canonicalJson({ ...one })).toSorted();
  return canonicalJson({ assignments, sets: (identityCenter?.permissionSets ?? []).length });
}
