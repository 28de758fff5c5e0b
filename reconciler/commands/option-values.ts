/** Reads what is given to an option; anything else than what it takes is an error that says what that is. */

import { InvalidArgumentError } from 'commander';
import { durationSeconds } from '../core/duration.ts';
import { parseAt } from '../desired/instant.ts';

/** Reads words that are parted by commas, each of them one of these. */
export function wordsAmong<T extends string>(known: readonly T[]): (text: string) => readonly T[] {
  return (text) =>
    text.split(',').map((word) => {
      const found = known.find((name) => name === word.trim());
      if (found === undefined) throw new InvalidArgumentError(`"${word}" is none of ${known.join(', ')}.`);
      return found;
    });
}

/** `sha256:4be1…`, as a plan shows it. */
export function parseDigest(text: string): string {
  if (!/^sha256:[0-9a-f]{64}$/u.test(text)) throw new InvalidArgumentError('It is sha256: and 64 hexadecimal digits.');
  return text;
}

/** `7`. */
export function parseSeed(text: string): number {
  if (!/^\d{1,9}$/u.test(text)) throw new InvalidArgumentError('It is a whole number of nine digits at most.');
  return Number(text);
}

/** `PT30M`; the result is in milliseconds. */
export function parseDeadline(text: string): number {
  const seconds = durationSeconds(text);
  if (seconds === undefined || seconds <= 0) throw new InvalidArgumentError('It is a duration such as PT30M or PT2H.');
  return seconds * 1_000;
}

/** `2027-01-31`, or with time and zone; the result is in milliseconds since 1970. */
export function parseInstant(text: string): number {
  const instant = parseAt(text);
  if (instant === undefined) {
    throw new InvalidArgumentError('It is a date such as 2027-01-31, or a full timestamp with its zone.');
  }
  return instant;
}

/** `4566`. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/u.test(text) || port > 65_535) throw new InvalidArgumentError('It is a number from 0 to 65535.');
  return port;
}
