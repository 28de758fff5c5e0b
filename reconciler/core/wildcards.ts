/**
 * Whether a text is one of those that a pattern stands for: `*` any characters, `?` one, nothing else special. Never
 * more than the product of both lengths, whatever the pattern, since patterns come from files and services.
 */
export function matchesWildcards(wanted: string, given: string): boolean {
  const [pattern, text] = [Array.from(wanted), Array.from(given)];
  let [at, from] = [0, 0];
  // Where to go on when what follows the last `*` does not fit: behind it, one character later.
  let [star, retry] = [-1, 0];
  while (from < text.length) {
    if (pattern[at] === '*') {
      [star, retry] = [at, from];
      at += 1;
    } else if (pattern[at] === '?' || pattern[at] === text[from]) {
      at += 1;
      from += 1;
    } else if (star === -1) {
      return false;
    } else {
      retry += 1;
      [at, from] = [star + 1, retry];
    }
  }
  return pattern.slice(at).every((sign) => sign === '*');
}
