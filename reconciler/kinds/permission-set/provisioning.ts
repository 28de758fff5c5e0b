/** Bringing a changed permission set to its accounts: once for each change, after all of it (reference, section 2). */

import { OperationFailed } from '../../aws/operations.ts';
import type { AwsSession } from '../../aws/session.ts';
import { activeAccounts, addressOf } from './content.ts';
import type { ProvisioningOperation } from './targets.ts';
import { provisioningOperations } from './targets.ts';

interface ProvisionedSet {
  readonly arn: string;
  readonly name: string;
}

/**
 * Provisions the set where it is provisioned, and nowhere else; with `outdated` (12 digits each), only in these accounts
 * where that is sooner done than in all. Rejects with the first failure, after all have ended.
 */
export async function provisionEverywhere(
  session: AwsSession,
  set: ProvisionedSet,
  outdated?: readonly string[],
): Promise<void> {
  const accounts = await provisionedNow(session, set);
  if (accounts.length === 0) return;
  const active = await activeAccounts(session);
  const operations = provisioningOperations({ accounts, isActive: (account) => active.has(account), outdated });
  const ended = await Promise.allSettled(operations.map((operation) => provision(session, set, operation)));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}

async function provision(
  session: AwsSession,
  set: ProvisionedSet,
  { account, accounts }: ProvisioningOperation,
): Promise<void> {
  const where = account === undefined ? `all ${accounts.length} accounts` : `account ${account}`;
  const target = { accounts, ...(account === undefined ? {} : { account }) };
  const label = `permission set ${set.name}, provisioning of ${where}`;
  try {
    await session.operations.provision({ permissionSetArn: set.arn, ...target, label });
  } catch (error) {
    // The last assignment may have left meanwhile: nothing is provisioned then, and AWS calls that a failure.
    if (error instanceof OperationFailed && (await provisionedNow(session, set)).length === 0) return;
    throw error;
  }
}

/** Where the set is provisioned now; asked anew, since assignments of this run change it. */
async function provisionedNow(session: AwsSession, set: ProvisionedSet): Promise<readonly string[]> {
  const { input, about } = await addressOf(session, set);
  return session.ssoAdmin.list('ListAccountsForProvisionedPermissionSet', input, (page) => page.AccountIds, about);
}
