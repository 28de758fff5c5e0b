/** Who has a paid seat before and after a plan, through what, and in which state. */

import { describe, expect, test } from 'vitest';
import type { Change } from '../../reconciler/core/change.ts';
import { usesOf } from '../../reconciler/core/profile-use.ts';
import type { SeatFacts, Seats, SeatStatus } from '../../reconciler/core/seats.ts';
import { seatLedger } from '../../reconciler/core/seats.ts';
import {
  canonicalSubscription,
  greaterSubscription,
  isKnownSubscription,
} from '../../reconciler/core/subscriptions.ts';
import type { Thing } from '../support/builders.ts';
import { aMembership, aProfile, anAuthorization, creation, live, removal, update } from '../support/builders.ts';

const PRO = 'Q_DEVELOPER_STANDALONE_PRO';
const PLUS = 'Q_DEVELOPER_STANDALONE_PRO_PLUS';

const DEVS = anAuthorization('group', 'devs', { subscription: PRO });
const ADA = anAuthorization('user', 'ada', { subscription: PRO });

type Parts = Omit<SeatFacts, 'statuses'> & {
  readonly statuses?: { readonly [user: string]: SeatStatus };
};

function ledger(things: readonly Thing[], changes: readonly Change[] = [], parts: Parts = {}): Seats {
  const statuses = new Map(Object.entries(parts.statuses ?? {}));
  return seatLedger(usesOf({ live: things.map(live), changes }), { ...parts, statuses });
}

function held(type: string, ...groups: readonly (string | null)[]) {
  return { type, state: 'pending', through: groups.map((group) => (group === null ? {} : { group })) };
}

describe('seats', () => {
  test('are those of users and of the members of groups, each person once', () => {
    const things = [
      aMembership('devs', 'ada'),
      aMembership('devs', 'bob'),
      aMembership('devs', '~90670000-0000-0000-0000-000000000000'),
      DEVS,
      anAuthorization('user', 'ada', { subscription: PLUS }),
      anAuthorization('user', 'cleo'),
      anAuthorization('group', 'unread', { subscription: PRO }),
    ];
    expect(ledger(things)).toMatchObject({ before: 2, after: 2, people: [] });
  });

  test('come and go with authorisations and with memberships, and say through what', () => {
    const left = aMembership('devs', 'left');
    const zoe = anAuthorization('user', 'zoe', { subscription: PRO });
    const changes = [
      creation(aMembership('devs', 'new')),
      creation(aMembership('devs', 'also')),
      removal(left),
      update(ADA, anAuthorization('user', 'ada', { subscription: PLUS })),
      creation(anAuthorization('group', 'nobody', { subscription: PRO })),
      removal(zoe),
    ];
    expect(ledger([DEVS, ADA, left, zoe], changes)).toMatchObject({
      before: 3,
      after: 3,
      people: [
        { users: ['ada'], before: held(PRO, null), after: held(PLUS, null) },
        { users: ['also', 'new'], before: null, after: held(PRO, 'devs') },
        { users: ['left'], before: held(PRO, 'devs'), after: null },
        { users: ['zoe'], before: held(PRO, null), after: null },
      ],
    });
  });

  test('that stay through another group are told, and no longer by whom', () => {
    const ops = anAuthorization('group', 'ops', { subscription: PRO });
    const things = [DEVS, ops, ADA, aMembership('devs', 'ada'), aMembership('ops', 'ada')];
    expect(ledger(things, [removal(ADA)]).people).toEqual([
      { users: ['ada'], before: held(PRO, null, 'devs', 'ops'), after: held(PRO, 'devs', 'ops') },
    ]);
    const more = [creation(aMembership('devs', 'bob'))];
    const bob = anAuthorization('user', 'bob', { subscription: PRO });
    expect(ledger([DEVS, bob], more).people).toEqual([]);
  });

  test('all go with the profile', () => {
    expect(ledger([aProfile(), ADA], [removal(aProfile())])).toMatchObject({ before: 1, after: 0 });
  });
});

