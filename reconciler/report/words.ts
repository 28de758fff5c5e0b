/** Lists and durations as people read them. */

import { count, counted } from '../core/counted.ts';

/** `a, b, c`, or past `most` of them `a, b, c and 54 more`. */
export function someOf(names: readonly string[], most: number): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${count(names.length - most)} more`;
}

const LINE = 100;

/** `accounts: a, b, c`, on as many lines of about 100 characters as it takes. */
export function wrapped(what: string, names: readonly string[]): readonly string[] {
  const lines: string[] = [];
  let line = `${what}:`;
  for (const [index, name] of names.entries()) {
    if (line.length + name.length >= LINE) {
      lines.push(line);
      line = ' ';
    }
    line += ` ${name}${index === names.length - 1 ? '' : ','}`;
  }
  return [...lines, line];
}

/** `group a`, `groups a, b`, or past three of them `57 groups`. */
export function namedOrCounted(names: readonly string[], one: string, many: string): string {
  if (names.length > 3) return counted(names.length, one, many);
  return `${names.length === 1 ? one : many} ${names.join(', ')}`;
}

/** `about 40 s`, `about 50 min`, `about 2 h 10 min`: rounded up, from seconds. */
export function about(seconds: number): string {
  if (seconds < 90) return `about ${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return `about ${minutes} min`;
  const rest = minutes % 60;
  return `about ${count(Math.floor(minutes / 60))} h${rest === 0 ? '' : ` ${rest} min`}`;
}
