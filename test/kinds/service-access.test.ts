import { describe, expect, it } from 'vitest';
import type { ServiceAccessSpec } from '../../reconciler/core/resource.ts';
import { desired, onlyOf, ORGANIZATION, simulated, stateWith } from '../aws/simulated.ts';

const STATE = { ...stateWith(), organization: { ...ORGANIZATION, serviceAccess: ['sso.amazonaws.com'] } };
const KEY = 'service-access/q.amazonaws.com';

function access(principal: string) {
  const spec: ServiceAccessSpec = { principal };
  return desired('service-access', `service-access/${principal}`, spec);
}

describe('trusted access', () => {
  it('is read when it is asked for, by one list', async () => {
    await simulated({ state: STATE }, async ({ read, driver, simulator }) => {
      expect(await read('service-access', 'permission-set/Auditor')).toEqual([]);
      expect(simulator.calls()).toEqual({});
      expect(await read('service-access', KEY, 'service-access/sso.amazonaws.com')).toMatchObject([
        { key: 'service-access/sso.amazonaws.com', spec: { principal: 'sso.amazonaws.com' }, needs: [] },
      ]);
      expect(simulator.calls()).toEqual({ 'organizations:ListAWSServiceAccessForOrganization': 1 });
      const whole = await driver('service-access').read({ keys: new Set(), whole: new Set(['service-access']) });
      expect(whole.map(({ key }) => key)).toEqual(['service-access/sso.amazonaws.com']);
    });
  });

  it('is switched on, and again without harm', async () => {
    await simulated({ state: STATE }, async ({ driver, refOf, simulator }) => {
      const trusted = driver('service-access');
      await trusted.create(access('q.amazonaws.com'), refOf);
      await trusted.create(access('q.amazonaws.com'), refOf);
      expect(simulator.state().organization.serviceAccess).toEqual(['q.amazonaws.com', 'sso.amazonaws.com']);
      expect(await trusted.read(onlyOf(KEY))).toMatchObject([{ key: KEY }]);
    });
  });

  it('is never switched off', async () => {
    await simulated({ state: STATE }, async ({ driver, one, refOf, simulator }) => {
      const live = await one('service-access', 'service-access/sso.amazonaws.com');
      const trusted = driver('service-access');
      expect(await trusted.update(live, access('sso.amazonaws.com'), refOf)).toEqual({});
      await expect(trusted.remove(live, refOf)).rejects.toMatchObject({ issues: [{ code: 'APPLY_REFUSED' }] });
      expect(simulator.writes()).toBe(0);
    });
  });
});
