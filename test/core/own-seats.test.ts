import { describe, expect, test } from 'vitest';
import { ownSeatsLater } from '../../reconciler/core/own-seats.ts';
import { usesOf } from '../../reconciler/core/profile-use.ts';
import type { Change } from '../../reconciler/core/change.ts';
import type { Resource } from '../../reconciler/core/resource.ts';
import type { Thing } from '../support/builders.ts';
import { aMembership, anAuthorization, live, removal } from '../support/builders.ts';

const PRO = { subscription: 'Q_DEVELOPER_STANDALONE_PRO' };
const at = { file: 'config/people.yaml', line: 3, column: 5 };
const devs = anAuthorization('group', 'devs', PRO);
const member = aMembership('devs', 'ada');
const through = anAuthorization('user', 'ada', { signIn: false, throughGroup: PRO.subscription });

function told(wanted: readonly Partial<Resource>[], things: readonly Thing[], changes: readonly Change[]) {
  const resources = wanted.map((one): Resource => ({ ...anAuthorization('user', 'ada', PRO), needs: [], ...one }));
  const all = things.map(live);
  return ownSeatsLater({ resources }, all, usesOf({ live: all, changes }));
}

describe('a seat of one’s own beside one through a group', () => {
  test('comes with the next plan where this one ends that of the group, and the plan says so', () => {
    const issue = { code: 'ORDER_SEAT', severity: 'warning', message: expect.stringContaining('user ada has no seat') };
    expect(told([{ at }], [devs, member, through], [removal(member)])).toMatchObject([{ ...issue, at }]);
    expect(told([{}], [devs, member, through], [removal(devs)])).toMatchObject([issue]);
  });

  test('is told of nobody who keeps one, asks for none, or has none through a group', () => {
    expect(told([{}], [devs, member, through], [])).toEqual([]);
    const signIn = anAuthorization('user', 'ada').spec;
    expect(told([{ spec: signIn }], [devs, member, through], [removal(member)])).toEqual([]);
    expect(told([{}], [devs, member], [removal(member)])).toEqual([]);
    const bob = anAuthorization('user', 'bob', PRO);
    expect(told([bob], [devs, member, through], [removal(member)])).toEqual([]);
  });
});
