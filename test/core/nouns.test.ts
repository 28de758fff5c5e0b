import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IssueError } from '../../reconciler/core/issue.ts';
import type { Json } from '../../reconciler/core/json.ts';
import { byCodePoint, canonicalJson, inCodePointOrder, sameJson } from '../../reconciler/core/json.ts';
import { assignmentKey, membershipKey, principalKey, userKey } from '../../reconciler/core/key.ts';
import { dayStart, isoDay, isoInstant } from '../../reconciler/core/time.ts';

describe('canonical JSON', () => {
  test('equal values have equal text, whatever the order of their keys', () => {
    expect(canonicalJson({ b: [1, null], a: { d: true, c: 'x' } })).toBe('{"a":{"c":"x","d":true},"b":[1,null]}');
    expect(sameJson({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
    expect(sameJson([1, 2], [2, 1])).toBe(false);
  });

  test('is JSON of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value as Json))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

test('strings are ordered by code point, not by UTF-16 unit', () => {
  expect(['\u{1f600}', '\uff5e', 'z', 'a', 'ab'].sort(byCodePoint)).toEqual(['a', 'ab', 'z', '\uff5e', '\u{1f600}']);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      const points = (text: string): readonly number[] =>
        Array.from(text, (character) => character.codePointAt(0) ?? 0);
      const [left, right] = [points(a), points(b)];
      const at = left.findIndex((point, index) => point !== right[index]);
      const expected = at === -1 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
      expect(Math.sign(byCodePoint(a, b))).toBe(Math.sign(expected));
    }),
  );
});

test('things are put in code point order of a text of theirs, also where UTF-16 has another', () => {
  const units = ['grapheme', 'binary'] as const;
  fc.assert(
    fc.property(fc.oneof(...units.map((unit) => fc.array(fc.string({ unit, maxLength: 3 })))), (texts) => {
      const things = texts.map((text) => ({ text }));
      const expected = things.toSorted((a, b) => byCodePoint(a.text, b.text));
      expect(inCodePointOrder(things, ({ text }) => text)).toEqual(expected);
    }),
  );
  const odd = ['\u{1f600}', '\uff5e', 'z'];
  expect(inCodePointOrder(odd, (text) => text)).toEqual(['z', '\uff5e', '\u{1f600}']);
});

describe('keys', () => {
  test('a part that holds a separator, a percent sign or a control character is percent-encoded as UTF-8', () => {
    expect(userKey('a/b%c\n\u0085d')).toBe('user/a%2Fb%25c%0A%C2%85d');
    expect(membershipKey('Grüße & co', 'ada@example.com')).toBe('membership/Grüße & co/ada@example.com');
    expect(assignmentKey('S', '111111111111', 'user', 'ada')).toBe('assignment/S/111111111111/user/ada');
    expect([principalKey('user', 'x'), principalKey('group', 'x')]).toEqual(['user/x', 'group/x']);
  });

  test('different names have different keys', () => {
    const name = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(name, name, name, name, (a, b, c, d) => {
        fc.pre(a !== c || b !== d);
        expect(membershipKey(a, b)).not.toBe(membershipKey(c, d));
      }),
    );
  });
});

test('instants are whole seconds in UTC; a day that does not exist has no start', () => {
  const instant = Date.UTC(2027, 0, 31, 23, 59, 59, 999);
  expect([isoInstant(instant), isoDay(instant)]).toEqual(['2027-01-31T23:59:59Z', '2027-01-31']);
  expect(dayStart(2028, 2, 29)).toBe(Date.UTC(2028, 1, 29));
  expect([dayStart(2027, 2, 29), dayStart(2027, 13, 1), dayStart(2027, 4, 31)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('an issue as an exception carries every message, and its cause', () => {
  const cause = new Error('socket');
  const error = new IssueError(
    { code: 'AWS_CALL', severity: 'error', message: 'one', cause },
    { code: 'AWS_CALL', severity: 'error', message: 'two' },
  );
  expect([error.message, error.cause, error.issues.length]).toEqual(['one\ntwo', cause, 2]);
});
