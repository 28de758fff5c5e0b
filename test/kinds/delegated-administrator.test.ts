import { describe, expect, it } from 'vitest';
import type { DelegatedAdministratorSpec } from '../../reconciler/core/resource.ts';
import { delegatedAdministratorKind } from '../../reconciler/kinds/delegated-administrator/kind.ts';
import { desired, onlyOf, ORGANIZATION, PROD, simulated, stateWith, TOOLING } from '../aws/simulated.ts';

const SSO = 'sso.amazonaws.com';
const KEY = `delegated-administrator/${SSO}`;
const STATE = {
  ...stateWith(),
  organization: { ...ORGANIZATION, serviceAccess: [SSO], delegatedAdministrators: { [SSO]: TOOLING } },
};
const FRESH = { ...stateWith(), organization: { ...ORGANIZATION, serviceAccess: [SSO] } };

function delegate(account: string) {
  const spec: DelegatedAdministratorSpec = { principal: SSO, account };
  return desired('delegated-administrator', KEY, spec);
}

describe('delegated administrators', () => {
  it('are read by one list for each service that is asked for', async () => {
    await simulated({ state: STATE }, async ({ read, simulator }) => {
      expect(await read('delegated-administrator', 'user/ada')).toEqual([]);
      expect(await read('delegated-administrator', KEY, 'delegated-administrator/q.amazonaws.com')).toMatchObject([
        { key: KEY, spec: { principal: SSO, account: TOOLING }, needs: [`service-access/${SSO}`] },
      ]);
      expect(simulator.calls()).toEqual({ 'organizations:ListDelegatedAdministrators': 2 });
    });
  });

  it('are read of every service that has trusted access, also where some cannot be delegated', async () => {
    const serviceAccess = ['ram.amazonaws.com', SSO, 'tagpolicies.tag.amazonaws.com'];
    const state = { ...STATE, organization: { ...STATE.organization, serviceAccess } };
    const whole = new Set(['delegated-administrator'] as const);
    await simulated({ state }, async ({ driver, read }) => {
      expect(await driver('delegated-administrator').read({ keys: new Set(), whole })).toMatchObject([{ key: KEY }]);
      await expect(read('delegated-administrator', 'delegated-administrator/ram.amazonaws.com')).rejects.toThrow(
        'unrecognized service principal',
      );
    });
  });

  it('are registered, and again without harm', async () => {
    await simulated({ state: FRESH }, async ({ driver, refOf, simulator }) => {
      const delegates = driver('delegated-administrator');
      await delegates.create(delegate(TOOLING), refOf);
      await delegates.create(delegate(TOOLING), refOf);
      expect(simulator.state().organization.delegatedAdministrators).toEqual({ [SSO]: TOOLING });
      expect(await delegates.read(onlyOf(KEY))).toMatchObject([{ spec: { account: TOOLING } }]);
    });
  });

  it('are deregistered before another one is registered, and again without harm', async () => {
    await simulated({ state: STATE }, async ({ driver, one, refOf, simulator }) => {
      const delegates = driver('delegated-administrator');
      const live = await one('delegated-administrator', KEY);
      expect(await delegates.update(live, delegate(TOOLING), refOf)).toEqual({});
      await delegates.remove(live, refOf);
      await delegates.remove(live, refOf);
      await delegates.create(delegate(PROD), refOf);
      expect(simulator.state().organization.delegatedAdministrators).toEqual({ [SSO]: PROD });
    });
  });

  it('are there although the answer was lost', async () => {
    const faults = [
      { kind: 'cutAfter', operation: 'organizations:RegisterDelegatedAdministrator', when: { calls: [1] } },
    ];
    await simulated({ state: FRESH, faults: faults as never }, async ({ driver, refOf, simulator }) => {
      await driver('delegated-administrator').create(delegate(TOOLING), refOf);
      expect(simulator.state().organization.delegatedAdministrators).toEqual({ [SSO]: TOOLING });
    });
  });

  it('fail with what Organizations says: no trusted access, another account registered', async () => {
    await simulated({ state: stateWith() }, async ({ driver, refOf }) => {
      const registration = driver('delegated-administrator').create(delegate(TOOLING), refOf);
      await expect(registration).rejects.toMatchObject({
        issues: [
          { code: 'AWS_INVALID', message: expect.stringContaining(`delegated administrator ${TOOLING}`) as string },
        ],
      });
    });
    await simulated({ state: STATE }, async ({ driver, one, refOf }) => {
      const live = await one('delegated-administrator', KEY);
      const elsewhere = { ...live, spec: { principal: SSO, account: '999999999999' } };
      await expect(driver('delegated-administrator').remove(elsewhere, refOf)).rejects.toMatchObject({
        issues: [{ code: 'AWS_NOT_FOUND' }],
      });
    });
  });
});

describe('where several accounts are registered for a service', () => {
  const settle = (wanted: DelegatedAdministratorSpec, now: DelegatedAdministratorSpec) =>
    delegatedAdministratorKind.settle(wanted, now, { tags: 'ignore' });
  const live = { principal: SSO, account: TOOLING, others: [PROD] };

  it('any of them is what was wanted', () => {
    expect(settle({ principal: SSO, account: PROD }, live)).toEqual(live);
    expect(settle({ principal: SSO, account: TOOLING }, live)).toEqual(live);
  });

  it('another one is a change', () => {
    expect(settle({ principal: SSO, account: '999999999999' }, live)).toEqual({
      principal: SSO,
      account: '999999999999',
    });
  });
});
