/**
 * What comes from a file or from AWS is shown, never obeyed: not by a terminal, not by Markdown, not by the log of a
 * GitHub job. `shown` makes a value safe for a terminal; the Markdown functions take what `shown` gave.
 */

/** Most characters of a name in what people read. */
const NAME_LIMIT = 80;
/** Most characters of a message, which is a sentence around one or two values. */
const MESSAGE_LIMIT = 1_000;

// Control, format (bidirectional and zero-width ones are among them) and line-breaking characters, and halves of a
// surrogate pair. A backslash before `u{` too, so that two different values never look alike. The runner of GitHub
// Actions obeys `::` at the start of a line and `##[` anywhere.
const UNSHOWABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|\\(?=u\{)|(?<=^\s*):(?=:)|(?<=##)\[/gu;

/** One line that a terminal prints as it is: the unshowable as `\u{…}`, the middle of a long value as `…`. */
export function shown(value: string, limit: number = NAME_LIMIT): string {
  return shortened(value, limit).replaceAll(
    UNSHOWABLE,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

/** The same for a whole sentence. */
export function shownMessage(message: string): string {
  return shown(message, MESSAGE_LIMIT);
}

// The end of a long name often tells it from its neighbours, so it is the middle that goes.
function shortened(value: string, limit: number): string {
  if (value.length <= limit) return value;
  const characters = Array.from(value);
  if (characters.length <= limit) return value;
  const tail = Math.floor(limit / 4);
  return `${characters.slice(0, limit - tail - 1).join('')}…${characters.slice(-tail).join('')}`;
}

const NOT_IN_JSON_TEXT = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]|(?<=##)\[/gu;

/** JSON text that is safe to print and reads back as the same value: `\u202e` in place of the character. */
export function shownJson(json: string): string {
  return json.replaceAll(NOT_IN_JSON_TEXT, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/**
 * A shown value as Markdown code, in which GitHub sees no mention, link, reference, HTML or emphasis. The fence is
 * longer than any run of backticks inside.
 */
export function codeSpan(text: string): string {
  const fence = '`'.repeat(longestRun([text]) + 1);
  const pad = /^[ `]|[ `]$|^$/u.test(text) ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

// The punctuation of prose, and between it letters and figures that mean nothing to Markdown or GitHub: not `GH-7`, nor
// what could be the hash of a commit.
const WORD = /^(["'(]*)(.*?)([,;:.?!)"']*)$/u;
const PLAIN = /^(?!gh-|[0-9a-f]{7})[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’-][\p{L}\p{N}]+)*$|^[→…·]$/iu;

/** A shown sentence as Markdown in the middle of a line: words as they are, all that is not a plain word as code. */
export function markdownWords(text: string): string {
  return text
    .split(' ')
    .filter((word) => word !== '')
    .map((word) =>
      word.replace(WORD, (_word, before: string, core: string, after: string) => {
        if (core === '') return codeSpan(word);
        return `${before}${PLAIN.test(core) ? core : codeSpan(core)}${after}`;
      }),
    )
    .join(' ');
}

/** Shown lines as a fenced block that no line of them can close. */
export function fenced(lines: readonly string[], language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(lines) + 1));
  return [`${fence}${language}`, ...lines, fence].join('\n');
}

function longestRun(lines: readonly string[]): number {
  return lines.reduce(
    (longest, line) => (line.match(/`+/gu) ?? []).reduce((length, run) => Math.max(length, run.length), longest),
    0,
  );
}
