/** Who may use the profile at both ends of a plan may use it at every moment, and nobody else for a while. */

import { describe, expect, test } from 'vitest';
import { readAccesses } from '../../reconciler/core/read-accesses.ts';
import type { Change } from '../../reconciler/core/change.ts';
import type { Key } from '../../reconciler/core/key.ts';
import { order } from '../../reconciler/core/order.ts';
import { lastAssignees, peopleAffected } from '../../reconciler/core/people.ts';
import type { Thing } from '../support/builders.ts';
import { aMembership, anAuthorization, creation, live, removal, update } from '../support/builders.ts';

const SEAT = { subscription: 'Q_DEVELOPER_STANDALONE_PRO' };
const NO_RENAMES = { permissionSets: new Map<string, string>() };

/** Change → what it waits for. */
function waits(things: readonly Thing[], changes: readonly Change[]): ReadonlyMap<Key, readonly Key[]> {
  const input = { changes, live: things.map(live), renames: NO_RENAMES, administrators: [] };
  expect(peopleAffected(readAccesses(input))).toEqual([]);
  expect(lastAssignees(readAccesses(input))).toEqual([]);
  const { changes: ordered, warnings } = order(input);
  expect(warnings).toEqual([]);
  return new Map(ordered.map(({ key, needs }) => [key, needs]));
}

describe('whoever may use the profile', () => {
  test('keeps it on the way from an authorisation of their own to one through a group', () => {
    const direct = anAuthorization('user', 'ada', SEAT);
    const devs = anAuthorization('group', 'devs', SEAT);
    const member = aMembership('devs', 'ada');
    const needs = waits([direct, member], [removal(direct), creation(devs)]);
    expect(needs.get(direct.key)).toEqual([devs.key]);
  });

  test('keeps the seat, when that alone moves to a group', () => {
    const member = aMembership('devs', 'ada');
    const change = update(anAuthorization('user', 'ada', SEAT), anAuthorization('user', 'ada'));
    const devs = anAuthorization('group', 'devs', SEAT);
    const needs = waits([change.before, member], [change, creation(devs)]);
    expect(needs.get(change.key)).toEqual([devs.key]);
  });

  test('waits for nothing where only the type of the seat changes', () => {
    const change = update(
      anAuthorization('user', 'ada', SEAT),
      anAuthorization('user', 'ada', { subscription: 'OTHER' }),
    );
    expect(waits([change.before], [change]).get(change.key)).toEqual([]);
  });
});

describe('whoever gets a seat of their own and one through a group', () => {
  const [ada, devs, member] = [
    anAuthorization('user', 'ada', SEAT),
    anAuthorization('group', 'devs', SEAT),
    aMembership('devs', 'ada'),
  ];

  test('gets their own first, since the service gives none to whom it reaches through a group', () => {
    expect(waits([member], [creation(ada), creation(devs)]).get(devs.key)).toEqual([ada.key]);
    expect(waits([devs], [creation(ada), creation(member)]).get(member.key)).toEqual([ada.key]);
    const both = waits([], [creation(ada), creation(devs), creation(member)]);
    expect([both.get(devs.key), both.get(member.key), both.get(ada.key)]).toEqual([[ada.key], [ada.key], []]);
  });

  test('gets their own first also where they leave the group, or the group loses its seat', () => {
    const leaving = waits([member], [creation(ada), creation(devs), removal(member)]);
    expect([leaving.get(devs.key), leaving.get(ada.key)]).toEqual([[ada.key], []]);
    const losing = waits([devs], [creation(ada), creation(member), removal(devs)]);
    expect([losing.get(member.key), losing.get(ada.key)]).toEqual([[ada.key], []]);
  });

  test('waits for nothing where one of them only lets them sign in, or is of another group', () => {
    const signIn = anAuthorization('user', 'ada');
    expect(waits([member], [creation(signIn), creation(devs)]).get(devs.key)).toEqual([]);
    const plain = anAuthorization('group', 'devs');
    expect(waits([member], [creation(ada), creation(plain)]).get(plain.key)).toEqual([]);
    const ops = anAuthorization('group', 'ops', SEAT);
    expect(waits([member], [creation(ada), creation(ops)]).get(ops.key)).toEqual([]);
  });
});

test('somebody who leaves a group does so before the group may use the profile', () => {
  const leaving = aMembership('devs', 'contractor');
  const stays = aMembership('devs', 'ada');
  const devs = anAuthorization('group', 'devs', SEAT);
  expect(waits([leaving, stays], [creation(devs), removal(leaving)]).get(devs.key)).toEqual([leaving.key]);
  // A seat that the group gains later is no different.
  const change = update(anAuthorization('group', 'devs'), devs);
  expect(waits([leaving, stays, anAuthorization('group', 'devs')], [change, removal(leaving)]).get(change.key)).toEqual(
    [leaving.key],
  );
});

test('a seat that only comes through a group is no path of its own', () => {
  const through = anAuthorization('user', 'ada', { signIn: false, throughGroup: SEAT.subscription });
  const devs = anAuthorization('group', 'devs', SEAT);
  const needs = waits([through, devs, aMembership('devs', 'ada')], [removal(devs)]);
  expect(needs.get(devs.key)).toEqual([]);
});
