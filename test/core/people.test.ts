import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AccessInput } from '../../reconciler/core/read-accesses.ts';
import { readAccesses } from '../../reconciler/core/read-accesses.ts';
import type { PeopleLimits } from '../../reconciler/core/people.ts';
import { lastAssignees, peopleAffected } from '../../reconciler/core/people.ts';
import type { PeopleEffect } from '../../reconciler/core/plan.types.ts';
import type { Organisation } from '../support/arbitraries.ts';
import {
  account,
  assignment,
  changesOf,
  creation,
  deletion,
  live,
  liveOf,
  membership,
  organisationPairs,
} from '../support/arbitraries.ts';

function affected(input: AccessInput, limits?: PeopleLimits): readonly PeopleEffect[] {
  return peopleAffected(readAccesses(input), limits);
}

const NO_RENAMES = { permissionSets: new Map<string, string>() };
const ON = account(0);

const ada = membership('auditors', 'ada');
const direct = assignment('Audit', ON, 'user', 'ada');
const indirect = assignment('Audit', ON, 'group', 'auditors');

/** `user set account` → groups of the paths, `-` for a direct one. The set under its new name. */
function pathsIn(
  organisation: Organisation,
  newName: (set: string) => string,
): ReadonlyMap<string, ReadonlySet<string>> {
  const paths = new Map<string, Set<string>>();
  for (const { permissionSet, account: id, principalType, principal } of organisation.grants) {
    const users =
      principalType === 'user'
        ? [principal]
        : organisation.memberships.filter(({ group }) => group === principal).map(({ user }) => user);
    for (const user of users) {
      const access = `${user} ${newName(permissionSet)} ${id}`;
      paths.set(access, (paths.get(access) ?? new Set()).add(principalType === 'user' ? '-' : principal));
    }
  }
  return paths;
}

function namesOf(paths: PeopleEffect['before']): readonly string[] {
  return paths.map(({ group }) => group ?? '-');
}

/** Each person on each account by itself: an access, what becomes of it, and its paths at both ends. */
function eachOf(effects: readonly PeopleEffect[], newName: (set: string) => string): readonly unknown[] {
  return effects.flatMap(({ users, accounts, permissionSet, effect, before, after }) =>
    users.flatMap((user) =>
      accounts.map((id) => [
        `${user} ${newName(permissionSet)} ${id}`,
        effect,
        namesOf(before).toSorted(),
        namesOf(after).toSorted(),
      ]),
    ),
  );
}

const SMALL = organisationPairs({ users: 4, groups: 3, accounts: 2, sets: ['Admin', 'DeployOld', 'DeployNew'] });
const WIDE = organisationPairs({ users: 7, groups: 3, accounts: 5, sets: ['Audit'] });

function inOrder(names: readonly string[]): boolean {
  return names.every((name, index) => index === 0 || String(names[index - 1]) < name);
}

