/** Globs of names and of paths (DESIGN section 2, Values). None takes long, whatever stands in it. */

import { matchesWildcards } from '../core/wildcards.ts';

export type Matcher = (text: string) => boolean;

/** `*` stands for any characters, `?` for one, nothing else is special; the whole name must match, case and all. */
export function nameGlob(pattern: string): Matcher {
  return (name) => matchesWildcards(pattern, name);
}

/** Like `nameGlob`, but `*` and `?` stay inside one folder, and `**` crosses folders (also none, before a slash). */
export function pathGlob(pattern: string): Matcher {
  const signs = pattern.match(/\*\*\/|\*+|[^]/gu) ?? [];
  return (path) => {
    const text = Array.from(path);
    let reached: ReadonlySet<number> = new Set([0]);
    for (const sign of signs) reached = new Set([...reached].flatMap((from) => ends(sign, text, from)));
    return reached.has(text.length);
  };
}

/** How far a part of a path's glob can reach from there. */
function ends(sign: string, text: readonly string[], from: number): readonly number[] {
  const later = Array.from({ length: text.length - from + 1 }, (_, count) => from + count);
  if (sign === '**/') return later.filter((to) => to === from || text[to - 1] === '/');
  if (sign === '*') return later.filter((to) => !text.slice(from, to).includes('/'));
  if (sign.startsWith('**')) return later;
  const [next] = text.slice(from, from + 1);
  const fits = sign === '?' ? next !== undefined && next !== '/' : next === sign;
  return fits ? [from + 1] : [];
}

/** Which of several globs matches a name first, if one does. */
export function firstMatch(globs: readonly string[]): (name: string) => string | undefined {
  return (name) => globs.find((glob) => matchesWildcards(glob, name));
}
