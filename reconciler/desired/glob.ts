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
    // Before each character of the path, and at its end: whether the signs so far stand for all that is before it.
    let fits: readonly boolean[] = [true, ...text.map(() => false)];
    for (const sign of signs) fits = withOneMore(sign, text, fits);
    return fits.at(-1) === true;
  };
}

/** The same with one sign more, in one walk along the path. */
function withOneMore(sign: string, text: readonly string[], fits: readonly boolean[]): readonly boolean[] {
  if (!sign.startsWith('*')) return fits.map((_fits, end) => fits[end - 1] === true && isOne(sign, text[end - 1]));
  let goesOn = false;
  return fits.map((here, end) => {
    goesOn = here || (goesOn && (sign !== '*' || text[end - 1] !== '/'));
    return sign === '**/' ? here || (goesOn && text[end - 1] === '/') : goesOn;
  });
}

function isOne(sign: string, character: string | undefined): boolean {
  return sign === '?' ? character !== '/' : character === sign;
}

/** Which of several globs matches a name first, if one does. */
export function firstMatch(globs: readonly string[]): (name: string) => string | undefined {
  return (name) => globs.find((glob) => matchesWildcards(glob, name));
}
