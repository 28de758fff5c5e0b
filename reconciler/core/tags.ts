/** Tags of things that have them, the same for all kinds. */

import type { Json } from './json.ts';
import type { SettlePolicy } from './kind.ts';

type Tags = { readonly [key: string]: Json };

/** Desired tags made comparable with live ones. Those that begin with `aws:` belong to AWS: nobody else can write or remove them. */
export function settleTags(desired: Tags, live: Tags, policy: SettlePolicy): Tags {
  const kept = Object.entries(live).filter(([key]) => policy.tags !== 'remove' || key.startsWith('aws:'));
  return { ...Object.fromEntries(kept), ...desired };
}

/** Writing calls: one to set, one to take away. */
export function tagCalls(before: Tags, after: Tags): number {
  const set = Object.keys(after).some((key) => before[key] !== after[key]) ? 1 : 0;
  const unset = Object.keys(before).some((key) => !(key in after)) ? 1 : 0;
  return set + unset;
}
