import { expect, test } from 'vitest';
import { tagCalls } from '../../reconciler/core/tags.ts';

test('tags cost one call to set and one to take away, and none where nothing differs', () => {
  expect(tagCalls({ a: '1' }, { a: '1' })).toBe(0);
  expect(tagCalls({ a: '1' }, { a: '2' })).toBe(1);
  expect(tagCalls({ a: '1', b: '2' }, { a: '1' })).toBe(1);
  expect(tagCalls({ a: '1' }, { b: '2' })).toBe(2);
});
