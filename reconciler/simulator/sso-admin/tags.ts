/** Tags of permission sets; they never reach the accounts' roles. */

import type { SsoAdminOperations } from '../models/sso-admin.types.ts';
import { Refusal } from '../refusal.ts';
import type { Call, Handlers } from '../service.ts';
import type { PermissionSet } from '../world.types.ts';
import { centerOf, pageOfTexts, setOf, setToChange } from './access.ts';

type Operations = Pick<SsoAdminOperations, 'ListTagsForResource' | 'TagResource' | 'UntagResource'>;

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** The tags with more of them, or a refusal: twice the same key, a key of AWS's own, too many. */
export function tagsWith(call: Call, tags: ReadonlyMap<string, string>, more: readonly Tag[]): Map<string, string> {
  if (new Set(more.map((tag) => tag.Key)).size < more.length) {
    throw new Refusal('ValidationException', 'Duplicate tag keys found');
  }
  if (more.some((tag) => tag.Key.toLowerCase().startsWith('aws:'))) {
    throw new Refusal('ValidationException', 'Tag keys that begin with aws: are reserved');
  }
  const all = new Map([...tags, ...more.map((tag) => [tag.Key, tag.Value] as const)]);
  if (all.size > call.limits.tagsOnResource) {
    // UntagResource aside, each operation that tags declares ServiceQuotaExceededException.
    throw new Refusal('ServiceQuotaExceededException', `Tags exceed the quota of ${call.limits.tagsOnResource}`);
  }
  return all;
}

interface Tagged {
  readonly InstanceArn?: string | undefined;
  readonly ResourceArn: string;
}

/** The set that carries the tags; the instance carries none here. */
function taggedSet(call: Call, input: Tagged, find: typeof setOf): PermissionSet {
  const InstanceArn = input.InstanceArn ?? centerOf(call, input).instanceArn;
  return find(call, { InstanceArn, PermissionSetArn: input.ResourceArn }).set;
}

export const tagHandlers: Handlers<Operations> = {
  ListTagsForResource(input, call) {
    const { tags } = taggedSet(call, input, setOf);
    const page = pageOfTexts(call, input, tags.keys());
    return { Tags: page.items.map((key) => ({ Key: key, Value: tags.get(key) ?? '' })), NextToken: page.NextToken };
  },

  TagResource(input, call) {
    const set = taggedSet(call, input, setToChange);
    for (const [key, value] of tagsWith(call, set.tags, input.Tags)) set.tags.set(key, value);
    return {};
  },

  UntagResource(input, call) {
    const set = taggedSet(call, input, setToChange);
    for (const key of input.TagKeys) set.tags.delete(key);
    return {};
  },
};
