/** Whether a live thing is as an apply left it, as it was before, or half way between: a run that was stopped may leave that. */

import type { Fields, Json } from './json.ts';
import { isArray, sameJson } from './json.ts';

/** The fields of `live` that are neither of the two states nor part of a way from one to the other; sorted. */
export function fieldsBeyond(live: Fields, before: Fields, after: Fields): readonly string[] {
  return namesOf(live, before, after).filter(
    (field) => field !== 'provisioned' && !isBetween(live[field] ?? null, before[field] ?? null, after[field] ?? null),
  );
}

function namesOf(...objects: readonly Fields[]): readonly string[] {
  return [...new Set(objects.flatMap((object) => Object.keys(object)))].toSorted();
}

/** Lists and objects are changed element by element; anything else is the one or the other. */
function isBetween(live: Json, before: Json, after: Json): boolean {
  if (sameJson(live, before) || sameJson(live, after)) return true;
  const lists = [live, before ?? [], after ?? []] as const;
  if (lists.every(isList)) return isListBetween(...(lists as readonly [Items, Items, Items]));
  const objects = [live, before ?? {}, after ?? {}] as const;
  if (!objects.every(isObject)) return false;
  const [now, from, to] = objects as readonly [Fields, Fields, Fields];
  return namesOf(now, from, to).every((name) => isBetween(now[name] ?? null, from[name] ?? null, to[name] ?? null));
}

type Items = readonly Json[];

function isList(value: Json): value is Items {
  return isArray(value);
}

function isObject(value: Json): value is Fields {
  return value !== null && typeof value === 'object' && !isArray(value);
}

function isListBetween(live: Items, before: Items, after: Items): boolean {
  const has = (list: Items, item: Json): boolean => list.some((other) => sameJson(other, item));
  const stays = before.filter((item) => has(after, item));
  return live.every((item) => has(before, item) || has(after, item)) && stays.every((item) => has(live, item));
}
