/** Which accounts a plan is about, and what people call them. */

import { specAfter, specBefore } from '../core/change.ts';
import type { Fields } from '../core/json.ts';
import { byCodePoint } from '../core/json.ts';
import type { Key } from '../core/key.ts';
import type { Plan } from '../core/plan.types.ts';
import type { PermissionSetSpec } from '../core/resource.ts';

/** Names of the accounts that the plan is about: ids mean nothing to most readers. */
export function accountsOfPlan(
  {
    changes,
    people,
    administrators,
    target,
    granted,
  }: Pick<Plan, 'changes' | 'people' | 'administrators' | 'target'> & { readonly granted: readonly Key[] },
  names: ReadonlyMap<string, string>,
): { readonly [id: string]: string } {
  const named = new Set(granted.flatMap(accountOfKey));
  if (target.profile !== undefined) named.add(target.profile.account);
  for (const { accounts } of people) for (const account of accounts) named.add(account);
  for (const { account } of administrators) named.add(account);
  for (const change of changes) {
    for (const spec of [specBefore(change), specAfter(change)]) {
      if (spec !== undefined) for (const account of accountsIn(spec)) named.add(account);
    }
  }
  const found = [...named].sort(byCodePoint).flatMap((id) => {
    const name = names.get(id);
    return name === undefined ? [] : [[id, name] as const];
  });
  return Object.fromEntries(found);
}

function accountOfKey(key: Key): readonly string[] {
  const [kind, , account] = key.split('/');
  return kind === 'assignment' && account !== undefined ? [account] : [];
}

function accountsIn(spec: Fields): readonly string[] {
  if (typeof spec['account'] === 'string') return [spec['account']];
  const { provisioned } = spec as PermissionSetSpec;
  return typeof provisioned === 'object' ? provisioned.outdated : [];
}
