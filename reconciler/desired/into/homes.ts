/** In which file something new of a kind goes: where such things stand, else one file to a subject. */

import type { Configuration } from '../configuration.ts';
import { pathGlob } from '../glob.ts';
import type { Edits, Home } from './edits.ts';
import { itemsAt, mapsAt } from './places.ts';

/** Sections whose things come to be in more than one file, and the file that is made where none has any. */
const SUBJECTS = {
  users: ['people.yaml', 'Users and groups that are kept in Identity Center.'],
  groups: ['people.yaml', 'Users and groups that are kept in Identity Center.'],
  permissionSets: ['permission-sets.yaml', 'What can be held.'],
  assignments: ['assignments.yaml', 'Who holds what where.'],
} as const;
export type Section = keyof typeof SUBJECTS;

/**
 * The file with the most such things, of those that no scope is about: a team's file is not for what the team did not
 * write. `only`: the one file of the configuration. The file that holds `scopes` is never in one.
 */
export function homeOf(section: Section, configuration: Configuration, edits: Edits, only: string | undefined): Home {
  const scopes = (configuration.document.scopes ?? []).map(({ files }) => pathGlob(files));
  const isFree = (path: string): boolean => !scopes.some((matches) => matches(path));
  const [fallback, title] = SUBJECTS[section];
  const free = edits.parts.filter(({ path }) => isFree(path));
  // A section that is there and empty is a better place than none.
  const counted = free.map((part) => ({
    part,
    count: itemsAt([part], [section]).length + (mapsAt([part], []).some(([, map]) => map.has(section)) ? 0.5 : 0),
  }));
  const [most] = counted.toSorted((a, b) => b.count - a.count);
  if (most !== undefined && (most.count > 0 || only !== undefined || !isFree(fallback))) {
    return { path: most.part.path, part: most.part, title };
  }
  const there = free.find(({ path }) => path === fallback);
  return there === undefined ? { path: fallback, title } : { path: fallback, part: there, title };
}
