import type { Fields, Json } from '../../core/json.ts';
import { isArray, sameJson } from '../../core/json.ts';
import type { Kind, SettlePolicy } from '../../core/kind.ts';
import { settleTags, tagCalls } from '../../core/tags.ts';

/** The profile of an account and Region, with its switches and tags. One that was never made whole is made anew. */
export const profileKind: Kind = {
  name: 'profile',
  fixed: ['status'],
  settle,
  widens: () => false,
  writes,
};

/** An existing profile keeps its name, and all that the file does not mention. */
function settle(desired: Fields, live: Fields, policy: SettlePolicy): Fields {
  return {
    ...Object.fromEntries(Object.entries(live).filter(([field]) => field !== 'status')),
    ...desired,
    profileName: live['profileName'] ?? null,
    features: settleFeatures(membersOf(desired['features']), membersOf(live['features'])),
    tags: settleTags(membersOf(desired['tags']), membersOf(live['tags']), policy),
  };
}

type Members = { readonly [name: string]: Json };

function membersOf(value: Json | undefined): Members {
  return value !== undefined && value !== null && typeof value === 'object' && !isArray(value) ? value : {};
}

function settleFeatures(desired: Members, live: Members): Members {
  const wanted = Object.entries(desired).map(([name, value]) => [name, settleFeature(value, live[name])] as const);
  return { ...live, ...Object.fromEntries(wanted) };
}

/** `true` is content with a feature that is on with something of its own; of `notifications` each switch counts by itself. */
function settleFeature(desired: Json, live: Json | undefined): Json {
  if (live === undefined || live === null || typeof live !== 'object' || isArray(live)) return desired;
  if (desired === true) return live;
  return isSwitches(desired) && isSwitches(live) ? { ...live, ...desired } : desired;
}

function isSwitches(value: Json): value is Members {
  return Object.values(membersOf(value)).some((member) => typeof member === 'boolean');
}

const BESIDES: ReadonlySet<string> = new Set(['tags', 'status']);

/** Calls of `kinds/profile/aws.ts` for the change. */
function writes(before: Fields | undefined, after: Fields | undefined): number {
  if (after === undefined) return 1;
  if (before === undefined || before['status'] !== undefined) {
    const features = Object.keys(membersOf(after['features'])).length > 0 ? 1 : 0;
    return features + (before === undefined ? 1 : 2);
  }
  const settings = Object.keys({ ...before, ...after }).some(
    (field) => !BESIDES.has(field) && !sameJson(before[field] ?? null, after[field] ?? null),
  );
  return (settings ? 1 : 0) + tagCalls(membersOf(before['tags']), membersOf(after['tags']));
}
