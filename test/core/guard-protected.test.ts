import { describe, expect, test } from 'vitest';
import { guard } from '../../reconciler/core/guard.ts';
import type { GuardInput } from '../../reconciler/core/guard.types.ts';
import type { Key } from '../../reconciler/core/key.ts';
import type { Thing } from '../support/builders.ts';
import {
  aGroup,
  aMembership,
  aPermissionSet,
  aThing,
  aUser,
  anAssignment,
  anAuthorization,
  live,
  update,
} from '../support/builders.ts';
import { DEFAULT_REMOVALS, guardsOf, overrideOf, situation } from '../support/guard-input.ts';

const FREE = Object.fromEntries(
  Object.keys(DEFAULT_REMOVALS).map((kind) => [kind, { count: 100 }]),
) as typeof DEFAULT_REMOVALS;

function protecting(parts: {
  permissionSets?: string[];
  users?: string[];
  groups?: string[];
}): ReturnType<typeof guardsOf> {
  return guardsOf({
    removals: FREE,
    protected: {
      permissionSets: new Set(parts.permissionSets),
      users: new Set(parts.users),
      groups: new Set(parts.groups),
    },
  });
}

function messages(input: GuardInput): readonly string[] {
  return guard(input).breaches.map(({ code, message }) => `${code} ${message}`);
}

describe('what is protected', () => {
  const guards = protecting({ permissionSets: ['BreakGlass'], users: ['root_admin'], groups: ['founders'] });

  test('is not removed, nor what names it', () => {
    const removed = [
      aPermissionSet('BreakGlass'),
      aGroup('founders'),
      aMembership('devs', 'root_admin'),
      aMembership('founders', 'ada'),
      anAssignment('Auditor', '333333333333', 'user', 'root_admin'),
      anAssignment('BreakGlass', '333333333333', 'user', 'ada'),
      aMembership('devs', 'ada'),
    ];
    expect(messages(situation({ removed, desired: { guards } }))).toEqual([
      'GUARD_PROTECTED permission set BreakGlass is protected (guards.protected), and the plan removes ' +
        'permission set BreakGlass, BreakGlass on prod for user ada',
      'GUARD_PROTECTED user root_admin is protected (guards.protected), and the plan removes ' +
        'root_admin in group devs, Auditor on prod for user root_admin',
      'GUARD_PROTECTED group founders is protected (guards.protected), and the plan removes ' +
        'group founders, ada in group founders',
    ]);
  });

  test('is told with the ways out, and what the plan must leave out', () => {
    const removed = [aUser('root_admin'), aUser('other')];
    expect(guard(situation({ removed, desired: { guards } }))).toEqual({
      breaches: [
        {
          code: 'GUARD_PROTECTED',
          severity: 'error',
          message: 'user root_admin is protected (guards.protected), and the plan removes user root_admin',
          hint:
            'to keep what is live, take it into the file with `cw-gitops export --into DIR`; ' +
            'to leave alone what the file does not declare, set unmanaged.users: report; ' +
            'if the plan is right, add to overrides in the same pull request: ' +
            '{ guard: protected, id: user/root_admin, reason: "…", until: 2026-12-05 }',
        },
      ],
      warnings: [],
      forbidden: new Set(['user/root_admin']),
    });
  });

  test('may be updated, also under a new name, by which it stays protected', () => {
    const renames = {
      permissionSets: new Map<string, string>(),
      groups: new Map([
        ['board', 'founders'],
        ['x', 'y'],
      ]),
    };
    const base = situation({ kept: [aGroup('board')], desired: { guards, renames } });
    const renamed = update(aGroup('founders'), aGroup('board'));
    expect(messages({ ...base, changes: [renamed] })).toEqual([]);
    const removed = [aMembership('board', 'ada')];
    expect(messages(situation({ removed, desired: { guards, renames } }))).toEqual([
      'GUARD_PROTECTED group founders is protected (guards.protected), and the plan removes ada in group board',
    ]);
  });

  test('is not removed when a rename would', () => {
    const renames = { permissionSets: new Map([['NewGlass', 'BreakGlass']]), groups: new Map<string, string>() };
    const removed = [aPermissionSet('BreakGlass')];
    expect(messages(situation({ removed, desired: { guards, renames } }))).toHaveLength(1);
  });

  test('is named by an authorisation through what that needs', () => {
    const thing = anAuthorization('user', 'root_admin');
    const base = situation({ removed: [], desired: { guards } });
    const before = { ...live(thing), needs: ['user/root_admin' as Key] };
    const change = {
      kind: thing.kind,
      key: thing.key,
      needs: [],
      origin: 'file',
      reason: '',
      widensAccess: false,
      verb: 'delete',
      before,
    } as const;
    expect(messages({ ...base, changes: [change], live: [before] })).toEqual([
      'GUARD_PROTECTED user root_admin is protected (guards.protected), and the plan removes the authorisation of user root_admin',
    ]);
  });

  test('is removed with an override of its own id, and no other', () => {
    const removed = [aUser('root_admin'), aMembership('devs', 'root_admin')];
    const allow = (...ids: readonly string[]): readonly string[] =>
      messages(
        situation({ removed, desired: { guards, overrides: ids.map((id) => overrideOf('protected', { id })) } }),
      );
    expect(allow('user/root_admin')).toEqual([]);
    expect(allow('user/ada')).toHaveLength(1);
    const both = [anAssignment('BreakGlass', '333333333333', 'user', 'root_admin')];
    const half = { guards, overrides: [overrideOf('protected', { id: 'user/root_admin' })] };
    expect(messages(situation({ removed: both, desired: half }))).toHaveLength(1);
  });
});

