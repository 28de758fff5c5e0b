/** What the file says of grants beside what they grant: another end or reason, an end that is near, to the second. */

import { describe, expect, test } from 'vitest';
import type { Key } from '../../reconciler/core/key.ts';
import { assignmentKey, membershipKey } from '../../reconciler/core/key.ts';
import type { Resource } from '../../reconciler/core/resource.ts';
import { endingSoon, termChanges } from '../../reconciler/core/terms.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const DAY = 86_400_000;

function grant(key: Key, parts: Partial<Resource> = {}): Resource {
  return { kind: 'membership', key, spec: {}, needs: [], ...parts };
}

const bob = membershipKey('devs', 'bob');
const said = (...resources: readonly Resource[]) => ({ resources, expired: [] });

describe('what ends soon', () => {
  test.each([
    ['a second before the 14 days begin', NOW + 14 * DAY + 1_000, 0],
    ['when they begin', NOW + 14 * DAY, 1],
    ['in the last second', NOW + 1_000, 1],
  ])('%s', (_when, expires, listed) => {
    expect(endingSoon(said(grant(bob, { expires })), NOW)).toHaveLength(listed);
  });

  test('the first to end first, one line for one entry on several accounts, nothing of what never ends', () => {
    const at = { file: 'a.yaml', line: 3, column: 5 };
    const on = (account: string) => assignmentKey('Auditor', account, 'group', 'auditors');
    const later = { at, expires: NOW + 2 * DAY };
    expect(
      endingSoon(
        said(
          grant(on('444444444444'), later),
          grant(on('333333333333'), later),
          grant(membershipKey('devs', 'ada')),
          grant(bob, { expires: NOW + DAY, reason: 'OPS-1' }),
        ),
        NOW,
      ),
    ).toEqual([
      { ids: [bob], expires: '2026-11-22T12:00:00Z', reason: 'OPS-1' },
      { ids: [on('333333333333'), on('444444444444')], at, expires: '2026-11-23T12:00:00Z' },
    ]);
  });
});

describe('another end or reason', () => {
  test('is told of what both files grant, also of what has expired in one of them', () => {
    const at = { file: 'a.yaml', line: 3, column: 5 };
    const past = { resources: [], expired: [{ key: bob, expired: NOW - DAY, at, reason: 'OPS-1' }] };
    const renewed = said(grant(bob, { at, expires: NOW + DAY, reason: 'OPS-1' }));
    expect(termChanges(renewed, past)).toEqual([
      {
        ids: [bob],
        at,
        before: { expires: '2026-11-20T12:00:00Z', reason: 'OPS-1' },
        after: { expires: '2026-11-22T12:00:00Z', reason: 'OPS-1' },
      },
    ]);
    expect(termChanges(past, renewed)).toHaveLength(1);
    expect(termChanges(renewed, renewed)).toEqual([]);
    expect(termChanges(renewed, said())).toEqual([]);
    expect(termChanges(said(grant(bob)), said(grant(bob, { reason: 'OPS-1' })))).toEqual([
      { ids: [bob], before: { reason: 'OPS-1' }, after: {} },
    ]);
  });
});
