/** Where the permission sets that a plan changes are provisioned anew, and by which operations. */

import type { Change } from '../core/change.ts';
import { specBefore } from '../core/change.ts';
import type { Facts } from '../core/facts.ts';
import type { Provisioning } from '../core/forecast.ts';
import type { Key } from '../core/key.ts';
import type { Plan } from '../core/plan.types.ts';
import type { PermissionSetSpec } from '../core/resource.ts';
import type { Cloud } from './cloud.ts';
import { provisioningOperations } from '../kinds/permission-set/targets.ts';

/** The changes after which a set is provisioned anew. */
function provisioningChanges(changes: readonly Change[]): readonly Change[] {
  return changes.filter(
    (change) =>
      change.kind === 'permission-set' &&
      change.verb === 'update' &&
      change.fields.some(({ field }) => field !== 'tags'),
  );
}

/** All accounts where those sets are provisioned by their changes, also suspended ones; read before, with who holds them. */
export async function provisionedAccounts(
  changes: readonly Change[],
  cloud: Pick<Cloud, 'provisionedAccounts'>,
): Promise<ReadonlyMap<Key, readonly string[]>> {
  const lists = provisioningChanges(changes).map(async (change) => {
    const { name } = specBefore(change) as PermissionSetSpec;
    return [change.key, await cloud.provisionedAccounts(name)] as const;
  });
  return new Map(await Promise.all(lists));
}

/** The operations that will bring each of them to its accounts. */
export function provisioningsOf(
  provisioned: ReadonlyMap<Key, readonly string[]>,
  changes: readonly Change[],
  { organization }: Facts,
): ReadonlyMap<Key, Provisioning> {
  const inactive = new Set(organization.accounts.filter(({ active }) => !active).map(({ id }) => id));
  const isActive = (account: string): boolean => !inactive.has(account);
  const provisionings = changes.flatMap((change): readonly (readonly [Key, Provisioning])[] => {
    const accounts = provisioned.get(change.key) ?? [];
    if (accounts.length === 0) return [];
    const operations = provisioningOperations({ accounts, isActive, outdated: onlyOutdatedOf(change) });
    return [[change.key, { accounts: accounts.length, operations: operations.map((each) => each.accounts) }]];
  });
  return new Map(provisionings);
}

/** Where a set is outdated whose content stays as it is: nowhere else is it provisioned anew. */
function onlyOutdatedOf(change: Change): readonly string[] | undefined {
  if (change.verb !== 'update') return undefined;
  const { provisioned } = change.before.spec as PermissionSetSpec;
  const isContent = change.fields.some(({ field }) => field !== 'provisioned' && field !== 'tags');
  return isContent || provisioned === 'latest' ? undefined : provisioned.outdated;
}

/** On so many accounts each of them is provisioned anew, by the name that it has. */
export function countsByName(
  provisionings: ReadonlyMap<Key, Provisioning>,
  changes: readonly Change[],
): Plan['provisionings'] {
  const counts = changes.flatMap((change): readonly (readonly [string, number])[] => {
    const reached = provisionings.get(change.key)?.operations.flat().length ?? 0;
    return reached === 0 ? [] : [[(specBefore(change) as PermissionSetSpec).name, reached]];
  });
  return Object.fromEntries(counts);
}
