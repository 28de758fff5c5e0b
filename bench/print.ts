/** How long a plan of many changes takes to print, in each form: processor time, and how much comes out. */

import { planJson } from '../reconciler/report/json.ts';
import { renderPlanMarkdown } from '../reconciler/report/markdown.ts';
import { renderPlanText } from '../reconciler/report/text.ts';
import { hugePlan } from '../test/support/plans.ts';

const plan = hugePlan(Number(process.argv[2] ?? 100_000));
const FORMS: { readonly [form: string]: () => string } = {
  text: () => renderPlanText(plan, { color: false, verbose: false }),
  'text --verbose': () => renderPlanText(plan, { color: false, verbose: true }),
  markdown: () => renderPlanMarkdown(plan),
  'markdown --verbose': () => renderPlanMarkdown(plan, { verbose: true }),
  json: () => planJson(plan),
};
const rows = Object.entries(FORMS).map(([form, print]) => {
  const started = process.cpuUsage();
  const text = print();
  const { user, system } = process.cpuUsage(started);
  const lines = text.split('\n').length;
  return {
    form,
    seconds: Number(((user + system) / 1_000_000).toFixed(2)),
    lines,
    'MB out': Number((text.length / 1e6).toFixed(1)),
  };
});
console.log(`${plan.changes.length.toLocaleString('en')} changes`);
console.table(rows);
