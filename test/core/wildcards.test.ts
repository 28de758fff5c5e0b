import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesWildcards } from '../../reconciler/core/wildcards.ts';

test.each([
  ['', '', true],
  ['', 'a', false],
  ['*', '', true],
  ['a*', 'a', true],
  ['a?', 'a', false],
  ['?', '😀', true],
  ['*b', 'abab', true],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['a.c', 'abc', false],
] as const)('%j and %j: %s', (pattern, text, answer) => {
  expect(matchesWildcards(pattern, text)).toBe(answer);
});

test('is what a regular expression says', () => {
  const letters = (signs: string): fc.Arbitrary<string> =>
    fc.string({ unit: fc.constantFrom(...signs.split('')), maxLength: 8 });
  fc.assert(
    fc.property(letters('ab*?'), letters('ab'), (pattern, text) => {
      const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'u');
      expect(matchesWildcards(pattern, text)).toBe(expression.test(text));
    }),
    { numRuns: 1000 },
  );
});

test('takes no longer for a pattern that a regular expression would never finish', () => {
  expect(matchesWildcards(`${'*a'.repeat(200)}b`, 'a'.repeat(2_000))).toBe(false);
});
