/** The configuration that users copy. */

import { expect, test } from 'vitest';
import { references } from '../../reconciler/desired/references.ts';
import { validateConfiguration } from '../../reconciler/desired/validate.ts';

test('the example configuration is valid, without a warning, and can be planned', async () => {
  const result = await validateConfiguration('config', { now: Date.UTC(2026, 10, 21) });
  expect(result).toMatchObject({ ok: true, warnings: [] });
  if (!result.ok) return;
  expect(references(result.value)).toMatchObject({ users: [], groups: [], managementAccount: '111111111111' });
});
