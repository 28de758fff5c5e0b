/** The published schema: what editors and people see of the format. */

import { execFileSync } from 'node:child_process';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import schema from '../../schemas/desired-state.schema.json' with { type: 'json' };
import { validateConfiguration } from '../../reconciler/desired/validate.ts';
import { lines, NOW } from './support.ts';

type Schema = { readonly [keyword: string]: unknown };

/** Each schema with its place: properties, items, definitions, branches. */
function* schemasIn(value: unknown, place: string): Iterable<readonly [string, Schema]> {
  if (typeof value !== 'object' || value === null) return;
  const part = value as Schema;
  yield [place, part];
  for (const holder of ['properties', '$defs'] as const) {
    for (const [name, inner] of Object.entries((part[holder] ?? {}) as Schema))
      yield* schemasIn(inner, `${place}/${holder}/${name}`);
  }
  for (const keyword of ['items', 'additionalProperties', 'propertyNames'])
    yield* schemasIn(part[keyword], `${place}/${keyword}`);
  for (const [index, branch] of ((part['anyOf'] ?? []) as readonly unknown[]).entries())
    yield* schemasIn(branch, `${place}/anyOf/${index}`);
}

const ALL = [...schemasIn(schema, '#')];

describe('the schema', () => {
  test('describes every field', () => {
    const fields = ALL.filter(([place]) => /\/(?:properties|\$defs)\/[^/]+$/u.test(place));
    const silent = fields.filter(([, part]) => part['description'] === undefined && part['$ref'] === undefined);
    expect(silent.map(([place]) => place)).toEqual([]);
    expect(fields.length).toBeGreaterThan(100);
  });

  test('requires nothing at the top, and refuses unknown fields everywhere but in a policy', () => {
    expect(schema).not.toHaveProperty('required');
    const open = ALL.filter(([, part]) => part['type'] === 'object' && part['additionalProperties'] === undefined);
    expect(open.map(([place]) => place)).toEqual([]);
    const anything = ALL.filter(([, part]) => part['additionalProperties'] === true);
    expect(anything.map(([place]) => place)).toEqual(['#/$defs/permissionSet/properties/inlinePolicy/anyOf/1']);
  });

  test('means the same to a draft 7 editor', () => {
    const { $schema: _, $id: __, ...draft7 } = schema;
    const old = new Ajv({ strict: false }).compile(draft7);
    const current = new Ajv2020({ strict: false }).compile(schema);
    const examples = ALL.flatMap(([, part]) => (part['examples'] ?? []) as readonly unknown[]);
    const documents = [
      ...examples,
      ...examples.flatMap((one) => Object.keys(schema.properties).map((field) => ({ [field]: one }))),
    ];
    expect(documents.filter((document) => old(document) !== current(document))).toEqual([]);
  });

  test('has only examples that it accepts', () => {
    const ajv = new Ajv2020({ strict: false });
    const wrong = ALL.flatMap(([place, part]) => {
      const check = ajv.compile({ ...part, $defs: schema.$defs, $id: `test:${place.slice(1)}` });
      return ((part['examples'] ?? []) as readonly unknown[]).filter((one) => !check(one)).map((one) => [place, one]);
    });
    expect(wrong).toEqual([]);
  });

  test('is what the generated types are from', () => {
    expect(() => execFileSync(process.execPath, ['scripts/generate-types.mjs', '--check'])).not.toThrow();
  });
});

test('everything that the format has, in one file, is valid', async () => {
  const result = await validateConfiguration('test/desired/whole-format/config.yaml', { now: NOW });
  expect(lines(result.ok ? result.warnings : result.issues)).toEqual([]);
  const used = result.ok ? Object.keys(result.value.document) : [];
  expect(Object.keys(schema.properties).filter((field) => !used.includes(field))).toEqual([]);
});
