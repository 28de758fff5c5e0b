/**
 * People whom the file gives a seat of their own, and who lose one through a group by the same plan: the service gives none to
 * whom it reaches through a group (reference of the control plane, section 6.1), so theirs comes with the next plan.
 */

import type { Desired } from './desired.ts';
import type { Issue } from './issue.ts';
import type { ProfileUses } from './profile-use.ts';
import type { AuthorizationSpec, LiveResource } from './resource.ts';

/** A warning for each of them, in the order of the file. */
export function ownSeatsLater(
  { resources }: Pick<Desired, 'resources'>,
  live: readonly LiveResource[],
  { after }: ProfileUses,
): readonly Issue[] {
  const through = new Set(
    live.flatMap(({ kind, key, spec }) =>
      kind === 'authorization' && (spec as AuthorizationSpec).throughGroup !== undefined ? [key] : [],
    ),
  );
  if (through.size === 0) return [];
  return resources.flatMap(({ key, spec, at }): readonly Issue[] => {
    const { principal, subscription } = spec as AuthorizationSpec;
    if (!through.has(key) || subscription === null || after.seats.has(principal)) return [];
    return [
      {
        code: 'ORDER_SEAT',
        severity: 'warning',
        message: `user ${principal} has no seat after this plan: it ends the one through a group, and only then the service gives one of their own`,
        hint: 'plan and apply again right after it',
        ...(at === undefined ? {} : { at }),
      },
    ];
  });
}
