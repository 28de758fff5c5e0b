/** Scalars of YAML → their values: those of the core schema (YAML 1.2.2, section 10.3), by `js-yaml`. */

import type { ScalarTagDefinition } from 'js-yaml';
import { boolCoreTag, floatCoreTag, intCoreTag, NOT_RESOLVED, nullCoreTag, strTag } from 'js-yaml';
import { getOrInsert } from '../core/once.ts';

type Value = string | number | boolean | null;

const IMPLICIT: readonly ScalarTagDefinition<Value>[] = [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag];
const EXPLICIT = new Map([strTag, ...IMPLICIT].map((tag) => [tag.tagName, tag])).set('!', strTag);

/** The tags that a plain scalar can have by its first character; most texts have none. */
const BY_FIRST = new Map<string, ScalarTagDefinition<Value>[]>();
for (const tag of IMPLICIT) {
  for (const first of tag.implicitFirstChars as readonly string[]) getOrInsert(BY_FIRST, first, () => []).push(tag);
}

/** What a scalar means that is neither quoted nor tagged. */
export function plainValue(text: string): Value {
  for (const tag of BY_FIRST.get(text.charAt(0)) ?? []) {
    const value = tag.resolve(text, false, tag.tagName);
    if (value !== NOT_RESOLVED) return value;
  }
  return text;
}

/** What a scalar means that has a tag, by the tag's full name (`!` is that of a text); nothing when it cannot mean that. */
export function taggedValue(tagName: string, text: string): Value | undefined {
  const value = EXPLICIT.get(tagName)?.resolve(text, true, tagName);
  return value === NOT_RESOLVED ? undefined : value;
}
