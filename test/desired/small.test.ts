/** Instants, globs and names. */

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameGlob, pathGlob } from '../../reconciler/desired/glob.ts';
import { endOf, parseAt, parseInstant } from '../../reconciler/desired/instant.ts';
import { candidatesHint, closest, didYouMean, nearMisses } from '../../reconciler/desired/names.ts';

describe('instants', () => {
  test.each([
    ['2027-01-31', '2027-02-01T00:00:00.000Z'],
    ['2028-02-29', '2028-03-01T00:00:00.000Z'],
    ['2027-01-31T18:00Z', '2027-01-31T18:00:00.000Z'],
    ['2027-01-31T18:00:01.5Z', '2027-01-31T18:00:01.500Z'],
    ['2027-01-31T18:00:00+05:30', '2027-01-31T12:30:00.000Z'],
    ['2027-01-31T18:00:00-14:00', '2027-02-01T08:00:00.000Z'],
  ])('%s ends at %s', (text, instant) => {
    expect(parseInstant(text)).toEqual({ ok: true, at: Date.parse(instant) });
  });

  test.each([
    ['2027-02-29', 'there is no day 2027-02-29'],
    ['2027-00-10', 'there is no day 2027-00-10'],
    ['2027-04-31T10:00:00Z', 'there is no day 2027-04-31'],
    ['2027-01-31T18:00:00', '"2027-01-31T18:00:00" has no time zone'],
    ['2027-01-31T24:00:00Z', '"2027-01-31T24:00:00Z" is no time of a day'],
    ['2027-01-31T18:60:00Z', '"2027-01-31T18:60:00Z" is no time of a day'],
    ['2027-01-31T18:00:60Z', '"2027-01-31T18:00:60Z" is no time of a day'],
    ['2027-01-31T18:00:00+15:00', '"2027-01-31T18:00:00+15:00" is no time of a day'],
    ['2027-01-31T18:00:00+01:60', '"2027-01-31T18:00:00+01:60" is no time of a day'],
    ['2027-01-31 18:00:00Z', '"2027-01-31 18:00:00Z" is neither a day nor a timestamp'],
    ['tomorrow', '"tomorrow" is neither a day nor a timestamp'],
  ])('%s is refused', (text, mistake) => {
    expect(parseInstant(text)).toMatchObject({ ok: false, mistake });
  });

  test('every instant that the machine writes is read', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('9998-01-01'), noInvalidDate: true }), (date) => {
        expect(parseInstant(date.toISOString())).toEqual({ ok: true, at: date.getTime() });
      }),
    );
  });

  test('an end that is not given is none; a day named to look from is its beginning', () => {
    expect(endOf(undefined)).toBeUndefined();
    expect(endOf('someday')).toBeUndefined();
    expect(endOf('2027-01-31')).toBe(Date.UTC(2027, 1, 1));
    expect(parseAt('2027-01-31')).toBe(Date.UTC(2027, 0, 31));
    expect(parseAt('2027-01-31T01:00:00Z')).toBe(Date.UTC(2027, 0, 31, 1));
    expect(parseAt('now')).toBeUndefined();
  });
});

describe('globs', () => {
  /** One character at a time, the long way round. */
  function matches(pattern: string, text: string, single: (sign: string) => boolean): boolean {
    if (pattern === '') return text === '';
    const [sign = '', character] = [pattern[0], text[0]];
    if (sign === '*') {
      return (
        matches(pattern.slice(1), text, single) ||
        (character !== undefined && single(character) && matches(pattern, text.slice(1), single))
      );
    }
    if (character === undefined) return false;
    return (sign === '?' ? single(character) : sign === character) && matches(pattern.slice(1), text.slice(1), single);
  }

  const pattern = fc.string({ unit: fc.constantFrom(...Array.from('ab*?.[(|\\$^/-')), maxLength: 6 });
  const text = fc.string({ unit: fc.constantFrom(...Array.from('ab.[(|\\$^/-\n')), maxLength: 6 });

  test('a name matches as a whole, and nothing but * and ? is special', () => {
    fc.assert(
      fc.property(pattern, text, (glob, name) => {
        expect(nameGlob(glob)(name)).toBe(matches(glob, name, () => true));
      }),
      { numRuns: 500 },
    );
  });

  test('in paths * stays inside a folder', () => {
    fc.assert(
      fc.property(
        pattern.filter((glob) => !glob.includes('**')),
        text,
        (glob, path) => {
          expect(pathGlob(glob)(path)).toBe(matches(glob, path, (character) => character !== '/'));
        },
      ),
      { numRuns: 500 },
    );
  });

  test.each([
    ['teams/**', 'teams/a.yaml', true],
    ['teams/**', 'teams/a/b.yaml', true],
    ['teams/**', 'teamsters/a.yaml', false],
    ['**/pay.yaml', 'pay.yaml', true],
    ['**/pay.yaml', 'a/b/pay.yaml', true],
    ['**/pay.yaml', 'a/repay.yaml', false],
    ['teams/**/x.yaml', 'teams/x.yaml', true],
    ['**', 'a/b', true],
    ['a**b', 'a/x/b', true],
    ['?', '😀', true],
  ])('%s and %s: %s', (glob, path, expected) => {
    expect(pathGlob(glob)(path)).toBe(expected);
  });

  // Both stand in a pull request, which may be anybody's: the check must not hang on them.
  test.each([nameGlob, pathGlob])('no pattern takes long, whatever it is asked about', (globOf) => {
    const began = performance.now();
    for (const glob of ['*a', '?*', '**?', '**/*'])
      expect(globOf(`${glob.repeat(200)}!`)('a/'.repeat(200))).toBe(false);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

describe('names', () => {
  test('the nearest candidate is suggested, and none when none is near', () => {
    expect(closest('ReadOnyl', ['Billing', 'ReadOnly', 'ReadAll'])).toBe('ReadOnly');
    expect(closest('AUDITOR', ['Editor', 'auditor'])).toBe('auditor');
    expect(closest('ab', ['xy', 'abcdefgh'])).toBeUndefined();
    expect(closest('x', [])).toBeUndefined();
    expect(didYouMean('x', ['completely'])).toBeUndefined();
  });

  test('without a near one, the first few are listed', () => {
    expect(candidatesHint('zzzz', [])).toBeUndefined();
    expect(candidatesHint('zzzz', ['one', 'two'])).toBe('there is "one", "two"');
    expect(candidatesHint('zzzzzz', ['1', '2', '3', '4', '5', '6', '7'])).toBe(
      'there is "1", "2", "3", "4", "5", and 2 more',
    );
    expect(candidatesHint('twoo', ['one', 'two'])).toBe('did you mean "two"?');
  });

  test('near misses are another case, or one letter more, fewer, changed or swapped', () => {
    const near = nearMisses(['dev_one', 'user-01', 'Zoë']);
    const pairs = [
      'Dev_One',
      'dev_on',
      'dev_onee',
      'dev_ono',
      'dve_one',
      'dev_two',
      'dev',
      'user-02',
      'USER-01',
      'user_01',
      'Zoe\u0308',
      'x',
    ];
    expect(pairs.map((name) => near(name))).toEqual([
      'dev_one',
      'dev_one',
      'dev_one',
      'dev_one',
      'dev_one',
      undefined,
      undefined,
      undefined,
      'user-01',
      'user-01',
      'Zoë',
      undefined,
    ]);
  });
});
