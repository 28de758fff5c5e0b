/** Who can sign in to CodeWhisperer before and after a plan, and whose members must be known to say so. */

import { describe, expect, test } from 'vitest';
import type { Change } from '../../reconciler/core/change.ts';
import { groupsInUse, usesOf } from '../../reconciler/core/profile-use.ts';
import { signInEffects } from '../../reconciler/core/sign-in.ts';
import type { Thing } from '../support/builders.ts';
import {
  aGroup,
  aMembership,
  aProfile,
  aThing,
  anAuthorization,
  creation,
  live,
  removal,
  update,
} from '../support/builders.ts';

const DEVS = anAuthorization('group', 'devs');
const OPS = anAuthorization('group', 'ops', { subscription: 'Q_DEVELOPER_STANDALONE_PRO' });
const ADA = anAuthorization('user', 'ada');

function effects(things: readonly Thing[], changes: readonly Change[]) {
  return signInEffects(usesOf({ live: things.map(live), changes }));
}

function application(enabled: boolean): Thing {
  return aThing('application', 'application/222222222222/us-east-1', { enabled });
}

describe('signing in', () => {
  test('is gained and lost by an authorisation or a membership; people of one shape are told together', () => {
    const bob = aMembership('devs', 'bob');
    const changes = [
      creation(anAuthorization('user', 'zoe')),
      creation(aMembership('devs', 'eve')),
      creation(aMembership('devs', 'cleo')),
      removal(bob),
      removal(ADA),
    ];
    expect(effects([DEVS, bob, ADA], changes)).toEqual([
      { effect: 'loses', users: ['ada'], before: [{}], after: [] },
      { effect: 'loses', users: ['bob'], before: [{ group: 'devs' }], after: [] },
      { effect: 'gains', users: ['cleo', 'eve'], before: [], after: [{ group: 'devs' }] },
      { effect: 'gains', users: ['zoe'], before: [], after: [{}] },
    ]);
  });

  test('that stays by another way is kept, and one way more is nothing to tell', () => {
    const member = aMembership('devs', 'ada');
    expect(effects([DEVS, ADA, member], [removal(ADA)])).toEqual([
      { effect: 'keeps', users: ['ada'], before: [{}, { group: 'devs' }], after: [{ group: 'devs' }] },
    ]);
    expect(effects([DEVS, ADA], [creation(member)])).toEqual([]);
  });

  test('is not what a seat alone gives, nor what is left of somebody who is gone', () => {
    const seat = anAuthorization('user', 'bob', { signIn: false, subscription: 'Q_DEVELOPER_STANDALONE_PRO' });
    const gone = anAuthorization('user', '~90670000-0000-0000-0000-000000000000');
    expect(effects([], [creation(seat), creation(gone)])).toEqual([]);
    expect(effects([seat], [update(seat, anAuthorization('user', 'bob'))])).toMatchObject([
      { effect: 'gains', users: ['bob'] },
    ]);
  });

  test('is nobody’s while the application is off, and goes with the profile', () => {
    const off = update(application(true), application(false));
    expect(effects([ADA, application(true)], [off])).toMatchObject([{ effect: 'loses', users: ['ada'] }]);
    const on = update(application(false), application(true));
    expect(effects([ADA, application(false)], [on])).toMatchObject([{ effect: 'gains', users: ['ada'] }]);
    expect(effects([application(false)], [creation(ADA)])).toEqual([]);
    expect(effects([ADA, aProfile()], [removal(aProfile())])).toMatchObject([{ effect: 'loses', users: ['ada'] }]);
  });
});

describe('members that must be known', () => {
  const groups = (changes: readonly Change[]) =>
    groupsInUse({ live: [DEVS, OPS, ADA, aGroup('others')].map(live), changes });

  test('are those of groups with seats', () => {
    expect(groups([])).toEqual(new Set(['group/ops']));
    const bought = anAuthorization('group', 'new', { subscription: 'Q_DEVELOPER_STANDALONE_PRO' });
    expect(groups([creation(aGroup('any'))])).toEqual(new Set(['group/ops']));
    expect(groups([creation(bought), removal(OPS)])).toEqual(new Set(['group/devs', 'group/ops', 'group/new']));
  });

  test.each([
    ['an authorisation', creation(anAuthorization('user', 'bob'))],
    ['a membership', creation(aMembership('devs', 'bob'))],
    ['the application', update(application(true), application(false))],
    ['the profile', removal(aProfile())],
  ])('are those of every group that may sign in once %s changes', (_, change) => {
    expect(groups([change])).toEqual(new Set(['group/devs', 'group/ops']));
  });
});
