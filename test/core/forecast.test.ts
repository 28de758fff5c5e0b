/** What single changes cost, and what reading them back takes. */

import { describe, expect, test } from 'vitest';
import type { Change } from '../../reconciler/core/change.ts';
import { costOf, type Rate, seatlessCost } from '../../reconciler/core/forecast.ts';
import { readBackCalls } from '../../reconciler/core/forecast-read-back.ts';
import { kindOf } from '../../reconciler/kinds/index.ts';
import {
  aGroup,
  aMembership,
  anAssignment,
  anAuthorization,
  aPermissionSet,
  aProfile,
  aThing,
  aUser,
  creation,
  removal,
  update,
} from '../support/builders.ts';

const PRO = 'Q_DEVELOPER_STANDALONE_PRO';

function accounts(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => String(100_000_000_000 + index));
}

function back(changes: readonly Change[], directory = { users: 250, groups: 30 }): Readonly<Record<string, number>> {
  const calls = Object.entries(readBackCalls(changes, directory));
  return Object.fromEntries(calls.filter(([, count]) => count > 0));
}

function rateOf(service: string): Rate {
  return service === 'identitystore' ? { rate: 10, burst: 10 } : { rate: 5, burst: 5 };
}

describe('a change costs', () => {
  test('an operation on its account for an assignment', () => {
    const grant = anAssignment('Auditor', '333333333333', 'group', 'ops');
    const operation = { accounts: ['333333333333'], seconds: 2 };
    expect(costOf(creation(grant), undefined, kindOf).operations).toEqual([{ sort: 'creation', ...operation }]);
    expect(costOf(removal(grant), undefined, kindOf).operations).toEqual([{ sort: 'deletion', ...operation }]);
  });

  test('for a set its writes, the list of its accounts, and an operation that takes longer the more they are', () => {
    const longer = update(aPermissionSet('Auditor'), aPermissionSet('Auditor', { sessionDuration: 'PT8H' }));
    expect(costOf(longer, undefined, kindOf)).toEqual({ calls: { 'sso-admin': 2 }, seconds: 0, operations: [] });
    const all = accounts(101);
    expect(costOf(longer, { accounts: 101, operations: [all] }, kindOf)).toEqual({
      calls: { 'sso-admin': 3 },
      seconds: 0,
      operations: [{ sort: 'provisioning', accounts: all, seconds: 52 }],
    });
    const each = costOf(longer, { accounts: 101, operations: [['1'], ['2']] }, kindOf).operations;
    expect(each.map(({ seconds }) => seconds)).toEqual([2, 2]);
  });

  test('for a profile the time that it is on its way', () => {
    const [made, changed] = [creation(aProfile()), update(aProfile(), aProfile({ description: 'new' }))];
    expect(costOf(made, undefined, kindOf).seconds).toBeGreaterThan(costOf(changed, undefined, kindOf).seconds);
  });

  test('for an authorisation a call for the sign-in and one for the seat', () => {
    const [plain, paid] = [null, PRO].map((subscription) => anAuthorization('user', 'ada', { subscription }));
    if (plain === undefined || paid === undefined) throw new Error('there are two');
    expect(costOf(creation(paid), undefined, kindOf).calls).toEqual({ 'sso-admin': 1, q: 1 });
    expect(costOf(removal(plain), undefined, kindOf).calls).toEqual({ 'sso-admin': 1, q: 0 });
    expect(costOf(update(plain, paid), undefined, kindOf).calls).toEqual({ 'sso-admin': 0, q: 1 });
  });

  test.each([
    ['service-access', 'organizations'],
    ['delegated-administrator', 'organizations'],
    ['user', 'identitystore'],
    ['group', 'identitystore'],
    ['membership', 'identitystore'],
    ['service-linked-role', 'iam'],
    ['application', 'sso-admin'],
  ] as const)('for a %s one call to %s', (kind, service) => {
    const thing = aThing(kind, `${kind}/one`, { enabled: false });
    expect(costOf(creation(thing), undefined, kindOf)).toMatchObject({ calls: { [service]: 1 }, seconds: 0 });
  });
});

test('a new profile gives no seats for a while, and is asked again and again', () => {
  const seat = creation(anAuthorization('user', 'ada', { subscription: PRO }));
  expect(seatlessCost([creation(aProfile()), seat], rateOf)).toEqual({ calls: 3, seconds: 15 });
  const many = Array.from({ length: 100 }, () => seat);
  expect(seatlessCost([creation(aProfile()), ...many], rateOf).calls).toBe(75);
  expect(seatlessCost([creation(aProfile())], rateOf).seconds).toBe(0);
  expect(seatlessCost([removal(aProfile()), seat], rateOf).seconds).toBe(0);
  expect(seatlessCost([update(aProfile(), aProfile({ description: 'new' })), seat], rateOf).seconds).toBe(0);
});

describe('reading back takes', () => {
  test('a call for each user, or the list where that has fewer pages', () => {
    expect(back([creation(aUser('ada'))])).toEqual({ identitystore: 1 });
    const many = accounts(40).map((name) => creation(aUser(name)));
    expect(back(many)).toEqual({ identitystore: 3 });
    expect(back(accounts(40).map((name) => removal(aGroup(name))))).toEqual({ identitystore: 1 });
  });

  test('a call for each of few members of a group, else its list', () => {
    const members = (count: number): readonly Change[] =>
      accounts(count).map((name) => creation(aMembership('ops', name)));
    expect(back(members(3))).toEqual({ identitystore: 3 });
    expect(back(members(150))).toEqual({ identitystore: 2 });
  });

  test('one list for all that is on one account by one set', () => {
    const changes = ['ada', 'bob'].map((name) => creation(anAssignment('Auditor', '333333333333', 'user', name)));
    expect(back(changes)).toEqual({ 'sso-admin': 1 });
  });

  test('the whole content of a set, and one call where it has gone', () => {
    expect(back([creation(aPermissionSet('Auditor'))])).toEqual({ 'sso-admin': 7 });
    expect(back([removal(aPermissionSet('Auditor'))])).toEqual({ 'sso-admin': 1 });
  });

  test('of CodeWhisperer the profile, the application, and the lists of who may use it', () => {
    const principal = { principal: 'q.amazonaws.com', account: '222222222222' };
    const changes = [
      creation(aThing('service-linked-role', 'service-linked-role/q.amazonaws.com', principal)),
      creation(aProfile()),
      creation(aThing('application', 'application/222222222222/us-east-1', { enabled: true })),
      creation(anAuthorization('user', 'ada', { subscription: PRO })),
    ];
    expect(back(changes)).toEqual({ iam: 1, codewhisperer: 2, 'sso-admin': 2, 'user-subscriptions': 2 });
    expect(back(changes.slice(3))).toEqual({ codewhisperer: 1, 'sso-admin': 1, 'user-subscriptions': 2 });
  });

  test('one list of trusted access, and each delegation', () => {
    const changes = [
      creation(aThing('service-access', 'service-access/sso.amazonaws.com', { principal: 'sso.amazonaws.com' })),
      creation(aThing('delegated-administrator', 'delegated-administrator/sso.amazonaws.com', {})),
    ];
    expect(back(changes)).toEqual({ organizations: 2 });
  });
});
