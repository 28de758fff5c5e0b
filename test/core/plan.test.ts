import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change } from '../../reconciler/core/change.ts';
import { fieldChanges } from '../../reconciler/core/field-changes.ts';
import type { Fields } from '../../reconciler/core/json.ts';
import { groupKey } from '../../reconciler/core/key.ts';
import type { PlanParts } from '../../reconciler/core/plan.ts';
import { approval, assemblePlan } from '../../reconciler/core/plan.ts';
import type { Plan, PlanDocument } from '../../reconciler/core/plan.types.ts';
import { planDocument } from '../../reconciler/report/json.ts';
import type { Resource } from '../../reconciler/core/resource.ts';
import { liveOf } from '../support/resources.ts';

const target = {
  organization: { id: 'o-exampleorg1', managementAccount: '111111111111' },
  identityCenter: { instanceArn: 'arn:aws:sso:::instance/ssoins-1', region: 'us-east-1' },
};

function group(name: string, description: string): Resource {
  return { kind: 'group', key: groupKey(name), spec: { name, description }, needs: [] };
}

const base = { kind: 'group', needs: [], origin: 'file', reason: '', widensAccess: false } as const;

function create(name: string, description = 'd'): Change {
  const after = group(name, description);
  return { ...base, key: after.key, verb: 'create', after };
}

function update(name: string, from: Fields, to: Fields, verb: 'update' | 'replace' = 'update'): Change {
  const key = groupKey(name);
  const before = liveOf({ kind: 'group', key, spec: from, needs: [] });
  const after = { kind: 'group', key, spec: to, needs: [] } as const;
  return { ...base, key, verb, before, after, fields: fieldChanges(from, to) };
}

function remove(name: string, description = 'd'): Change {
  const before = liveOf(group(name, description));
  return { ...base, key: before.key, verb: 'delete', before };
}

function planOf(changes: readonly Change[], parts: Partial<PlanParts> = {}): Plan {
  return assemblePlan({
    target,
    changes,
    people: [],
    administrators: [],
    breaches: [],
    warnings: [],
    unmanaged: [],
    forecast: { writes: 0, calls: 0, seconds: 0 },
    accounts: {},
    provisionings: {},
    lastAssignees: [],
    ...parts,
  });
}

function document(changes: readonly Change[]): PlanDocument {
  return planDocument(planOf(changes));
}

describe('digest', () => {
  test('is a sha256 that does not depend on the order of the changes, nor on what only explains them', () => {
    const changes = [create('a'), remove('b'), update('c', { name: 'c' }, { name: 'c', description: 'x' })];
    const told = changes.map((change) => ({ ...change, reason: 'another', origin: 'drift' as const }));
    expect(planOf(changes).digest).toMatch(/^sha256:[0-9a-f]{64}$/u);
    expect(planOf(changes.toReversed()).digest).toBe(planOf(changes).digest);
    expect(planOf(told).digest).toBe(planOf(changes).digest);
  });

  test('is another for anything that would be done differently', () => {
    const plans = [
      planOf([]),
      planOf([create('a')]),
      planOf([create('a', 'other')]),
      planOf([create('b')]),
      planOf([remove('a')]),
      planOf([remove('a', 'other')]),
      planOf([update('a', { name: 'a' }, { name: 'a', description: 'd' })]),
      planOf([], { target: { ...target, profile: { account: '222222222222', region: 'us-east-1' } } }),
      planOf([], { target: { ...target, organization: { ...target.organization, id: 'o-other' } } }),
    ];
    expect(new Set(plans.map(({ digest }) => digest)).size).toBe(plans.length);
  });

  test('a plan that breaches a guard has none, so nothing can approve it', () => {
    const breach = { code: 'GUARD_REMOVALS', severity: 'error', message: 'too many' } as const;
    expect(planOf([create('a')], { breaches: [breach] }).digest).toBeUndefined();
  });

  test('the summary counts each verb', () => {
    const changes = [create('a'), create('b'), remove('c'), update('d', { name: 'd' }, { name: 'e' }, 'replace')];
    expect(planOf(changes).summary).toEqual({ create: 2, update: 0, replace: 1, delete: 1 });
  });
});

