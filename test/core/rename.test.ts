import { expect, test } from 'vitest';
import {
  applicationKey,
  assignmentKey,
  groupKey,
  membershipKey,
  permissionSetKey,
  principalKey,
  userKey,
} from '../../reconciler/core/key.ts';
import { underNewNames } from '../../reconciler/core/rename.ts';
import type { LiveResource } from '../../reconciler/core/resource.ts';
import { anAuthorization } from '../support/builders.ts';
import { desiredOf, liveOf } from '../support/resources.ts';

function group(name: string): LiveResource {
  return liveOf({ kind: 'group', key: groupKey(name), spec: { name }, needs: [] });
}

function member(name: string): LiveResource {
  const needs = [groupKey(name), userKey('ada')];
  return liveOf({ kind: 'membership', key: membershipKey(name, 'ada'), spec: { group: name, user: 'ada' }, needs });
}

function grant(type: 'user' | 'group', name: string): LiveResource {
  const spec = { permissionSet: 'S', account: '111111111111', principalType: type, principal: name };
  const needs = [permissionSetKey('S'), type === 'group' ? groupKey(name) : userKey(name)];
  return liveOf({ kind: 'assignment', key: assignmentKey('S', '111111111111', type, name), spec, needs });
}

const live = [
  group('old'),
  group('other'),
  member('old'),
  member('other'),
  grant('group', 'old'),
  grant('user', 'old'),
];
function groupsOf(...names: readonly string[]) {
  return { groups: names.map((name) => ({ name, external: false })) };
}

const LIVE = groupsOf('old', 'other');
const renames = { permissionSets: new Map<string, string>(), groups: new Map([['new', 'old']]) };

test('a renamed group, its members and its grants are seen under the new name; its old name stays in its spec', () => {
  const seen = underNewNames(
    [...live, liveOf({ kind: 'user', key: userKey('ada'), spec: {}, needs: [] })],
    desiredOf({ renames }),
    LIVE,
  );
  expect(seen.map(({ key }) => key)).toEqual([
    'group/new',
    'group/other',
    'membership/new/ada',
    'membership/other/ada',
    'assignment/S/111111111111/group/new',
    'assignment/S/111111111111/user/old',
    'user/ada',
  ]);
  expect(seen[0]).toMatchObject({ spec: { name: 'old' }, ref: { id: 'id-of-group/old' } });
  expect(seen[2]).toMatchObject({ spec: { group: 'new' }, needs: ['group/new', 'user/ada'] });
  expect(seen[4]).toMatchObject({ spec: { principal: 'new' }, needs: ['permission-set/S', 'group/new'] });
});

test('where the new name is live already, or the old one is not, everything stays as it is', () => {
  const both = [...live, group('new')];
  expect(underNewNames(both, desiredOf({ renames }), groupsOf('old', 'new'))).toBe(both);
  const neither = [group('other')];
  expect(underNewNames(neither, desiredOf({ renames }), groupsOf('other'))).toBe(neither);
});

test('so are those who may use the profile', () => {
  const all = [
    group('old'),
    authorization('group', 'old'),
    authorization('group', 'other'),
    authorization('user', 'old'),
  ];
  const seen = underNewNames(all, desiredOf({ renames }), LIVE);
  expect(seen.map(({ key }) => key)).toEqual([
    'group/new',
    'authorization/group/new',
    'authorization/group/other',
    'authorization/user/old',
  ]);
  expect(seen[1]).toMatchObject({ spec: { principal: 'new' }, needs: ['group/new', 'application/1/x'] });
});

function authorization(type: 'user' | 'group', name: string): LiveResource {
  return { ...anAuthorization(type, name), needs: [principalKey(type, name), applicationKey('1', 'x')], ref: {} };
}
