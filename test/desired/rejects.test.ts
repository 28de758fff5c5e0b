/** Wrong configurations and what a person is told about each, line by line. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Facts } from '../../reconciler/core/facts.ts';
import type { Issue } from '../../reconciler/core/issue.ts';
import { CONFIG_CODES } from '../../reconciler/desired/codes.ts';
import { expand } from '../../reconciler/desired/expand.ts';
import { parseAt } from '../../reconciler/desired/instant.ts';
import { validateConfiguration } from '../../reconciler/desired/validate.ts';
import { renderIssues } from '../../reconciler/report/issues.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const ROOT = path.relative(process.cwd(), path.join(import.meta.dirname, '..', 'rejects'));
const names = readdirSync(ROOT).toSorted();

async function issuesOf(folder: string): Promise<readonly Issue[]> {
  const config = path.join(folder, existsSync(path.join(folder, 'config.yaml')) ? 'config.yaml' : 'config');
  const result = await validateConfiguration(config, { now: NOW });
  if (!result.ok) return result.issues;
  const facts = path.join(folder, 'facts.json');
  if (!existsSync(facts)) return result.warnings;
  const expanded = expand(result.value, readFacts(facts));
  return expanded.ok ? expanded.value.warnings : expanded.issues;
}

function readFacts(file: string): Facts {
  const { now, ...facts }: { readonly now: string } & Omit<Facts, 'now' | 'partition'> = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  return { ...facts, partition: 'aws', now: parseAt(now) ?? NOW };
}

describe('wrong configurations', () => {
  test.each(names)('%s', async (name) => {
    const folder = path.join(ROOT, name);
    const issues = await issuesOf(folder);
    expect(issues.some(({ severity }) => severity === 'error')).toBe(true);
    expect(issues.filter(({ code }) => !(code in CONFIG_CODES))).toEqual([]);
    const text = `${renderIssues(issues).replaceAll(`${folder}/`, '')}\n`;
    await expect(text).toMatchFileSnapshot(path.join(import.meta.dirname, '..', 'rejects', name, 'issues.txt'));
  });
});
