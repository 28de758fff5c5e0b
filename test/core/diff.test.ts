import { describe, expect, test } from 'vitest';
import type { Desired } from '../../reconciler/core/desired.ts';
import { diff } from '../../reconciler/core/diff.ts';
import type { Fields } from '../../reconciler/core/json.ts';
import { assignmentKey, groupKey, membershipKey, permissionSetKey, userKey } from '../../reconciler/core/key.ts';
import type { LiveResource, Resource, Standing } from '../../reconciler/core/resource.ts';
import { kindOf } from '../../reconciler/kinds/index.ts';
import { desiredOf, liveOf, permissionSetSpec } from '../support/resources.ts';

const ada = { userName: 'ada', givenName: 'Ada', familyName: 'L', displayName: 'Ada L' };

function user(spec: Fields): Resource {
  return { kind: 'user', key: userKey(spec['userName'] as string), spec, needs: [] };
}

function run(desired: Partial<Desired> & { resources: readonly Resource[] }, live: readonly LiveResource[]) {
  return diff(desiredOf(desired), live, kindOf);
}

describe('diff', () => {
  test('what is declared and not live is created, and says which selector gave it', () => {
    const [plain, selected] = run(
      { resources: [user(ada), { ...user({ ...ada, userName: 'bob' }), via: 'all' }] },
      [],
    ).changes;
    expect(plain).toMatchObject({ verb: 'create', key: 'user/ada', reason: 'in the file, not live', origin: 'file' });
    expect(selected).toMatchObject({ verb: 'create', key: 'user/bob', reason: 'selected by all, not live' });
  });

  test('equal specs make no change, and a field that the file leaves out is left as it is', () => {
    const live = liveOf(user({ ...ada, email: 'ada@example.com' }));
    expect(run({ resources: [user(ada)] }, [live]).changes).toEqual([]);
  });

  test('a difference is an update that names its fields', () => {
    const live = liveOf(user({ ...ada, email: 'ada@example.com', displayName: 'A' }));
    expect(run({ resources: [user(ada)] }, [live]).changes).toMatchObject([
      {
        verb: 'update',
        fields: [{ field: 'displayName', before: 'A', after: 'Ada L' }],
        after: { spec: { email: 'ada@example.com' } },
      },
    ]);
  });

  test('a difference in a field that cannot change in place is a replacement', () => {
    const fixed = { ...kindOf('user'), fixed: ['displayName'] };
    const live = liveOf(user({ ...ada, displayName: 'A' }));
    expect(diff(desiredOf({ resources: [user(ada)] }), [live], () => fixed).changes[0]?.verb).toBe('replace');
  });

  test('one such field is enough, whatever else differs', () => {
    const fixed = { ...kindOf('user'), fixed: ['displayName'] };
    const live = liveOf(user({ ...ada, givenName: 'A', displayName: 'A' }));
    expect(diff(desiredOf({ resources: [user(ada)] }), [live], () => fixed).changes[0]?.verb).toBe('replace');
  });

  test('a creation beside something live that differs only in case or form is warned of, and made all the same', () => {
    const at = { file: 'config/people.yaml', line: 3, column: 5 };
    const devs: Resource = { kind: 'group', key: groupKey('Cafe\u0301'), spec: { description: null }, needs: [] };
    const live = [
      liveOf(user(ada)),
      liveOf({ ...devs, key: groupKey('CAFÉ') }),
      liveOf({ ...devs, kind: 'membership', key: membershipKey('devs', 'ADA') }),
    ];
    const wanted = [{ ...user({ ...ada, userName: 'Ada' }), at }, user({ ...ada, userName: 'bob' }), devs];
    const { changes, warnings } = run({ resources: wanted }, live);
    expect(changes.filter(({ verb }) => verb === 'create')).toHaveLength(3);
    expect(warnings).toMatchObject([
      { code: 'CONFIG_DUPLICATE', severity: 'warning', message: expect.stringContaining('user/ada'), at },
      { code: 'CONFIG_DUPLICATE', message: expect.stringContaining('group/CAFÉ') },
    ]);
    expect(run({ resources: [user(ada), wanted[0] ?? devs] }, live).warnings).toEqual([]);
  });

  test('what belongs to a provider is never written: a difference is only told', () => {
    const at = { file: 'config/people.yaml', line: 3, column: 5 };
    const live = { ...liveOf(user({ ...ada, displayName: 'A' })), external: true };
    const told = run({ resources: [{ ...user(ada), at }, user({ ...ada, userName: 'bob' })] }, [
      live,
      { ...liveOf(user({ ...ada, userName: 'bob', displayName: 'B' })), external: true },
    ]);
    expect(told.changes).toEqual([]);
    expect(told.warnings).toMatchObject([{ code: 'CONFIG_EXTERNAL', at }, { code: 'CONFIG_EXTERNAL' }]);
    expect(told.warnings[0]?.message).toContain('displayName');
  });

  test('nobody is made a member of a group of a provider; that somebody is not one is told', () => {
    const group = (name: string): Resource => ({ kind: 'group', key: groupKey(name), spec: { name }, needs: [] });
    const member = (of: string): Resource => {
      const needs = [groupKey(of), userKey('ada')];
      return { kind: 'membership', key: membershipKey(of, 'ada'), spec: { group: of, user: 'ada' }, needs };
    };
    const at = { file: 'config/people.yaml', line: 3, column: 5 };
    const groups = [group('theirs'), group('theirs too'), group('own')];
    const resources = [...groups, { ...member('theirs'), at }, member('theirs too'), member('own')];
    const provided = groups.map((one) => ({ ...liveOf(one), external: one.key !== 'group/own' }));
    const told = run({ resources }, provided);
    expect(told.changes.map(({ key }) => key)).toEqual(['membership/own/ada']);
    expect(told.warnings).toMatchObject([{ code: 'CONFIG_EXTERNAL', at }, { code: 'CONFIG_EXTERNAL' }]);
    expect(run({ resources }, [...provided, liveOf(member('theirs')), liveOf(member('theirs too'))]).warnings).toEqual(
      [],
    );
  });

  test.each<[Standing, readonly string[], readonly string[]]>([
    ['removable', ['delete group/old'], []],
    ['reported', [], ['group/old']],
    ['ignored', [], []],
  ])('an undeclared thing that is %s', (standing, changes, unmanaged) => {
    const old = liveOf({ kind: 'group', key: groupKey('old'), spec: { name: 'old' }, needs: [] });
    const found = run({ resources: [], standing: () => standing }, [old]);
    expect(found.changes.map(({ verb, key }) => `${verb} ${key}`)).toEqual(changes);
    expect(found.unmanaged.map(({ key }) => key)).toEqual(unmanaged);
  });

  test('what goes because its time has passed says so, and is of the clock', () => {
    const key = membershipKey('g', 'u');
    const member = liveOf({ kind: 'membership', key, spec: { group: 'g', user: 'u' }, needs: [] });
    const expired = [{ key, expired: Date.UTC(2027, 0, 1), at: { file: 'f', line: 1, column: 1 } }];
    expect(run({ resources: [], standing: () => 'removable', expired }, [member]).changes).toMatchObject([
      { verb: 'delete', origin: 'clock', reason: 'expired on 2027-01-01T00:00:00Z' },
    ]);
  });

  test.each([
    ['ignore', { a: '1', b: '2', 'aws:x': 'y' }],
    ['report', { a: '1', b: '2', 'aws:x': 'y' }],
    ['remove', { a: '1', 'aws:x': 'y' }],
  ] as const)('undeclared tags are treated as the file says: %s', (tags, expected) => {
    const set = (spec: Fields): Resource => ({ kind: 'permission-set', key: permissionSetKey('S'), spec, needs: [] });
    const live = liveOf(set(permissionSetSpec('S', { tags: { a: '0', b: '2', 'aws:x': 'y' } })));
    const wanted = set(permissionSetSpec('S', { tags: { a: '1' } }));
    expect(run({ resources: [wanted], settle: { tags } }, [live]).changes).toMatchObject([
      { after: { spec: { tags: expected } } },
    ]);
  });

  test('undeclared tags are listed where the file reports them, but for those of AWS', () => {
    const set = (name: string, tags: { readonly [key: string]: string }): Resource => {
      const spec = permissionSetSpec(name, { tags });
      return { kind: 'permission-set', key: permissionSetKey(name), spec, needs: [] };
    };
    const live = [set('S', { b: '2', a: '1', own: 'x', 'aws:x': 'y' }), set('T', { a: '1' }), user(ada)].map(liveOf);
    const resources = [set('S', { own: 'y' }), set('T', { a: '1' }), user(ada), set('New', { a: '1' })];
    expect(run({ resources, settle: { tags: 'report' } }, live).unmanaged).toEqual([
      { key: 'permission-set/S', kind: 'permission-set', tags: ['a', 'b'] },
    ]);
    expect(run({ resources, settle: { tags: 'ignore' } }, live).unmanaged).toEqual([]);
  });

  test('a renamed set stays, with a warning, while somebody undeclared holds it under its old name', () => {
    const [oldKey, newKey] = [permissionSetKey('Old'), permissionSetKey('New')];
    const old = liveOf({ kind: 'permission-set', key: oldKey, spec: permissionSetSpec('Old'), needs: [] });
    const key = assignmentKey('Old', '111111111111', 'user', 'ada');
    const held = liveOf({ kind: 'assignment', key, spec: {}, needs: [oldKey, userKey('ada')] });
    const holder = liveOf({ kind: 'user', key: userKey('ada'), spec: {}, needs: [] });
    const wanted: Resource = { kind: 'permission-set', key: newKey, spec: permissionSetSpec('New'), needs: [] };
    const renames = { permissionSets: new Map([['New', 'Old']]), groups: new Map<string, string>() };
    const standing = ({ kind }: LiveResource) => (kind === 'assignment' ? 'reported' : 'removable');
    const kept = run({ resources: [wanted], renames, standing }, [old, held, holder]);
    // Nothing else stays for it.
    expect(kept.changes.map(({ verb, key: changed }) => `${verb} ${changed}`)).toEqual([
      'create permission-set/New',
      'delete user/ada',
    ]);
    expect(kept.warnings).toMatchObject([
      { code: 'CONFIG_RENAME', message: expect.stringContaining('permission-set/Old') },
    ]);
    const gone = run({ resources: [wanted], renames }, [old, held]);
    expect(gone.changes.map(({ verb }) => verb).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'create',
      'delete',
      'delete',
    ]);
    expect(gone.warnings.filter(({ message }) => message.includes('stays'))).toEqual([]);
  });

  test('a grant under the old name of its set goes because it expired, where it did so under the new one', () => {
    const key = assignmentKey('Old', '111111111111', 'user', 'ada');
    const spec = { permissionSet: 'Old', account: '111111111111', principalType: 'user', principal: 'ada' };
    const held = liveOf({ kind: 'assignment', key, spec, needs: [] });
    const renames = { permissionSets: new Map([['New', 'Old']]), groups: new Map<string, string>() };
    const at = { file: 'config.yaml', line: 3, column: 5 };
    const past = { key: assignmentKey('New', '111111111111', 'user', 'ada'), expired: Date.UTC(2026, 0, 2), at };
    expect(run({ resources: [], renames, expired: [past] }, [held]).changes).toMatchObject([
      { verb: 'delete', key, origin: 'clock', reason: 'expired on 2026-01-02T00:00:00Z' },
    ]);
  });

  test('a set stays, with a warning, while it is held on an account where nothing can be changed', () => {
    const [gone, active] = ['555555555555', '111111111111'];
    const set = (name: string): LiveResource =>
      liveOf({ kind: 'permission-set', key: permissionSetKey(name), spec: permissionSetSpec(name), needs: [] });
    const held = (name: string, account: string): LiveResource => {
      const key = assignmentKey(name, account, 'user', 'ada');
      const spec = { permissionSet: name, account, principalType: 'user', principal: 'ada' };
      return liveOf({ kind: 'assignment', key, spec, needs: [permissionSetKey(name), userKey('ada')] });
    };
    const standing = ({ spec }: LiveResource) => (spec['account'] === gone ? 'ignored' : 'removable');
    const live = [set('Held'), held('Held', gone), held('Held', active), set('Free'), held('Free', active)];
    const inactive = (account: string): boolean => account === gone;
    const { changes, warnings } = run({ resources: [], standing, inactive }, live);
    expect(changes.map(({ verb, key }) => `${verb} ${key}`)).toEqual([
      `delete ${assignmentKey('Free', active, 'user', 'ada')}`,
      `delete ${assignmentKey('Held', active, 'user', 'ada')}`,
      'delete permission-set/Free',
    ]);
    expect(warnings).toMatchObject([
      {
        code: 'CONFIG_ACCOUNT',
        message: expect.stringContaining('permission-set/Held stays: it is held on 555555555555'),
      },
    ]);
    // Of a new name, too: no edit of the file would help.
    const renames = { permissionSets: new Map([['New', 'Held']]), groups: new Map<string, string>() };
    expect(run({ resources: [], standing, inactive, renames }, live).warnings).toContainEqual(warnings[0]);
  });

  test('a renamed set is warned of when its role gets another ARN, also where the old set stays', () => {
    const [oldKey, newKey] = [permissionSetKey('Old'), permissionSetKey('New')];
    const old = liveOf({ kind: 'permission-set', key: oldKey, spec: permissionSetSpec('Old'), needs: [] });
    const held = (by: string): LiveResource => {
      const key = assignmentKey('Old', '111111111111', 'user', by);
      return liveOf({ kind: 'assignment', key, spec: {}, needs: [oldKey, userKey(by)] });
    };
    const wanted: Resource = { kind: 'permission-set', key: newKey, spec: permissionSetSpec('New'), needs: [] };
    const renames = { permissionSets: new Map([['New', 'Old']]), groups: new Map<string, string>() };
    const standing = ({ key }: LiveResource) => (key.endsWith('/bob') ? 'reported' : 'removable');
    const told = (resource: Resource, live: readonly LiveResource[]) =>
      run({ resources: [resource], renames, standing }, live).warnings.filter(({ message }) => message.includes('ARN'));
    const warning = { code: 'CONFIG_RENAME', severity: 'warning', hint: expect.stringContaining('trust policies') };
    const at = { file: 'config.yaml', line: 3, column: 5 };
    expect(told({ ...wanted, at }, [old, held('ada')])).toMatchObject([{ ...warning, at }]);
    expect(told(wanted, [old, held('ada'), held('bob')])).toMatchObject([warning]);
    // Nothing moves any more.
    expect(told(wanted, [old, liveOf(wanted), held('bob')])).toEqual([]);
    expect(told(wanted, [liveOf(wanted)])).toEqual([]);
  });
});
