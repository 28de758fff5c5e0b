import { expect, test } from 'vitest';
import type { AccessQuestion, HeldSet } from '../../reconciler/core/access-report.ts';
import { accessReport } from '../../reconciler/core/access-report.ts';

const place = { type: 'account', id: '111111111111', name: 'management' } as const;

function held(principalType: 'user' | 'group', principal: string, line?: number): HeldSet {
  const base = { permissionSet: 'Auditor', principalType, principal, place } as const;
  return line === undefined ? base : { ...base, at: { file: 'config.yaml', line, column: 5 } };
}

test('rows stand by person, group and line; groups of which nobody is known come last', () => {
  const sets = [
    held('group', 'nobody', 9),
    held('group', 'nobody'),
    held('user', 'bob', 12),
    held('group', 'devs', 3),
    held('user', 'ada', 10),
    held('user', 'ada', 2),
    held('user', 'ada'),
  ];
  const holdings = { sets, memberships: [{ group: 'devs', user: 'ada' }], uses: [], disabled: new Set<string>() };
  const rows = (question: AccessQuestion) =>
    accessReport(holdings, question).access.map(({ user, group, grant }) => [user, group, grant.at?.line]);
  expect(rows({})).toEqual([
    ['ada', undefined, undefined],
    ['ada', undefined, 2],
    ['ada', undefined, 10],
    ['ada', 'devs', 3],
    ['bob', undefined, 12],
    [undefined, 'nobody', undefined],
    [undefined, 'nobody', 9],
  ]);
  expect(rows({ group: 'devs' })).toEqual([['ada', 'devs', 3]]);
  expect(rows({ permissionSet: 'Billing' })).toEqual([]);
  expect(rows({ permissionSet: 'Auditor', user: 'bob' })).toHaveLength(1);
  expect(rows({ user: 'bob' })).toEqual([['bob', undefined, 12]]);
});

test.each([3, undefined])('two rows of the same place (line %s) stand as they came', (line) => {
  const [first, second] = [held('user', 'ada', line), { ...held('user', 'ada', line), reason: 'again' }];
  const holdings = { sets: [first, second], memberships: [], uses: [], disabled: new Set<string>() };
  expect(accessReport(holdings, {}).access.map(({ grant }) => grant.reason)).toEqual([undefined, 'again']);
});
