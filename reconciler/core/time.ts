/** Instants as milliseconds since 1970 in UTC, and their text. The only file of the core that touches `Date`, and never for "now". */

/** `2027-01-31T23:59:59Z`: whole seconds, UTC. */
export function isoInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/u, 'Z');
}

/** `2027-01-31`: the day in UTC. */
export function isoDay(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

/** Milliseconds since 1970 of an instant as `isoInstant` writes it. */
export function parseInstant(instant: string): number {
  return Date.parse(instant);
}

/** Midnight (UTC) at which the given day begins, or `undefined` for a day that does not exist, such as 2027-02-30, and before the year 100. */
export function dayStart(year: number, month: number, day: number): number | undefined {
  const instant = Date.UTC(year, month - 1, day);
  const date = new Date(instant);
  const found = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  return found.join() === [year, month, day].join() ? instant : undefined;
}
