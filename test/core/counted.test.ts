import { expect, test } from 'vitest';
import { counted, countedPeople } from '../../reconciler/core/counted.ts';

test('one is in the singular, and thousands are parted', () => {
  expect([counted(1, 'day'), counted(0, 'day'), counted(12_345, 'day')]).toEqual(['1 day', '0 days', '12,345 days']);
  expect([countedPeople(1), countedPeople(1_000)]).toEqual(['1 person', '1,000 people']);
});
