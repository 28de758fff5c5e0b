import { describe, expect, test } from 'vitest';
import type { Change } from '../../reconciler/core/change.ts';
import { fieldChanges } from '../../reconciler/core/field-changes.ts';
import type { Fields } from '../../reconciler/core/json.ts';
import type { Key, KindName } from '../../reconciler/core/key.ts';
import { tooMany } from '../../reconciler/core/too-many.ts';

const BASE = { needs: [], origin: 'file', reason: '', widensAccess: false } as const;

function update(
  kind: KindName,
  before: Fields,
  after: Fields,
  at?: { file: string; line: number; column: number },
): Change {
  const key = `${kind}/x` as Key;
  const wanted = { kind, key, spec: after, needs: [], ...(at === undefined ? {} : { at }) };
  const live = { kind, key, spec: before, needs: [], ref: {} };
  return { ...BASE, kind, key, verb: 'update', before: live, after: wanted, fields: fieldChanges(before, after) };
}

function many(count: number, prefix = 'k'): Fields {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, true]));
}

describe('tags and notifications that come to live ones', () => {
  test.each([
    ['permission-set', { tags: many(75) }, undefined],
    ['permission-set', { tags: many(76) }, 'permission-set/x would have 76 tags'],
    ['permission-set', { tags: { ...many(75), ...many(3, 'aws:') } }, undefined],
    ['profile', { tags: many(50) }, undefined],
    ['profile', { tags: many(51) }, 'profile/x would have 51 tags'],
    ['profile', { features: { notifications: many(10) } }, undefined],
    ['profile', { features: { notifications: many(11) } }, 'profile/x would have 11 notifications'],
    ['profile', { features: { webTools: true } }, undefined],
    ['profile', { features: null, description: 'x' }, undefined],
    ['profile', { tags: null }, undefined],
  ] as const)('%s %#', (kind, after, message) => {
    const found = tooMany([update(kind, { tags: {}, features: {} }, after)]).map((issue) => issue.message);
    expect(found).toEqual(message === undefined ? [] : [expect.stringContaining(message)]);
  });

  test('are told where the thing stands, and only where they change', () => {
    const at = { file: 'a.yaml', line: 3, column: 5 };
    const tags = many(76);
    expect(tooMany([update('permission-set', {}, { tags }, at)])).toMatchObject([{ code: 'CONFIG_LIMIT', at }]);
    expect(tooMany([update('permission-set', { tags }, { tags, name: 'y' })])).toEqual([]);
  });

  test('are nothing that is made or removed', () => {
    const {
      before,
      after,
      fields: _,
      ...rest
    } = update('profile', {}, { tags: many(51) }) as Change & { verb: 'update' };
    expect(
      tooMany([
        { ...rest, verb: 'create', after },
        { ...rest, verb: 'delete', before },
      ]),
    ).toEqual([]);
  });
});
