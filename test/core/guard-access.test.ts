import { describe, expect, test } from 'vitest';
import { guard } from '../../reconciler/core/guard.ts';
import type { GuardInput, HolderCount } from '../../reconciler/core/guard.types.ts';
import type { Thing } from '../support/builders.ts';
import { aGroup, aMembership, anAssignment, aPermissionSet, aUser, creation, effect } from '../support/builders.ts';
import { DEFAULT_REMOVALS, guardsOf, HERE, many, NOON, situation, wanted } from '../support/guard-input.ts';

const FREE = Object.fromEntries(
  Object.keys(DEFAULT_REMOVALS).map((kind) => [kind, { count: 100 }]),
) as typeof DEFAULT_REMOVALS;
const ADMINS = { permissionSet: 'AdministratorAccess', account: '333333333333', atLeast: 2, at: HERE };

function messages(input: GuardInput): readonly string[] {
  return guard(input).breaches.map(({ code, message }) => `${code} ${message}`);
}

describe('administrators', () => {
  const given = (count: HolderCount, administrators = [ADMINS]): ReturnType<typeof guard> =>
    guard(situation({ desired: { guards: guardsOf({ administrators }) }, input: { holders: () => count } }));

  test('keep enough people', () => {
    expect(given({ before: 3, after: 2, least: 2 })).toMatchObject({ breaches: [], warnings: [] });
    expect(given({ before: 3, after: 1, least: 1 }).breaches).toMatchObject([
      {
        code: 'GUARD_ADMINISTRATORS',
        message:
          'after this plan 1 person would hold AdministratorAccess on prod (today 3); guards.administrators asks for 2',
        hint: 'give it to more people first, in a change of its own; no override lifts this guard',
        at: HERE,
      },
    ]);
  });

  test('keep enough people also when an apply stops half way', () => {
    expect(given({ before: 3, after: 3, least: 0 }).breaches).toMatchObject([
      {
        message:
          'an apply that stops half way could leave AdministratorAccess on prod to 0 people (today 3); ' +
          'guards.administrators asks for 2',
      },
    ]);
    expect(given({ before: 2, after: 5, least: 2 }).breaches).toEqual([]);
  });

  test('are not fewer than today where these are too few, and a warning says that they are', () => {
    expect(given({ before: 1, after: 0, least: 0 }).breaches).toHaveLength(1);
    expect(given({ before: 1, after: 1, least: 1 })).toMatchObject({
      breaches: [],
      warnings: [
        {
          code: 'GUARD_ADMINISTRATORS',
          severity: 'warning',
          message:
            'AdministratorAccess on prod is held by 1 person; guards.administrators asks for 2, so no plan may lower it',
          at: HERE,
        },
      ],
    });
    expect(given({ before: 0, after: 2, least: 0 })).toMatchObject({ breaches: [], warnings: [] });
    expect(given({ before: 2, after: 1, least: 1 }).warnings).toEqual([]);
  });

  test('are one person for admins.organization without configuration', () => {
    const { at: _at, ...unplaced } = { ...ADMINS, atLeast: 1 };
    const { breaches } = given({ before: 1, after: 0, least: 0 }, [unplaced as typeof ADMINS]);
    expect(breaches[0]?.message).toBe(
      'after this plan 0 people would hold AdministratorAccess on prod (today 1); ' +
        'the guard of admins.organization, which always holds, asks for 1',
    );
    expect(breaches[0]).not.toHaveProperty('at');
    expect(given({ before: 0, after: 0, least: 0 }, [unplaced as typeof ADMINS]).warnings[0]).not.toHaveProperty('at');
  });

  test('name the removals that take it from people', () => {
    const here = (type: 'user' | 'group', name: string): Thing =>
      anAssignment('AdministratorAccess', '333333333333', type, name);
    const concerned = [here('user', 'ada'), aMembership('admins', 'bob'), aGroup('old'), aMembership('old', 'eve')];
    const others = [
      aMembership('devs', 'bob'),
      aMembership('devs', 'ada'),
      anAssignment('AdministratorAccess', '444444444444', 'user', 'bob'),
      aUser('x'),
    ];
    const input = situation({
      kept: [here('group', 'admins')],
      removed: [...concerned, here('group', 'old'), ...others],
      desired: { guards: guardsOf({ removals: FREE, administrators: [ADMINS] }) },
      input: { holders: () => ({ before: 3, after: 0, least: 0 }) },
    });
    expect(guard(input).forbidden).toEqual(new Set([...concerned, here('group', 'old')].map(({ key }) => key)));
    expect(guard(input).breaches[0]?.hint).toContain('unmanaged.assignments: report');
  });
});

