import { expect, test } from 'vitest';
import type { Change } from '../../reconciler/core/change.ts';
import { assignmentKey, groupKey, userKey } from '../../reconciler/core/key.ts';
import { originsAgainst, originsWithoutFile, selectorAt } from '../../reconciler/core/origin.ts';
import type { Resource } from '../../reconciler/core/resource.ts';
import { liveOf } from '../support/resources.ts';

const at = { file: 'config/assignments.yaml', line: 4, column: 5 };

function grant(set: string, account: string, via?: string): Resource {
  const spec = { permissionSet: set, account, principalType: 'group', principal: 'devs' };
  const key = assignmentKey(set, account, 'group', 'devs');
  return { kind: 'assignment', key, spec, needs: [groupKey('devs')], at, ...(via === undefined ? {} : { via }) };
}

function create(after: Resource): Change {
  const { kind, key } = after;
  return { kind, key, verb: 'create', after, needs: [], origin: 'file', reason: '', widensAccess: true };
}

function origins(resources: readonly Resource[], changes: readonly Change[]): Record<string, string> {
  return Object.fromEntries(originsWithoutFile(changes, resources).map(({ key, origin }) => [key, origin]));
}

const old = grant('Auditor', '111111111111', 'all');
const vended = grant('Auditor', '222222222222', 'all');

test('a grant that only a selector gives, on an account without any of it, is the organisation that moved', () => {
  expect(origins([old, vended], [create(vended)])).toEqual({ [vended.key]: 'organization' });
});

test('what is written out too is given by the selector all the same', () => {
  const first = { ...grant('Auditor', '111111111111'), alsoBy: [selectorAt(at, 'all')] };
  expect(origins([first, vended], [create(vended)])).toEqual({ [vended.key]: 'organization' });
  const cut = { ...grant('Billing', '222222222222'), alsoBy: [selectorAt(at, 'all')] };
  expect(origins([first, vended, cut], [create(vended)])).toEqual({ [vended.key]: 'drift' });
  expect(origins([old, first], [create(first)])).toEqual({ [first.key]: 'drift' });
});

test('a grant that somebody cut on an account where the selector gives more is drift', () => {
  const other = grant('Billing', '222222222222', 'all');
  expect(origins([old, vended, other], [create(vended)])).toEqual({ [vended.key]: 'drift' });
});

test('a grant that the selector gives nowhere yet is no new account', () => {
  const fresh = grant('Fresh', '222222222222', 'all');
  expect(origins([old, fresh], [create(fresh)])).toEqual({ [fresh.key]: 'drift' });
});

test('a grant that is written out is drift, and what expired stays of the clock', () => {
  const written = grant('Auditor', '333333333333');
  const before = liveOf(vended);
  const gone: Change = { ...create(vended), verb: 'delete', before, origin: 'clock' };
  expect(origins([old, written], [create(written), gone])).toEqual({ [written.key]: 'drift', [gone.key]: 'clock' });
});

test('things that no selector can give are drift', () => {
  const user: Resource = { kind: 'user', key: userKey('ada'), spec: { userName: 'ada' }, needs: [], via: 'all' };
  const unplaced = { ...grant('Auditor', '444444444444', 'all') };
  const { at: _at, ...nowhere } = unplaced;
  // A live thing without a selector says nothing of one.
  expect(origins([old, grant('Other', '555555555555')], [create(user), create(nowhere)])).toEqual({
    [user.key]: 'drift',
    [nowhere.key]: 'drift',
  });
});

test('against a base, what its file says otherwise is the file, and the rest is what nobody merged', () => {
  const spec = { name: 'g' };
  const group = (parts: object): Resource => ({
    kind: 'group',
    key: groupKey('g'),
    spec: { ...spec, ...parts },
    needs: [],
  });
  const other = liveOf({ kind: 'group', key: groupKey('other'), spec: { name: 'other' }, needs: [] });
  const edited = create(group({ description: 'new' }));
  const gone: Change = { ...create(vended), verb: 'delete', before: other, key: other.key };
  const expired: Change = { ...gone, key: userKey('late'), origin: 'clock' };
  const of = (resources: readonly Resource[], standing: 'removable' | 'reported') => ({
    resources,
    standing: () => standing,
  });
  const told = (base: ReturnType<typeof of>) =>
    originsAgainst(
      [edited, create(vended), gone, expired],
      of([group({ description: 'new' }), old, vended], 'removable'),
      base,
    ).map(({ origin }) => origin);
  expect(told(of([group({ description: 'old' }), old, vended], 'removable'))).toEqual([
    'file',
    'organization',
    'drift',
    'clock',
  ]);
  expect(told(of([group({ description: 'new' }), old, vended], 'reported'))).toEqual([
    'drift',
    'organization',
    'file',
    'clock',
  ]);
  expect(told(of([], 'removable'))).toEqual(['file', 'file', 'drift', 'clock']);
});
