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
    const { kind, key, spec, needs } = given(entry);
    const end = endOf(expires);
    const place = at(configuration, path);
    const why = reason === undefined ? {} : { reason };
    if (end !== undefined && now >= end) {
      expired.push({ key, expired: end, at: place, ...why });
    } else if (!resources.has(key)) {
      const ending = end === undefined ? {} : { expires: end };
      // Member by member: a copy takes more room, and there are hundreds of thousands.
      resources.set(key, { kind, key, spec, needs, at: place, ...ending, ...why });
    }
  }
  return { resources: [...resources.values()], expired };
}
