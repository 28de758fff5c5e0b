/** Guards of the profile: its key, its deletion, and the number of seats. */

import { describe, expect, test } from 'vitest';
import type { Change } from '../../reconciler/core/change.ts';
import { guard } from '../../reconciler/core/guard.ts';
import { usesOf } from '../../reconciler/core/profile-use.ts';
import { seatLedger } from '../../reconciler/core/seats.ts';
import type { Thing } from '../support/builders.ts';
import { aProfile, anAuthorization, creation, live, removal, update } from '../support/builders.ts';
import type { Situation } from '../support/guard-input.ts';
import { guardsOf, HERE, many, overrideOf, situation, wanted } from '../support/guard-input.ts';

const PRO = 'Q_DEVELOPER_STANDALONE_PRO';
const seat = (number: number): Thing => anAuthorization('user', `dev_${number}`, { subscription: PRO });

function guarded(changes: readonly Change[], things: readonly Thing[], parts: Situation['desired'] = {}) {
  const base = situation({ desired: { resources: things.map(wanted), ...parts } });
  const moved = { changes, live: things.map(live) };
  const { breaches, warnings, forbidden } = guard({ ...base, ...moved, seats: seatLedger(usesOf(moved)) });
  const told = (issues: typeof breaches) => issues.map(({ code, message }) => `${code} ${message}`);
  return { breaches: told(breaches), warnings: told(warnings), hints: breaches.map(({ hint }) => hint), forbidden };
}

describe('the key', () => {
  const change = update(aProfile({ kmsKey: 'arn:old' }), aProfile({ kmsKey: 'arn:new' }), { at: HERE });

  test('of a live profile is not changed without its override', () => {
    const { breaches, hints } = guarded([change], [aProfile({ kmsKey: 'arn:old' })]);
    expect(breaches).toEqual([
      'GUARD_KMS_KEY the plan changes the key of the live profile QDevProfile-us-east-1 in 222222222222/us-east-1 from arn:old to arn:new',
    ]);
    expect(hints[0]).toContain('guard: codewhisperer.kmsKey');
    const overrides = [overrideOf('codewhisperer.kmsKey')];
    expect(guarded([change], [aProfile()], { overrides })).toMatchObject({ breaches: [], warnings: [] });
  });

  test('is not changed from the one that AWS owns either', () => {
    const first = update(aProfile(), aProfile({ kmsKey: 'arn:new' }));
    expect(guarded([first], [aProfile()]).breaches[0]).toContain('from the key that AWS owns to arn:new');
  });

  test('may be anything where it stays, or the profile is new', () => {
    const described = update(aProfile(), aProfile({ description: 'Acme' }));
    expect(guarded([described], [aProfile()]).breaches).toEqual([]);
    expect(guarded([creation(aProfile({ kmsKey: 'arn:new' }))], []).breaches).toEqual([]);
  });
});

describe('a profile', () => {
  test('is not deleted without its override, and its seats are counted all the same', () => {
    const things = [aProfile(), seat(1)];
    const refused = guarded([removal(aProfile())], things, { standing: () => 'ignored', resources: [] });
    expect(refused.breaches).toEqual([
      'GUARD_PROFILE_DELETE the plan deletes the profile QDevProfile-us-east-1 in 222222222222/us-east-1, with 1 seat; its settings and its ARN do not come back',
    ]);
    expect(refused.warnings).toEqual([
      'GUARD_PROFILE_DELETE 1 seat ends with the profile QDevProfile-us-east-1 in 222222222222/us-east-1',
    ]);
    expect(refused.forbidden).toEqual(new Set(['profile/222222222222/us-east-1']));
    const overrides = [overrideOf('codewhisperer.delete')];
    const parts: Situation['desired'] = { overrides, standing: () => 'ignored', resources: [] };
    expect(guarded([removal(aProfile())], [...things, seat(2)], parts)).toMatchObject({
      breaches: [],
      warnings: ['GUARD_PROFILE_DELETE 2 seats end with the profile QDevProfile-us-east-1 in 222222222222/us-east-1'],
    });
  });

  test('that was never made whole is not deleted either; without seats nothing ends', () => {
    const broken = aProfile({ status: 'CREATE_FAILED' });
    const change = update(broken, aProfile(), { verb: 'replace' });
    const { breaches, warnings } = guarded([change], [broken]);
    expect(breaches[0]).toContain('with no seats;');
    expect(warnings).toEqual([]);
  });
});

describe('seats', () => {
  const guards = guardsOf({ seats: 2 });

  test('are not bought beyond the limit, unless an override goes as far', () => {
    const things = many(2, seat);
    const { breaches } = guarded([creation(seat(3))], things, { guards });
    expect(breaches).toEqual([
      'GUARD_SEATS after this plan 3 people would have a paid seat (today 2); guards.seats allows 2',
    ]);
    const allow = (upTo: number) =>
      guarded([creation(seat(3))], things, { guards, overrides: [overrideOf('seats', { upTo })] });
    expect(allow(2).breaches).toHaveLength(1);
    expect(allow(3).breaches).toEqual([]);
    expect(guarded([creation(seat(2))], [seat(1)], { guards })).toMatchObject({ breaches: [], warnings: [] });
    expect(guarded([], things, { guards })).toMatchObject({ breaches: [], warnings: [] });
  });

  test('that are too many already are told, and forbid nothing else', () => {
    const { breaches, warnings } = guarded([removal(seat(4))], many(4, seat), {
      guards: { ...guards, removals: { ...guards.removals, authorizations: { count: 9 } } },
    });
    expect(breaches).toEqual([]);
    expect(warnings).toEqual(['GUARD_SEATS 3 people with a paid seat; guards.seats allows 2, so no plan may add one']);
  });
});

test('a seat of a type that is not known is told where the file says otherwise, since it stays', () => {
  const held = (subscription: string | null) => [anAuthorization('user', 'bob', { subscription })];
  const told = (declared: readonly Thing[], things: readonly Thing[]) =>
    guarded([], things, { resources: [...declared, aProfile()].map((thing) => ({ ...wanted(thing), at: HERE })) })
      .warnings;
  const message = 'CONFIG_SEAT_TYPE user bob has a seat of the type NEW, which is not known here and left as it is';
  expect(told(held(PRO), held('NEW'))).toEqual([`${message}; the file says ${PRO}`]);
  expect(told(held(null), held('NEW'))).toEqual([`${message}; the file says no seat`]);
  expect(told(held('NEW'), held('NEW'))).toEqual([]);
  expect(told(held(PRO), held('Q_DEVELOPER_STANDALONE_POWER'))).toEqual([]);
  expect(told(held(PRO), held(null))).toEqual([]);
  expect(told(held(PRO), [])).toEqual([]);
  expect(guarded([], held('NEW'), { resources: held(PRO).map(wanted) }).warnings).toHaveLength(1);
});
