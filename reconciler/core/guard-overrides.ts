/** Reviewed exceptions: each is bound to one guard, to a number or a name, and to a date (DESIGN section 2, Guards). */

import type { Override } from './desired.ts';
import type { Breach, Lift } from './guard-breach.ts';
import { DAY } from './guard-breach.ts';
import type { Issue, IssueCode } from './issue.ts';
import { isoInstant } from './time.ts';

/** An override counts in the 31 days before its `until`, so that none is left lying about for the next accident. */
const WINDOW = 31 * DAY;

/** Whether an override that counts now allows just this breach. */
export function lifted(breach: Breach, overrides: readonly Override[], now: number): boolean {
  const { lift } = breach;
  if (lift === undefined) return false;
  return overrides.some((override) => counts(override, now) && concerns(override, lift) && reaches(override, lift));
}

function counts({ until }: Override, now: number): boolean {
  return now >= until - WINDOW && now < until;
}

function concerns(override: Override, lift: Lift): boolean {
  return override.guard === lift.guard && override.id === lift.id;
}

function reaches({ upTo }: Override, lift: Lift): boolean {
  return lift.upTo === undefined || (upTo !== undefined && upTo >= lift.upTo);
}

/** Overrides that do nothing now, each with the reason why. */
export function overrideWarnings(
  breaches: readonly Breach[],
  overrides: readonly Override[],
  now: number,
): readonly Issue[] {
  const lifts = breaches.flatMap(({ lift }) => lift ?? []);
  return overrides.flatMap((override) => {
    const { guard, until } = override;
    if (now >= until) {
      return warning(override, 'GUARD_OVERRIDE_EXPIRED', `the override of ${guard} ended on ${isoInstant(until)}`);
    }
    if (!counts(override, now)) {
      const start = isoInstant(until - WINDOW);
      const message = `the override of ${guard} does not count before ${start}, 31 days before its until`;
      return warning(override, 'GUARD_OVERRIDE_AHEAD', message);
    }
    const concerned = lifts.filter((lift) => concerns(override, lift));
    const short = concerned.find((lift) => !reaches(override, lift));
    if (short !== undefined) {
      const message = `the override of ${guard} reaches up to ${override.upTo ?? 0}; this plan would need ${short.upTo}`;
      return warning(override, 'GUARD_OVERRIDE_SHORT', message);
    }
    if (concerned.length > 0) return [];
    return warning(override, 'GUARD_OVERRIDE_UNUSED', `the override of ${guard} lifts nothing in this plan`);
  });
}

const HINTS: { readonly [code in `GUARD_OVERRIDE_${'EXPIRED' | 'AHEAD' | 'SHORT' | 'UNUSED'}`]: string } = {
  GUARD_OVERRIDE_EXPIRED: 'take it out of the file',
  GUARD_OVERRIDE_AHEAD: 'give it an earlier until',
  GUARD_OVERRIDE_SHORT: 'have the higher number reviewed, or make the plan smaller',
  GUARD_OVERRIDE_UNUSED: 'take it out of the file once it is no longer needed',
};

function warning(override: Override, code: keyof typeof HINTS & IssueCode, message: string): readonly Issue[] {
  return [{ code, severity: 'warning', message, hint: HINTS[code], at: override.at }];
}