describe('the access of the run itself', () => {
  const caller = { permissionSet: 'Deploy', account: '333333333333', user: 'ada' };
  const grant = (user: string, account = '333333333333'): Thing => anAssignment('Deploy', account, 'user', user);
  const guards = guardsOf({ removals: FREE });
  const ask = (input: GuardInput): readonly string[] => messages({ ...input, caller });

  test('is not deleted with its set', () => {
    expect(ask(situation({ removed: [aPermissionSet('Deploy')], desired: { guards } }))).toEqual([
      'GUARD_OWN_ACCESS this run uses permission set Deploy, which the plan deletes',
    ]);
    expect(ask(situation({ removed: [aPermissionSet('Other')], desired: { guards } }))).toEqual([]);
  });

  test('does not lose its last assignee on the account', () => {
    const last = situation({ kept: [grant('x', '444444444444')], removed: [grant('bob')], desired: { guards } });
    expect(guard({ ...last, caller })).toMatchObject({
      breaches: [
        {
          code: 'GUARD_OWN_ACCESS',
          message: 'this run uses Deploy on prod, which loses its last assignee there, and with it the role',
          hint: expect.stringMatching(/run it as somebody who keeps their access.*; no override lifts this guard$/u),
        },
      ],
      forbidden: new Set([grant('bob').key]),
    });
    expect(ask(situation({ kept: [grant('eve')], removed: [grant('bob')], desired: { guards } }))).toEqual([]);
    expect(ask({ ...last, changes: [...last.changes, creation(grant('eve'))] })).toEqual([]);
    expect(ask({ ...last, changes: [...last.changes, creation(grant('eve', '444444444444'))] })).toHaveLength(1);
    expect(
      ask(situation({ removed: [anAssignment('Other', '333333333333', 'user', 'bob')], desired: { guards } })),
    ).toEqual([]);
  });

  test('is not taken from the person who runs it', () => {
    const input = situation({ kept: [grant('eve')], removed: [grant('ada')], desired: { guards } });
    const loses = (user: string, does: 'loses' | 'keeps', set: string, account: string): readonly string[] =>
      ask({ ...input, people: [effect(user, does, set, account, {})] });
    expect(loses('ada', 'loses', 'Deploy', '333333333333')).toEqual([
      "GUARD_OWN_ACCESS this run is ada's, who loses Deploy on prod",
    ]);
    expect(loses('eve', 'loses', 'Deploy', '333333333333')).toEqual([]);
    expect(loses('ada', 'keeps', 'Deploy', '333333333333')).toEqual([]);
    expect(loses('ada', 'loses', 'Other', '333333333333')).toEqual([]);
    expect(loses('ada', 'loses', 'Deploy', '444444444444')).toEqual([]);
    const { user: _user, ...nobody } = caller;
    const people = [effect('ada', 'loses', 'Deploy', '333333333333', {})];
    expect(messages({ ...input, people, caller: nobody })).toEqual([]);
  });

  test('is not asked for when the run is somebody else, such as a role of a pipeline', () => {
    const removed = [aPermissionSet('Deploy'), grant('ada')];
    expect(messages(situation({ removed, desired: { guards } }))).toEqual([]);
  });
});

describe('grants that must expire', () => {
  const DAY = 86_400_000;
  const MIDNIGHT = Date.UTC(2026, 10, 21);
  const within = { permissionSet: 'Auditor', withinDays: 10, at: HERE };
  const granted = (
    expires: number | undefined,
    set = 'Auditor',
    line = 7,
  ): GuardInput['desired']['resources'][number] => ({
    ...wanted(anAssignment(set, '333333333333', 'group', `auditors${line}`)),
    at: { file: 'config/assignments.yaml', line, column: 5 },
    ...(expires === undefined ? {} : { expires }),
  });
  const ask = (...resources: GuardInput['desired']['resources']): ReturnType<typeof guard>['breaches'] =>
    guard(situation({ desired: { resources, guards: guardsOf({ expiry: [within] }) } })).breaches;

  test('may last until the end of the last day, counted from the day of the plan', () => {
    expect(ask(granted(MIDNIGHT + 11 * DAY), granted(NOON), granted(undefined, 'Other'), wanted(aUser('ada')))).toEqual(
      [],
    );
    expect(ask(granted(MIDNIGHT + 11 * DAY + 1))).toMatchObject([
      {
        code: 'GUARD_EXPIRY',
        message:
          'Auditor on prod for group auditors7 expires on 2026-12-02T00:00:00Z; ' +
          'guards.expiry allows 10 days, so up to 2026-12-01',
        hint: 'set expires to 2026-12-01 or earlier; no override lifts this guard',
        at: { file: 'config/assignments.yaml', line: 7, column: 5 },
      },
    ]);
  });

  test('are told once for each entry of the file', () => {
    const never = many(5, (n) => anAssignment('Auditor', `${n}`.repeat(12), 'group', 'auditors')).map(wanted);
    const breaches = ask(...never, granted(undefined, 'Auditor', 8));
    expect(breaches.map(({ message }) => message)).toEqual([
      'Auditor on 111111111111 for group auditors, Auditor on 222222222222 for group auditors, ' +
        'Auditor on prod for group auditors and 2 more never expires; guards.expiry allows 10 days, so up to 2026-12-01',
      'Auditor on prod for group auditors8 never expires; guards.expiry allows 10 days, so up to 2026-12-01',
    ]);
    expect(breaches[0]).not.toHaveProperty('at');
  });
});
