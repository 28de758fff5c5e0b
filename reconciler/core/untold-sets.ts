/**
 * Permission sets that the file does not declare are known by name only: who holds them is not read (docs/decisions/0004). Whoever
 * comes into a group comes to hold what it holds by them, too, and a plan cannot say so.
 */

import type { Change } from './change.ts';
import type { Issue } from './issue.ts';
import { groupKey } from './key.ts';
import type { LiveResource, MembershipSpec } from './resource.ts';
import { titles } from './titles.ts';

/** A warning where somebody comes into a group that was there before; `unread` are the sets of which nothing more is known. */
export function untoldSets(
  changes: readonly Change[],
  unread: readonly LiveResource[],
  names: Parameters<typeof titles>[1],
): readonly Issue[] {
  if (unread.length === 0) return [];
  const created = changes.filter((change) => change.verb === 'create');
  const made = new Set(created.map(({ key }) => key));
  const groups = new Set(
    created
      .filter(({ kind }) => kind === 'membership')
      .map((change) => (change.after.spec as MembershipSpec).group)
      .filter((group) => !made.has(groupKey(group))),
  );
  if (groups.size === 0) return [];
  const into = groups.size === 1 ? `group ${[...groups].join('')}` : `${groups.size} groups`;
  return [
    {
      code: 'PLAN_PARTIAL',
      severity: 'warning',
      message: `whoever comes into ${into} also gets what is held there by ${titles(unread, names)}, which the file does not declare: that is not read`,
      hint: 'access --live shows it',
    },
  ];
}
