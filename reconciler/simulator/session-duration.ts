/** How long a permission set's session may last: the model's pattern allows more than the service does. */

const HOUR = 3600;
const DURATION = /^P(?:(?<days>\d+)D)?(?:T(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?(?:(?<seconds>\d+)S)?)?$/u;

/** What is wrong with a duration in ISO 8601, or `undefined`. AWS: "Set session duration". */
export function durationMistake(duration: string): string | undefined {
  const groups = DURATION.exec(duration)?.groups ?? {};
  const [days, hours, minutes, seconds] = ['days', 'hours', 'minutes', 'seconds'].map((name) =>
    Number(groups[name] ?? 0),
  );
  const total = (days ?? 0) * 24 * HOUR + (hours ?? 0) * HOUR + (minutes ?? 0) * 60 + (seconds ?? 0);
  return total < HOUR || total > 12 * HOUR ? 'Session duration must be between 1 hour and 12 hours' : undefined;
}