describe('the state of a seat', () => {
  const statuses = { ada: { state: 'active' }, bob: { state: 'pending' }, guest: { state: 'cancelled' } } as const;

  test('is active once it was used, and stays so; a new one is pending whatever is used elsewhere', () => {
    const things = [ADA, anAuthorization('user', 'bob', { subscription: PRO })];
    const elsewhere = { ...statuses, cleo: { state: 'active' } } as const;
    const changes = [creation(anAuthorization('user', 'cleo', { subscription: PRO }))];
    const seats = ledger(things, changes, { statuses: elsewhere });
    expect(seats).toMatchObject({ before: 2, after: 3, active: { before: 1, after: 1 } });
    expect(seats.people).toMatchObject([{ users: ['cleo'], after: { state: 'pending' } }]);
    expect(ledger(things, [removal(ADA)], { statuses })).toMatchObject({
      active: { before: 1, after: 0 },
      people: [{ users: ['ada'], before: { state: 'active' }, after: null }],
    });
  });

  test('is cancelled where somebody is still listed who has none', () => {
    expect(ledger([ADA], [], { statuses }).cancelled).toEqual(['guest']);
    const gone = {
      ada: { state: 'cancelled' },
      '~90670000-0000-0000-0000-000000000000': { state: 'cancelled' },
    } as const;
    expect(ledger([ADA], [], { statuses: gone }).cancelled).toEqual([]);
  });

  test('is orphaned where nobody is left who could use it; that is no person', () => {
    const user = anAuthorization('user', '~90670000-0000-0000-0000-000000000001', { subscription: PRO });
    const group = anAuthorization('group', '~90670000-0000-0000-0000-000000000002', { subscription: PLUS });
    const things = [user, group, anAuthorization('user', '~90670000-0000-0000-0000-000000000003')];
    const listed = {
      '~90670000-0000-0000-0000-000000000001': { state: 'active' },
      '~90670000-0000-0000-0000-000000000004': { state: 'pending' },
    } as const;
    const seats = ledger(things, [removal(user)], { statuses: listed });
    expect(seats).toMatchObject({ before: 0, after: 0, people: [], cancelled: [] });
    expect(seats.orphaned).toEqual([
      { id: group.key, type: PLUS, goes: false },
      { id: user.key, type: PRO, goes: true },
      { id: 'authorization/user/~90670000-0000-0000-0000-000000000004', goes: false },
    ]);
  });

  test('is that nobody declared it, where the plan leaves it', () => {
    const signIn = anAuthorization('user', 'bob');
    const orphan = anAuthorization('user', '~90670000-0000-0000-0000-000000000000', { subscription: PRO });
    const things = [ADA, signIn, orphan];
    const unmanaged = things.map(({ key }) => ({ key }));
    expect(ledger(things, [], { unmanaged })).toMatchObject({ undeclared: [ADA.key], orphaned: [{ goes: false }] });
  });
});

describe('what seats cost', () => {
  const pricing = {
    currency: 'USD',
    perSeatMonthly: new Map([
      [PRO, 19.1],
      [PLUS, 39.2],
    ]),
  };

  test('is what the file says, at most; a type without a price counts nothing', () => {
    const things = [ADA, anAuthorization('user', 'bob', { subscription: 'X' })];
    const changes = [creation(anAuthorization('user', 'cleo', { subscription: PLUS }))];
    expect(seatLedger(usesOf({ live: things.map(live), changes }), { pricing }).monthly).toEqual({
      currency: 'USD',
      before: 19.1,
      after: 58.3,
      charged: 0,
    });
  });

  test('is charged for what is used, at the type that holds this month, also when its person is gone', () => {
    const things = [ADA, anAuthorization('user', 'bob', { subscription: PRO })];
    const orphan = anAuthorization('user', '~90670000-0000-0000-0000-000000000000', { subscription: PRO });
    const statuses = new Map<string, SeatStatus>([
      ['ada', { state: 'active', charged: PLUS }],
      ['bob', { state: 'active' }],
      ['~90670000-0000-0000-0000-000000000000', { state: 'active' }],
    ]);
    const uses = usesOf({ live: [...things, orphan].map(live), changes: [removal(orphan)] });
    expect(seatLedger(uses, { statuses, pricing }).monthly).toMatchObject({ before: 57.3, after: 38.2, charged: 77.4 });
  });
});

describe('types of seats', () => {
  test('have one name, whichever API they come from', () => {
    expect(canonicalSubscription('KIRO_ENTERPRISE_PRO')).toBe(PRO);
    expect(canonicalSubscription('KIRO_ENTERPRISE_PRO_POWER')).toBe('Q_DEVELOPER_STANDALONE_POWER');
    expect(canonicalSubscription('constructor')).toBe('constructor');
    expect(canonicalSubscription(PLUS)).toBe(PLUS);
  });

  test('that nobody has heard of are known not to be known, and are less than all others', () => {
    expect([PRO, 'BRAND_NEW'].map(isKnownSubscription)).toEqual([true, false]);
    expect(greaterSubscription('BRAND_NEW', PRO)).toBe(PRO);
    expect(greaterSubscription(PLUS, PRO)).toBe(PLUS);
    expect(greaterSubscription('A', 'B')).toBe(greaterSubscription('B', 'A'));
  });
});
