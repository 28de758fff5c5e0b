import { expect, test } from 'vitest';
import type { Fields } from '../../reconciler/core/json.ts';
import type { Key, KindName } from '../../reconciler/core/key.ts';
import { KIND_NAMES } from '../../reconciler/core/key.ts';
import { keyOf } from '../../reconciler/core/key-of.ts';
import type { LiveResource } from '../../reconciler/core/resource.ts';
import { fieldsBeyond } from '../../reconciler/core/undo-between.ts';
import { desiredAfter, inTheFilesNames, renamedBack } from '../../reconciler/core/undo-desired.ts';
import { needsOf, undoing } from '../../reconciler/core/undo-plan.ts';
import type { UndoInput } from '../../reconciler/core/undo-plan.ts';
import type { Done } from '../../reconciler/core/undo.ts';
import { undoOf } from '../../reconciler/core/undo.ts';
import type { UndoChange } from '../../reconciler/core/undo.types.ts';
import { kindOf } from '../../reconciler/kinds/index.ts';
import type { Thing } from '../support/builders.ts';
import {
  aGroup,
  aMembership,
  anAssignment,
  anAuthorization,
  aPermissionSet,
  aPlan,
  aProfile,
  aThing,
  aUser,
  creation,
  removal,
  update,
} from '../support/builders.ts';
import { situation } from '../support/guard-input.ts';

const PROD = '333333333333';

function inverse(done: readonly Done[]) {
  const { changes, notes } = undoOf(aPlan(), done, true, kindOf);
  return {
    changes: changes.map(({ verb, id }) => `${verb} ${id}`),
    notes: notes.map(({ id, message }) => `${id}: ${message}`),
    specs: changes,
  };
}

test('what was made goes, what went comes back, the last one first', () => {
  const done = [
    { change: creation(aUser('ada')) },
    { change: creation(aGroup('devs')) },
    { change: removal(anAssignment('Auditor', PROD, 'group', 'devs')) },
  ];
  expect(inverse(done).changes).toEqual([
    'create assignment/Auditor/333333333333/group/devs',
    'delete group/devs',
    'delete user/ada',
  ]);
});

test('what comes back as another thing of the same name is said', () => {
  const things = [aUser('ada'), aGroup('devs'), aPermissionSet('Auditor'), aProfile()];
  const { notes } = inverse(things.map((thing) => ({ change: removal(thing) })));
  expect(notes.map((note) => note.split(':')[0])).toEqual([
    'profile/222222222222/us-east-1',
    'permission-set/Auditor',
    'group/devs',
    'user/ada',
  ]);
});

test('what is never taken away stays, and is said; an application goes with its profile', () => {
  const things = [
    aThing('service-access', 'service-access/q.amazonaws.com', { principal: 'q.amazonaws.com' }),
    aThing('application', 'application/222222222222/us-east-1', { enabled: true }),
  ];
  const { changes, notes } = inverse(things.map((thing) => ({ change: creation(thing) })));
  expect(changes).toEqual([]);
  expect(notes).toEqual([
    'service-access/q.amazonaws.com: trusted access is never switched off here: do it by hand when nothing needs it',
  ]);
});

test('what had expired, and what nobody holds any more, is not given back', () => {
  const { changes, notes } = inverse([
    { change: removal(aMembership('devs', 'ada'), { origin: 'clock' }) },
    { change: removal(anAssignment('Auditor', PROD, 'user', '~12345678-0000-0000-0000-000000000000')) },
  ]);
  expect(changes).toEqual([]);
  expect(notes.map((note) => note.slice(note.indexOf(': ') + 2))).toEqual([
    'its principal no longer exists',
    'it had expired, and is not granted again',
  ]);
});

test('an update goes back to what was there, exactly, but for what the services cannot clear', () => {
  const before = aPermissionSet('Auditor', { tags: { owner: 'a' }, provisioned: { outdated: [PROD] } });
  const after = aPermissionSet('Auditor', { description: 'new', sessionDuration: 'PT2H', tags: { stage: 'b' } });
  const { specs, notes } = inverse([{ change: update(before, after) }]);
  expect(specs).toEqual([
    {
      id: 'permission-set/Auditor',
      kind: 'permission-set',
      verb: 'update',
      before: after.spec,
      after: { ...before.spec, description: 'new', provisioned: 'latest' },
    },
  ]);
  expect(notes).toEqual(['permission-set/Auditor: description cannot be put back as it was']);
});

