import { describe, expect, it } from 'vitest';
import type { SimulatorState } from '../../reconciler/simulator/state.types.ts';
import { BARE, onSimulator } from '../support/simulated.ts';

const MANAGEMENT = '111111111111';

function tags(count: number, prefix: string) {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, 'x']));
}

const STATE: SimulatorState = {
  ...BARE,
  identityCenter: { region: 'us-east-1', permissionSets: [{ name: 'Auditor', tags: tags(74, 'live') }] },
  codewhisperer: {
    profiles: [
      {
        account: MANAGEMENT,
        region: 'us-east-1',
        name: 'Company',
        tags: tags(49, 'live'),
        features: { notifications: Array.from({ length: 9 }, (_, index) => ({ feature: `f${index}`, toggle: 'ON' })) },
      },
    ],
  },
  serviceLinkedRoles: { [MANAGEMENT]: ['q.amazonaws.com', 'user-subscriptions.amazonaws.com'] },
};

const FILE = `version: 1
permissionSets:
  - { name: Auditor, tags: ${JSON.stringify(tags(2, 'own'))} }
codewhisperer:
  account: "${MANAGEMENT}"
  region: us-east-1
  tags: ${JSON.stringify(tags(2, 'own'))}
`;
const NOTIFICATIONS = '  features: { notifications: { a: true, b: false } }\n';

describe('what comes to what is live already', () => {
  it('is refused by the plan where it is more than the service takes', async () => {
    await onSimulator(STATE, async (run) => {
      const found = await run.plan({ 'a.yaml': FILE + NOTIFICATIONS }).catch((error: unknown) => error);
      expect((found as { readonly issues?: readonly { readonly message: string }[] }).issues).toMatchObject([
        { message: expect.stringContaining('permission-set/Auditor would have 76 tags') },
        { message: expect.stringContaining(`profile/${MANAGEMENT}/us-east-1 would have 11 notifications`) },
        { message: expect.stringContaining(`profile/${MANAGEMENT}/us-east-1 would have 51 tags`) },
      ]);
    });
  });

  it('is applied where the file lets go what it does not declare', async () => {
    await onSimulator(STATE, async (run) => {
      await run.apply({ 'a.yaml': `${FILE}unmanaged: { tags: remove }\n` });
      expect(run.simulator.state().identityCenter?.permissionSets?.[0]?.tags).toEqual(tags(2, 'own'));
    });
  });
});
