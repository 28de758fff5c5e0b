import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change } from '../../reconciler/core/change.ts';
import { order } from '../../reconciler/core/order.ts';
import { administratorsBeforeAfter, lastAssignees, peopleAffected } from '../../reconciler/core/people.ts';
import type { PersonEffect } from '../../reconciler/core/plan.types.ts';
import type { Organisation, OrganisationPair } from '../support/arbitraries.ts';
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

function namesOf(effect: PersonEffect, side: 'before' | 'after'): readonly string[] {
  return effect[side].map(({ group }) => group ?? '-');
}

const pairs = organisationPairs({ users: 4, groups: 3, accounts: 2, sets: ['Admin', 'DeployOld', 'DeployNew'] });

describe('who is affected', () => {
  test('is what comparing everybody at both ends says', () => {
    fc.assert(
      fc.property(pairs, (pair) => {
        const newName = (set: string): string => set.replace(/Old$/u, 'New');
        const before = pathsIn(pair.before, newName);
        const after = pathsIn(pair.after, newName);
        const expected = [...new Set([...before.keys(), ...after.keys()])].flatMap((access) => {
          const [old, wanted] = [before.get(access) ?? new Set<string>(), after.get(access) ?? new Set<string>()];
          const lost = [...old].some((path) => !wanted.has(path));
          const effect = old.size === 0 ? 'gains' : wanted.size === 0 ? 'loses' : 'keeps';
          return effect === 'keeps' && !lost ? [] : [[access, effect, [...old].toSorted(), [...wanted].toSorted()]];
        });
        const found = peopleAffected({ changes: changesOf(pair), live: liveOf(pair.before), renames: pair.renames });
        const seen = found.map((effect) => [
          `${effect.user} ${newName(effect.permissionSet)} ${effect.account}`,
          effect.effect,
          namesOf(effect, 'before'),
          namesOf(effect, 'after'),
        ]);
        const text = (value: unknown): string => JSON.stringify(value);
        expect(seen.map(text).toSorted()).toEqual(expected.map(text).toSorted());
      }),
    );
  });

  test('somebody who moves from a grant of their own to the same grant of a group keeps it', () => {
    const changes = [creation(indirect), deletion(direct)];
    expect(peopleAffected({ changes, live: [ada, direct].map(live), renames: NO_RENAMES })).toEqual([
      {
        user: 'ada',
        permissionSet: 'Audit',
        account: ON,
        effect: 'keeps',
        before: [{}],
        after: [{ group: 'auditors' }],
      },
    ]);
  });

  test('a second path to what somebody has anyway is no news', () => {
    expect(
      peopleAffected({ changes: [creation(indirect)], live: [ada, direct].map(live), renames: NO_RENAMES }),
    ).toEqual([]);
  });

  test('somebody who gains and loses is listed by user, set and account; own grants come before groups', () => {
    const other = assignment('Build', ON, 'user', 'ada');
    const elsewhere = assignment('Audit', account(1), 'user', 'ada');
    const bob = assignment('Audit', ON, 'user', 'bob');
    const more = [creation(bob), creation(elsewhere), deletion(other), creation(indirect), creation(direct)];
    const changes = [
      creation(membership('builders', 'ada')),
      creation(assignment('Audit', ON, 'group', 'builders')),
      ...more,
    ];
    const found = peopleAffected({ changes, live: [ada, other].map(live), renames: NO_RENAMES });
    expect(found.map(({ user, permissionSet, account: id, effect }) => [user, permissionSet, id, effect])).toEqual([
      ['ada', 'Audit', ON, 'gains'],
      ['ada', 'Audit', account(1), 'gains'],
      ['ada', 'Build', ON, 'loses'],
      ['bob', 'Audit', ON, 'gains'],
    ]);
    expect(found[0]?.after).toEqual([{}, { group: 'auditors' }, { group: 'builders' }]);
  });

  test('a renamed set with the same grants changes nothing for its holders, but is lost under its old name', () => {
    const renames = { permissionSets: new Map([['Audit', 'Check']]) };
    const old = assignment('Check', ON, 'user', 'ada');
    const oldOfBob = assignment('Check', ON, 'user', 'bob');
    const changes = [creation(direct), deletion(old), deletion(oldOfBob)];
    expect(peopleAffected({ changes, live: [old, oldOfBob].map(live), renames })).toEqual([
      { user: 'bob', permissionSet: 'Check', account: ON, effect: 'loses', before: [{}], after: [] },
    ]);
  });

  test('the unread members of a group and deleted principals are not people', () => {
    const orphan = assignment('Audit', ON, 'user', '~9067642ac7-1111');
    const changes = [deletion(orphan), creation(indirect)];
    expect(peopleAffected({ changes, live: [live(orphan)], renames: NO_RENAMES })).toEqual([]);
  });
});

