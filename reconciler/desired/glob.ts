/** Globs of names and of paths (DESIGN section 2, Values). */

export type Matcher = (text: string) => boolean;

/** `*` stands for any characters, `?` for one, nothing else is special; the whole name must match, case and all. */
export function nameGlob(pattern: string): Matcher {
  return matcher(pattern, /\*+|\?/gu, (sign) => (sign === '?' ? '[^]' : '[^]*'));
}

/** Like `nameGlob`, but `*` and `?` stay inside one folder, and `**` crosses folders (also none, before a slash). */
export function pathGlob(pattern: string): Matcher {
  return matcher(pattern, /\*\*\/|\*{2,}|\*|\?/gu, (sign) => {
    if (sign === '**/') return '(?:[^]*/)?';
    if (sign === '?') return '[^/]';
    return sign === '*' ? '[^/]*' : '[^]*';
  });
}

/** Which of several globs matches a name first, if one does. */
export function firstMatch(globs: readonly string[]): (name: string) => string | undefined {
  const matchers = globs.map((glob) => [glob, nameGlob(glob)] as const);
  return (name) => matchers.find(([, matches]) => matches(name))?.[0];
}

function matcher(pattern: string, signs: RegExp, expression: (sign: string) => string): Matcher {
  let source = '';
  let from = 0;
  for (const sign of pattern.matchAll(signs)) {
    source += literal(pattern.slice(from, sign.index)) + expression(sign[0]);
    from = sign.index + sign[0].length;
  }
  const whole = new RegExp(`^${source}${literal(pattern.slice(from))}$`, 'u');
  return (text) => whole.test(text);
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}
