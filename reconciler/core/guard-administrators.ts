/** Nobody is locked out: enough people keep what administrators need, also when an apply stops half way. */

import { countedPeople } from './counted.ts';
import { accountName } from './account-names.ts';
import type { AdministratorsGuard } from './desired.ts';
import type { Breach } from './guard-breach.ts';
import type { GuardView } from './guard-live.ts';
import { removalsBehind } from './guard-live.ts';
import type { HolderCount } from './guard.types.ts';
import type { Issue } from './issue.ts';

/**
 * Guards under which the plan, or a part of it that a crash leaves behind, has fewer people than `atLeast`, or fewer than
 * today where these are not enough already. Nothing overrides it.
 */
export function administratorBreaches(view: GuardView): readonly Breach[] {
  return view.desired.guards.administrators.flatMap((administrators) => {
    const count = view.holders(administrators.permissionSet, administrators.account);
    const worst = Math.min(count.after, count.least);
    if (worst >= Math.min(administrators.atLeast, count.before)) return [];
    return {
      code: 'GUARD_ADMINISTRATORS',
      message: `${loss(count, what(administrators, view))}; ${setting(administrators)} asks for ${administrators.atLeast}`,
      ...(administrators.at === undefined ? {} : { at: administrators.at }),
      removals: removalsBehind(administrators.permissionSet, administrators.account, view),
      advice: 'give it to more people first, in a change of its own',
    };
  });
}

function loss({ before, after, least }: HolderCount, access: string): string {
  const today = `(today ${before})`;
  if (least < after) return `an apply that stops half way could leave ${access} to ${countedPeople(least)} ${today}`;
  return `after this plan ${countedPeople(after)} would hold ${access} ${today}`;
}

function what({ permissionSet, account }: AdministratorsGuard, view: GuardView): string {
  return `${permissionSet} on ${accountName(account, view)}`;
}

function setting({ at }: AdministratorsGuard): string {
  return at === undefined ? 'the guard of admins.organization, which always holds,' : 'guards.administrators';
}

/** Guards that are not met, and that this plan does not meet either. */
export function administratorWarnings(view: GuardView): readonly Issue[] {
  return view.desired.guards.administrators.flatMap((administrators) => {
    const { before, after } = view.holders(administrators.permissionSet, administrators.account);
    if (before >= administrators.atLeast || after >= administrators.atLeast) return [];
    return {
      code: 'GUARD_ADMINISTRATORS',
      severity: 'warning',
      message:
        `${what(administrators, view)} is held by ${countedPeople(before)}; ` +
        `${setting(administrators)} asks for ${administrators.atLeast}, so no plan may lower it`,
      hint: 'give it to more people',
      ...(administrators.at === undefined ? {} : { at: administrators.at }),
    };
  });
}