describe('what hangs on something that is removed', () => {
  const grant = (account: string): Thing => anAssignment('Deploy', account, 'user', 'ada');
  const guards = protecting({});

  test('refuses it while the file ignores that', () => {
    const others = [
      [aMembership('AWSControlTowerAdmins', 'ada'), 'ignored'],
      [grant('444444444444'), 'ignored'],
    ] as const;
    expect(guard(situation({ removed: [aUser('ada'), aUser('bob')], others, desired: { guards } }))).toMatchObject({
      breaches: [
        {
          code: 'GUARD_IGNORED',
          message:
            'user ada cannot be removed while the file ignores what hangs on it: ' +
            'ada in group AWSControlTowerAdmins, Deploy on 444444444444 for user ada',
          hint: expect.stringMatching(/take what hangs on it out of ignore first; no override lifts this guard$/u),
        },
      ],
      forbidden: new Set(['user/ada']),
    });
  });

  test('is told by its id where it has no name of its own', () => {
    const key = 'application/222222222222/us-east-1' as Key;
    const hanging = { ...live(aThing('application', key, {})), needs: ['user/ada' as Key] };
    const base = situation({ removed: [aUser('ada')], desired: { guards, standing: () => 'ignored' } });
    expect(messages({ ...base, live: [...base.live, hanging] })).toEqual([
      `GUARD_IGNORED user ada cannot be removed while the file ignores what hangs on it: ${key}`,
    ]);
  });

  test('is no reason on an account that is not active', () => {
    const accounts = [
      { id: '444444444444', name: 'old', active: false, state: 'SUSPENDED' },
      { id: '555555555555', name: 'sandbox-1', active: true, state: 'ACTIVE' },
    ];
    const others = [[grant('444444444444'), 'ignored']] as const;
    const base = {
      removed: [aUser('ada')],
      desired: { guards },
      input: { accounts, accountNames: new Map([['555555555555', 'sandbox-1']]) },
    };
    expect(messages(situation({ ...base, others }))).toEqual([]);
    expect(messages(situation({ ...base, others: [...others, [grant('555555555555'), 'ignored']] }))).toEqual([
      'GUARD_IGNORED user ada cannot be removed while the file ignores what hangs on it: Deploy on sandbox-1 for user ada',
    ]);
  });

  test('falls with it otherwise', () => {
    const others = [[aMembership('devs', 'ada'), 'reported']] as const;
    expect(messages(situation({ removed: [aUser('ada')], others, desired: { guards } }))).toEqual([]);
  });
});