describe('administrators before, after and in between', () => {
  const disabled = new Set(['user-3']);
  const guard = { permissionSet: 'Admin', account: ON };

  function count({ grants, memberships }: Organisation): number {
    const users = [...pathsIn({ users: [], groups: [], sets: new Map(), grants, memberships }, (set) => set).keys()];
    return users.filter((access) => access.endsWith(` Admin ${ON}`) && !access.startsWith('user-3 ')).length;
  }

  function orderedChanges({ before, after, renames }: OrganisationPair, atLeast: number): readonly Change[] {
    const administrators = [{ ...guard, atLeast }];
    return order({ changes: changesOf({ before, after }), live: liveOf(before), renames, administrators, disabled })
      .changes;
  }

  test('are counted at both ends, and never fewer than the guard and the ends allow', () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: 1, max: 3 }), (pair, atLeast) => {
        const changes = orderedChanges(pair, atLeast);
        const holders = administratorsBeforeAfter({
          changes,
          live: liveOf(pair.before),
          renames: pair.renames,
          disabled,
        });
        const { before, after, least } = holders(guard.permissionSet, guard.account);
        expect([before, after]).toEqual([count(pair.before), count(pair.after)]);
        expect(least).toBeLessThanOrEqual(Math.min(before, after));
        expect(least).toBeGreaterThanOrEqual(Math.min(atLeast, before, after));
      }),
    );
  });

  test('a change that waits for nothing may be the only one', () => {
    const changes = [creation(direct), deletion(indirect)];
    const input = { changes, live: [membership('auditors', 'bob'), indirect].map(live), renames: NO_RENAMES };
    const holders = administratorsBeforeAfter({ ...input, disabled: new Set() });
    expect(holders('Audit', ON)).toEqual({ before: 1, after: 1, least: 0 });
  });

  test('what a change needs but the plan does not make does not count', () => {
    const removal = { ...deletion(indirect), needs: [direct.key] };
    const input = {
      live: [membership('auditors', 'bob'), indirect].map(live),
      renames: NO_RENAMES,
      disabled: new Set<string>(),
    };
    const whole = administratorsBeforeAfter({ ...input, changes: [creation(direct), removal] });
    expect(whole('Audit', ON)).toEqual({ before: 1, after: 1, least: 1 });
    const part = administratorsBeforeAfter({ ...input, changes: [removal] });
    expect(part('Audit', ON)).toEqual({ before: 1, after: 0, least: 0 });
  });

  test('nobody holds what nobody was ever given', () => {
    const holders = administratorsBeforeAfter({ changes: [], live: [], renames: NO_RENAMES, disabled: new Set() });
    expect(holders('Audit', ON)).toEqual({ before: 0, after: 0, least: 0 });
  });

  test('a renamed set counts under both names', () => {
    const old = assignment('Check', ON, 'user', 'bob');
    const input = {
      changes: [creation(direct)],
      live: [live(old)],
      renames: { permissionSets: new Map([['Audit', 'Check']]) },
    };
    const holders = administratorsBeforeAfter({ ...input, disabled: new Set() });
    const counted = { before: 1, after: 2, least: 1 };
    expect([holders('Audit', ON), holders('Check', ON)]).toEqual([counted, counted]);
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
    expect(lastAssignees({ changes, live: held, renames: NO_RENAMES })).toEqual([
      { permissionSet: 'Audit', account: account(1) },
      { permissionSet: 'Audit', account: account(2) },
      { permissionSet: 'Build', account: ON },
    ]);
  });
});
