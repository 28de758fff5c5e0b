/** Laws of the ledger of seats, on random histories of an organisation. */

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change } from '../../reconciler/core/change.ts';
import { authorizationKey } from '../../reconciler/core/key.ts';
import type { AuthorizationSpec, Resource } from '../../reconciler/core/resource.ts';
import type { UseInput } from '../../reconciler/core/profile-use.ts';
import { usesOf } from '../../reconciler/core/profile-use.ts';
import type { Pricing, Seats, SeatStatuses } from '../../reconciler/core/seats.ts';
import { seatLedger } from '../../reconciler/core/seats.ts';
import { sameJson } from '../../reconciler/core/json.ts';
import { creation, deletion, live, membership, update } from '../support/arbitraries.ts';

/** The least first; the last two are in no table, and less than all others. */
const TYPES = ['FREE', 'PRO', 'PRO_PLUS', 'POWER'].map((type) => `Q_DEVELOPER_STANDALONE_${type}`);
const UNKNOWN = ['BRAND_NEW', 'SOME_OTHER'];
const USERS = ['ada', 'bob', 'cleo', 'dan', '~90670000-0000-0000-0000-000000000000'];
const GROUPS = ['devs', 'ops', 'web'];

/** An organisation at one moment. */
interface Moment {
  readonly seats: readonly { readonly type: 'user' | 'group'; readonly name: string; readonly seat: string | null }[];
  readonly members: readonly { readonly group: string; readonly user: string }[];
}

const HOLDERS = [
  ...USERS.map((name) => ({ type: 'user', name }) as const),
  ...GROUPS.map((name) => ({ type: 'group', name }) as const),
];

const moments: fc.Arbitrary<Moment> = fc.record({
  seats: fc
    .tuple(...HOLDERS.map(() => fc.option(fc.constantFrom(null, ...TYPES, ...UNKNOWN), { nil: undefined })))
    .map((drawn) =>
      HOLDERS.flatMap((holder, index) => {
        const seat = drawn[index];
        return seat === undefined ? [] : [{ ...holder, seat }];
      }),
    ),
  members: fc.subarray(GROUPS.flatMap((group) => USERS.map((user) => ({ group, user })))),
});

const statuses: fc.Arbitrary<SeatStatuses> = fc
  .tuple(...USERS.map(() => fc.option(fc.constantFrom('active', 'pending', 'cancelled'), { nil: undefined })))
  .map(
    (drawn) =>
      new Map(
        USERS.flatMap((user, index) => {
          const state = drawn[index];
          return state === undefined ? [] : [[user, { state }] as const];
        }),
      ),
  );

const PRICING: Pricing = {
  currency: 'USD',
  perSeatMonthly: new Map(TYPES.map((type, index) => [type, 9.7 * (index + 1)])),
};

function resourcesOf({ seats, members }: Moment): readonly Resource[] {
  return [
    ...seats.map(({ type, name, seat }): Resource<AuthorizationSpec> => {
      const place = { account: '222222222222', region: 'us-east-1' };
      const spec = { principalType: type, principal: name, ...place, signIn: true, subscription: seat };
      return { kind: 'authorization', key: authorizationKey(type, name), spec, needs: [] };
    }),
    ...members.map(({ group, user }) => membership(group, user)),
  ];
}

function between(from: Moment, to: Moment): UseInput {
  const old = new Map(resourcesOf(from).map((resource) => [resource.key, resource]));
  const wanted = new Map(resourcesOf(to).map((resource) => [resource.key, resource]));
  const made = [...wanted.values()].flatMap((after): readonly Change[] => {
    const before = old.get(after.key);
    if (before === undefined) return [creation(after)];
    return sameJson(before.spec, after.spec) ? [] : [update(before, after)];
  });
  const removed = [...old.values()].filter(({ key }) => !wanted.has(key)).map(deletion);
  return { live: [...old.values()].map(live), changes: [...made, ...removed] };
}

/** Who has which seat, by going through everybody and everything. */
function oracle({ seats, members }: Moment): { readonly [user: string]: string } {
  const greatest = [...TYPES].reverse();
  return Object.fromEntries(
    USERS.filter((user) => !user.startsWith('~')).flatMap((user) => {
      const own = seats.filter(
        ({ type, name }) => (type === 'user' && name === user) || (type === 'group' && isMember(members, name, user)),
      );
      const types = new Set(own.flatMap(({ seat }) => seat ?? []));
      const paid = greatest.find((type) => types.has(type)) ?? [...types].sort().at(-1);
      return paid === undefined ? [] : [[user, paid] as const];
    }),
  );
}

