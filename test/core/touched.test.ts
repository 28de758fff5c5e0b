/** What no change touches makes no difference to any plan: neither to its order, nor to what it says of people. */

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Accesses } from '../../reconciler/core/access.ts';
import type { AccessInput } from '../../reconciler/core/read-accesses.ts';
import { readAccesses } from '../../reconciler/core/read-accesses.ts';
import type { Change } from '../../reconciler/core/change.ts';
import { administratorsBeforeAfter } from '../../reconciler/core/holders.ts';
import { orderAmong, rankedAccesses } from '../../reconciler/core/order.ts';
import { lastAssignees, peopleAffected } from '../../reconciler/core/people.ts';
import type { LiveResource } from '../../reconciler/core/resource.ts';
import { touchedBy } from '../../reconciler/core/touched.ts';
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
import { anAuthorization, creation as made, live as liveThing, removal } from '../support/builders.ts';

const SETS = ['Admin', 'Audit', 'DeployOld', 'DeployNew'];
const PAIRS = organisationPairs({ users: 4, groups: 4, accounts: 3, sets: SETS });
const GUARD = { permissionSet: 'Admin', account: account(0), atLeast: 1 };
const SEAT = { subscription: 'Q_DEVELOPER_STANDALONE_PRO' };

const USES = [
  anAuthorization('user', 'user-0'),
  anAuthorization('user', 'user-1', SEAT),
  anAuthorization('group', 'group-0', SEAT),
  anAuthorization('group', 'group-1'),
];

/** Each authorisation stays, comes, goes, or is none. */
const USED = fc.tuple(...USES.map(() => fc.constantFrom('stays', 'stays', 'comes', 'goes', 'none')));

function usesOf(used: readonly string[], ...wanted: readonly string[]) {
  return USES.filter((_, index) => wanted.includes(used[index] ?? 'none'));
}

function fewOf(changes: readonly Change[]): fc.Arbitrary<readonly Change[]> {
  return fc.shuffledSubarray([...changes], { maxLength: Math.min(5, changes.length) });
}

interface Told {
  readonly input: AccessInput;
  readonly accesses: Accesses;
  readonly administrators: readonly (typeof GUARD)[];
}

function told({ input, accesses, administrators }: Told): unknown {
  const { renames } = input;
  const disabled = new Set(['user-3']);
  const ordered = orderAmong(accesses, { renames, administrators, disabled });
  const holders = administratorsBeforeAfter({ accesses, changes: ordered.changes, renames, disabled });
  return {
    ordered,
    people: peopleAffected(accesses, { large: 2, few: 1 }),
    last: lastAssignees(accesses),
    holders: administrators.map(({ permissionSet, account: on }) => holders(permissionSet, on)),
  };
}

test('linking only what a few changes touch says the same as linking everything', () => {
  fc.assert(
    fc.property(
      PAIRS.chain((pair) => fc.record({ pair: fc.constant(pair), some: fewOf(changesOf(pair)) })),
      USED,
      fc.subarray([GUARD]),
      ({ pair, some }, used, administrators) => {
        const things = [...liveOf(pair.before), ...usesOf(used, 'stays', 'goes').map(liveThing)];
        const changes = [
          ...some,
          ...usesOf(used, 'comes').map((use) => made(use)),
          ...usesOf(used, 'goes').map((use) => removal(use)),
        ];
        const input = { live: things, changes, renames: pair.renames };
        const accesses = rankedAccesses({ ...input, administrators });
        const whole = readAccesses({ ...input, changes: accesses.changes });
        expect(told({ input, accesses, administrators })).toEqual(told({ input, accesses: whole, administrators }));
      },
    ),
    { numRuns: 300 },
  );
});

function touched(things: readonly LiveResource[], changes: readonly Change[]): readonly LiveResource[] {
  return touchedBy({ live: things, changes, newName: (name) => name, administrators: [GUARD] });
}

test('that is what is held in the same places, and by whom', () => {
  const [on, elsewhere] = [account(1), account(2)];
  const held = assignment('Audit', on, 'group', 'auditors');
  const near = [membership('auditors', 'ada'), held, assignment('Audit', on, 'user', 'bob')].map(live);
  const far = [
    membership('others', 'ada'),
    assignment('Audit', elsewhere, 'group', 'others'),
    assignment('Billing', on, 'group', 'others'),
  ].map(live);
  const use = liveThing(anAuthorization('group', 'others', SEAT));
  expect(touched([...far, use, ...near], [deletion(held)])).toEqual(near);
  expect(touched([...far, ...near], [])).toEqual([]);
  // Whoever joins a group comes to all that it holds, and a use of the profile is one for all.
  expect(touched([...far, ...near, use], [creation(membership('others', 'eve'))])).toEqual([...far, use]);
  const counted = live(assignment('Admin', account(0), 'user', 'ada'));
  expect(touched([...far, counted], [])).toEqual([counted]);
});
