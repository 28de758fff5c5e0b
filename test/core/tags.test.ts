import { expect, test } from 'vitest';
import { tagCalls, tagWrites } from '../../reconciler/core/tags.ts';

test('tags cost one call to set and one to take away, and none where nothing differs', () => {
  expect(tagCalls({ a: '1' }, { a: '1' })).toBe(0);
  expect(tagCalls({ a: '1' }, { a: '2' })).toBe(1);
  expect(tagCalls({ a: '1', b: '2' }, { a: '1' })).toBe(1);
  expect(tagCalls({ a: '1' }, { b: '2' })).toBe(2);
});

test('a tag may be called like a member of every object', () => {
  expect(tagWrites({ constructor: '1' }, {})).toEqual({ set: [], unset: ['constructor'] });
  expect(tagWrites({}, { toString: '1' })).toEqual({ set: [['toString', '1']], unset: [] });
  expect(tagCalls({ constructor: '1' }, { valueOf: '2' })).toBe(2);
});

test('the tags of AWS are left alone', () => {
  expect(tagWrites({ 'aws:owner': '1', own: '2' }, {})).toEqual({ set: [], unset: ['own'] });
});
