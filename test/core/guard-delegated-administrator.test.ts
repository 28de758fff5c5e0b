/** Another delegated administrator takes the service from the one that has it. */

import { describe, expect, test } from 'vitest';
import { guard } from '../../reconciler/core/guard.ts';
import type { Fields } from '../../reconciler/core/json.ts';
import { aThing, creation, update } from '../support/builders.ts';
import { HERE, overrideOf, situation } from '../support/guard-input.ts';

function delegate(account: string, more: Fields = {}) {
  const spec = { principal: 'sso.amazonaws.com', account, ...more };
  return aThing('delegated-administrator', 'delegated-administrator/sso.amazonaws.com', spec);
}

const move = update(delegate('222222222222'), delegate('333333333333'), { verb: 'replace', at: HERE });

describe('a change of the delegated administrator', () => {
  test('is refused, and says how to allow it', () => {
    const { breaches, forbidden } = guard(situation({ input: { changes: [move] } }));
    expect(breaches).toEqual([
      {
        code: 'GUARD_DELEGATED_ADMINISTRATOR',
        severity: 'error',
        message:
          'the plan takes the administration of sso.amazonaws.com from account 222222222222 and gives it to prod',
        hint:
          'to leave it where it is, name 222222222222 in organization.delegatedAdministrators; if the plan is right, add to ' +
          'overrides in the same pull request: { guard: delegatedAdministrator, reason: "…", until: 2026-12-05 }',
        at: HERE,
      },
    ]);
    expect([...forbidden]).toEqual([move.key]);
  });

  test('is let through by its override', () => {
    const overrides = [overrideOf('delegatedAdministrator')];
    const guarded = guard(situation({ desired: { overrides }, input: { changes: [move] } }));
    expect(guarded).toMatchObject({ breaches: [], warnings: [] });
  });

  test('is never made where several are registered, since the file does not say which has to go', () => {
    const several = update(delegate('222222222222', { others: ['444444444444'] }), delegate('333333333333'), {
      verb: 'replace',
    });
    const overrides = [overrideOf('delegatedAdministrator')];
    const { breaches } = guard(situation({ desired: { overrides }, input: { changes: [several] } }));
    expect(breaches).toMatchObject([
      {
        message:
          '2 accounts are delegated administrators of sso.amazonaws.com (222222222222, 444444444444), and prod is not among them',
        hint: 'deregister those that are wrong by hand, or name one of them; no override lifts this guard',
      },
    ]);
    expect(breaches[0]).not.toHaveProperty('at');
  });

  test('is none when the first one is registered', () => {
    expect(guard(situation({ input: { changes: [creation(delegate('333333333333'))] } })).breaches).toEqual([]);
  });
});
