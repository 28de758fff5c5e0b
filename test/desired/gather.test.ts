/** Gathered assignments give just the grants that they were made of, and are never longer than the plain list. */

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Account, Organization } from '../../reconciler/core/facts.ts';
import type { AssignmentSpec } from '../../reconciler/core/resource.ts';
import { gatherAssignments } from '../../reconciler/desired/gather.ts';
import { createAccountWriter } from '../../reconciler/desired/write-accounts.ts';
import { desired, FACTS } from './support.ts';

const UNITS = [
  { id: 'ou-work', name: 'Work' },
  { id: 'ou-prod', name: 'Prod', parent: 'ou-work' },
  { id: 'ou-twin', name: 'Prod', parent: 'ou-work' },
  { id: 'ou-abcd-12345678', name: 'A/B' },
];
const PATHS = [[], ['ou-work'], ['ou-work', 'ou-prod'], ['ou-work', 'ou-twin'], ['ou-abcd-12345678']];

const organizations: fc.Arbitrary<Organization> = fc
  .array(
    fc.record({
      name: fc.constantFrom('one', 'ONE', 'two', '333333333333', ' odd', 'prod ünit', '*'),
      active: fc.boolean(),
      path: fc.constantFrom(...PATHS),
      tags: fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom('1', '2')),
    }),
    { minLength: 2, maxLength: 10 },
  )
  .map((accounts) => ({
    id: 'o-exampleorg1',
    managementAccount: '100000000000',
    accounts: accounts.map((account, index): Account => ({
      ...account,
      id: String(100_000_000_000 + index),
      active: index === 0 || account.active,
      state: 'ANY',
    })),
    units: UNITS,
  }));

const cases = organizations.chain((organization) =>
  fc.record({
    organization: fc.constant(organization),
    spans: fc.array(
      fc.record({
        sets: fc.subarray(['A', 'B']),
        principals: fc.subarray(['user ada', 'user bob', 'group auditors', 'group devs']),
        accounts: fc.subarray(organization.accounts.filter(({ active }) => active).map(({ id }) => id)),
      }),
      { maxLength: 4 },
    ),
  }),
);

describe('gathered assignments', () => {
  test('mean just what is live, and are never longer than the plain list', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ organization, spans }) => {
        const grants = new Map<string, AssignmentSpec>();
        for (const { sets, principals, accounts } of spans)
          for (const permissionSet of sets)
            for (const principal of principals)
              for (const account of accounts) {
                const [type, name = ''] = principal.split(' ');
                const principalType = type === 'user' ? 'user' : 'group';
                grants.set(`${permissionSet} ${account} ${principal}`, {
                  permissionSet,
                  account,
                  principalType,
                  principal: name,
                });
              }
        const writer = createAccountWriter(organization);
        const entries = gatherAssignments([...grants.values()], writer);
        const plain = [...grants.values()].map(({ permissionSet, account, principalType, principal }) => ({
          permissionSet,
          accounts: [writer.nameOf(account)],
          [`${principalType}s`]: [principal],
        }));
        expect(JSON.stringify(entries).length).toBeLessThanOrEqual(JSON.stringify(plain).length);
        const file = stringify({ permissionSets: [{ name: 'A' }, { name: 'B' }], assignments: entries });
        const { resources } = await desired(file, { organization });
        const given = resources
          .filter(({ kind }) => kind === 'assignment')
          .map(({ spec }) => spec as AssignmentSpec)
          .map(({ permissionSet, account, principalType, principal }) =>
            [permissionSet, account, principalType, principal].join(' '),
          );
        expect(given.toSorted()).toEqual([...grants.keys()].toSorted());
      }),
      { numRuns: 200 },
    );
  });

  function organizationOf(accounts: readonly Partial<Account>[]): Organization {
    return {
      ...FACTS.organization,
      managementAccount: '100000000000',
      accounts: accounts.map((account, index) => ({
        id: String(100_000_000_000 + index),
        name: `account-${index}`,
        active: true,
        state: 'ACTIVE',
        ...account,
      })),
      units: UNITS,
    };
  }

  function words(organization: Organization, ...numbers: readonly number[]) {
    const ids = numbers.map((number) => String(100_000_000_000 + number));
    return createAccountWriter(organization).wordsFor(new Set(ids));
  }

  test('say everybody, a unit, a tag, or all but a few', () => {
    const path = ['ou-work'];
    const organization = organizationOf([
      {},
      ...[1, 2, 3].map(() => ({ path, tags: { team: 'pay' } })),
      ...[4, 5].map(() => ({ path: [...path, 'ou-prod'], tags: { team: 'pay' } })),
      { tags: { team: 'pay' } },
      ...[7, 8, 9].map(() => ({ path: ['ou-abcd-12345678'] })),
    ]);
    expect(words(organization, 1, 2, 3, 4, 5, 6, 7, 8, 9)).toEqual({ accounts: [{ all: true }] });
    expect(words(organization, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)).toEqual({ accounts: ['account-0', { all: true }] });
    expect(words(organization, 1, 2, 3)).toEqual({ accounts: [{ ou: 'Work' }] });
    expect(words(organization, 1, 2, 3, 4, 5)).toEqual({ accounts: [{ ou: 'Work', recursive: true }] });
    expect(words(organization, 1, 2, 3, 4, 5, 6)).toEqual({ accounts: [{ tag: { team: 'pay' } }] });
    expect(words(organization, 1, 2, 3, 4, 5, 6, 7, 8)).toEqual({ accounts: [{ all: true }], except: ['account-9'] });
    expect(words(organization, 7, 8, 9)).toEqual({ accounts: [{ ou: 'ou-abcd-12345678' }] });
    expect(words(organization, 1, 2, 3, 7, 8, 9)).toEqual({
      accounts: [{ ou: 'ou-abcd-12345678' }, { ou: 'Work' }],
    });
    expect(words(organization, 4, 5)).toEqual({ accounts: ['account-4', 'account-5'] });
  });

  test('go by the id where a name is not safe', () => {
    const organization = organizationOf([
      { name: 'Same' },
      { name: 'same' },
      { name: '222222222222' },
      { name: 'prod' },
    ]);
    const writer = createAccountWriter(organization);
    const ids = organization.accounts.map(({ id }) => id);
    expect(ids.map((id) => writer.nameOf(id))).toEqual([ids[0], ids[1], ids[2], 'prod']);
    expect(writer.nameOf('999999999999')).toBe('999999999999');
  });
});
