import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AccessInput } from '../../reconciler/core/read-accesses.ts';
import { readAccesses } from '../../reconciler/core/read-accesses.ts';
import type { Change } from '../../reconciler/core/change.ts';
import { administratorsBeforeAfter } from '../../reconciler/core/holders.ts';
import { order } from '../../reconciler/core/order.ts';
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

function holdersOf(
  input: AccessInput & { readonly disabled: ReadonlySet<string> },
): ReturnType<typeof administratorsBeforeAfter> {
  return administratorsBeforeAfter({ ...input, accesses: readAccesses(input) });
}

const NO_RENAMES = { permissionSets: new Map<string, string>() };
const ON = account(0);
const direct = assignment('Audit', ON, 'user', 'ada');
const indirect = assignment('Audit', ON, 'group', 'auditors');
const pairs = organisationPairs({ users: 4, groups: 3, accounts: 2, sets: ['Admin', 'DeployOld', 'DeployNew'] });

describe('administrators before, after and in between', () => {
  const disabled = new Set(['user-3']);
  const guard = { permissionSet: 'Admin', account: ON };

  function count({ grants, memberships }: Organisation): number {
    const users = grants
      .filter(({ permissionSet, account: id }) => permissionSet === guard.permissionSet && id === guard.account)
      .flatMap(({ principalType, principal }) =>
        principalType === 'user'
          ? [principal]
          : memberships.filter(({ group }) => group === principal).map(({ user }) => user),
      );
    return new Set(users.filter((user) => !disabled.has(user))).size;
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
        const holders = holdersOf({
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
    const holders = holdersOf({ ...input, disabled: new Set() });
    expect(holders('Audit', ON)).toEqual({ before: 1, after: 1, least: 0 });
  });

  test('what a change needs but the plan does not make does not count', () => {
    const removal = { ...deletion(indirect), needs: [direct.key] };
    const input = {
      live: [membership('auditors', 'bob'), indirect].map(live),
      renames: NO_RENAMES,
      disabled: new Set<string>(),
    };
    const whole = holdersOf({ ...input, changes: [creation(direct), removal] });
    expect(whole('Audit', ON)).toEqual({ before: 1, after: 1, least: 1 });
    const part = holdersOf({ ...input, changes: [removal] });
    expect(part('Audit', ON)).toEqual({ before: 1, after: 0, least: 0 });
  });

  test('nobody holds what nobody was ever given', () => {
    const holders = holdersOf({ changes: [], live: [], renames: NO_RENAMES, disabled: new Set() });
    expect(holders('Audit', ON)).toEqual({ before: 0, after: 0, least: 0 });
  });

  test('a renamed set counts under both names', () => {
    const old = assignment('Check', ON, 'user', 'bob');
    const input = {
      changes: [creation(direct)],
      live: [live(old)],
      renames: { permissionSets: new Map([['Audit', 'Check']]) },
    };
    const holders = holdersOf({ ...input, disabled: new Set() });
    const counted = { before: 1, after: 2, least: 1 };
    expect([holders('Audit', ON), holders('Check', ON)]).toEqual([counted, counted]);
  });
});
