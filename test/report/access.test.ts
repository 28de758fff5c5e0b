import { expect, test } from 'vitest';
import type { AccessReport } from '../../reconciler/core/access-report.ts';
import { accessJson, accessText } from '../../reconciler/report/access.ts';

const at = { file: 'config.yaml', line: 3, column: 5 };
const REPORT: AccessReport = {
  access: [
    {
      user: 'ada',
      group: 'devs',
      disabled: true,
      grant: {},
      membership: { at, expires: Date.UTC(2027, 0, 1), reason: 'Project X' },
      permissionSet: 'Auditor',
      places: [{ type: 'account', id: '111111111111', name: 'prod', via: 'ou Workloads' }],
    },
    {
      group: 'empty',
      disabled: false,
      grant: { at },
      permissionSet: 'Auditor',
      places: [{ type: 'account', name: 'test' }],
    },
  ],
  uses: [],
  seats: new Map(),
};
const CONTEXT = { source: 'file', now: Date.UTC(2026, 10, 21) } as const;

test('a grant through a group says which selector, and until when the person is in it', () => {
  const text = accessText(REPORT, CONTEXT, { color: false, verbose: false });
  expect(text).toContain('prod (ou Workloads)');
  expect(text).toContain('ada (cannot sign in)');
  expect(text).toContain('members of group empty (none known)');
  const { access } = JSON.parse(accessJson(REPORT, CONTEXT)) as { readonly access: readonly object[] };
  expect(access[0]).toMatchObject({ membership: { at, expires: '2027-01-01T00:00:00Z', reason: 'Project X' } });
  expect(access[0]).toMatchObject({ disabled: true });
  expect(access[1]).not.toHaveProperty('membership');
  expect(access[1]).not.toHaveProperty('disabled');
});