describe('approval', () => {
  const full = [
    create('a'),
    create('b'),
    remove('c'),
    update('d', { name: 'd', description: '1' }, { name: 'd', description: '2' }),
    update('e', { name: 'e', description: '1' }, { name: 'e', description: '2' }, 'replace'),
  ];

  test('the very plan is exact', () => {
    expect(approval(document(full), planOf(full))).toEqual({ kind: 'exact' });
  });

  test('a plan that a guard refused approves nothing, not even itself', () => {
    const breach = { code: 'GUARD_REMOVALS', severity: 'error', message: 'too many' } as const;
    const { digest, ...refused } = document(full);
    expect(digest).toBeDefined();
    for (const now of [planOf(full), planOf(full, { breaches: [breach] }), planOf([])])
      expect(approval({ ...refused, breaches: [breach] }, now)).toEqual({ kind: 'refused' });
  });

  test('any part of it is what is left of it', () => {
    fc.assert(
      fc.property(fc.subarray(full, { maxLength: full.length - 1 }), (left) => {
        expect(approval(document(full), planOf(left))).toEqual({ kind: 'remainder', left: left.length, of: 5 });
      }),
    );
  });

  test('of a creation an update may be left, of a replacement a creation or an update', () => {
    const half = update('a', { name: 'a' }, { name: 'a', description: 'd' });
    const gone = create('e', '2');
    const there = update('e', { name: 'e' }, { name: 'e', description: '2' });
    for (const left of [[half], [gone], [there]]) {
      expect(approval(document(full), planOf(left)).kind).toBe('remainder');
    }
  });

  test.each<[string, readonly Change[], string, string]>([
    ['a change that was not in it', [create('z')], 'group/z', 'came'],
    ['another verb', [remove('a')], 'group/a', 'became another'],
    ['another end', [create('a', 'other')], 'group/a', 'became another'],
    [
      'another field',
      [update('d', { name: 'D', description: '1' }, { name: 'd', description: '2' })],
      'group/d',
      'became another',
    ],
  ])('%s is refused, and named', (_, now, id, how) => {
    const verdict = approval(document(full), planOf(now));
    if (verdict.kind !== 'different') throw new Error(`expected a refusal, got ${verdict.kind}`);
    expect(verdict.differences).toContainEqual(expect.objectContaining({ id, how }));
    expect(verdict.differences).toContainEqual(expect.objectContaining({ id: 'group/b', how: 'went' }));
  });

  test('the provisioning that is left of an update may be done although it was no difference then', () => {
    const approved = [
      update('d', { name: 'd', description: '1' }, { name: 'd', description: '2', provisioned: 'latest' }),
    ];
    const left = update(
      'd',
      { name: 'd', description: '2', provisioned: 'x' },
      { name: 'd', description: '2', provisioned: 'latest' },
    );
    const whole = document(approved);
    const withoutProvisioned = {
      ...whole,
      changes: whole.changes.map((change) => ({ ...change, fields: change.fields.slice(0, 1) })),
    };
    expect(approval(withoutProvisioned, planOf([left])).kind).toBe('remainder');
  });

  test('a seat that came through a group meanwhile is not another end for who is in it', () => {
    const after = liveOf({ ...group('a', 'd'), spec: { signIn: true, subscription: 'PRO' } });
    const approved = document([{ ...base, key: after.key, verb: 'create', after }]);
    const seat = { subscription: null, throughGroup: 'developers' };
    const left = (signIn: boolean): Change => update('a', { ...seat, signIn: !signIn }, { ...seat, signIn });
    expect(approval(approved, planOf([left(true)])).kind).toBe('remainder');
    expect(approval(approved, planOf([left(false)])).kind).toBe('different');
  });

  test('a plan for another organisation is refused before its changes are looked at', () => {
    const other = planOf(full, { target: { ...target, organization: { ...target.organization, id: 'o-other' } } });
    expect(approval(document(full), other)).toMatchObject({ kind: 'different', differences: [{ id: 'target' }] });
  });
});
