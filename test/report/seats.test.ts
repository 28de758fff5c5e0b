/** Seats in a plan's reports. */

import { expect, test } from 'vitest';
import { digestOf } from '../../reconciler/core/plan.ts';
import type { Seats } from '../../reconciler/core/seats.ts';
import { planDocument, planJson } from '../../reconciler/report/json.ts';
import { renderPlanMarkdown } from '../../reconciler/report/markdown.ts';
import { parsePlanDocument } from '../../reconciler/report/plan-file.ts';
import { renderPlanText } from '../../reconciler/report/text.ts';
import { anAuthorization, aPlan, creation } from '../support/builders.ts';

const PRO = 'Q_DEVELOPER_STANDALONE_PRO';
const ADA = { user: 'ada', before: null, after: PRO };
const SEATS: Seats = {
  before: 1_041,
  after: 1_041,
  people: [ADA, { user: 'bob', before: PRO, after: null }, { user: 'cleo', before: PRO, after: 'PLUS' }],
};

function lines(seats: Seats | undefined): { readonly text: string | undefined; readonly markdown: string | undefined } {
  const changes = [creation(anAuthorization('user', 'ada', { subscription: PRO }))];
  const plan = aPlan({ changes, ...(seats === undefined ? {} : { seats }) });
  const find = (report: string): string | undefined => report.split('\n').find((line) => line.includes('Seats'));
  return {
    text: find(renderPlanText(plan, { color: false, verbose: false })),
    markdown: find(renderPlanMarkdown(plan)),
  };
}

test('who gains, loses or changes a seat stands on one line', () => {
  const expected = `1,041 → 1,041  (+ ada, - bob, ~ cleo ${PRO} → PLUS)`;
  expect(lines(SEATS)).toEqual({ text: `Seats  ${expected}`, markdown: `**Seats** \`${expected}\`` });
});

test('nothing is said where there is no profile, or nobody’s seat changes', () => {
  expect(lines(undefined)).toEqual({ text: undefined, markdown: undefined });
  expect(lines({ before: 3, after: 3, people: [] }).text).toBeUndefined();
});

test.each([
  [0, 19, '+19.00 USD a month'],
  [39.5, 19, '-20.50 USD a month'],
])('prices say what a plan costs: from %s to %s', (before, after, expected) => {
  const monthly = { currency: 'USD', before, after };
  expect(lines({ before: 0, after: 1, people: [ADA], monthly }).text).toBe(`Seats  0 → 1  (+ ada)  ${expected}`);
});

test('seats and what they cost are in the plan file, and read back', () => {
  const monthly = { currency: 'USD', before: 0, after: 19.5 };
  for (const seats of [SEATS, { ...SEATS, monthly }]) {
    const plan = aPlan({ seats });
    expect(planDocument(plan).seats).toEqual(seats);
    expect(parsePlanDocument(planJson(plan), digestOf)).toMatchObject({ ok: true, value: { seats } });
  }
});
