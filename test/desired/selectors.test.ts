/** Selectors against an oracle that goes through all accounts, one condition at a time. */

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Account, Organization } from '../../reconciler/core/facts.ts';
import type { AccountSelector } from '../../reconciler/desired/document.types.ts';
import { desired, FACTS } from './support.ts';

const UNITS = [
  { id: 'ou-a', name: 'A' },
  { id: 'ou-b', name: 'B' },
  { id: 'ou-ab', name: 'B', parent: 'ou-a' },
  { id: 'ou-ba', name: 'A', parent: 'ou-b' },
  { id: 'ou-aba', name: 'A', parent: 'ou-ab' },
];
/** Every path of names, with the ids on the way. */
const PATHS = [
  { names: 'A', ids: ['ou-a'] },
  { names: 'B', ids: ['ou-b'] },
  { names: 'A/B', ids: ['ou-a', 'ou-ab'] },
  { names: 'B/A', ids: ['ou-b', 'ou-ba'] },
  { names: 'A/B/A', ids: ['ou-a', 'ou-ab', 'ou-aba'] },
];

const accounts = fc
  .array(
    fc.record({
      active: fc.boolean(),
      path: fc.constantFrom(...PATHS.map(({ ids }) => ids), []),
      tags: fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom('1', '2'), { maxKeys: 2 }),
    }),
    { minLength: 2, maxLength: 8 },
  )
  .map((all) =>
    all.map((parts, index): Account => ({
      ...parts,
      id: String(index).repeat(12),
      name: `account ${index}`,
      state: 'ANY',
    })),
  );

const selector: fc.Arbitrary<AccountSelector> = fc.oneof(
  fc.constant({ all: true as const }),
  fc.integer({ min: 0, max: 1 }).map((index) => `account ${index}`),
  fc.record({ tag: fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom('1', '2'), { minKeys: 1, maxKeys: 2 }) }),
  fc.record(
    {
      ou: fc.constantFrom(...PATHS.map(({ names }) => names), 'ou-ab'),
      recursive: fc.boolean(),
      tag: fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom('1', '2'), { minKeys: 1, maxKeys: 2 }),
    },
    { requiredKeys: ['ou'] },
  ),
);

/** The contract, read aloud: what is named is meant; all else must hold, and never for the management account. */
function meant(account: Account, asked: AccountSelector, organization: Organization): boolean {
  if (!account.active) return false;
  if (typeof asked === 'string') return account.name === asked;
  if (account.id === organization.managementAccount) return false;
  const unit = PATHS.find(({ names, ids }) => names === asked.ou || ids.at(-1) === asked.ou)?.ids.at(-1) ?? '';
  const path = account.path ?? [];
  const inUnit = path.at(-1) === unit || (asked.recursive === true && path.includes(unit));
  const tagged = Object.entries(asked.tag ?? {}).every(([key, value]) => account.tags?.[key] === value);
  return (asked.ou === undefined || inUnit) && tagged;
}

test('an entry grants on just the accounts that it means', async () => {
  await fc.assert(
    fc.asyncProperty(
      accounts,
      fc.array(selector, { minLength: 1, maxLength: 3 }),
      fc.array(selector, { maxLength: 2 }),
      async (all, asked, except) => {
        const named = new Set(asked.filter((one) => typeof one === 'string'));
        fc.pre(!except.some((one) => named.has(one as string)));
        const organization = { ...FACTS.organization, managementAccount: '0'.repeat(12), accounts: all, units: UNITS };
        const assignments = [{ permissionSet: 'A', users: ['ada'], accounts: asked, except }];
        const file = stringify({ permissionSets: [{ name: 'A' }], assignments });
        const { resources } = await desired(file, { organization });
        const granted = resources.filter(({ kind }) => kind === 'assignment').map(({ spec }) => spec['account']);
        const expected = all
          .filter((account) => asked.some((one) => meant(account, one, organization)))
          .filter((account) => !except.some((one) => meant(account, one, organization)))
          .map(({ id }) => id);
        expect(new Set(granted)).toEqual(new Set(expected));
        expect(granted).toHaveLength(expected.length);
      },
    ),
    { numRuns: 150 },
  );
});
