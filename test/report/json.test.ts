import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import type { Json } from '../../reconciler/core/json.ts';
import type { Plan } from '../../reconciler/core/plan.types.ts';
import { jsonText, planDocument, planJson } from '../../reconciler/report/json.ts';
import { planShape } from '../../reconciler/report/plan-shape.ts';
import schema from '../../schemas/plan.schema.json' with { type: 'json' };
import { aPermissionSet, aPlan, aUser, creation, effect, removal, update } from '../support/builders.ts';
import { codewhispererPlan, emptyPlan, endingPlan, hostilePlan, refusedPlan, samplePlan } from '../support/plans.ts';

const PLANS = [samplePlan(), emptyPlan(), refusedPlan(), hostilePlan(), codewhispererPlan(), endingPlan()];
const conforms = new Ajv2020({ strict: true, allErrors: true, strictRequired: false }).compile(schema);

test('plans are what the published schema says', () => {
  for (const plan of PLANS) {
    conforms(JSON.parse(planJson(plan)));
    expect(conforms.errors ?? []).toEqual([]);
  }
});

test('the schema describes every field', () => {
  const bare = membersOf(schema).filter(
    ([, field]) =>
      !('description' in field) &&
      !('$ref' in field) &&
      !('const' in field) &&
      !('type' in field && field.type === 'null'),
  );
  // The arms of `if`, `then` and `else` only narrow what is described elsewhere.
  expect(bare.map(([path]) => path).filter((path) => !/\.(?:if|then|else|allOf)\b/u.test(path))).toEqual([]);
});

function membersOf(value: unknown, path = ''): readonly (readonly [string, object])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
    const inside = membersOf(member, `${path}.${name}`);
    if (name !== 'properties' && name !== '$defs') return inside;
    const fields = Object.entries(member as { readonly [name: string]: object });
    return [...fields.map(([field, is]) => [`${path}.${name}.${field}`, is] as const), ...inside];
  });
}

test('equal plans are equal bytes, whatever the order of keys', () => {
  const one = aPermissionSet('Audit', { tags: { b: '1', a: '2' } });
  const other = aPermissionSet('Audit', { tags: { a: '2', b: '1' } });
  const json = [one, other].map((set) => planJson(aPlan({ changes: [update(aPermissionSet('Audit'), set)] })));
  expect(json[0]).toBe(json[1]);
  expect(json[0]).toMatch(/^\{\n {2}"formatVersion": 1,\n {2}"digest"/u);
});

test('names that a terminal would obey are escaped, and read back as they were', () => {
  const json = planJson(hostilePlan());
  expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(JSON.parse(json)).toEqual(planDocument(hostilePlan()));
  expect(jsonText({ a: '\u202e' })).toBe('{\n  "a": "\\u202e"\n}\n');
});

/** A plan with every field that there can be, once. */
function fullPlan(): Plan {
  const at = { file: 'config/a.yaml', line: 1, column: 1 };
  const thing = aPermissionSet('Audit', { tags: { owner: 'a' } });
  return aPlan({
    target: { ...aPlan().target, profile: { account: '222222222222', region: 'us-east-1' } },
    changes: [
      creation(aUser('ada'), { at, via: 'ou X', needs: [thing.key], widensAccess: true }),
      update(aPermissionSet('Audit'), thing),
      removal(aUser('bob')),
    ],
    people: [effect('ada', 'keeps', 'Audit', '222222222222', { before: [null], after: ['a'] })],
    warnings: [{ code: 'CONFIG_X', severity: 'warning', message: 'message', hint: 'hint', at }],
    unmanaged: [
      { key: thing.key, kind: 'permission-set' },
      { key: thing.key, kind: 'permission-set', tags: ['owner'] },
    ],
    lastAssignees: [{ permissionSet: 'Audit', account: '222222222222' }],
    provisionings: { Audit: 1 },
  });
}

test('the shape that is checked on reading is that of the schema, whatever is wrong wherever', () => {
  const document = JSON.parse(planJson(fullPlan())) as Json;
  for (let place = 0; place < size(document); place += 1) {
    for (const wrong of WRONG) {
      const changed = edited(document, place, wrong);
      const right = conforms(changed) || onlyTheDigest();
      expect([place, wrong, planShape(changed, '').length === 0]).toEqual([place, wrong, right]);
    }
  }
});

// The two rules about breaches and digest are the reader's own (`PLAN_EDITED`), not part of the shape.
function onlyTheDigest(): boolean {
  return (conforms.errors ?? []).every(({ schemaPath }) => /^#\/(?:if|then|else)/u.test(schemaPath));
}

/** What is put in the place of a value; `undefined` takes it away. */
const WRONG: readonly (Json | undefined)[] = [
  undefined,
  null,
  'text',
  '',
  -1,
  1.5,
  7,
  true,
  [],
  {},
  { unknown: 1 },
  ['x'],
  'create',
  'delete',
];

function size(value: Json): number {
  return typeof value === 'object' && value !== null
    ? Object.values(value).reduce<number>((sum, inner) => sum + size(inner), 1)
    : 1;
}

/** The value with its `place`-th part replaced. */
function edited(value: Json, place: number, wrong: Json | undefined): Json {
  if (place === 0) return wrong ?? null;
  if (typeof value !== 'object' || value === null) return value;
  let left = place - 1;
  const members = Object.entries(value).flatMap(([name, member]): readonly (readonly [string, Json])[] => {
    const here = left;
    left -= size(member);
    if (here < 0 || here >= size(member)) return [[name, member]];
    return here === 0 && wrong === undefined ? [] : [[name, edited(member, here, wrong)]];
  });
  return Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members);
}
