/** README.md, docs/ and their kin: what people follow leads somewhere, and what they copy is valid. */

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Json } from '../reconciler/core/json.ts';
import { validateConfiguration } from '../reconciler/desired/validate.ts';
import { inTemporaryFolder } from './support/command.ts';
import { readMarkdown } from './support/markdown.ts';

const DOCUMENTS = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => path.join('docs', file)),
];
/** Its parts are one configuration: `from-the-console.test.ts` has them. */
const OTHERS = 'docs/from-the-console.md';
const NOW = Date.UTC(2026, 10, 21, 12);
const POLICY = 'config/policies/auditor.json';

/** What the examples may refer to. */
const BASE = `version: 1
accounts: { management: '111111111111' }
permissionSets: [{ name: AdministratorAccess, preset: organization-administrator }]
`;

/** The names by which GitHub leads to the headings of a document. */
function anchors(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8').replaceAll(/```[\s\S]*?```/gu, '');
  return [...text.matchAll(/^#+ (.*)$/gmu)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_\s-]/gu, '')
      .trim()
      .replaceAll(/\s/gu, '-'),
  );
}

function blocks(file: string, language: string): readonly string[] {
  const fenced = new RegExp(`^ *\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\``, 'gmu');
  return [...readFileSync(file, 'utf8').matchAll(fenced)].map(([, block = '']) => block);
}

test.each(DOCUMENTS)('the links of %s lead to files and headings', (file) => {
  const broken = readMarkdown(readFileSync(file, 'utf8')).links.filter((link) => {
    if (/^https?:/u.test(link)) return false;
    const [to = '', anchor] = link.split('#');
    const target = to === '' ? file : path.join(path.dirname(file), to);
    return !existsSync(target) || (anchor !== undefined && !anchors(target).includes(anchor));
  });
  expect(broken).toEqual([]);
});

test.each(DOCUMENTS.filter((file) => file !== OTHERS))('the YAML and JSON of %s is valid', async (file) => {
  for (const block of blocks(file, 'json')) expect(() => JSON.parse(block) as Json).not.toThrow();
  for (const block of blocks(file, 'yaml')) {
    const mistakes = await inTemporaryFolder(async (folder) => {
      mkdirSync(path.join(folder, 'policies'));
      for (const name of ['auditor.json', 'codewhisperer-administrator-2023.json'])
        cpSync(POLICY, path.join(folder, 'policies', name));
      writeFileSync(path.join(folder, 'example.yaml'), block);
      if (!block.includes('version: 1')) writeFileSync(path.join(folder, 'base.yaml'), BASE);
      const result = await validateConfiguration(folder, { now: NOW });
      return (result.ok ? result.warnings : result.issues).map(({ message }) => message);
    });
    expect({ block, mistakes }).toEqual({ block, mistakes: [] });
  }
});
