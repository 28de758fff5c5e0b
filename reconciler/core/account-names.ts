/** How people call accounts: ids mean nothing to most readers. */

import type { Account } from './facts.ts';

/** Id → name: the short name in the file, else the name in Organizations. */
export function accountNamesOf(
  accounts: readonly Pick<Account, 'id' | 'name'>[],
  /** Id → short name. */
  shortNames: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  return new Map([...accounts.map(({ id, name }) => [id, name] as const), ...shortNames]);
}

/** How people call an account: by its name, else its id. */
export function accountName(
  id: string,
  { accountNames }: { readonly accountNames: ReadonlyMap<string, string> },
): string {
  return accountNames.get(id) ?? id;
}
