import * as fc from 'fast-check';
import { stripVTControlCharacters } from 'node:util';
import { createColors } from 'picocolors';
import { describe, expect, test } from 'vitest';
import { wrapped } from '../../reconciler/report/wrap.ts';

const PEOPLE =
  '  + contractor, dev_one  gain   Developer                    on staging, sandbox        through group developers';

describe('on a narrow terminal', () => {
  test('a line goes on below its last column, between words, and a short one is left as it is', () => {
    expect(wrapped(`People\n${PEOPLE}\n`, 80).split('\n')).toEqual([
      'People',
      '  + contractor, dev_one  gain   Developer                    on staging, sandbox',
      `${' '.repeat(32)}through group developers`,
      '',
    ]);
    expect(wrapped(PEOPLE, 120)).toBe(PEOPLE);
    expect(wrapped(PEOPLE, 60).split('\n')).toEqual([
      '  + contractor, dev_one  gain   Developer',
      `${' '.repeat(25)}on staging, sandbox`,
      `${' '.repeat(25)}through group developers`,
    ]);
    expect(wrapped(`  + user            ada${' '.repeat(50)}config/a.yaml:9`, 60)).toBe(
      '  + user            ada  config/a.yaml:9',
    );
    expect(wrapped('o-exampleorg1 · Identity Center us-east-1 · profile tooling/us-east-1', 60).split('\n')).toEqual([
      'o-exampleorg1 · Identity Center us-east-1 · profile',
      '    tooling/us-east-1',
    ]);
  });

  test('colours take no room, and a word that fits nowhere stays whole', () => {
    const { green } = createColors(true);
    const painted = PEOPLE.replace(/\+.*$/u, (text) => green(text));
    expect(stripVTControlCharacters(wrapped(painted, 80))).toBe(wrapped(PEOPLE, 80));
    const arn = `kmsKey  + arn:aws:kms:us-east-1:222222222222:key/${'8'.repeat(60)}`;
    expect(wrapped(arn, 80)).toBe(arn);
  });

  test('nothing is lost, and no line is longer than it has to be', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', ',', '+', '(', '東'), minLength: 1, maxLength: 12 });
    const gap = fc.integer({ min: 1, max: 30 }).map((length) => ' '.repeat(length));
    const line = fc.array(fc.tuple(gap, word), { maxLength: 30 }).map((parts) => parts.flat().join(''));
    fc.assert(
      fc.property(line, fc.integer({ min: 48, max: 120 }), (text, columns) => {
        const lines = wrapped(text, columns).split('\n');
        expect(lines.join(' ').split(/ +/u)).toEqual(text.split(/ +/u));
        for (const one of lines.slice(1)) expect(one.replaceAll('東', 'xx').length).toBeLessThanOrEqual(columns);
      }),
    );
  });
});
