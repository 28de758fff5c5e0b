/** Tags of a profile: their member is `resourceArn`, and they are not part of the profile as it is listed. */

import type { CodewhispererOperations } from '../models/codewhisperer.types.ts';
import { Refusal } from '../refusal.ts';
import type { Handlers } from '../service.ts';
import { profileOf } from './access.ts';

type Operations = Pick<CodewhispererOperations, 'TagResource' | 'UntagResource' | 'ListTagsForResource'>;

/** Tags of the model's TagList of 50. */
const MOST = 50;

interface Tag {
  readonly key: string;
  readonly value: string;
}

/** The tags with more of them, or a refusal: twice the same key, a key of AWS's own, too many. */
export function tagsWith(tags: ReadonlyMap<string, string>, more: readonly Tag[]): Map<string, string> {
  if (new Set(more.map((tag) => tag.key)).size < more.length) {
    throw new Refusal('ValidationException', 'Duplicate tag keys found');
  }
  if (more.some((tag) => tag.key.toLowerCase().startsWith('aws:'))) {
    throw new Refusal('ValidationException', 'Tag keys that begin with aws: are reserved');
  }
  const all = new Map([...tags, ...more.map((tag) => [tag.key, tag.value] as const)]);
  if (all.size > MOST) throw new Refusal('ValidationException', `A profile has at most ${MOST} tags`);
  return all;
}

export const tagHandlers: Handlers<Operations> = {
  TagResource(input, call) {
    const { tags } = profileOf(call, input.resourceArn);
    for (const [key, value] of tagsWith(tags, input.tags)) tags.set(key, value);
    return {};
  },

  UntagResource(input, call) {
    const { tags } = profileOf(call, input.resourceArn);
    for (const key of input.tagKeys) tags.delete(key);
    return {};
  },

  ListTagsForResource(input, call) {
    const { tags } = profileOf(call, input.resourceArn);
    return { tags: [...tags].map(([key, value]) => ({ key, value })) };
  },
};
