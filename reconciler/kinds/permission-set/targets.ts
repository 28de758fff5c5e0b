/** The operations that bring a changed permission set to its accounts: by the apply, and by the forecast that plays it. */

/** `ALL_PROVISIONED_ACCOUNTS` reaches no more accounts than this (reference, section 2). */
const MOST_FOR_ALL = 3_500;
/** Provisionings under way at once, and how many further accounts one of all accounts reaches while one of a single account runs. */
const AT_ONCE = 3;
const FURTHER_ACCOUNTS = 4;

export interface ProvisioningOperation {
  /** 12 digits; absent: all accounts where the set is provisioned. */
  readonly account?: string;
  /** The accounts that it writes to. */
  readonly accounts: readonly string[];
}

export interface Provisioned {
  /** Where the set is provisioned. */
  readonly accounts: readonly string[];
  readonly isActive: (account: string) => boolean;
  /** The accounts that need it; absent: all. */
  readonly outdated?: readonly string[] | undefined;
}

/**
 * One operation when every account is active; else, or when there are more accounts than one operation reaches, one for
 * each active account. Only the outdated ones where that is sooner done than all.
 */
export function provisioningOperations({
  accounts,
  isActive,
  outdated,
}: Provisioned): readonly ProvisioningOperation[] {
  const few = outdated !== undefined && Math.ceil(outdated.length / AT_ONCE) * FURTHER_ACCOUNTS < accounts.length;
  const wanted = few ? accounts.filter((account) => outdated.includes(account)) : accounts;
  const targets = wanted.filter(isActive);
  if (targets.length > 0 && targets.length === accounts.length && accounts.length <= MOST_FOR_ALL)
    return [{ accounts }];
  return targets.map((account) => ({ account, accounts: [account] }));
}
