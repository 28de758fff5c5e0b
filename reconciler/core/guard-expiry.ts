/** Sets that may only be granted for a time. */

import { counted } from './counted.ts';
import type { ExpiryGuard } from './desired.ts';
import type { NonEmpty } from './grouped.ts';
import { grouped } from './grouped.ts';
import type { Breach } from './guard-breach.ts';
import { DAY } from './guard-breach.ts';
import type { GuardView } from './guard-live.ts';
import type { AssignmentSpec, Resource } from './resource.ts';
import { isoDay, isoInstant } from './time.ts';
import { titles } from './titles.ts';

/**
 * Entries of the file that grant a guarded set for longer than `within` from the day of the plan. As `expires` may be a day,
 * which ends at its midnight, so does the last day. One breach for each entry, however many accounts it selects.
 */
export function expiryBreaches(view: GuardView): readonly Breach[] {
  const today = Math.floor(view.now / DAY) * DAY;
  return view.desired.guards.expiry.flatMap((guard) => {
    const last = today + guard.withinDays * DAY;
    const late = view.desired.resources.filter(
      (resource) =>
        resource.kind === 'assignment' &&
        (resource.spec as AssignmentSpec).permissionSet === guard.permissionSet &&
        (resource.expires ?? Infinity) > last + DAY,
    );
    return byEntry(late).map((grants) => expiryBreach(guard, grants, isoDay(last), view));
  });
}

/** What one entry of the file gives. */
type Grants = NonEmpty<Resource>;

function byEntry(grants: readonly Resource[]): readonly Grants[] {
  return [...grouped(grants, ({ at, expires }) => JSON.stringify([at, expires])).values()];
}

function expiryBreach(guard: ExpiryGuard, grants: Grants, last: string, view: GuardView): Breach {
  const [{ expires, at }] = grants;
  const when = expires === undefined ? 'never expires' : `expires on ${isoInstant(expires)}`;
  return {
    code: 'GUARD_EXPIRY',
    message: `${titles(grants, view)} ${when}; guards.expiry allows ${counted(guard.withinDays, 'day')}, so up to ${last}`,
    removals: [],
    advice: `set expires to ${last} or earlier`,
    ...(at === undefined ? {} : { at }),
  };
}
