/** Things of the service by the names that a configuration uses. */

import { IssueError } from '../core/issue.ts';
import type { Key } from '../core/key.ts';

/** By name; two of one name cannot be told apart in a configuration, so nothing can be planned. */
export function byName<T extends { readonly name: string }>(
  items: readonly T[],
  keyOf: (name: string) => Key,
  what: string,
): ReadonlyMap<string, T> {
  const named = new Map(items.map((item) => [item.name, item]));
  if (named.size === items.length) return named;
  const twice = items.filter((item) => named.get(item.name) !== item).map(({ name }) => keyOf(name));
  throw new IssueError({
    code: 'AWS_AMBIGUOUS',
    severity: 'error',
    message: `several ${what} have the same name: ${[...new Set(twice)].toSorted().join(', ')}`,
    hint: 'a configuration names things, so names must be unique: rename one of them',
  });
}
