/** What a plan cannot tell of people, since the sets are in no file. */

import { describe, expect, test } from 'vitest';
import type { Change } from '../../reconciler/core/change.ts';
import { untoldSets } from '../../reconciler/core/untold-sets.ts';
import { aGroup, aMembership, aPermissionSet, creation, live, removal } from '../support/builders.ts';

const UNREAD = [live(aPermissionSet('Legacy')), live(aPermissionSet('Old'))];

function told(changes: readonly Change[], unread = UNREAD): readonly string[] {
  return untoldSets(changes, unread, { accountNames: new Map() }).map(({ message }) => message);
}

describe('permission sets that are in no file', () => {
  test('are named where somebody comes into a group that was there before', () => {
    const joins = [creation(aMembership('team', 'ada')), creation(aMembership('team', 'ben'))];
    expect(told(joins)).toEqual([
      'whoever comes into group team also gets what is held there by permission set Legacy, permission set Old, which the file does not declare: that is not read',
    ]);
    expect(told([...joins, creation(aMembership('ops', 'ada'))])[0]).toMatch(
      /^whoever comes into 2 groups also gets /u,
    );
  });

  test('give nothing through a group that the plan makes, nor to who leaves one, and there may be none', () => {
    const joins = creation(aMembership('team', 'ada'));
    expect(told([joins, creation(aGroup('team'))])).toEqual([]);
    expect(told([removal(aMembership('team', 'ada'))])).toEqual([]);
    expect(told([joins], [])).toEqual([]);
  });
});
