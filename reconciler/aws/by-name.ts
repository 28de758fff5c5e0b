/** Things of the service by the names that a configuration uses. */

import { IssueError } from '../core/issue.ts';
import type { Key } from '../core/key.ts';

/** What a configuration names: users, groups, permission sets. */
export interface Named {
  readonly name: string;
  /** What the plan calls it; made once, and shared by all that needs it. */
  readonly key: Key;
}

/** By name; two of one name cannot be told apart in a configuration, so nothing can be planned. */
export function byName<T extends Named>(items: readonly T[], what: string): ReadonlyMap<string, T> {
  const named = new Map<string, T>();
  for (const item of items) named.set(item.name, item);
  if (named.size === items.length) return named;
  const twice = items.filter((item) => named.get(item.name) !== item).map(({ key }) => key);
  throw new IssueError({
    code: 'AWS_AMBIGUOUS',
    severity: 'error',
    message: `several ${what} have the same name: ${[...new Set(twice)].toSorted().join(', ')}`,
    hint: 'a configuration names things, so names must be unique: rename one of them',
  });
}
