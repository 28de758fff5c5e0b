/** Who has a paid seat before and after a plan. */

import { describe, expect, test } from 'vitest';
import type { Change } from '../../reconciler/core/change.ts';
import type { Seats } from '../../reconciler/core/seats.ts';
import { groupsWithSeats, seatsBeforeAfter } from '../../reconciler/core/seats.ts';
import {
  canonicalSubscription,
  greaterSubscription,
  isKnownSubscription,
} from '../../reconciler/core/subscriptions.ts';
import type { Thing } from '../support/builders.ts';
import { aGroup, aMembership, anAuthorization, aProfile, creation, removal, update } from '../support/builders.ts';
import { live } from '../support/guard-input.ts';

const PRO = 'Q_DEVELOPER_STANDALONE_PRO';
const PLUS = 'Q_DEVELOPER_STANDALONE_PRO_PLUS';

function seats(things: readonly Thing[], changes: readonly Change[] = []): Seats {
  return seatsBeforeAfter({ live: things.map(live), changes });
}

describe('seats', () => {
  test('are those of users and of the members of groups, each person once', () => {
    const things = [
      aGroup('devs'),
      aMembership('devs', 'ada'),
      aMembership('devs', 'bob'),
      anAuthorization('group', 'devs', { subscription: PRO }),
      anAuthorization('user', 'ada', { subscription: PLUS }),
      anAuthorization('user', 'cleo', { subscription: null }),
      anAuthorization('group', 'unread', { subscription: PRO }),
      anAuthorization('user', '~9067', { subscription: PRO }),
    ];
    expect(seats(things)).toEqual({ before: 2, after: 2, people: [] });
    expect(groupsWithSeats({ live: things.map(live), changes: [] })).toEqual(new Set(['group/devs', 'group/unread']));
  });

  test('change with authorisations and with memberships', () => {
    const devs = anAuthorization('group', 'devs', { subscription: PRO });
    const ada = anAuthorization('user', 'ada', { subscription: PRO });
    const left = aMembership('devs', 'left');
    const changes = [
      creation(aMembership('devs', 'new')),
      removal(left),
      update(ada, anAuthorization('user', 'ada', { subscription: PLUS })),
      creation(anAuthorization('group', 'ops', { subscription: PRO })),
      removal(anAuthorization('user', 'zoe', { subscription: PRO })),
    ];
    const things = [devs, ada, left, anAuthorization('user', 'zoe', { subscription: PRO })];
    expect(seats(things, changes)).toEqual({
      before: 3,
      after: 2,
      people: [
        { user: 'ada', before: PRO, after: PLUS },
        { user: 'left', before: PRO, after: null },
        { user: 'new', before: null, after: PRO },
        { user: 'zoe', before: PRO, after: null },
      ],
    });
    expect(groupsWithSeats({ live: things.map(live), changes })).toEqual(new Set(['group/devs', 'group/ops']));
  });

  test('cost what the file says, at most; a type without a price counts nothing', () => {
    const things = [
      anAuthorization('user', 'ada', { subscription: PRO }),
      anAuthorization('user', 'bob', { subscription: 'X' }),
    ];
    const changes = [creation(anAuthorization('user', 'cleo', { subscription: PLUS }))];
    const pricing = {
      currency: 'USD',
      perSeatMonthly: new Map([
        [PRO, 19.1],
        [PLUS, 39.2],
      ]),
    };
    expect(seatsBeforeAfter({ live: things.map(live), changes }, pricing).monthly).toEqual({
      currency: 'USD',
      before: 19.1,
      after: 58.3,
    });
  });

  test('all go with the profile', () => {
    const things = [aProfile(), anAuthorization('user', 'ada', { subscription: PRO })];
    expect(seats(things, [removal(aProfile())])).toMatchObject({ before: 1, after: 0 });
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
  });
});
