/** Which part a thing of the document stands in. */

import type { Json } from '../../core/json.ts';
import type { Step } from '../node.ts';
import type { EditedPart, Field } from './part.ts';
import { mapsAt } from './places.ts';

/** A field of the one mapping at a path; nothing when that stands behind an alias. */
export function fieldOf(parts: readonly EditedPart[], path: readonly Step[], key: string): Field | undefined {
  const [found] = mapsAt(parts, path);
  return found === undefined ? undefined : { part: found[0], map: found[1], key };
}

/** A value of the document as JSON. */
export function asJson(value: object): { readonly [key: string]: Json } {
  return value as { readonly [key: string]: Json };
}
