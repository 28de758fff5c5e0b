/** Days and timestamps of the file → instants in milliseconds since 1970. */

import { dayStart } from '../core/time.ts';

export type Instant =
  | { readonly ok: true; readonly at: number }
  | { readonly ok: false; readonly mistake: string; readonly hint: string };

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/u;
const TIMESTAMP =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:(Z)|([+-])(\d{2}):(\d{2}))?$/u;
const DAY_LENGTH = 86_400_000;
const FORMS = 'write a day such as 2027-01-31, or a timestamp such as 2027-01-31T18:00:00Z';

/**
 * The instant at which something ends: a day ends with that day in UTC, a timestamp is taken as it is and must name its
 * zone.
 */
export function parseInstant(text: string): Instant {
  const day = DAY.exec(text);
  if (day !== null) {
    const start = startOfDay(day);
    return start === undefined ? noSuchDay(text) : { ok: true, at: start + DAY_LENGTH };
  }
  const stamp = TIMESTAMP.exec(text);
  if (stamp === null) return { ok: false, mistake: `"${text}" is neither a day nor a timestamp`, hint: FORMS };
  const start = startOfDay(stamp);
  if (start === undefined) return noSuchDay(text.slice(0, 10));
  const [hours, minutes, seconds] = [numberAt(stamp, 4), numberAt(stamp, 5), numberAt(stamp, 6)];
  const [zoneHours, zoneMinutes] = [numberAt(stamp, 10), numberAt(stamp, 11)];
  if (hours > 23 || minutes > 59 || seconds > 59 || zoneHours > 14 || zoneMinutes > 59) {
    return { ok: false, mistake: `"${text}" is no time of a day`, hint: FORMS };
  }
  if (stamp[8] === undefined && stamp[9] === undefined) {
    return {
      ok: false,
      mistake: `"${text}" has no time zone`,
      hint: `write "${text}Z" for UTC, or its offset such as +02:00`,
    };
  }
  const fraction = Math.floor(Number(`0.${stamp[7] ?? '0'}`) * 1_000);
  const offset = (zoneHours * 60 + zoneMinutes) * 60_000 * (stamp[9] === '-' ? -1 : 1);
  return { ok: true, at: start + ((hours * 60 + minutes) * 60 + seconds) * 1_000 + fraction - offset };
}

/** The instant of a text that has passed the checks; absent stays absent. */
export function endOf(expires: string | undefined): number | undefined {
  const instant = expires === undefined ? undefined : parseInstant(expires);
  return instant?.ok === true ? instant.at : undefined;
}

/** Whether what ends then is in force at a moment; what has no end always is. */
export function holdsAt(now: number, expires: string | undefined): boolean {
  return now < (endOf(expires) ?? Number.POSITIVE_INFINITY);
}

/** The moment that `--at` names: a day is its beginning in UTC. `undefined` for what is neither day nor timestamp. */
export function parseAt(text: string): number | undefined {
  const instant = parseInstant(text);
  if (!instant.ok) return undefined;
  return DAY.test(text) ? instant.at - DAY_LENGTH : instant.at;
}

function numberAt(match: RegExpExecArray, group: number): number {
  return Number(match[group] ?? 0);
}

function startOfDay(match: RegExpExecArray): number | undefined {
  return dayStart(numberAt(match, 1), numberAt(match, 2), numberAt(match, 3));
}

function noSuchDay(text: string): Instant {
  return { ok: false, mistake: `there is no day ${text}`, hint: FORMS };
}
