/** The one comparison of two specs, the same for every kind: plain equality of their fields. */

import type { FieldChange } from './change.ts';
import type { Fields } from './json.ts';
import { byCodePoint, sameJson } from './json.ts';

/** The fields in which two canonical specs differ, sorted by name; a field that one side lacks stands as `null` there. */
export function fieldChanges(before: Fields, after: Fields): readonly FieldChange[] {
  const names = Object.keys(before);
  for (const name of Object.keys(after)) if (!Object.hasOwn(before, name)) names.push(name);
  // Most specs do not differ at all: only names that do are sorted.
  return names
    .filter((name) => !sameJson(before[name] ?? null, after[name] ?? null))
    .sort(byCodePoint)
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }));
}
