/** Seats, and who can sign in, in a plan's reports. */

import { describe, expect, test } from 'vitest';
import type { Key } from '../../reconciler/core/key.ts';
import { digestOf } from '../../reconciler/core/plan.ts';
import type { HeldSeat, Money, Seats } from '../../reconciler/core/seats.ts';
import type { SignInEffect } from '../../reconciler/core/sign-in.ts';
import { planDocument, planJson } from '../../reconciler/report/json.ts';
import { renderPlanMarkdown } from '../../reconciler/report/markdown.ts';
import { parsePlanDocument } from '../../reconciler/report/plan-file.ts';
import { renderPlanText } from '../../reconciler/report/text.ts';
import { anAuthorization, aPlan, creation } from '../support/builders.ts';

const PRO = 'Q_DEVELOPER_STANDALONE_PRO';
const QUIET: Seats = {
  before: 3,
  after: 3,
  active: { before: 3, after: 3 },
  people: [],
  cancelled: [],
  orphaned: [],
  undeclared: [],
};

function held(groups: readonly (string | null)[], parts: Partial<HeldSeat> = {}): HeldSeat {
  const through = groups.map((group) => (group === null ? {} : { group }));
  return { type: PRO, state: 'active', through, ...parts };
}

const ALL: Seats = {
  before: 1_041,
  after: 1_042,
  active: { before: 1_040, after: 1_039 },
  people: [
    { users: ['ada', 'bob', 'cleo', 'dan'], before: null, after: held(['devs'], { state: 'pending' }) },
    { users: ['eve'], before: held([null]), after: null },
    { users: ['finn', 'gil'], before: held(['devs', 'ops'], { state: 'pending' }), after: null },
    { users: ['hal'], before: held([null]), after: held([null], { type: 'PLUS' }) },
    { users: ['ida'], before: held([null]), after: held(['devs'], { type: 'PLUS' }) },
    { users: ['jan'], before: held([null]), after: held(['devs']) },
    { users: ['kim'], before: held([null], { state: 'pending' }), after: held(['devs'], { state: 'pending' }) },
  ],
  cancelled: ['guest', 'old'],
  orphaned: [
    { id: 'authorization/group/~90670000-0000-0000-0000-000000000002' as Key, type: PRO, goes: false },
    { id: 'authorization/user/~90670000-0000-0000-0000-000000000001' as Key, type: PRO, goes: true },
    { id: 'authorization/user/~90670000-0000-0000-0000-000000000003' as Key, goes: false },
  ],
  undeclared: ['authorization/group/temps' as Key, 'authorization/user/zoe' as Key],
};

interface Parts {
  readonly seats?: Seats;
  readonly signIns?: readonly SignInEffect[];
}

function planOf(parts: Parts) {
  const target = { ...aPlan().target, profile: { account: '222222222222', region: 'us-east-1' } };
  return aPlan({ target, changes: [creation(anAuthorization('user', 'ada', { subscription: PRO }))], ...parts });
}

/** What stands under that heading of a plan's text. */
function part(heading: string, parts: Parts, verbose = false): readonly string[] {
  const texts = renderPlanText(planOf(parts), { color: false, verbose }).split('\n\n');
  return (
    texts
      .find((text) => text.startsWith(heading))
      ?.trimEnd()
      .split('\n') ?? []
  );
}

