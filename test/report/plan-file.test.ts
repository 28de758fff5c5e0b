import { expect, test } from 'vitest';
import { digestOf } from '../../reconciler/core/plan.ts';
import { planDocument, planJson } from '../../reconciler/report/json.ts';
import { parsePlanDocument } from '../../reconciler/report/plan-file.ts';
import { codewhispererPlan, emptyPlan, hostilePlan, refusedPlan, samplePlan } from '../support/plans.ts';

function issuesOf(text: string): readonly string[] {
  const result = parsePlanDocument(text, digestOf);
  return result.ok ? [] : result.issues.map(({ code, message }) => `${code} ${message}`);
}

const JSON_TEXT = planJson(codewhispererPlan());

test('a plan file is read back as it was written', () => {
  for (const plan of [samplePlan(), emptyPlan(), hostilePlan(), refusedPlan()]) {
    expect(parsePlanDocument(planJson(plan), digestOf)).toEqual({ ok: true, value: planDocument(plan), warnings: [] });
  }
  expect(parsePlanDocument(`\uFEFF${JSON_TEXT}`, digestOf).ok).toBe(true);
  expect(parsePlanDocument(JSON.stringify(JSON.parse(JSON_TEXT)), digestOf).ok).toBe(true);
});

test.each([
  ['', 'PLAN_NOT_JSON the plan file is empty'],
  ['\n', 'PLAN_NOT_JSON the plan file is empty'],
  [JSON_TEXT.slice(0, 900), 'PLAN_CUT the plan file was cut: its end is missing'],
  [JSON_TEXT.slice(0, -2), 'PLAN_CUT the plan file was cut: its end is missing'],
  ['{\n  "formatVersion": 1,\n}\n', 'PLAN_NOT_JSON the plan file is no JSON'],
  ['version: 1\n', 'PLAN_NOT_JSON the plan file is no JSON'],
  [
    JSON_TEXT.replace('"formatVersion": 1', '"formatVersion": 2'),
    'PLAN_FORMAT_VERSION the plan file has format version 2; this program reads 1',
  ],
  ['[]', 'PLAN_INVALID no plan file: is not an object'],
  ['null', 'PLAN_INVALID no plan file: is not an object'],
  [
    JSON_TEXT.replace('"verb": "update"', '"verb": "upend"'),
    'PLAN_INVALID no plan file: changes[3].verb is not one of create, update, replace, delete',
  ],
  [
    JSON_TEXT.replace('"verb": "update"', '"verb": "create"'),
    'PLAN_INVALID no plan file: changes[3] has not the sides of a create',
  ],
  [JSON_TEXT.replace('"reason"', '"raison"'), 'PLAN_INVALID no plan file: changes[0].reason is missing'],
])('%#: a file that cannot be used says why', (text, message) => {
  expect(issuesOf(text)[0]).toBe(message);
});

test('a file whose content is not that of its digest was edited', () => {
  const edited = 'PLAN_EDITED the plan file was edited: its digest is that of another content';
  expect(issuesOf(JSON_TEXT.replaceAll('alias/new', 'alias/mine'))).toEqual([edited]);
  expect(issuesOf(JSON_TEXT.replace(/ {2}"digest": "[^"]+",\n/u, ''))).toEqual([edited]);
  const refused = planJson(refusedPlan());
  const digest = `"digest": "sha256:${'0'.repeat(64)}",`;
  expect(issuesOf(refused.replace('"formatVersion": 1,', `"formatVersion": 1, ${digest}`))).toEqual([edited]);
});

test('of many mistakes the first five are told', () => {
  expect(issuesOf('{ "formatVersion": 1 }')).toHaveLength(5);
});
