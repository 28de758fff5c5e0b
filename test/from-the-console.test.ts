/** docs/from-the-console.md: what people copy from it is valid. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Json } from '../reconciler/core/json.ts';
import { validateConfiguration } from '../reconciler/desired/validate.ts';
import { inTemporaryFolder } from './support/command.ts';
import { readMarkdown } from './support/markdown.ts';

const DOCUMENT = 'docs/from-the-console.md';
const text = readFileSync(DOCUMENT, 'utf8');
const NOW = Date.UTC(2026, 10, 21, 12);

/** The blocks below that comment. */
function blocks(mark: string): readonly string[] {
  const marked = new RegExp(`<!-- ${mark} -->\\s+\`\`\`yaml\\n(?<block>[\\s\\S]*?)\`\`\``, 'gu');
  return [...text.matchAll(marked)].map(({ groups }) => groups?.['block'] ?? '');
}

/** What `validate` says of these parts of one configuration. */
async function mistakes(parts: readonly string[]): Promise<readonly string[]> {
  return inTemporaryFolder(async (folder) => {
    for (const [index, part] of parts.entries()) writeFileSync(path.join(folder, `${index}.yaml`), part);
    const result = await validateConfiguration(folder, { now: NOW });
    return (result.ok ? result.warnings : result.issues).map(({ message }) => message);
  });
}

const together = blocks('checked');
const alone = blocks('checked alone');

test('each example is checked', () => {
  expect(together.length + alone.length).toBe(text.split('```yaml').length - 1);
  expect(together.length).toBeGreaterThan(5);
});

test('the examples together are a valid configuration', async () => {
  expect(await mistakes(together)).toEqual([]);
});

test.each(alone.map((block) => [block]))('beside the first part this is valid:\n%s', async (block) => {
  expect(await mistakes([together[0] ?? '', block])).toEqual([]);
});

test('the trust policies are JSON, and no pull request may apply', () => {
  const found = [...text.matchAll(/```json\n(?<policy>[\s\S]*?)```/gu)].map(({ groups }) => groups?.['policy'] ?? '');
  const [plan = '', apply = ''] = found.map((policy) => JSON.stringify(JSON.parse(policy) as Json));
  expect(found).toHaveLength(2);
  expect(plan).toContain(':pull_request"');
  expect(apply).not.toContain('pull_request');
  expect(apply).toContain(':environment:production"');
});

test('its links lead to files', () => {
  const files = readMarkdown(text).links.map((link) => link.replace(/#.*$/u, ''));
  expect(files.filter((file) => file !== '' && !existsSync(path.join('docs', file)))).toEqual([]);
});

test('each row of the documentation has a plan, in text and in Markdown', () => {
  const [, part = ''] = text.split('## A plan for each of them');
  const rows =
    part
      .split('\n## ')[0]
      ?.split('\n')
      .filter((line) => line.startsWith('| ')) ?? [];
  const plans = rows
    .slice(2)
    .map((row) => [...row.matchAll(/\(\.\.\/(?<folder>test\/scenarios\/[^/]+)\/plan\.md\)/gu)]);
  expect(plans).toHaveLength(13);
  for (const row of plans) {
    expect(row.length).toBeGreaterThan(0);
    for (const { groups } of row) {
      for (const file of ['plan.txt', 'plan.md'])
        expect(existsSync(path.join(groups?.['folder'] ?? '', file))).toBe(true);
    }
  }
});

test('the ledger of seats reads as in the document', () => {
  const [, block = ''] = /```text\n(Seats[\s\S]*?)```/u.exec(text) ?? [];
  const lines = block.split('\n').filter((line) => line !== '');
  const plan = readFileSync('test/scenarios/221-the-ledger-of-seats/plan.txt', 'utf8').split('\n');
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.filter((line) => !plan.includes(line))).toEqual([]);
});
