import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guard } from '../../reconciler/core/guard.ts';
import { allowed } from '../../reconciler/core/guard-removals.ts';
import type { GuardInput } from '../../reconciler/core/guard.types.ts';
import type { Key } from '../../reconciler/core/key.ts';
import type { Standing } from '../../reconciler/core/resource.ts';
import type { Thing } from '../support/builders.ts';
import {
  aGroup,
  aMembership,
  aPermissionSet,
  aThing,
  aUser,
  anAssignment,
  anAuthorization,
  creation,
  live,
  removal,
  update,
} from '../support/builders.ts';
import { DEFAULT_REMOVALS, guardsOf, HERE, many, NOON, overrideOf, situation } from '../support/guard-input.ts';

const member = (number: number): Thing => aMembership('devs', `dev_${number}`);
const grant = (number: number): Thing => anAssignment('Auditor', '333333333333', 'user', `dev_${number}`);

function messages(input: GuardInput): readonly string[] {
  return guard(input).breaches.map(({ code, message }) => `${code} ${message}`);
}

describe('how much a limit lets go', () => {
  test.each([
    [10, 0, 0],
    [10, 1, 0],
    [10, 2, 1],
    [10, 3, 2],
    [10, 4, 2],
    [10, 20, 2],
    [10, 29, 2],
    [10, 30, 3],
    [10, 39, 3],
    [10, 4000, 400],
    [100, 1, 0],
    [100, 50, 49],
    [0, 50, 2],
    [33, 100, 33],
  ])('a share of %i% of %i things is %i', (share, among, most) => {
    expect(allowed({ share }, among)).toBe(most);
  });

  test('a count is a count, whatever is live', () => {
    expect(allowed({ count: 0 }, 500)).toBe(0);
    expect(allowed({ count: 40 }, 1)).toBe(40);
  });

  test('a share never lets everything go', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 1000 }), (share, among) => {
        const most = allowed({ share }, among);
        expect(most).toBeLessThan(among);
        expect(most).toBeGreaterThanOrEqual(0);
        expect(allowed({ share }, among + 1)).toBeGreaterThanOrEqual(most);
      }),
    );
  });
});

