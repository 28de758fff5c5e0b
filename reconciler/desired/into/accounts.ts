/** The accounts of one entry, cut down to some of them with as few words as that takes. */

import type { Json } from '../../core/json.ts';
import type { Accounts } from '../accounts.ts';
import type { AccountTerm, GrantEntry } from '../configuration.ts';
import type { AccountSelector } from '../document.types.ts';
import type { AccountWriter } from '../write-accounts.ts';

/** What becomes of the accounts of an entry. */
export interface Cut {
  /** Indexes in `accounts`. */
  readonly dropped: ReadonlySet<number>;
  /** By name. */
  readonly added: readonly string[];
  readonly excepted: readonly string[];
}

/** The smallest cut after which the entry means just `wanted` of the accounts that it means now. */
export function cutAccounts(
  entry: GrantEntry,
  wanted: ReadonlySet<string>,
  accounts: Accounts,
  writer: AccountWriter,
): Cut {
  const outside = new Set(entry.except.flatMap((term) => idsOf(term, accounts)));
  const dropped = new Set<number>();
  const [added, excepted] = [new Set<string>(), new Set<string>()];
  for (const [index, term] of entry.accounts.entries()) {
    const ids = idsOf(term, accounts).filter((id) => !outside.has(id));
    const kept = ids.filter((id) => wanted.has(id));
    if (kept.length === ids.length) continue;
    const others = ids.filter((id) => !wanted.has(id)).map((id) => writer.nameOf(id));
    const names = kept.map((id) => writer.nameOf(id));
    const isShorter = JSON.stringify(names).length < JSON.stringify(others).length;
    if (kept.length === 0 || isShorter) {
      dropped.add(index);
      for (const name of names) added.add(name);
    } else for (const name of others) excepted.add(name);
  }
  const named = new Set(
    entry.accounts.flatMap((term, index) =>
      term.type === 'named' && !dropped.has(index) ? idsOf(term, accounts) : [],
    ),
  );
  return {
    dropped,
    added: [...added].filter((name) => ![...named].some((id) => writer.nameOf(id) === name)),
    excepted: [...excepted],
  };
}

/** The accounts that a term means now: 12 digits each. */
export function idsOf(term: AccountTerm, accounts: Accounts): readonly string[] {
  // Whatever is wrong with a term was told when the file was expanded.
  return accounts.targets(term, []).map(({ id }) => id);
}

/** The words of an entry after a cut, for an entry of its own. */
export function wordsAfter(
  { accounts, except }: { readonly accounts: readonly AccountSelector[]; readonly except?: readonly AccountSelector[] },
  { dropped, added, excepted }: Cut,
): { readonly accounts: Json; readonly except?: Json } {
  const left = [...(except ?? []), ...excepted] as unknown as readonly Json[];
  const words = { accounts: [...accounts.filter((_term, index) => !dropped.has(index)), ...added] as unknown as Json };
  return left.length === 0 ? words : { ...words, except: left };
}
