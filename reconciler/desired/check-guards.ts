/** Overrides: each guard takes what lifts it, and nothing else. */

import type { Issue } from '../core/issue.ts';
import { mistake } from './codes.ts';
import type { Configuration } from './configuration.ts';
import { at } from './configuration.ts';

const PROTECTED_ID = /^(?:user|group|permission-set)\/[^/]+$/u;

/** Overrides without the `upTo` or `id` of their guard, or with one that it does not have. */
export function wrongOverrides(configuration: Configuration): readonly Issue[] {
  return (configuration.document.overrides ?? []).flatMap(({ guard, upTo, id }, index) => {
    const path = ['overrides', index];
    const counts = guard.startsWith('removals.') || guard === 'seats';
    return [
      ...unsuited(configuration, path, { field: 'upTo', guard, wanted: counts, given: upTo !== undefined }),
      ...unsuited(configuration, path, { field: 'id', guard, wanted: guard === 'protected', given: id !== undefined }),
      ...(guard === 'protected' && id !== undefined && !PROTECTED_ID.test(id)
        ? [
            mistake(
              'CONFIG_OVERRIDE',
              at(configuration, [...path, 'id']),
              `"${id}" is no id`,
              'write user/NAME, group/NAME or permission-set/NAME',
            ),
          ]
        : []),
    ];
  });
}

interface Suitability {
  readonly field: 'upTo' | 'id';
  readonly guard: string;
  readonly wanted: boolean;
  readonly given: boolean;
}

function unsuited(
  configuration: Configuration,
  path: readonly (string | number)[],
  { field, guard, wanted, given }: Suitability,
): readonly Issue[] {
  if (wanted === given) return [];
  const place = at(configuration, given ? [...path, field] : path);
  const message = wanted ? `an override of ${guard} needs "${field}"` : `an override of ${guard} takes no "${field}"`;
  return [mistake('CONFIG_OVERRIDE', place, message, wanted ? WANTED[field] : 'take it out')];
}

const WANTED = {
  upTo: 'say how many it allows',
  id: 'say of what: user/NAME, group/NAME or permission-set/NAME',
} as const;
