/** Everything of the file that ends: `expires` of grants and members, `until` of overrides, `within` of guards. */

import { durationSeconds } from '../core/duration.ts';
import type { Issue } from '../core/issue.ts';
import { isoInstant } from '../core/time.ts';
import { caution, mistake } from './codes.ts';
import type { Configuration } from './configuration.ts';
import { at } from './configuration.ts';
import { parseInstant } from './instant.ts';
import type { Step } from './node.ts';

interface Ending {
  readonly text: string;
  readonly path: readonly Step[];
}

/** Entries of the file that carry `expires`. */
export function endings({ grants, members, authorized }: Configuration): readonly Ending[] {
  return [...grants, ...members, ...authorized].flatMap((entry) =>
    entry.expires === undefined ? [] : [{ text: entry.expires, path: [...entry.path, 'expires'] }],
  );
}

/** Days that do not exist, timestamps without a zone, and what is neither. */
export function wrongInstants(configuration: Configuration): readonly Issue[] {
  const overrides = (configuration.document.overrides ?? []).map(({ until }, index) => ({
    text: until,
    path: ['overrides', index, 'until'],
  }));
  return [...endings(configuration), ...overrides].flatMap(({ text, path }) => {
    const instant = parseInstant(text);
    return instant.ok ? [] : [mistake('CONFIG_DATE', at(configuration, path), instant.mistake, instant.hint)];
  });
}

/** Grants whose time has passed: they grant nothing, and only make the file longer. */
export function passedInstants(configuration: Configuration, now: number): readonly Issue[] {
  return endings(configuration).flatMap(({ text, path }) => {
    const instant = parseInstant(text);
    if (!instant.ok || now < instant.at) return [];
    const message = `this ended on ${isoInstant(instant.at)} and grants nothing any more`;
    return [caution('CONFIG_EXPIRED', at(configuration, path), message, 'take the entry out, or give it a later day')];
  });
}

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** Session durations that AWS does not take. */
export function wrongDurations(configuration: Configuration): readonly Issue[] {
  return (configuration.document.permissionSets ?? []).flatMap(({ sessionDuration }, index) => {
    if (sessionDuration === undefined) return [];
    const place = at(configuration, ['permissionSets', index, 'sessionDuration']);
    const seconds = durationSeconds(sessionDuration);
    if (seconds === undefined) {
      const message = `"${sessionDuration}" is no duration`;
      return [mistake('CONFIG_DURATION', place, message, 'write hours and minutes such as PT1H or PT4H30M')];
    }
    if (seconds >= HOUR && seconds <= 12 * HOUR) return [];
    return [mistake('CONFIG_DURATION', place, `a session lasts from PT1H to PT12H, not ${sessionDuration}`)];
  });
}

/** `within` of expiry guards that is no number of whole days. */
export function wrongPeriods(configuration: Configuration): readonly Issue[] {
  return (configuration.document.guards?.expiry ?? []).flatMap(({ within }, index) => {
    const seconds = durationSeconds(within);
    if (seconds !== undefined && seconds > 0 && seconds % DAY === 0) return [];
    const place = at(configuration, ['guards', 'expiry', index, 'within']);
    return [
      mistake('CONFIG_DURATION', place, `"${within}" is no number of days`, 'write days or weeks such as P400D or P4W'),
    ];
  });
}
