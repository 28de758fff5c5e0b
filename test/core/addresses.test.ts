import { describe, expect, test } from 'vitest';
import { heldAddresses } from '../../reconciler/core/addresses.ts';
import type { Change } from '../../reconciler/core/change.ts';
import { userKey } from '../../reconciler/core/key.ts';
import type { LiveResource } from '../../reconciler/core/resource.ts';

function user(userName: string, email?: string): LiveResource {
  const spec = {
    userName,
    givenName: 'A',
    familyName: 'B',
    displayName: 'A B',
    ...(email === undefined ? {} : { email }),
  };
  return { kind: 'user', key: userKey(userName), spec, needs: [], ref: {} };
}

const BASE = { kind: 'user', needs: [], origin: 'file', reason: '', widensAccess: false } as const;
const create = (after: LiveResource): Change => ({ ...BASE, key: after.key, verb: 'create', after });
const remove = (before: LiveResource): Change => ({ ...BASE, key: before.key, verb: 'delete', before });
const update = (before: LiveResource, after: LiveResource): Change => ({
  ...BASE,
  key: after.key,
  verb: 'update',
  before,
  after,
  fields: [],
});

function told(changes: readonly Change[], live: readonly LiveResource[]): readonly string[] {
  return heldAddresses(changes, live).map(({ message, hint }) => `${message}; ${hint}`);
}

describe('an email address that somebody still has', () => {
  const old = user('old', 'Ada@Example.com');

  test('is an error that names the two steps, also when that user goes in the same plan', () => {
    expect(told([create(user('new', 'ada@example.com')), remove(old)], [old])).toEqual([
      '"ada@example.com", the email address of "new", is still held by user "old"; two steps: remove "old" in a pull request of its own, then this change in the next',
    ]);
    expect(told([create(user('new', 'ada@example.com'))], [old])).toEqual([
      '"ada@example.com", the email address of "new", is still held by user "old"; two steps: give "old" another address in a pull request of its own, then this change in the next',
    ]);
  });

  test('stands where the user does', () => {
    const at = { file: 'config/people.yaml', line: 3, column: 5 };
    const after = { ...user('new', 'ada@example.com'), at };
    expect(heldAddresses([{ ...BASE, key: after.key, verb: 'create', after }], [old])).toMatchObject([{ at }]);
  });

  test('is none of one’s own, of nobody, or of somebody without one', () => {
    expect(told([update(old, user('old', 'ada@example.com'))], [old])).toEqual([]);
    expect(told([create(user('new', 'new@example.com')), create(user('plain'))], [old, user('silent')])).toEqual([]);
    const group: LiveResource = { kind: 'group', key: userKey('x'), spec: { name: 'x' }, needs: [], ref: {} };
    expect(told([{ ...BASE, kind: 'group', key: group.key, verb: 'create', after: group }], [group])).toEqual([]);
  });
});
