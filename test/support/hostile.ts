/** Names as somebody would choose them who wants to break out of a report. */

import * as fc from 'fast-check';

export const HOSTILE_NAMES: readonly string[] = [
  '`whoami` | <script>alert(1)</script>',
  '@octocat/everyone #1 GH-7 https://evil.example www.evil.example a@evil.example',
  '::error file=x::pwned',
  '```\n# heading\n\u001b[2J',
  'admin\u202etxt.exe\u200b',
  '[link](javascript:alert(1)) ![image](//evil.example/x.png) ~~~ *bold*',
];

const FRAGMENTS = [
  '` `` ``` ~~~ | < > & &lt; <b> </details> <details> </summary> ```mermaid <!-- --> \\ \\u{ * _ ~ [^1] [x](y) ![x](y) :smile: a Ä 漢字 👩‍💻 é … % / " \' { } $ ( ) . , ; ! ?',
  '@octocat @everyone @a/b #12 a/b#12 GH-12 gh-12 deadbeef https://a.example ftp://a.example www.a.example a@b.example :: ::error:: ##[error] --- === 1.',
]
  .flatMap((fragments) => fragments.split(' '))
  .concat([
    '- ',
    '# ',
    '> ',
    '+ ',
    '    ',
    '\t',
    '[x]: y',
    '\n',
    '\r',
    '\u2028',
    '\u0085',
    '\u001b[31m',
    '\u009b2J',
    '\u0007',
  ])
  .concat(['::set-output name=digest::sha256', '<!-- cw-gitops plan ', '[!CAUTION]', '\u2066', '\u2028- '])
  .concat(['\u202e', '\u200b', '\ufeff', '\ud800', '\udc00', ' ']);

/** Any text at all, with a liking for what means something to a terminal, to Markdown or to GitHub. */
export const hostileName: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...FRAGMENTS), { minLength: 1, maxLength: 8 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
);