test('where nothing can be put back nothing is done', () => {
  const described = { ...aGroup('devs'), spec: { name: 'devs', description: 'new' } };
  expect(inverse([{ change: update(aGroup('devs'), described) }])).toMatchObject({
    changes: [],
    notes: ['group/devs: description cannot be put back as it was'],
  });
});

test('another account of a delegated administrator is replaced again', () => {
  const registered = (account: string) =>
    aThing('delegated-administrator', 'delegated-administrator/sso.amazonaws.com', {
      principal: 'sso.amazonaws.com',
      account,
    });
  const change = update(registered(PROD), registered('222222222222'), { verb: 'replace' });
  expect(inverse([{ change }]).specs).toMatchObject([{ verb: 'replace', after: { account: PROD } }]);
});

test('of what failed only what was read back as another thing than before', () => {
  const set = aPermissionSet('Auditor');
  const half = { ...set.spec, managedPolicies: ['x'] };
  const done: readonly Done[] = [
    { change: creation(aUser('ada')), left: null },
    { change: removal(aUser('bob')), left: aUser('bob').spec },
    { change: update(set, aPermissionSet('Auditor', { managedPolicies: ['x', 'y'] })), left: half },
    { change: creation(aGroup('devs')), left: { name: 'devs', description: 'by itself' } },
  ];
  expect(inverse(done).specs).toMatchObject([
    { id: 'group/devs', before: { description: 'by itself' } },
    { id: 'permission-set/Auditor', before: { managedPolicies: ['x'] }, after: { managedPolicies: [] } },
  ]);
});

test('a renamed group gets its old name back, and so does all that names it', () => {
  const renamed = { ...aGroup('new'), key: 'group/new' as Key };
  const done: readonly Done[] = [
    { change: update({ ...aGroup('old'), key: renamed.key }, renamed) },
    { change: creation(aMembership('new', 'ada')) },
    { change: removal(aMembership('new', 'bob')) },
    {
      change: update(
        anAuthorization('group', 'new'),
        anAuthorization('group', 'new', { subscription: 'Q_DEVELOPER_STANDALONE_PRO' }),
      ),
    },
  ];
  expect(inverse(done).changes).toEqual([
    'update authorization/group/old',
    'create membership/old/bob',
    'delete membership/old/ada',
    'update group/old',
  ]);
});

test('a plan that was not digested is told by nothing', () => {
  const { digest: _digest, ...plan } = aPlan();
  expect(undoOf(plan, [], false, kindOf).undoes).toEqual({ plan: '', ended: false });
});

test.each([
  [{ a: 1 }, { a: 1 }, { a: 2 }, []],
  [{ a: 2 }, { a: 1 }, { a: 2 }, []],
  [{ a: 3 }, { a: 1 }, { a: 2 }, ['a']],
  [{ a: 1, b: 2 }, { a: 1 }, { a: 1 }, ['b']],
  [{}, { a: 1 }, { a: 2 }, ['a']],
  [{ provisioned: { outdated: [PROD] } }, { provisioned: 'latest' }, { provisioned: 'latest' }, []],
  [{ l: ['a', 'b'] }, { l: ['a'] }, { l: ['b'] }, []],
  [{ l: ['a', 'c'] }, { l: ['a'] }, { l: ['b'] }, ['l']],
  [{ l: ['b'] }, { l: ['a', 'k'] }, { l: ['b', 'k'] }, ['l']],
  [{ l: [] }, {}, { l: ['b'] }, []],
  [{ t: { a: '1', b: '2' } }, { t: { a: '1' } }, { t: { b: '2' } }, []],
  [{ t: { a: '3' } }, { t: { a: '1' } }, { t: { b: '2' } }, ['t']],
  [{ t: { a: '1' } }, { t: { a: '1', b: '2' } }, {}, []],
  [{ t: { a: '1' } }, { t: 'x' }, { t: 'y' }, ['t']],
] satisfies readonly (readonly [Fields, Fields, Fields, readonly string[]])[])(
  '%j, between %j and %j, goes beyond in %j',
  (now, from, to, beyond) => {
    expect(fieldsBeyond(now, from, to)).toEqual(beyond);
  },
);