function isMember(members: Moment['members'], group: string, user: string): boolean {
  return members.some((member) => member.group === group && member.user === user);
}

/** Who has which seat after the effects of a ledger, when these had them before. */
function afterEffects(before: { readonly [user: string]: string }, { people }: Seats) {
  const gone = new Set(people.flatMap(({ users }) => users));
  const stay = Object.entries(before).filter(([user]) => !gone.has(user));
  const come = people.flatMap(({ users, after }) =>
    after === null ? [] : users.map((user) => [user, after.type] as const),
  );
  return Object.fromEntries([...stay, ...come]);
}

function sizeOf(people: Seats['people'], of: (effect: Seats['people'][number]) => boolean): number {
  return people.filter(of).reduce((sum, { users }) => sum + users.length, 0);
}

const RUNS = { numRuns: 150 };

describe('the ledger of seats, over a history of plans', () => {
  test('counts each person once, at the greater type, and begins where the last one ended', () => {
    fc.assert(
      fc.property(fc.array(moments, { minLength: 2, maxLength: 5 }), statuses, (history, listed) => {
        let last: Seats | undefined;
        for (const [index, to] of history.entries()) {
          const from = history[index - 1];
          if (from === undefined) continue;
          const seats = seatLedger(usesOf(between(from, to)), { statuses: listed, pricing: PRICING });
          const [before, after] = [oracle(from), oracle(to)];
          expect([seats.before, seats.after]).toEqual([Object.keys(before).length, Object.keys(after).length]);
          expect(afterEffects(before, seats)).toEqual(after);
          if (last !== undefined) {
            expect([seats.before, seats.monthly?.before]).toEqual([last.after, last.monthly?.after]);
            // Between two plans somebody may use a seat, but none becomes unused.
            expect(seats.active.before).toBeGreaterThanOrEqual(last.active.after);
          }
          last = seats;
        }
      }),
      RUNS,
    );
  });

  test('differs by those who gain a seat and those who lose one, and tells nobody twice', () => {
    fc.assert(
      fc.property(moments, moments, (from, to) => {
        const { before, after, people } = seatLedger(usesOf(between(from, to)));
        const gains = sizeOf(people, (effect) => effect.before === null);
        const losses = sizeOf(people, (effect) => effect.after === null);
        expect(before + gains - losses).toBe(after);
        const told = people.flatMap(({ users }) => users);
        expect(new Set(told).size).toBe(told.length);
      }),
      RUNS,
    );
  });

  test('knows no state but those of people with a seat, and charges no more than every seat costs', () => {
    fc.assert(
      fc.property(moments, moments, statuses, (from, to, listed) => {
        const { before, after, active, cancelled, monthly } = seatLedger(usesOf(between(from, to)), {
          statuses: listed,
          pricing: PRICING,
        });
        expect(active.before).toBeLessThanOrEqual(before);
        expect(active.after).toBeLessThanOrEqual(Math.min(active.before, after));
        expect(cancelled.filter((user) => user in oracle(from))).toEqual([]);
        expect(monthly?.charged).toBeLessThanOrEqual(Number(monthly?.before));
      }),
      RUNS,
    );
  });

  test('is the same in whichever order things are read and changes are planned', () => {
    const shuffled = <T>(things: readonly T[]): fc.Arbitrary<readonly T[]> =>
      fc.shuffledSubarray([...things], { minLength: things.length });
    const cases = fc.tuple(moments, moments, statuses).chain(([from, to, listed]) => {
      const input = between(from, to);
      return fc.record({
        input: fc.constant(input),
        live: shuffled(input.live),
        changes: shuffled(input.changes),
        listed: fc.constant(listed),
        relisted: shuffled([...listed]),
      });
    });
    fc.assert(
      fc.property(cases, ({ input, live: relived, changes, listed, relisted }) => {
        const other = seatLedger(usesOf({ live: relived, changes }), { statuses: new Map(relisted), pricing: PRICING });
        expect(other).toEqual(seatLedger(usesOf(input), { statuses: listed, pricing: PRICING }));
      }),
      RUNS,
    );
  });

  test('of a plan without changes says nothing of anybody', () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const { before, after, people } = seatLedger(usesOf(between(moment, moment)));
        expect({ after, people }).toEqual({ after: before, people: [] });
      }),
      RUNS,
    );
  });
});
