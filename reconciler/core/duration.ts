/** ISO-8601 durations of fixed length, compared by value: `PT60M` is `PT1H` (DESIGN, Values). */

// Years and months have no fixed length, so they are no durations here. Nine digits keep the arithmetic exact.
const DURATION =
  /^P(?=\d|T\d)(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/u;
const SECONDS = [604_800, 86_400, 3_600, 60, 1] as const;

/** The length in seconds, or `undefined` for what is no duration of weeks, days, hours, minutes and seconds. */
export function durationSeconds(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (match === null) return undefined;
  return SECONDS.reduce((sum, unit, index) => sum + unit * Number(match[index + 1] ?? 0), 0);
}

/** The one way to write a duration: hours and minutes, seconds only when there are some (`PT1H30M`; nothing is `PT0S`). */
export function canonicalDuration(text: string): string | undefined {
  const total = durationSeconds(text);
  if (total === undefined) return undefined;
  const hours = Math.floor(total / 3_600);
  const minutes = Math.floor((total % 3_600) / 60);
  const seconds = total % 60;
  const parts = `${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}${seconds > 0 ? `${seconds}S` : ''}`;
  return `PT${parts === '' ? '0S' : parts}`;
}
