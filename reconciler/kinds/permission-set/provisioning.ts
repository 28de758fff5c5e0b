/** Bringing a changed permission set to its accounts: once for each change, after all of it (reference, section 2). */

import { OperationFailed } from '../../aws/operations.ts';
import type { AwsSession } from '../../aws/session.ts';
import { activeAccounts, addressOf } from './content.ts';

/** `ALL_PROVISIONED_ACCOUNTS` reaches no more accounts than this. */
const MOST_FOR_ALL = 3_500;

interface ProvisionedSet {
  readonly arn: string;
  readonly name: string;
}

/** Provisionings under way at once, and how many further accounts one of all accounts reaches while one of a single account runs. */
const AT_ONCE = 3;
const FURTHER_ACCOUNTS = 4;

/**
 * Provisions the set where it is provisioned, and nowhere else; with `outdated` (12 digits each), only in these accounts
 * where that is sooner done than in all. One operation when every account is active; else, or when there are more accounts
 * than one operation reaches, one for each active account. Rejects with the first failure, after all have ended.
 */
export async function provisionEverywhere(
  session: AwsSession,
  set: ProvisionedSet,
  outdated?: readonly string[],
): Promise<void> {
  const accounts = await provisionedNow(session, set);
  if (accounts.length === 0) return;
  const active = await activeAccounts(session);
  const few = outdated !== undefined && Math.ceil(outdated.length / AT_ONCE) * FURTHER_ACCOUNTS < accounts.length;
  const wanted = few ? accounts.filter((account) => outdated.includes(account)) : accounts;
  const targets = wanted.filter((account) => active.has(account));
  if (targets.length === accounts.length && accounts.length <= MOST_FOR_ALL) {
    await provision(session, set, { accounts, where: `all ${accounts.length} accounts` });
    return;
  }
  const ended = await Promise.allSettled(
    targets.map((account) => provision(session, set, { account, accounts: [account], where: `account ${account}` })),
  );
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}

interface Where {
  readonly account?: string;
  readonly accounts: readonly string[];
  readonly where: string;
}

async function provision(session: AwsSession, set: ProvisionedSet, { where, ...target }: Where): Promise<void> {
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
