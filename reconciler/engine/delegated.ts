/** What a plan asks of the management account, held against whose credentials the run has. */

import type { Change } from '../core/change.ts';
import {
  delegationRefusal,
  managementChanges,
  type NamedOrganization,
  setOf,
  untrustedRegistrations,
} from '../core/delegation.ts';
import type { Issue } from '../core/issue.ts';
import type { Key } from '../core/key.ts';
import { permissionSetKey } from '../core/key.ts';
import type { LiveResource } from '../core/resource.ts';
import type { Cloud } from './cloud.ts';

interface Delegated {
  readonly changes: readonly Change[];
  readonly live: readonly LiveResource[];
  readonly organization: NamedOrganization;
  readonly cloud: Cloud;
}

/** One error for each change that these credentials cannot make; whose they are is asked only when there may be one. */
export async function delegationBreaches(input: Delegated): Promise<readonly Issue[]> {
  const { changes, live, organization, cloud } = input;
  const { managementAccount } = organization;
  const untrusted = untrustedRegistrations(changes, live);
  // The account of that role was checked before anything was read.
  if (cloud.hasRole('management')) return untrusted;
  const concerned = managementChanges(changes, managementAccount, await setsProvisionedIn(managementAccount, input));
  if (concerned.length === 0) return untrusted;
  const account = await cloud.accountOf('management');
  if (account === undefined || account === managementAccount) return untrusted;
  const own = (await cloud.accountOf('identityCenter')) ?? account;
  const refused = concerned.flatMap((change) => {
    const whose = change.service === 'organizations' ? account : own;
    return whose === managementAccount ? [] : [delegationRefusal(change, whose, organization)];
  });
  return [...untrusted, ...refused];
}

/** Of the sets that the changes are about; where they are provisioned was read with their assignments. */
async function setsProvisionedIn(account: string, { changes, cloud }: Delegated): Promise<ReadonlySet<Key>> {
  const names = new Set(changes.flatMap((change) => setOf(change) ?? []));
  const found = await Promise.all(
    [...names].map(async (name) =>
      (await cloud.provisionedAccounts(name)).includes(account) ? [permissionSetKey(name)] : [],
    ),
  );
  return new Set(found.flat());
}
