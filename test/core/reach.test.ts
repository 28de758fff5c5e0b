import { describe, expect, test } from 'vitest';
import type { AccessQuestion, HeldSet, Holdings } from '../../reconciler/core/access-report.ts';
import type { Change } from '../../reconciler/core/change.ts';
import type { Desired } from '../../reconciler/core/desired.ts';
import { reachOfHoldings, reachOfPlan } from '../../reconciler/core/reach.ts';
import {
  aMembership,
  aPermissionSet,
  aUser,
  anAssignment,
  anAuthorization,
  creation,
  live,
  removal,
  update,
} from '../support/builders.ts';
import { wanted } from '../support/guard-input.ts';
import { desiredOf } from '../support/resources.ts';

const PROD = '333333333333';
const AT = { file: 'config.yaml', line: 7, column: 3 };

interface Situation {
  readonly kept?: readonly Parameters<typeof live>[0][];
  readonly changes?: readonly Change[];
  readonly desired?: Partial<Desired>;
}

function reach({ kept = [], changes = [], desired = {} }: Situation) {
  const before = changes.flatMap((change) => (change.verb === 'create' ? [] : [change.before]));
  return reachOfPlan({
    live: [...kept.map(live), ...before],
    changes,
    desired: desiredOf({ resources: kept.map(wanted), ...desired }),
    accountName: (id) => (id === PROD ? 'prod' : id),
    disabled: new Set(['bob']),
  });
}

describe('of a plan', () => {
  test('what comes, goes and stays has its side, its line and its reason', () => {
    const stays = aMembership('auditors', 'bob');
    const { memberships, grants, disabled } = reach({
      kept: [stays, aUser('bob')],
      desired: { resources: [{ ...wanted(stays), at: AT, expires: 5, reason: 'Audit', via: 'all' }] },
      changes: [
        creation(anAssignment('Audit', PROD, 'group', 'auditors'), { at: AT, via: 'ou Prod' }),
        removal(aMembership('auditors', 'ada'), { reason: 'expired' }),
      ],
    });
    expect(memberships).toEqual([
      { group: 'auditors', user: 'bob', side: 3, at: AT, expires: 5, reason: 'Audit' },
      { group: 'auditors', user: 'ada', side: 1, why: 'expired' },
    ]);
    const place = { type: 'account', id: PROD, name: 'prod', via: 'ou Prod' };
    expect(grants).toEqual([{ principalType: 'group', principal: 'auditors', what: 'Audit', place, side: 2, at: AT }]);
    expect([...disabled]).toEqual(['bob']);
  });

  test('an ignored thing is not there, one that is only reported is', () => {
    const things = [aMembership('auditors', 'ada'), aMembership('hidden', 'ada')];
    const { memberships } = reach({
      kept: things,
      desired: {
        resources: [],
        standing: ({ key }) => (key.startsWith('membership/hidden') ? 'ignored' : 'reported'),
      },
    });
    expect(memberships).toEqual([{ group: 'auditors', user: 'ada', side: 3 }]);
  });

  test('a renamed set is one, and a set whose content changes is known', () => {
    const { grants, changedSets } = reach({
      changes: [
        creation(anAssignment('New', PROD, 'user', 'ada')),
        removal(anAssignment('Old', PROD, 'user', 'ada')),
        update(aPermissionSet('Audit'), aPermissionSet('Audit', { description: 'd' })),
        update(aPermissionSet('Moved'), aPermissionSet('Moved', { description: 'd' }), { verb: 'replace' }),
        creation(aPermissionSet('Made')),
      ],
      desired: { renames: { permissionSets: new Map([['New', 'Old']]), groups: new Map() } },
    });
    expect(grants.map(({ what, side }) => [what, side])).toEqual([
      ['New', 2],
      ['New', 1],
    ]);
    expect([...changedSets]).toEqual(['New', 'Audit', 'Moved']);
  });

  test('signing in and the seat come and go each by itself', () => {
    const without = anAuthorization('user', 'ada');
    const seated = anAuthorization('user', 'ada', { subscription: 'PRO' });
    const { grants } = reach({
      changes: [
        update(without, seated),
        removal(anAuthorization('user', 'bob', { signIn: false, subscription: 'PRO' })),
      ],
    });
    expect(grants.map(({ principal, what, side }) => [principal, what, side])).toEqual([
      ['ada', 'CodeWhisperer', 3],
      ['ada', 'CodeWhisperer seat PRO', 2],
      ['bob', 'CodeWhisperer seat PRO', 1],
    ]);
  });
});

describe('of what is held', () => {
  const place = { type: 'account', id: PROD, name: 'prod' } as const;
  const set = (principalType: 'user' | 'group', principal: string, permissionSet = 'Audit'): HeldSet => ({
    permissionSet,
    principalType,
    principal,
    place,
  });
  const holdings: Holdings = {
    sets: [set('user', 'ada'), set('group', 'devs'), set('group', 'ops'), set('user', 'eve', 'Billing')],
    memberships: [
      { group: 'devs', user: 'ada' },
      { group: 'devs', user: 'bob' },
      { group: 'idle', user: 'bob' },
    ],
    uses: [
      { principalType: 'group', principal: 'devs', subscription: 'PRO' },
      { principalType: 'user', principal: 'eve', subscription: null },
    ],
    disabled: new Set(),
  };

  function told(question: AccessQuestion): readonly (readonly string[])[] {
    const { memberships, grants } = reachOfHoldings(holdings, question);
    return [
      grants.map(({ principal, what }) => `${principal} ${what}`),
      memberships.map(({ group, user }) => `${user} in ${group}`),
    ];
  }

  test('nothing asked: everything, also who is in a group that holds nothing', () => {
    expect(told({})).toEqual([
      [
        'ada Audit',
        'devs Audit',
        'ops Audit',
        'eve Billing',
        'devs CodeWhisperer',
        'devs CodeWhisperer seat PRO',
        'eve CodeWhisperer',
      ],
      ['ada in devs', 'bob in devs', 'bob in idle'],
    ]);
  });

  test('a person, a group, a set: only what leads there', () => {
    expect(told({ user: 'bob', permissionSet: 'Audit' })).toEqual([['devs Audit'], ['bob in devs']]);
    expect(told({ group: 'devs' })).toEqual([
      ['devs Audit', 'devs CodeWhisperer', 'devs CodeWhisperer seat PRO'],
      ['ada in devs', 'bob in devs'],
    ]);
    expect(told({ user: 'ada', group: 'ops' })).toEqual([[], []]);
    expect(told({ permissionSet: 'Billing' })).toEqual([['eve Billing'], []]);
    expect(told({ account: { names: new Set(['prod', PROD]), management: false }, user: 'eve' })).toEqual([
      ['eve Billing'],
      [],
    ]);
  });
});
