/** Accounts that entries reach against those that the scope of their file allows, now that selectors are resolved. */

import type { Issue } from '../core/issue.ts';
import type { Accounts } from './accounts.ts';
import { mistake } from './codes.ts';
import type { Configuration } from './configuration.ts';
import { accountTerms, at } from './configuration.ts';
import type { Reach } from './grants.ts';
import { scopePlaces, scopesByFile } from './scope-limits.ts';

/** One issue for each entry that reaches an account outside the scopes of its file. */
export function scopeBreaches(
  reached: readonly Reach[],
  configuration: Configuration,
  accounts: Accounts,
  issues: Issue[],
): void {
  const allowed = accountsInScope(configuration, accounts, issues);
  for (const { entry, targets } of reached) {
    const place = at(configuration, entry.path);
    const ids = allowed.get(place.file);
    const outside = targets.filter(({ id }) => ids?.has(id) === false);
    const [first] = outside;
    if (first === undefined) continue;
    const more = outside.length === 1 ? '' : ` and ${outside.length - 1} more`;
    const via = first.via === undefined ? '' : ` (${first.via})`;
    const message = `the scope of ${place.file} does not reach account ${first.id}${via}${more}`;
    const scopes = [...scopesByFile(configuration)]
      .filter(([file]) => file === place.file)
      .flatMap(([, matched]) => matched);
    const widen = `have ${scopePlaces(configuration, scopes)} widened`;
    issues.push(mistake('CONFIG_SCOPE', place, message, `${widen}, or grant it in another file`));
  }
}

/** Ids of the accounts that the scopes of a file allow, by file; a file without scopes is not there. */
export function accountsInScope(
  configuration: Configuration,
  accounts: Accounts,
  issues: Issue[],
): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    [...scopesByFile(configuration)].map(([file, matched]) => {
      const terms = matched.flatMap(({ scope, path }) => accountTerms(scope.accounts, [...path, 'accounts']));
      return [file, new Set(terms.flatMap((term) => accounts.targets(term, issues)).map(({ id }) => id))] as const;
    }),
  );
}
