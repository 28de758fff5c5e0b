/** Where the things of a merged document stand in its parts, as the merge counts them. */

import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Node as YamlNode, YAMLMap } from 'yaml';
import type { Step } from '../node.ts';
import type { EditedPart, Field } from './part.ts';
import { pairOf } from './part.ts';

/** An item of a list that the merge concatenates. */
export interface Place {
  /** The list. */
  readonly field: Field;
  /** In that list. */
  readonly index: number;
  readonly node: YamlNode;
}

/** The mappings that are merged into the one at a path. What stands behind an alias is not among them. */
export function mapsAt(
  parts: readonly EditedPart[],
  path: readonly Step[],
): readonly (readonly [EditedPart, YAMLMap])[] {
  const step = path.at(-1);
  if (step === undefined) {
    return parts.flatMap((part) => (isMap(part.document.contents) ? [[part, part.document.contents] as const] : []));
  }
  if (typeof step === 'number') {
    const place = itemsAt(parts, path.slice(0, -1))[step];
    return place !== undefined && isMap(place.node) ? [[place.field.part, place.node] as const] : [];
  }
  return mapsAt(parts, path.slice(0, -1)).flatMap(([part, map]) => {
    const value = pairOf({ part, map, key: step })?.value;
    return isMap(value) ? [[part, value] as const] : [];
  });
}

/** The fields that are merged into the one at a path: those that have a value. */
export function fieldsAt(parts: readonly EditedPart[], path: readonly Step[]): readonly Field[] {
  const key = String(path.at(-1));
  return mapsAt(parts, path.slice(0, -1))
    .map(([part, map]) => ({ part, map, key }))
    .filter((field) => !isNothing(pairOf(field)?.value));
}

/** The items of the list at a path in the order of the merged document. */
export function itemsAt(parts: readonly EditedPart[], path: readonly Step[]): readonly Place[] {
  return fieldsAt(parts, path).flatMap((field) => {
    const value = pairOf(field)?.value;
    const list = isAlias(value) ? value.resolve(field.part.document) : value;
    if (!isSeq(list)) return [];
    return list.items
      .map((node, index): Place => ({ field, index, node: node as YamlNode }))
      .filter(({ node }) => !isNothing(node));
  });
}

/** A null is as if it were not written. */
function isNothing(node: unknown): boolean {
  return node === undefined || node === null || (isScalar(node) && node.value === null);
}

/** The item at a path that ends with its number in the merged list. */
export function itemAt(parts: readonly EditedPart[], path: readonly Step[]): Place | undefined {
  return itemsAt(parts, path.slice(0, -1))[Number(path.at(-1))];
}
