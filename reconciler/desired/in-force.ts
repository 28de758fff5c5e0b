/** Members and authorisations that may have an end, at one moment: what is in force, and what has passed. */

import type { ExpiredGrant } from '../core/desired.ts';
import type { Fields } from '../core/json.ts';
import type { Key } from '../core/key.ts';
import type { Resource } from '../core/resource.ts';
import type { Configuration, PrincipalMention } from './configuration.ts';
import { at } from './configuration.ts';
import { endOf } from './instant.ts';

interface Ending extends Pick<PrincipalMention, 'path'> {
  readonly expires?: string;
  readonly reason?: string;
}

type Given<S extends Fields> = Pick<Resource<S>, 'kind' | 'key' | 'spec' | 'needs'>;

export interface InForce<S extends Fields> {
  readonly resources: readonly Resource<S>[];
  readonly expired: readonly ExpiredGrant[];
}

/** What the entries give at a moment (milliseconds since 1970). A name that is repeated in one list counts once. */
export function inForce<E extends Ending, S extends Fields>(
  configuration: Configuration,
  entries: readonly E[],
  now: number,
  given: (entry: E) => Given<S>,
): InForce<S> {
  const resources = new Map<Key, Resource<S>>();
  const expired: ExpiredGrant[] = [];
  for (const entry of entries) {
    const { path, expires, reason } = entry;
    const end = endOf(expires);
    const thing = given(entry);
    const place = { at: at(configuration, path) };
    const why = reason === undefined ? {} : { reason };
    if (end !== undefined && now >= end) expired.push({ key: thing.key, expired: end, ...place, ...why });
    else if (!resources.has(thing.key))
      resources.set(thing.key, { ...thing, ...place, ...(end === undefined ? {} : { expires: end }), ...why });
  }
  return { resources: [...resources.values()], expired };
}
