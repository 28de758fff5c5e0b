/** What the two listings of seats are taken for, in forms that were seen somewhere. */

import { describe, expect, it } from 'vitest';
import type { Members } from '../../reconciler/aws/private-answer.ts';
import { readSeats } from '../../reconciler/aws/seats.ts';

interface Listings {
  readonly claims?: readonly Members[];
  readonly rows?: readonly Members[];
}

const INSTANCE = { instanceArn: 'arn:instance', region: 'us-east-1' };

/** Reads seats from listings that answer with these rows. */
async function seatsOf({ claims = [], rows = [] }: Listings) {
  const list = (operation: string) => Promise.resolve(operation === 'ListApplicationClaims' ? claims : rows);
  const read = await readSeats({ list }, INSTANCE, { applicationArn: 'arn:app', region: 'us-east-1' });
  const { own, effective, statuses } = read;
  return {
    own: Object.fromEntries(own),
    effective: Object.fromEntries(effective),
    statuses: Object.fromEntries(statuses),
  };
}

const PRO = 'Q_DEVELOPER_STANDALONE_PRO';

function claim(principal: Members, type: string, parts: Members = {}): Members {
  return { identifier: 'i', principal, type: { amazonQ: type }, ...parts };
}

function row(user: string, type: string, status: string): Members {
  return { principal: { user }, type: { amazonQ: type }, status };
}

describe('seats', () => {
  it('go by one name, whichever the listing uses', async () => {
    const claims = [
      claim({ user: 'u1' }, 'KIRO_ENTERPRISE_PRO'),
      claim({ group: 'g1' }, PRO),
      claim({ user: 'u2' }, 'NEW'),
    ];
    expect((await seatsOf({ claims })).own).toEqual({ 'USER u1': PRO, 'GROUP g1': PRO, 'USER u2': 'NEW' });
  });

  it.each(['CANCELLED', 'CANCELED', 'cancelled', 'Canceled', 'PENDING_REMOVAL', 'pending removal'])(
    'that are %s are none, in either listing',
    async (status) => {
      const claims = [claim({ user: 'u1' }, PRO), claim({ group: 'g1' }, PRO, { status }), claim({ user: 'u2' }, PRO)];
      const rows = [row('u1', PRO, status), row('u2', PRO, status), row('u2', PRO, 'PENDING')];
      expect(await seatsOf({ claims, rows })).toEqual({
        own: { 'USER u2': PRO },
        effective: { u2: PRO },
        statuses: { u1: { state: 'cancelled' }, u2: { state: 'pending' } },
      });
    },
  );

  it.each(['ACTIVE', 'PENDING', 'SOMETHING_NEW'])('that are %s are seats', async (status) => {
    expect((await seatsOf({ rows: [row('u1', PRO, status)] })).effective).toEqual({ u1: PRO });
  });

  it.each([
    ['ACTIVE', 'active'],
    ['active', 'active'],
    ['PENDING', 'pending'],
    ['Pending', 'pending'],
    // What nobody has heard of may cost something.
    ['SOMETHING_NEW', 'active'],
  ])('that are listed as %s are %s', async (status, state) => {
    expect((await seatsOf({ rows: [row('u1', PRO, status)] })).statuses).toEqual({ u1: { state } });
  });

  it('that are being changed are charged at the type that holds', async () => {
    const changing = { ...row('u1', PRO, 'ACTIVE'), activatedType: { amazonQ: 'KIRO_ENTERPRISE_POWER' } };
    const same = { ...row('u2', PRO, 'ACTIVE'), activatedType: { amazonQ: 'KIRO_ENTERPRISE_PRO' } };
    expect((await seatsOf({ rows: [changing, same] })).statuses).toEqual({
      u1: { state: 'active', charged: 'Q_DEVELOPER_STANDALONE_POWER' },
      u2: { state: 'active' },
    });
  });

  it.each([
    [['CANCELLED', 'PENDING'], 'pending'],
    [['ACTIVE', 'PENDING'], 'active'],
    [['PENDING', 'ACTIVE', 'CANCELED'], 'active'],
  ])('that are listed as %j count by what counts most: %s', async (listed, state) => {
    const rows = listed.map((status) => row('u1', PRO, status));
    expect((await seatsOf({ rows })).statuses).toEqual({ u1: { state } });
  });

  it('of somebody who is listed twice are one, of the greater type', async () => {
    const rows = [row('u1', PRO, 'ACTIVE'), row('u1', 'KIRO_ENTERPRISE_POWER', 'ACTIVE'), row('u1', PRO, 'ACTIVE')];
    expect((await seatsOf({ rows })).effective).toEqual({ u1: 'Q_DEVELOPER_STANDALONE_POWER' });
  });

  it('that say nothing of their holder or type are passed over', async () => {
    const odd = [{}, { principal: 'u1', type: { amazonQ: PRO } }, { principal: {}, type: {} }, claim({}, PRO)];
    expect(await seatsOf({ claims: odd, rows: odd })).toEqual({ own: {}, effective: {}, statuses: {} });
  });
});
