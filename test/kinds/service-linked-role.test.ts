import { describe, expect, it } from 'vitest';
import { organization, PROFILE, withProfile } from '../aws/codewhisperer.ts';
import { desired, onlyOf, TOOLING } from '../aws/simulated.ts';

const Q = 'service-linked-role/q.amazonaws.com';
const SUBSCRIPTIONS = 'service-linked-role/user-subscriptions.amazonaws.com';
const ROLES = { state: organization({ more: { serviceLinkedRoles: { [TOOLING]: ['q.amazonaws.com'] } } }) };

function wanted(principal: string) {
  return desired('service-linked-role', `service-linked-role/${principal}`, { principal, account: TOOLING });
}

describe('service-linked roles', () => {
  it('are those of the profile’s account that are there', async () => {
    await withProfile(ROLES, async ({ read }) => {
      expect(await read('service-linked-role', PROFILE, Q, SUBSCRIPTIONS)).toMatchObject([
        { key: Q, spec: { principal: 'q.amazonaws.com', account: TOOLING } },
      ]);
      expect(await read('service-linked-role', PROFILE)).toEqual([]);
    });
  });

  it('are made when missing', async () => {
    await withProfile(ROLES, async (world) => {
      await world.read('service-linked-role', PROFILE, SUBSCRIPTIONS);
      await world.driver('service-linked-role').create(wanted('user-subscriptions.amazonaws.com'), world.refOf);
      expect(world.simulator.state().serviceLinkedRoles).toEqual({
        [TOOLING]: ['q.amazonaws.com', 'user-subscriptions.amazonaws.com'],
      });
      expect(await world.driver('service-linked-role').read(onlyOf(SUBSCRIPTIONS))).toHaveLength(1);
    });
  });

  it('that are there already are there', async () => {
    await withProfile(ROLES, async (world) => {
      await world.driver('service-linked-role').create(wanted('q.amazonaws.com'), world.refOf);
      expect(world.simulator.calls()['iam:CreateServiceLinkedRole']).toBe(1);
    });
  });

  it.each(['lost-answer', 'throttling', 'internal-error'] as const)('are made over %s', async (kind) => {
    const faults = [{ kind, operation: 'iam:CreateServiceLinkedRole', when: { calls: [1] } }] as const;
    await withProfile({ ...ROLES, faults }, async (world) => {
      await world.driver('service-linked-role').create(wanted('user-subscriptions.amazonaws.com'), world.refOf);
      expect(world.simulator.state().serviceLinkedRoles?.[TOOLING]).toHaveLength(2);
    });
  });

  it('whose making is refused are told', async () => {
    const faults = [
      { kind: 'error', code: 'AccessDenied', operation: 'iam:CreateServiceLinkedRole', when: { always: true } },
    ] as const;
    await withProfile({ ...ROLES, faults }, async ({ driver, refOf }) => {
      await expect(driver('service-linked-role').create(wanted('q.amazonaws.com'), refOf)).rejects.toMatchObject({
        issues: [{ code: 'AWS_ACCESS_DENIED', hint: expect.stringContaining('iam:CreateServiceLinkedRole') }],
      });
    });
  });

  it('are never removed', async () => {
    await withProfile(ROLES, async ({ driver, read, refOf }) => {
      const [role] = await read('service-linked-role', PROFILE, Q);
      if (role === undefined) throw new Error('no role');
      await expect(driver('service-linked-role').remove(role, refOf)).rejects.toThrow('never removed');
      expect(await driver('service-linked-role').update(role, wanted('q.amazonaws.com'), refOf)).toEqual({});
    });
  });
});
