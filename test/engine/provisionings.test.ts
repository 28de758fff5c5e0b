import { expect, test } from 'vitest';
import type { Update } from '../../reconciler/core/change.ts';
import type { Plan } from '../../reconciler/core/plan.types.ts';
import type { PermissionSetSpec } from '../../reconciler/core/resource.ts';
import { countsByName, provisioningsOf } from '../../reconciler/engine/provisionings.ts';
import { aPermissionSet, update } from '../support/builders.ts';

const ACCOUNTS = Array.from({ length: 12 }, (_, index) => String(200_000_000_000 + index));

function changed(before: Partial<PermissionSetSpec>, after: Partial<PermissionSetSpec>): Update {
  return update(aPermissionSet('Wide', before), aPermissionSet('Wide', after));
}

/** What the plan says of a set that all accounts have, of which so many are active. */
function told(change: Update, active: number): Plan['provisionings'] {
  const accounts = ACCOUNTS.map((id, index) => ({
    id,
    name: id,
    path: [],
    tags: {},
    active: index < active,
    state: '',
  }));
  const organization = { id: 'o-exampleorg1', managementAccount: '100000000000', units: [], accounts };
  const facts = { organization } as unknown as Parameters<typeof provisioningsOf>[2];
  return countsByName(provisioningsOf(new Map([[change.key, ACCOUNTS]]), [change], facts), [change]);
}

test('a plan counts the accounts that a set is provisioned on anew, and no others', () => {
  const content = changed({}, { sessionDuration: 'PT2H' });
  expect([told(content, 12), told(content, 11), told(content, 0)]).toEqual([{ Wide: 12 }, { Wide: 11 }, {}]);
  const outdated = changed({ provisioned: { outdated: ACCOUNTS.slice(0, 1) } }, {});
  expect(told(outdated, 12)).toEqual({ Wide: 1 });
});