describe('removals', () => {
  test('up to the limit are let go', () => {
    expect(
      messages(situation({ kept: many(38, member), removed: [member(41), member(42), member(43), member(44)] })),
    ).toEqual([]);
    expect(messages(situation({ removed: [aUser('ada')], kept: many(5, (n) => aUser(`u${n}`)) }))).toEqual([]);
  });

  test('one more is refused, with the setting and the ways out', () => {
    const removed = many(5, (number) => member(number + 100));
    expect(guard(situation({ kept: many(38, member), removed }))).toEqual({
      breaches: [
        {
          code: 'GUARD_REMOVALS',
          severity: 'error',
          message:
            'the plan removes 5 memberships (dev_101 in group devs, dev_102 in group devs, dev_103 in group devs and ' +
            '2 more); guards.removals.memberships allows 4 of 43 (10%)',
          hint:
            'to keep what is live, take it into the file with `cw-gitops export --into DIR`; ' +
            'to leave alone what the file does not declare, set unmanaged.memberships: report; ' +
            'if the plan is right, add to overrides in the same pull request: ' +
            '{ guard: removals.memberships, upTo: 5, reason: "…", until: 2026-12-05 }',
        },
      ],
      warnings: [],
      forbidden: new Set(removed.map(({ key }) => key)),
    });
  });

  test('of few things follow the rule for small numbers: one of one is never a tenth', () => {
    expect(messages(situation({ removed: [grant(1)] }))).toEqual([
      'GUARD_REMOVALS the plan removes 1 assignment (Auditor on prod for user dev_1); ' +
        'guards.removals.assignments allows 0 of 1 (10%)',
    ]);
    expect(messages(situation({ kept: [grant(1)], removed: [grant(2), grant(3)] }))).toEqual([]);
  });

  test('of every kind are told at once', () => {
    const removed = [
      ...many(2, (n) => aUser(`u${n}`)),
      ...many(2, (n) => aGroup(`g${n}`)),
      ...many(2, (n) => aPermissionSet(`Set${n}`)),
      anAuthorization('user', 'ada'),
    ];
    expect(messages(situation({ removed })).map((message) => message.replace(/;.*/u, ''))).toEqual([
      'GUARD_REMOVALS the plan removes 2 permission sets (permission set Set1, permission set Set2)',
      'GUARD_REMOVALS the plan removes 2 users (user u1, user u2)',
      'GUARD_REMOVALS the plan removes 2 groups (group g1, group g2)',
      'GUARD_REMOVALS the plan removes 1 authorization (the authorisation of user ada)',
    ]);
  });

  test('are shares of what a plan could remove: not of what is reported, ignored, or of a provider', () => {
    const base = { kept: many(30, member), removed: [member(31), member(32), member(33)] };
    expect(messages(situation(base))).toEqual([]);
    const fewer = { kept: many(26, member), removed: base.removed };
    expect(
      messages(
        situation({
          ...fewer,
          others: [
            [member(50), 'reported'],
            [member(51), 'ignored'],
          ],
        }),
      ),
    ).toHaveLength(1);
    const external = situation(fewer);
    const provided = { ...live(member(52)), external: true };
    expect(messages({ ...external, live: [...external.live, provided] })).toHaveLength(1);
    expect(messages(situation({ ...fewer, others: [[member(50), 'removable']] }))).toEqual([]);
  });

  test('count what falls with a removed group, user or set, also without a change of its own (kubernetes/org#4365)', () => {
    // There the limit counted teams and not the members within them, and a skewed file stripped them all.
    const members = many(12, member);
    const skewed = situation({ removed: [aGroup('devs')], kept: many(60, (n) => aMembership('other', `u${n}`)) });
    const input = { ...skewed, live: [...skewed.live, ...members.map(live)] };
    expect(messages(input).map((message) => message.replace(/ \(.*/u, ''))).toEqual([
      'GUARD_REMOVALS the plan removes 12 memberships',
    ]);
    const told = situation({
      removed: [aGroup('devs'), ...members],
      kept: many(60, (n) => aMembership('other', `u${n}`)),
    });
    expect(guard(told).breaches[0]?.message).toBe(guard(input).breaches[0]?.message);
  });

  test('of a replacement are what was there', () => {
    const base = situation({ kept: [aGroup('devs'), ...many(3, member)] });
    const replaced = many(3, member).map((thing) => update(thing, thing, { verb: 'replace' }));
    expect(messages({ ...base, changes: replaced })).toEqual([
      'GUARD_REMOVALS the plan removes 3 memberships (dev_1 in group devs, dev_2 in group devs, dev_3 in group devs); ' +
        'guards.removals.memberships allows 2 of 3 (10%, but always two, and never the last one)',
    ]);
    expect(messages({ ...base, changes: many(3, member).map((thing) => update(thing, thing)) })).toEqual([]);
  });

  test('by an expiry do not count', () => {
    const removed = many(9, grant);
    const expired = removed.map(({ key }) => ({ key, expired: NOON - 1, at: HERE }));
    expect(messages(situation({ removed, desired: { expired } }))).toEqual([]);
    // So it is where the set has got another name since.
    const renames = { permissionSets: new Map([['New', 'Auditor']]), groups: new Map<string, string>() };
    const under = expired.map((past) => ({ ...past, key: past.key.replace('/Auditor/', '/New/') as Key }));
    expect(messages(situation({ removed, desired: { expired: under, renames } }))).toEqual([]);
  });

  test('that a rename explains do not count, others of the old set do', () => {
    const old = (number: number): Thing => anAssignment('ReadOnly', '333333333333', 'group', `g${number}`);
    const fresh = (number: number): Thing => anAssignment('Auditor', '333333333333', 'group', `g${number}`);
    const renames = { permissionSets: new Map([['Auditor', 'ReadOnly']]), groups: new Map<string, string>() };
    const none = guardsOf({
      removals: { ...DEFAULT_REMOVALS, permissionSets: { count: 0 }, assignments: { count: 0 } },
    });
    const base = situation({
      kept: many(4, fresh),
      removed: [aPermissionSet('ReadOnly'), ...many(4, old)],
      desired: { renames, guards: none },
    });
    expect(messages(base)).toEqual([]);
    const more = situation({
      kept: many(4, fresh),
      removed: [...many(5, old), grant(1)],
      desired: { renames, guards: none },
    });
    expect(messages(more)).toEqual([
      'GUARD_REMOVALS the plan removes 2 assignments (ReadOnly on prod for group g5, Auditor on prod for user dev_1); ' +
        'guards.removals.assignments allows 0',
    ]);
  });

  test('are let go by an override that reaches far enough', () => {
    const removed = many(9, (number) => member(number + 100));
    const base = { kept: many(20, member), removed };
    const overrides = [overrideOf('removals.memberships', { upTo: 9 })];
    expect(guard(situation({ ...base, desired: { overrides } }))).toEqual({
      breaches: [],
      warnings: [],
      forbidden: new Set(),
    });
    const short = [overrideOf('removals.memberships', { upTo: 8 })];
    expect(messages(situation({ ...base, desired: { overrides: short } }))).toHaveLength(1);
    const other = [overrideOf('removals.assignments', { upTo: 9 })];
    expect(messages(situation({ ...base, desired: { overrides: other } }))).toHaveLength(1);
  });
});

describe('a group or set that stays', () => {
  test('cannot lose all its members or assignments where there were three', () => {
    const kept = [
      aGroup('devs'),
      aPermissionSet('Auditor'),
      ...many(90, (n) => aMembership('other', `u${n}`)),
      ...many(90, (n) => anAssignment('Other', '333333333333', 'user', `u${n}`)),
    ];
    expect(messages(situation({ kept, removed: [...many(3, member), ...many(3, grant)] }))).toEqual([
      'GUARD_EMPTIED the plan takes all 3 memberships from group devs, which stays',
      'GUARD_EMPTIED the plan takes all 3 assignments from permission set Auditor, which stays',
    ]);
    expect(messages(situation({ kept, removed: [...many(2, member), ...many(2, grant)] }))).toEqual([]);
    expect(messages(situation({ kept: [...kept, member(4)], removed: many(3, member) }))).toEqual([]);
    const beside = (standing: Standing): readonly string[] =>
      messages(situation({ kept, removed: many(3, member), others: [[member(4), standing]] }));
    expect(beside('reported')).toEqual([]);
    expect(beside('ignored')).toHaveLength(1);
  });

  test('may do so with the override of its removals', () => {
    const kept = [aGroup('devs'), ...many(90, (n) => aMembership('other', `u${n}`))];
    const removed = many(3, member);
    const overrides = [overrideOf('removals.memberships', { upTo: 3 })];
    expect(guard(situation({ kept, removed, desired: { overrides } }))).toMatchObject({ breaches: [], warnings: [] });
  });

  test('may lose them to others, and to their expiry', () => {
    const kept = [aGroup('devs'), aGroup('empty'), ...many(90, (n) => aMembership('other', `u${n}`))];
    const base = situation({ kept, removed: many(3, member) });
    expect(messages({ ...base, changes: [...base.changes, creation(member(9))] })).toEqual([]);
    expect(messages({ ...base, changes: [...base.changes, creation(aMembership('other', 'x'))] })).toHaveLength(1);
    const expired = [member(1)].map(({ key }) => ({ key, expired: NOON, at: HERE }));
    expect(messages(situation({ kept, removed: many(3, member), desired: { expired } }))).toEqual([]);
  });

  test('is no concern when it goes too', () => {
    const kept = many(90, (n) => aMembership('other', `u${n}`));
    expect(messages(situation({ kept, removed: [aGroup('devs'), ...many(3, member)] }))).toEqual([]);
  });
});

describe('what `removed` names', () => {
  const hintOf = (removed: readonly Thing[], named: readonly Thing[]): string => {
    const desired = { removed: new Set(named.map(({ key }) => key)) };
    return String(guard(situation({ removed, desired })).breaches[0]?.hint);
  };
  const users = many(3, (n) => aUser(`u${n}`));
  const OVERRIDE = /if the plan is right, add to overrides .*guard: removals\.users, upTo: 3/u;

  test('is not advised to be exported or left alone, which would change nothing', () => {
    const hint = hintOf(users, users);
    expect(hint).toMatch(
      /^what `removed` or `state: absent` takes away stays only when that is taken back; if the plan is right/u,
    );
    expect(hint).toMatch(OVERRIDE);
  });

  test('is told apart from what nobody declared', () => {
    const hint = hintOf(users, users.slice(1));
    expect(hint).toMatch(
      /^to keep what is live, .*set unmanaged\.users: report; what `removed` or `state: absent` takes away stays only when that is taken back; if/u,
    );
    expect(hint).toMatch(OVERRIDE);
  });
});

describe('an empty file', () => {
  const free = guardsOf({ removals: { ...DEFAULT_REMOVALS, users: { count: 100 }, memberships: { count: 100 } } });

  test('does not delete everybody (awslabs/ssosync#159)', () => {
    // There an upstream that answered with nothing had every user deleted.
    const removed = many(40, (n) => aUser(`u${n}`));
    expect(guard(situation({ removed, desired: { guards: free } }))).toMatchObject({
      breaches: [
        {
          code: 'GUARD_EMPTY_FILE',
          message: '40 users are live and the file declares 0: it looks empty or cut off (guard emptyFile)',
          hint: expect.stringMatching(
            /unmanaged\.users: report; .*\{ guard: emptyFile, reason: "…", until: 2026-12-05 \}$/u,
          ),
        },
      ],
      forbidden: new Set(removed.map(({ key }) => key)),
    });
  });

  test('is one that declares less than a tenth of ten or more', () => {
    const users = (count: number): readonly Thing[] => many(count, (n) => aUser(`u${n}`));
    const gone = (count: number): readonly Thing[] => many(count, (n) => aUser(`gone${n}`));
    const codes = (kept: number, removed: number): number =>
      messages(situation({ kept: users(kept), removed: gone(removed), desired: { guards: free } })).length;
    expect(codes(0, 9)).toBe(0);
    expect(codes(0, 10)).toBe(1);
    expect(codes(1, 9)).toBe(0);
    expect(codes(1, 10)).toBe(1);
    expect(codes(2, 18)).toBe(0);
  });

  test('counts what has expired as declared, and does no harm where nothing is removed', () => {
    const removed = many(12, member);
    const expired = removed.map(({ key }) => ({ key, expired: NOON, at: HERE }));
    expect(messages(situation({ removed, desired: { guards: free, expired } }))).toEqual([]);
    const untouched = many(12, member).map((thing) => [thing, 'removable'] as const);
    expect(messages(situation({ others: untouched, desired: { guards: free } }))).toEqual([]);
  });

  test('is not one that says by name what must not exist: that goes, and what hangs on it, without `unmanaged`', () => {
    const leavers = many(12, (n) => aUser(`u${n}`));
    const named = new Set(leavers.map(({ key }) => key));
    const codes = (removed: readonly Thing[], names: ReadonlySet<string>): readonly unknown[] =>
      messages(situation({ removed, desired: { guards: free, removed: names as ReadonlySet<Key> } }));
    expect(codes(leavers, named)).toEqual([]);
    expect(codes(many(12, member), new Set([aGroup('devs').key]))).toEqual([]);
    expect(
      codes(
        many(12, (n) => aMembership('devs', `u${n}`)),
        named,
      ),
    ).toEqual([]);
    // One more that the file says nothing of, and it looks cut off.
    expect(codes([...leavers, aUser('other')], named)).toHaveLength(1);
  });

  test('is let through by its override', () => {
    const removed = many(12, member);
    const overrides = [overrideOf('emptyFile')];
    expect(guard(situation({ removed, desired: { guards: free, overrides } }))).toMatchObject({
      breaches: [],
      warnings: [],
    });
  });
});

test('nothing to remove breaches nothing', () => {
  expect(guard(situation({ kept: many(3, member) }))).toEqual({ breaches: [], warnings: [], forbidden: new Set() });
  const base = situation({ removed: [aUser('ada')] });
  expect(
    guard({ ...base, changes: [removal(aThing('service-access', 'service-access/sso.amazonaws.com', {}))] }).breaches,
  ).toEqual([]);
});
