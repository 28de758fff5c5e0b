/** The writer alone: 1,000 new assignments, five on each of 200 accounts, also while a tenth of all calls is throttled. */

import type { SimulatorState } from '../reconciler/simulator/state.types.ts';
import { type ApplyCost, applyCost } from './count.ts';
import { accountId, accountName, numbers } from './organisation.ts';

export interface WriterFigures {
  readonly calm: ApplyCost;
  readonly throttled: ApplyCost;
  /** Whether both applies left the same state. */
  readonly same: boolean;
  /** Seconds that 15 places need at least. */
  readonly bound: number;
}

const ACCOUNTS = 200;
const GROUPS = 5;
const PLACES = 15;
const SECONDS_OF_OPERATION = 2;

const GROUP_NAMES = numbers(GROUPS).map((index) => `group-${index}`);

const STATE: SimulatorState = {
  version: 1,
  organization: {
    id: 'o-benchmark1',
    managementAccount: accountId(0),
    accounts: numbers(ACCOUNTS + 1).map((index) => ({ id: accountId(index), name: accountName(index) })),
  },
  identityCenter: {
    region: 'us-east-1',
    groups: GROUP_NAMES.map((name) => ({ name })),
    permissionSets: [{ name: 'Reader' }],
  },
};

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

export async function writerFigures(withConfiguration: WithConfiguration): Promise<WriterFigures> {
  return withConfiguration(FILES, async (folder) => {
    const { apply: calm } = await applyCost(STATE, folder);
    const tenth = { kind: 'throttling', operation: '*', when: { probability: 0.1 } } as const;
    const { apply: throttled } = await applyCost(STATE, folder, [tenth]);
    return {
      calm,
      throttled,
      same: JSON.stringify(calm.state) === JSON.stringify(throttled.state),
      bound: Math.ceil((ACCOUNTS * GROUPS) / PLACES) * SECONDS_OF_OPERATION,
    };
  });
}
