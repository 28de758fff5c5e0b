/**
 * What the file says of grants beside what they grant: until when, and why. Neither is part of a spec, so neither is a
 * change; a reviewer still has to see that one became another, and what ends soon (DESIGN section 2, "Expiry").
 */

import type { Desired } from './desired.ts';
import { sameJson } from './json.ts';
import type { Position } from './issue.ts';
import type { Key } from './key.ts';
import { isoInstant } from './time.ts';

/** The end and the reason of a grant, as written. */
export type Term = {
  /** The instant at which it ends (`2027-04-01T00:00:00Z`); absent: never. */
  readonly expires?: string;
  readonly reason?: string;
};

/** Grants of one entry of the file to one principal of which the same is to be said. */
export interface GrantsOfEntry {
  /** Sorted; of assignments those of one permission set on several accounts. */
  readonly ids: readonly [Key, ...Key[]];
  readonly at?: Position;
}

/** Grants that the base gives too, but until another day or for another reason. */
export interface TermChange extends GrantsOfEntry {
  readonly before: Term;
  readonly after: Term;
}

/** Grants that end soon. */
export interface Ending extends GrantsOfEntry {
  readonly expires: string;
  readonly reason?: string;
}

/** Days before its end in which a grant is listed as one that ends soon. */
const SOON = 14;
const DAY = 86_400_000;

type Said = Pick<Desired, 'resources' | 'expired'>;

interface Entry {
  readonly key: Key;
  readonly at?: Position;
  /** Milliseconds since 1970. */
  readonly expires?: number;
  readonly reason?: string;
}

/** Every grant of both files whose end or reason is another. One that only one of them gives is a change of its own. */
export function termChanges(desired: Said, base: Said): readonly TermChange[] {
  const before = new Map(entriesOf(base).map((entry) => [entry.key, termOf(entry)]));
  const changed = entriesOf(desired).flatMap((entry) => {
    const [old, term] = [before.get(entry.key), termOf(entry)];
    return old === undefined || sameJson(old, term) ? [] : [{ entry, said: { before: old, after: term } }];
  });
  return gathered(changed);
}

/** The grants that hold at `now` (milliseconds since 1970) and end within 14 days, the first to end first. */
export function endingSoon({ resources }: Pick<Desired, 'resources'>, now: number): readonly Ending[] {
  const ending = resources.flatMap((entry) => {
    const { expires = Infinity, reason } = entry;
    if (expires - now > SOON * DAY) return [];
    return [{ entry, expires, said: { expires: isoInstant(expires), ...(reason === undefined ? {} : { reason }) } }];
  });
  return gathered(ending.toSorted((a, b) => a.expires - b.expires));
}

function entriesOf({ resources, expired }: Said): readonly Entry[] {
  return [...resources, ...expired.map(({ expired: expires, ...entry }) => ({ ...entry, expires }))];
}

function termOf({ expires, reason }: Entry): Term {
  return {
    ...(expires === undefined ? {} : { expires: isoInstant(expires) }),
    ...(reason === undefined ? {} : { reason }),
  };
}

function gathered<T extends object>(
  items: readonly { readonly entry: Entry; readonly said: T }[],
): readonly (GrantsOfEntry & T)[] {
  const groups = new Map<string, { readonly ids: [Key, ...Key[]]; readonly at?: Position; readonly said: T }>();
  for (const { entry, said } of items) {
    const { key, at } = entry;
    const words = JSON.stringify([at, withoutAccount(key), said]);
    const known = groups.get(words);
    if (known === undefined) groups.set(words, { ids: [key], said, ...(at === undefined ? {} : { at }) });
    else known.ids.push(key);
  }
  return [...groups.values()].map(({ ids, at, said }) => ({
    ids: ids.sort(),
    ...(at === undefined ? {} : { at }),
    ...said,
  }));
}

function withoutAccount(key: Key): readonly string[] {
  const parts = key.split('/');
  return parts[0] === 'assignment' ? parts.toSpliced(2, 1) : parts;
}