function live(thing: Thing, parts: Partial<LiveResource> = {}): LiveResource {
  return { ...thing, needs: needsOf(thing.kind, thing.spec), ref: {}, ...parts };
}

const gone = (thing: Thing): UndoChange => ({ ...head(thing), verb: 'delete', before: thing.spec, after: null });
const back = (thing: Thing): UndoChange => ({ ...head(thing), verb: 'create', before: null, after: thing.spec });
const was = (now: Thing, then: Thing, verb: 'update' | 'replace' = 'update'): UndoChange => ({
  ...head(then),
  verb,
  before: now.spec,
  after: then.spec,
});

function head({ kind, key }: Thing): { readonly id: Key; readonly kind: KindName } {
  return { id: key, kind };
}

function planned(
  changes: readonly UndoChange[],
  things: readonly LiveResource[],
  parts: Partial<UndoInput> = {},
): readonly string[] {
  const plan = undoing({ changes, live: things, killed: false, forbids: () => undefined, kindOf, ...parts });
  return [
    ...plan.changes.map(({ verb, key }) => `${verb} ${key}`),
    ...plan.leftOut.map(({ key, why }) => `${key}: ${why}`),
  ];
}

test('each thing is undone where it is as the apply left it, and passed over where it is back', () => {
  const [one, two] = [
    aPermissionSet('A', { sessionDuration: 'PT1H' }),
    aPermissionSet('A', { sessionDuration: 'PT2H' }),
  ];
  expect(planned([was(one, two)], [live(one)])).toEqual(['update permission-set/A']);
  expect(planned([was(one, two)], [live(two)])).toEqual([]);
  expect(planned([was(one, two)], [])).toEqual(['permission-set/A: it is no longer there']);
  expect(planned([was(one, two)], [live(aPermissionSet('A', { sessionDuration: 'PT3H' }))])).toEqual([
    'permission-set/A: it is no longer as the apply left it: sessionDuration',
  ]);
  expect(planned([gone(one)], [live(one)])).toEqual(['delete permission-set/A']);
  expect(planned([gone(one)], [])).toEqual([]);
  expect(planned([gone(one)], [live(two)])).toEqual([
    'permission-set/A: it is no longer as the apply left it: sessionDuration',
  ]);
  expect(planned([back(one)], [])).toEqual(['create permission-set/A']);
  expect(planned([back(one)], [live(one)])).toEqual([]);
  expect(planned([back(one)], [live(two)])).toEqual([
    'permission-set/A: it is no longer as the apply left it: sessionDuration',
  ]);
});

test('an undo that was stopped is finished', () => {
  const whole = aPermissionSet('A', { managedPolicies: ['x', 'y'] });
  expect(planned([back(whole)], [live(aPermissionSet('A', { managedPolicies: ['x'] }))])).toEqual([
    'update permission-set/A',
  ]);
  const seat = anAuthorization('user', 'ada', { subscription: 'X' });
  expect(planned([gone(seat)], [live(anAuthorization('user', 'ada'))])).toEqual(['delete authorization/user/ada']);
});

test('after an apply that was killed, what it was making goes, too', () => {
  const whole = aPermissionSet('A', { managedPolicies: ['x', 'y'] });
  const half = live(aPermissionSet('A', { managedPolicies: ['x'] }));
  expect(planned([gone(whole)], [half], { killed: true })).toEqual(['delete permission-set/A']);
  expect(planned([gone(whole)], [half])).toHaveLength(1);
});

test('a replacement that stopped between is made, one that did not begin is replaced', () => {
  const registered = (account: string) =>
    aThing('delegated-administrator', 'delegated-administrator/sso', { principal: 'sso', account });
  const change = was(registered('1'.repeat(12)), registered('2'.repeat(12)), 'replace');
  expect(planned([change], [])).toEqual(['create delegated-administrator/sso']);
  expect(planned([change], [live(registered('1'.repeat(12)))])).toEqual(['replace delegated-administrator/sso']);
});

