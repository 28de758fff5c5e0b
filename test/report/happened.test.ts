/** What became of the live things, told backwards from the plan that would bring them back. */

import { expect, test } from 'vitest';
import { accountNamer } from '../../reconciler/report/names.ts';
import { happenedLines } from '../../reconciler/report/happened.ts';
import {
  aGroup,
  aMembership,
  anAssignment,
  aPermissionSet,
  aUser,
  creation,
  removal,
  update,
} from '../support/builders.ts';

const PROD = '333333333333';
const NAMER = accountNamer({ [PROD]: 'prod', '444444444444': 'vended' });
const at = { file: 'config/groups.yaml', line: 9, column: 5 };

const CHANGES = [
  creation(anAssignment('Auditor', '444444444444', 'group', 'auditors'), {
    origin: 'organization',
    via: 'all accounts',
    at: { ...at, file: 'config/assignments.yaml' },
  }),
  creation(aMembership('auditors', 'bob'), { origin: 'drift', at }),
  removal(anAssignment('Auditor', PROD, 'user', 'mallory'), { origin: 'drift', reason: 'live, not in the file' }),
  update(
    aPermissionSet('Auditor', { sessionDuration: 'PT1H' }),
    aPermissionSet('Auditor', { sessionDuration: 'PT8H' }),
    {
      origin: 'drift',
      at,
    },
  ),
  removal(aMembership('auditors', 'guest'), { origin: 'clock', reason: 'expired on 2027-01-31T00:00:00Z' }),
  creation(aGroup('new'), { origin: 'file', at }),
];

test('what somebody did comes first, then what the clock and the organisation did, then what waits for an apply', () => {
  expect(happenedLines(CHANGES, NAMER, 60)).toEqual([
    '- gone             membership      bob in group auditors                 config/groups.yaml:9',
    '! changed          permission set  Auditor                               sessionDuration; config/groups.yaml:9',
    '+ came             assignment      Auditor on prod for user mallory',
    '! expired          membership      guest in group auditors               expired on 2027-01-31T00:00:00Z',
    '! new account      assignment      Auditor on vended for group auditors  config/assignments.yaml:9; new account in all accounts',
    '! not yet applied  group           new                                   config/groups.yaml:9',
  ]);
});

test('what does not fit is counted', () => {
  const many = ['ada', 'bob', 'cleo'].map((name) => removal(aUser(name), { origin: 'drift' }));
  const lines = happenedLines([...many, ...CHANGES], NAMER, 3);
  expect(lines).toHaveLength(3);
  expect(lines.at(-1)).toBe('  … 5 more changes');
  expect(happenedLines([], NAMER, 3)).toEqual([]);
});