describe('seats in a plan', () => {
  test('say how many, whose, through what, and which should not be there', () => {
    expect(part('Seats', { seats: ALL })).toEqual([
      'Seats  1,041 → 1,042',
      `  + ada, bob, cleo and 1 more  gain     ${PRO}         through group devs`,
      `  - eve                        loses    ${PRO}         was direct`,
      `  - finn, gil                  lose     ${PRO}         was through groups devs, ops; never used`,
      `  ~ hal                        changes  ${PRO} → PLUS  direct`,
      `  ~ ida                        changes  ${PRO} → PLUS  was direct, now through group devs`,
      `  = jan, kim                   keep     ${PRO}         was direct, now through group devs`,
      '  3 of 1,042 pending: not charged before the first use',
      '  2 cancelled, and listed until the month is over: guest, old',
      '  ! 2 seats that nobody declared and the plan leaves: group temps, user zoe',
      '  ! a seat of somebody who is gone, group ~90670000-0000-0000-0000-000000000002: left as it is',
      '  ! a seat of somebody who is gone, user ~90670000-0000-0000-0000-000000000001: the plan takes it away',
      '  ! a seat of somebody who is gone, user ~90670000-0000-0000-0000-000000000003: no profile is named, look in the console',
    ]);
  });

  test('with --verbose have a line for each person', () => {
    const lines = part('Seats', { seats: ALL }, true);
    expect(lines.filter((line) => line.includes('+ '))).toHaveLength(4);
    expect(lines.filter((line) => line.includes('= '))).toHaveLength(2);
  });

  test('are passed over where there is no profile, or all stay as they are; --verbose tells them', () => {
    expect(part('Seats', {})).toEqual([]);
    expect(part('Seats', { seats: QUIET })).toEqual([]);
    expect(part('Seats', { seats: QUIET }, true)).toEqual(['Seats  3']);
    expect(part('Seats', { seats: { ...QUIET, before: 0, after: 0 } }, true)).toEqual([]);
    expect(part('Seats', { seats: { ...QUIET, orphaned: ALL.orphaned } })).toHaveLength(4);
    expect(part('Seats', { seats: { ...QUIET, undeclared: ALL.undeclared } })).toHaveLength(2);
  });

  test('stand in Markdown as a list of differences', () => {
    const markdown = renderPlanMarkdown(planOf({ seats: ALL }));
    expect(markdown).toContain('**Seats** `1,041 → 1,042`\n\n```diff\n+ ada, bob, cleo and 1 more  gain ');
    expect(renderPlanMarkdown(planOf({ seats: QUIET }), { verbose: true })).toContain('**Seats** `3`\n\n####');
    expect(renderPlanMarkdown(planOf({ seats: QUIET }))).not.toContain('Seats');
  });

  test('that are very many are cut, and counted', () => {
    const people = Array.from({ length: 80 }, (_, index) => ({
      users: [`user-${index}`],
      before: held([`group-${index}`]),
      after: null,
    }));
    const seats = { ...QUIET, people };
    expect(part('Seats', { seats }).at(-1)).toBe('  … 21 more lines of seats (--verbose lists them)');
    expect(part('Seats', { seats }, true)).toHaveLength(81);
    expect(renderPlanMarkdown(planOf({ seats }))).toContain('… 21 more lines of seats');
  });
});

describe('money', () => {
  const gain = { users: ['ada'], before: null, after: held([null], { state: 'pending' }) } as const;
  const money = (parts: Partial<Money>, active = 1, after = 1): readonly string[] =>
    part('Seats', {
      seats: {
        ...QUIET,
        before: 1,
        after,
        active: { before: active, after: active },
        people: [gain],
        monthly: { currency: 'USD', before: 19, after: 19, charged: 19, ...parts },
      },
    });

  test.each([
    [{ after: 38 }, 'Seats  1  +19.00 USD a month'],
    [{ before: 39.5, after: 19 }, 'Seats  1  -20.50 USD a month'],
    [{}, 'Seats  1'],
  ])('is what a plan costs at most: %j', (parts, title) => {
    expect(money(parts)[0]).toBe(title);
  });

  test('is told with what is charged today', () => {
    expect(money({}).at(-1)).toBe('  19.00 USD a month charged today, at most 19.00 after');
    expect(money({ after: 38 }, 1, 2).at(-1)).toBe(
      '  1 of 2 pending: not charged before the first use; 19.00 USD a month charged today, at most 38.00 after',
    );
  });
});

describe('who can sign in', () => {
  const signIns: readonly SignInEffect[] = [
    { effect: 'keeps', users: ['ada'], before: [{}], after: [{ group: 'devs' }] },
    { effect: 'loses', users: ['bob', 'cleo'], before: [{ group: 'devs' }], after: [] },
    { effect: 'gains', users: ['dan'], before: [], after: [{}, { group: 'devs' }] },
  ];

  test('is told with people', () => {
    expect(part('People', { signIns })).toEqual([
      'People',
      '  + dan        gains  sign-in to CodeWhisperer  on tooling/us-east-1  direct and through group devs',
      '  - bob, cleo  lose   sign-in to CodeWhisperer  on tooling/us-east-1  was through group devs',
      '  = ada        keeps  sign-in to CodeWhisperer  on tooling/us-east-1  was direct, now through group devs',
      '  ! sessions that are already open outlive this: whoever loses access keeps it there until they end',
    ]);
    expect(part('People', { signIns }, true)).toHaveLength(6);
    expect(renderPlanMarkdown(planOf({ signIns }))).toContain('- bob, cleo  lose   sign-in to CodeWhisperer');
    expect(part('People', { signIns: [] })).toEqual([]);
  });
});

test('seats, what they cost and who can sign in are in the plan file, and read back', () => {
  const monthly = { currency: 'USD', before: 0, after: 19.5, charged: 0 };
  const signIns = [{ effect: 'gains', users: ['ada'], before: [], after: [{}, { group: 'devs' }] }] as const;
  for (const parts of [{ seats: ALL }, { seats: { ...ALL, monthly }, signIns }]) {
    const plan = planOf(parts);
    expect(planDocument(plan)).toMatchObject(parts);
    expect(parsePlanDocument(planJson(plan), digestOf)).toMatchObject({ ok: true, value: parts });
  }
});
