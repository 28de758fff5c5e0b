/** Names: when two are as good as the same, and which one a person may have meant. */

import leven from 'leven';
import { folded } from '../core/folded.ts';

/** How many letters may differ for a name to be worth suggesting: more for longer names. */
function tolerance(name: string): number {
  return Math.min(3, Math.max(1, Math.floor(name.length / 2)));
}

/** The candidate that is nearest to a name that nothing has, or nothing when none is near. */
export function closest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let distance = tolerance(name) + 1;
  const wanted = folded(name);
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= distance) continue;
    const found = leven(wanted, folded(candidate), { maxDistance: distance });
    if (found >= distance) continue;
    best = candidate;
    distance = found;
  }
  return best;
}

/** `did you mean "Auditor"?`, or nothing when no candidate is near. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const best = closest(name, candidates);
  return best === undefined ? undefined : `did you mean "${best}"?`;
}

/** The hint for a name that nothing has: the nearest candidate, else the first few there are. */
export function candidatesHint(name: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const few = candidates.slice(0, 5).map((candidate) => `"${candidate}"`);
  const more = candidates.length > few.length ? `, and ${candidates.length - few.length} more` : '';
  return didYouMean(name, candidates) ?? `there is ${few.join(', ')}${more}`;
}

/**
 * Finds declared names that a name nearly is: another case, or one letter more, fewer, changed or swapped. Names that
 * differ only in their digits are taken for a series. Costs one look-up for each letter, however many are declared.
 */
export function nearMisses(declared: Iterable<string>): (name: string) => string | undefined {
  const byForm = new Map<string, string>();
  for (const name of declared) {
    for (const form of forms(name)) if (!byForm.has(form)) byForm.set(form, name);
  }
  return (name) =>
    forms(name)
      .map((form) => byForm.get(form))
      .find(
        (near) => near !== undefined && (folded(near) === folded(name) || withoutDigits(near) !== withoutDigits(name)),
      );
}

function forms(name: string): readonly string[] {
  const letters = Array.from(folded(name));
  // With few letters to a name, most names are near each other.
  if (letters.length < 4) return [letters.join('')];
  return [letters.join(''), ...letters.map((_letter, index) => letters.toSpliced(index, 1).join(''))];
}

function withoutDigits(name: string): string {
  return folded(name).replaceAll(/\d/gu, '');
}
