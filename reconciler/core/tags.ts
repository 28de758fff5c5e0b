/** Tags of things that have them, the same for all kinds. */

import type { Json } from './json.ts';
import { byCodePoint } from './json.ts';
import type { SettlePolicy } from './kind.ts';

type TagsOf<V extends Json> = { readonly [key: string]: V };
type Tags = TagsOf<Json>;

/** Desired tags made comparable with live ones: what nobody may take away is taken over from there. */
export function settleTags(desired: Tags, live: Tags, policy: SettlePolicy): Tags {
  const kept = Object.entries(live).filter(([key]) => policy.tags !== 'remove' || isOfAws(key));
  return { ...Object.fromEntries(kept), ...desired };
}

/** Keys of live tags that are not among the desired ones, sorted; without AWS's own. */
export function undeclaredTags(desired: Tags, live: Tags): readonly string[] {
  return Object.keys(live)
    .filter((key) => !Object.hasOwn(desired, key) && !isOfAws(key))
    .sort(byCodePoint);
}

/** Live tags without AWS's own, in one order whatever that of the service: what is written twice is written alike. */
export function ownTags<V extends Json>(tags: TagsOf<V>): TagsOf<V> {
  const own = Object.entries(tags).filter(([key]) => !isOfAws(key));
  return Object.fromEntries(own.sort(([a], [b]) => byCodePoint(a, b)));
}

/** What has to be written so that tags become others. */
export interface TagWrites<V extends Json> {
  readonly set: readonly (readonly [key: string, value: V])[];
  /** Keys. */
  readonly unset: readonly string[];
}

/** The tags to set, and those to take away; never AWS's own. A tag may be called like a member of every object. */
export function tagWrites<V extends Json>(before: TagsOf<V>, after: TagsOf<V>): TagWrites<V> {
  return {
    set: Object.entries(after).filter(([key, value]) => !Object.hasOwn(before, key) || before[key] !== value),
    unset: Object.keys(before).filter((key) => !Object.hasOwn(after, key) && !isOfAws(key)),
  };
}

/** Writing calls: one to set, one to take away. */
export function tagCalls(before: Tags, after: Tags): number {
  const { set, unset } = tagWrites(before, after);
  return Math.min(1, set.length) + Math.min(1, unset.length);
}

/** Nobody else can write or remove such a tag, in whatever case, and it does not count for the limits. */
export function isOfAws(key: string): boolean {
  return /^aws:/iu.test(key);
}