test('what a provider owns, and what the file forbids, is left out', () => {
  const ada = aUser('ada');
  const external = live(ada, { external: true });
  expect(planned([gone(ada)], [external])).toEqual(['user/ada: it belongs to the identity provider']);
  const forbids = (): string => 'no';
  const changed = { ...ada, spec: { ...ada.spec, displayName: 'x' } };
  for (const [change, things] of [
    [gone(ada), [live(ada)]],
    [back(ada), []],
    [was(ada, changed), [live(ada)]],
  ] as const)
    expect(planned([change], things, { forbids })).toEqual(['user/ada: no']);
});

test('nothing is taken from under something else, and nothing is hung on what is not there', () => {
  const [devs, member] = [aGroup('devs'), aMembership('devs', 'ada')];
  expect(planned([gone(devs)], [live(devs), live(member)])).toEqual([
    'group/devs: membership/devs/ada hangs on it, which the apply did not make',
  ]);
  expect(planned([gone(devs), gone(member)], [live(devs), live(member)])).toEqual([
    'delete group/devs',
    'delete membership/devs/ada',
  ]);
  expect(planned([back(member)], [live(aUser('ada'))])).toEqual([
    'membership/devs/ada: it needs group/devs, which is not there',
  ]);
  // What goes takes with it what was to hang on it, one after the other.
  expect(planned([back(member), gone(aUser('ada'))], [live(devs), live(aUser('ada'))])).toEqual([
    'delete user/ada',
    'membership/devs/ada: it needs user/ada, which is not there',
  ]);
  expect(planned([back(member), back(devs)], [live(aUser('ada'))])).toEqual([
    'create membership/devs/ada',
    'create group/devs',
  ]);
});

test('what is wanted meanwhile is what the file wants, but for what goes back', () => {
  const file = situation({ kept: [aPermissionSet('New'), aGroup('devs'), aUser('ada'), aMembership('now', 'ada')] });
  const desired = {
    ...file.desired,
    renames: {
      groups: new Map(),
      permissionSets: new Map([
        ['New', 'Old'],
        ['Other', 'Before'],
      ]),
    },
  };
  const group = { ...aGroup('then'), key: 'group/then' as Key };
  const changes = [
    gone(aPermissionSet('New')),
    back(aPermissionSet('Old')),
    was(aGroup('now'), group),
    was(aUser('ada'), { ...aUser('ada'), spec: { ...aUser('ada').spec, displayName: 'x' } }),
  ];
  const renames = renamedBack(changes);
  expect([...renames]).toEqual([['then', 'now']]);
  const after = desiredAfter(desired, changes, renames);
  expect(after.resources.map(({ key }) => key).toSorted()).toEqual([
    'group/devs',
    'group/then',
    'membership/then/ada',
    'permission-set/Old',
    'user/ada',
  ]);
  expect(after.renames).toEqual({ groups: renames, permissionSets: new Map([['Old', 'New']]) });
  expect(after.standing(live(aPermissionSet('New')))).toBe('removable');
  expect(after.standing(live(aMembership('then', 'bob')))).toBe('removable');
  expect(inTheFilesNames(live(aUser('ada')), new Map()).key).toBe('user/ada');
  expect(renamedBack([was(aGroup('a'), aGroup('a')), gone(aGroup('b')), gone(aUser('c'))]).size).toBe(0);
});

test('every kind has a key, and needs', () => {
  const place = { account: PROD, region: 'us-east-1', principal: 'q' };
  const spec = { ...place, name: 'n', userName: 'u', group: 'g', user: 'u', permissionSet: 's', principalType: 'user' };
  expect(KIND_NAMES.map((kind) => [keyOf(kind, spec), needsOf(kind, spec)])).toEqual([
    ['service-access/q', []],
    ['delegated-administrator/q', []],
    ['user/u', []],
    ['group/n', []],
    ['membership/g/u', ['group/g', 'user/u']],
    ['permission-set/n', []],
    ['assignment/s/333333333333/user/q', ['permission-set/s', 'user/q']],
    ['service-linked-role/q', []],
    ['profile/333333333333/us-east-1', []],
    ['application/333333333333/us-east-1', []],
    ['authorization/user/q', ['user/q', 'application/333333333333/us-east-1']],
  ]);
});
