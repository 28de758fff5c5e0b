/** Accounts that entries reach against those that the scope of their file allows, now that selectors are resolved. */

import type { Issue } from '../core/issue.ts';
import { getOrInsert } from '../core/once.ts';
import type { Accounts } from './accounts.ts';
import { mistake } from './codes.ts';
import type { Configuration } from './configuration.ts';
import { accountTerms, at } from './configuration.ts';
import type { Scope } from './document.types.ts';
import type { Reach } from './grants.ts';
import type { MatchedScope } from './scope-limits.ts';
import { scopePlaces, scopesByFile } from './scope-limits.ts';

/** The scopes that hold for a file, with the ids of the accounts that they allow. */
interface Allowed {
  readonly scopes: readonly MatchedScope[];
  readonly ids: ReadonlySet<string>;
}

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
    const scoped = allowed.get(place.file);
    if (scoped === undefined) continue;
    const outside = targets.filter(({ id }) => !scoped.ids.has(id));
    const [first] = outside;
    if (first === undefined) continue;
    const more = outside.length === 1 ? '' : ` and ${outside.length - 1} more`;
    const via = first.via === undefined ? '' : ` (${first.via})`;
    const message = `the scope of ${place.file} does not reach account ${first.id}${via}${more}`;
    const widen = `have ${scopePlaces(configuration, scoped.scopes)} widened`;
    issues.push(mistake('CONFIG_SCOPE', place, message, `${widen}, or grant it in another file`));
  }
}

/** What the scopes of each file allow; a file without scopes is not there. What is wrong in a scope is told once. */
export function accountsInScope(
  configuration: Configuration,
  accounts: Accounts,
  issues: Issue[],
): ReadonlyMap<string, Allowed> {
  const known = new Map<Scope, readonly string[]>();
  const idsOf = ({ scope, path }: MatchedScope): readonly string[] =>
    getOrInsert(known, scope, () =>
      accountTerms(scope.accounts, [...path, 'accounts'])
        .flatMap((term) => accounts.targets(term, issues))
        .map(({ id }) => id),
    );
  return new Map(
    [...scopesByFile(configuration)].map(
      ([file, scopes]) => [file, { scopes, ids: new Set(scopes.flatMap(idsOf)) }] as const,
    ),
  );
}
