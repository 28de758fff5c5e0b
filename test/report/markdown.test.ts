import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { shown } from '../../reconciler/report/escape.ts';
import { planSections, renderPlanMarkdown } from '../../reconciler/report/markdown.ts';
import { aPlan, aUser, creation } from '../support/builders.ts';
import { HOSTILE_NAMES, hostileName } from '../support/hostile.ts';
import { readMarkdown } from '../support/markdown.ts';
import {
  codewhispererPlan,
  emptyPlan,
  endingPlan,
  hostilePlan,
  hugePlan,
  refusedPlan,
  samplePlan,
} from '../support/plans.ts';

const OURS = 'root heading paragraph text inlineCode code html strong break blockquote list listItem'.split(' ');

test.each([
  ['sample', samplePlan(), false],
  ['empty', emptyPlan(), false],
  ['refused', refusedPlan(), false],
  ['codewhisperer-verbose', codewhispererPlan(), true],
  ['ending', endingPlan(), false],
  ['hostile', hostilePlan(), false],
])('the %s plan reads well as Markdown', async (name, plan, verbose) => {
  await expect(renderPlanMarkdown(plan, { verbose })).toMatchFileSnapshot(`golden/${name}.md`);
});

test('no name breaks out of its code, whatever it is', () => {
  fc.assert(
    fc.property(fc.array(hostileName, { minLength: 1, maxLength: 3 }), fc.boolean(), (names, verbose) => {
      const { types, prose, html } = readMarkdown(renderPlanMarkdown(hostilePlan(names), { verbose }));
      expect([...types].filter((type) => !OURS.includes(type))).toEqual([]);
      expect(prose.join('\n').replaceAll('[!WARNING]', '')).not.toMatch(/[@#<>&|*_`~[\]\\]|:\/\/|www\.|gh-\d/iu);
      for (const tag of html) expect(tag).toMatch(/^<details(?: open)?><summary>[\w ,:-]+<\/summary>$|^<\/details>$/u);
    }),
    { numRuns: 60 },
  );
});

test('what is hostile is still readable, as code', () => {
  const code = readMarkdown(renderPlanMarkdown(hostilePlan())).code.join('\n');
  for (const name of HOSTILE_NAMES) expect(code).toContain(shown(name));
});

test('a very large plan is cut within each part and says what it left out', () => {
  const markdown = renderPlanMarkdown(hugePlan(20_000));
  expect(markdown.split('\n').length).toBeLessThan(1_000);
  expect(markdown).toMatch(/… [\d,]+ more lines of people\n/u);
  expect(markdown).toMatch(/… [\d,]+ more changes\n/u);
  expect(markdown).toContain('> - and 951 more\n');
  expect(markdown).toContain('… and 901 more\n');
});

test('with verbose it leaves nothing out', () => {
  const plan = aPlan({
    changes: Array.from({ length: 400 }, (_, index) => creation(aUser(`user-${index}`))),
    unmanaged: Array.from({ length: 200 }, (_, index) => ({ key: aUser(`other-${index}`).key, kind: 'user' })),
    lastAssignees: Array.from({ length: 80 }, (_, index) => ({
      permissionSet: `Set${index}`,
      account: '111111111111',
    })),
    warnings: [{ code: 'CONFIG_X', severity: 'warning', message: 'one' }],
  });
  const markdown = renderPlanMarkdown(plan, { verbose: true });
  for (const word of ['user-399', 'other-199', 'Set79']) expect(markdown).toContain(word);
  const short = renderPlanMarkdown(plan);
  expect(short).toContain('… 31 more permission sets whose last assignee leaves an account');
  expect(short).not.toContain('other-199');
});

test('the parts that an approval needs are essential, and together they are the report', () => {
  const sections = planSections(refusedPlan());
  const essential = sections.filter((section) => section.essential).map(({ markdown }) => markdown.split('\n')[0]);
  expect(essential).toEqual([
    '### Plan: 18 to delete',
    '> [!CAUTION]',
    '**Digest** none, since a guard refuses this plan: nothing of it can be applied',
  ]);
  expect(`${sections.map(({ markdown }) => markdown).join('\n\n')}\n`).toBe(renderPlanMarkdown(refusedPlan()));
});

test('whole, it still groups, but no part is cut for want of lines', () => {
  const plan = hugePlan(5_000);
  const whole = planSections(plan, { whole: true })
    .map(({ markdown }) => markdown)
    .join('\n\n');
  expect(whole).not.toMatch(/^ *… .* more (?:lines|changes)|^> - and [\d,]+ more$|^… and [\d,]+ more$/mu);
  expect(renderPlanMarkdown(plan)).toMatch(/^> - and [\d,]+ more$/mu);
  expect(whole.length).toBeLessThan(renderPlanMarkdown(plan, { verbose: true }).length);
});
