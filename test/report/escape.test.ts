import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeSpan, fenced, markdownWords, shown, shownJson, shownMessage } from '../../reconciler/report/escape.ts';
import { hostileName } from '../support/hostile.ts';
import { readMarkdown } from '../support/markdown.ts';

test.each([
  ['plain', 'plain'],
  ['Zoë 漢字 👍', 'Zoë 漢字 👍'],
  ['a\nb\r\u2028\u0085', String.raw`a\u{a}b\u{d}\u{2028}\u{85}`],
  ['\u001b[31mred\u009b2J\u0007', String.raw`\u{1b}[31mred\u{9b}2J\u{7}`],
  ['admin\u202etxt.exe', String.raw`admin\u{202e}txt.exe`],
  ['zero\u200bwidth\ufeff', String.raw`zero\u{200b}width\u{feff}`],
  ['half \ud800 of a pair', String.raw`half \u{d800} of a pair`],
  ['::error::x', String.raw`\u{3a}:error::x`],
  ['  ::error::x', String.raw`  \u{3a}:error::x`],
  ['arn:aws:sso:::instance', 'arn:aws:sso:::instance'],
  ['a ##[error]b', String.raw`a ##\u{5b}error]b`],
  [String.raw`\u{202e}`, String.raw`\u{5c}u{202e}`],
])('%j is shown as %j', (value, text) => {
  expect(shown(value)).toBe(text);
});

test('a long value keeps its beginning and its end', () => {
  expect(shown('a'.repeat(60) + 'b'.repeat(40))).toBe(`${'a'.repeat(59)}…${'b'.repeat(20)}`);
  expect(shown('a'.repeat(80))).toBe('a'.repeat(80));
  expect(shown('👍'.repeat(80))).toBe('👍'.repeat(80));
  expect(shown('👍'.repeat(81), 9)).toBe('👍👍👍👍👍👍…👍👍');
  expect(shownMessage('a'.repeat(2_000))).toHaveLength(1_000);
});

test('a shown value is one line of printable characters that no runner obeys', () => {
  fc.assert(
    fc.property(hostileName, (name) => {
      const text = shown(name);
      expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(text).not.toMatch(/^\s*::|##\[/u);
    }),
  );
});

test('different values are shown differently, unless they are shortened', () => {
  fc.assert(
    fc.property(hostileName, hostileName, (a, b) => {
      fc.pre(a !== b && a.length <= 80 && b.length <= 80);
      expect(shown(a)).not.toBe(shown(b));
    }),
  );
});

test('JSON text reads back as the same value and holds nothing that a terminal obeys', () => {
  fc.assert(
    fc.property(hostileName, (name) => {
      const json = shownJson(JSON.stringify({ [name]: [name] }, null, 2));
      expect(JSON.parse(json)).toEqual({ [name]: [name] });
      expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|##\[/u);
    }),
  );
});

test('a code span is one piece of code with that text', () => {
  fc.assert(
    fc.property(hostileName, (name) => {
      const text = shown(name);
      const { types, prose, code } = readMarkdown(`before ${codeSpan(text)} after`);
      expect([...types]).toEqual(['root', 'paragraph', 'text', 'inlineCode']);
      expect(prose).toEqual(['before ', ' after']);
      expect(code.map((value) => value.trim())).toEqual([text.trim()]);
    }),
  );
});

test('nothing of a value is an empty code span', () => {
  expect(readMarkdown(`a${codeSpan('')}b`).types).toContain('inlineCode');
});

test('a sentence keeps its words, and whatever Markdown or GitHub would read is code', () => {
  const sentence =
    'no set "ReadOnyl" for @octocat in config/a.yaml: did you mean "Read-Only"? See #12, GH-12, https://a.example.';
  expect(markdownWords(sentence)).toBe(
    'no set "ReadOnyl" for `@octocat` in `config/a.yaml`: did you mean "Read-Only"? See `#12`, `GH-12`, `https://a.example`.',
  );
});

test.each([
  ['12 of 1000 (a → b) …', '12 of 1000 (a → b) …'],
  ['deadbee 1234567', '`deadbee` `1234567`'],
  ['?! a  b', '`?!` a b'],
])('the words %j are %j', (sentence, markdown) => {
  expect(markdownWords(sentence)).toBe(markdown);
});

test('a sentence never becomes more than words and code', () => {
  fc.assert(
    fc.property(fc.array(hostileName, { minLength: 1, maxLength: 4 }), (names) => {
      const text = shownMessage(names.join(' '));
      const { types, prose, all } = readMarkdown(`- **x** ${markdownWords(text)}`);
      const allowed = ['root', 'list', 'listItem', 'paragraph', 'strong', 'text', 'inlineCode'];
      expect([...types].filter((type) => !allowed.includes(type))).toEqual([]);
      expect(prose.join(' ')).not.toMatch(/[@#<>&|*_`~[\]\\]|:\/\/|\bwww\.|\bgh-\d/iu);
      const words = (value: string): string => value.replaceAll(/ +/gu, ' ').trim();
      expect(words(all)).toBe(words(`x ${text}`));
    }),
  );
});

test('no line closes a fenced block', () => {
  expect(readMarkdown(fenced(['a', '```', '````', '~~~'], 'diff')).code).toEqual(['a', '```', '````', '~~~']);
  fc.assert(
    fc.property(fc.array(hostileName, { minLength: 1, maxLength: 5 }), (names) => {
      const lines = names.map((name) => shown(name));
      const { types, code } = readMarkdown(`${fenced(lines, 'diff')}\n\nafter`);
      expect([...types]).toEqual(['root', 'code', 'paragraph', 'text']);
      expect(code).toEqual(lines);
    }),
  );
});