describe('who is affected', () => {
  const drawn = fc.tuple(fc.oneof(SMALL, WIDE), fc.record({ large: fc.nat(3), few: fc.integer({ min: 1, max: 3 }) }));

  test('is what comparing everybody at both ends says, whatever counts as large', () => {
    fc.assert(
      fc.property(drawn, ([pair, limits]) => {
        const newName = (set: string): string => set.replace(/Old$/u, 'New');
        const before = pathsIn(pair.before, newName);
        const after = pathsIn(pair.after, newName);
        const expected = [...new Set([...before.keys(), ...after.keys()])].flatMap((access) => {
          const [old, wanted] = [before.get(access) ?? new Set<string>(), after.get(access) ?? new Set<string>()];
          const lost = [...old].some((path) => !wanted.has(path));
          const effect = old.size === 0 ? 'gains' : wanted.size === 0 ? 'loses' : 'keeps';
          return effect === 'keeps' && !lost ? [] : [[access, effect, [...old].toSorted(), [...wanted].toSorted()]];
        });
        const input = { changes: changesOf(pair), live: liveOf(pair.before), renames: pair.renames };
        const found = affected(input, limits);
        const text = (value: unknown): string => JSON.stringify(value);
        expect(eachOf(found, newName).map(text).toSorted()).toEqual(expected.map(text).toSorted());
        expect(found.filter(({ users, accounts }) => !inOrder(users) || !inOrder(accounts))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('does not depend on the order of what is live', () => {
    fc.assert(
      fc.property(drawn, ([pair, limits]) => {
        const input = { changes: changesOf(pair), live: liveOf(pair.before), renames: pair.renames };
        const other = { ...input, changes: input.changes.toReversed(), live: input.live.toReversed() };
        expect(affected(other, limits)).toEqual(affected(input, limits));
      }),
    );
  });

  test('is told by two lists of names, also where there are exceptions', () => {
    const users = Array.from({ length: 600 }, (_, index) => `user-${index}`);
    const places = Array.from({ length: 300 }, (_, index) => account(index));
    const kept = [
      ...users.map((user) => membership('staff', user)),
      // Each of the last 200 has it somewhere already.
      ...places.slice(100).map((place, index) => assignment('Audit', place, 'user', String(users[index + 400]))),
    ];
    const changes = places.map((place) => creation(assignment('Audit', place, 'group', 'staff')));
    const found = affected({ changes, live: kept.map(live), renames: NO_RENAMES });
    const told = found.reduce((sum, { users: people, accounts }) => sum + people.length * accounts.length, 0);
    const names = found.reduce((sum, { users: people, accounts }) => sum + people.length + accounts.length, 0);
    expect(told).toBe(600 * 300 - 200);
    expect(names).toBeLessThan(10_000);
    expect(found[0]).toMatchObject({
      permissionSet: 'Audit',
      effect: 'gains',
      before: [],
      after: [{ group: 'staff' }],
    });
  });

  test('somebody who moves from a grant of their own to the same grant of a group keeps it', () => {
    const changes = [creation(indirect), deletion(direct)];
    expect(affected({ changes, live: [ada, direct].map(live), renames: NO_RENAMES })).toEqual([
      {
        permissionSet: 'Audit',
        effect: 'keeps',
        before: [{}],
        after: [{ group: 'auditors' }],
        users: ['ada'],
        accounts: [ON],
      },
    ]);
  });

  test('a second path to what somebody has anyway is no news', () => {
    const untouched = assignment('Build', ON, 'user', 'ada');
    expect(
      affected({ changes: [creation(indirect)], live: [ada, direct, untouched].map(live), renames: NO_RENAMES }),
    ).toEqual([]);
  });

  test('somebody who gains and loses is listed by set, user and account; own grants come before groups', () => {
    const other = assignment('Build', ON, 'user', 'ada');
    const elsewhere = assignment('Audit', account(1), 'user', 'ada');
    const bob = assignment('Audit', ON, 'user', 'bob');
    const more = [creation(bob), creation(elsewhere), deletion(other), creation(indirect), creation(direct)];
    const changes = [
      creation(membership('builders', 'ada')),
      creation(assignment('Audit', ON, 'group', 'builders')),
      ...more,
    ];
    const found = affected({ changes, live: [ada, other].map(live), renames: NO_RENAMES });
    expect(found.map(({ users, permissionSet, accounts, effect }) => [permissionSet, users, accounts, effect])).toEqual(
      [
        ['Audit', ['ada'], [ON], 'gains'],
        ['Audit', ['ada'], [account(1)], 'gains'],
        ['Audit', ['bob'], [ON], 'gains'],
        ['Build', ['ada'], [ON], 'loses'],
      ],
    );
    expect(found[0]?.after).toEqual([{}, { group: 'auditors' }, { group: 'builders' }]);
  });

  test('a renamed set with the same grants changes nothing for its holders, but is lost under its old name', () => {
    const renames = { permissionSets: new Map([['Audit', 'Check']]) };
    const old = assignment('Check', ON, 'user', 'ada');
    const oldOfBob = assignment('Check', ON, 'user', 'bob');
    const changes = [creation(direct), deletion(old), deletion(oldOfBob)];
    expect(affected({ changes, live: [old, oldOfBob].map(live), renames })).toEqual([
      { permissionSet: 'Check', effect: 'loses', before: [{}], after: [], users: ['bob'], accounts: [ON] },
    ]);
  });

  test('the unread members of a group and deleted principals are not people', () => {
    const orphan = assignment('Audit', ON, 'user', '~9067642ac7-11111111-2222-3333-4444-555555555555');
    const changes = [deletion(orphan), creation(indirect)];
    expect(affected({ changes, live: [live(orphan)], renames: NO_RENAMES })).toEqual([]);
  });

  test('somebody whose name begins like that of a deleted principal is told like everybody', () => {
    const changes = [creation(assignment('Audit', ON, 'user', '~ada'))];
    expect(affected({ changes, live: [], renames: NO_RENAMES })).toEqual([
      { permissionSet: 'Audit', effect: 'gains', before: [], after: [{}], users: ['~ada'], accounts: [ON] },
    ]);
  });
});

describe('last assignees', () => {
  test('are those who leave an account and set to nobody', () => {
    const emptied = assignment('Build', ON, 'user', 'ada');
    const alsoEmptied = assignment('Audit', account(1), 'user', 'ada');
    const replaced = assignment('Audit', ON, 'group', 'auditors');
    const stays = assignment('Deploy', ON, 'user', 'ada');
    const leaves = assignment('Deploy', ON, 'user', 'bob');
    const first = assignment('Build', account(1), 'user', 'ada');
    const emptiedToo = assignment('Audit', account(2), 'user', 'ada');
    const changes = [
      deletion(emptied),
      deletion(emptiedToo),
      deletion(alsoEmptied),
      deletion(replaced),
      creation(direct),
      deletion(leaves),
      creation(first),
    ];
    const held = [emptied, emptiedToo, alsoEmptied, replaced, stays, leaves].map(live);
    expect(lastAssignees(readAccesses({ changes, live: held, renames: NO_RENAMES }))).toEqual([
      { permissionSet: 'Audit', account: account(1) },
      { permissionSet: 'Audit', account: account(2) },
      { permissionSet: 'Build', account: ON },
    ]);
  });
});
