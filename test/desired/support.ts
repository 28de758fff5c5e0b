/** Configurations written on the spot, and the organisation that they are tried on. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Desired } from '../../reconciler/core/desired.ts';
import type { Account, Facts } from '../../reconciler/core/facts.ts';
import type { Issue, Result } from '../../reconciler/core/issue.ts';
import type { Resource } from '../../reconciler/core/resource.ts';
import { expand } from '../../reconciler/desired/expand.ts';
import type { Configuration } from '../../reconciler/desired/validate.ts';
import { validateConfiguration } from '../../reconciler/desired/validate.ts';

export const NOW = Date.UTC(2026, 10, 21, 12);

type Content = string | Uint8Array;
export type Folder = { readonly [file: string]: Content };

/** Works in a folder of its own with these files. */
export async function inFolder<T>(files: Folder, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'desired-'));
  try {
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), content);
    }
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Validates a folder, or one file with `version: 1` before the given lines. Paths in issues are relative to it. */
export async function validate(content: string | Folder, now = NOW): Promise<Result<Configuration>> {
  const files = typeof content === 'string' ? { 'a.yaml': `version: 1\n${content}` } : content;
  return inFolder(files, async (folder) => {
    const result = await validateConfiguration(folder, { now });
    const issues = result.ok ? result.warnings : result.issues;
    const shown = issues.map((issue) => withoutFolder(issue, folder));
    return result.ok ? { ...result, warnings: shown } : { ok: false, issues: shown };
  });
}

function withoutFolder(issue: Issue, folder: string): Issue {
  const relative = (text: string): string => text.replaceAll(`${folder}/`, '');
  return {
    ...issue,
    message: relative(issue.message),
    ...(issue.hint === undefined ? {} : { hint: relative(issue.hint) }),
    ...(issue.at === undefined ? {} : { at: { ...issue.at, file: relative(issue.at.file) } }),
  };
}

/** `a.yaml:3:5 CONFIG_REFERENCE message` for each issue. */
export function lines(issues: readonly Issue[]): readonly string[] {
  return issues.map(({ at, code, message }) =>
    at === undefined ? `${code} ${message}` : `${at.file}:${at.line}:${at.column} ${code} ${message}`,
  );
}

/** The lines of all issues, errors and warnings, of a configuration. */
export async function issueLines(content: string | Folder): Promise<readonly string[]> {
  const result = await validate(content);
  return lines(result.ok ? result.warnings : result.issues);
}

/** A configuration that must be valid. */
export async function valid(content: string | Folder): Promise<Configuration> {
  const result = await validate(content);
  if (!result.ok) throw new Error(lines(result.issues).join('\n'));
  return result.value;
}

export function account(id: string, name: string, parts: Partial<Account> = {}): Account {
  return { id: id.repeat(12), name, active: true, state: 'ACTIVE', path: [], tags: {}, ...parts };
}

/** An organisation with a management account, five others and three units. */
export const FACTS: Facts = {
  now: NOW,
  partition: 'aws',
  organization: {
    id: 'o-exampleorg1',
    managementAccount: '1'.repeat(12),
    accounts: [
      account('1', 'Management', { path: ['ou-prod'], tags: { stage: 'prod' } }),
      account('2', 'Tooling'),
      account('3', 'Prod', { path: ['ou-work', 'ou-prod'], tags: { stage: 'prod', team: 'pay' } }),
      account('4', 'Staging', { path: ['ou-work'], tags: { stage: 'staging', team: 'pay' } }),
      account('5', 'Closed', {
        active: false,
        state: 'SUSPENDED',
        path: ['ou-work', 'ou-prod'],
        tags: { stage: 'prod' },
      }),
      account('6', 'sandbox-a', { path: ['ou-work', 'ou-prod'] }),
    ],
    units: [
      { id: 'ou-work', name: 'Workloads' },
      { id: 'ou-prod', name: 'Prod', parent: 'ou-work' },
      { id: 'ou-ab12-34cd56ef', name: 'A/B' },
    ],
  },
  users: [
    { name: 'ada', external: false, enabled: true },
    { name: 'bob', external: false, enabled: true },
    { name: 'provided', external: true, enabled: true },
  ],
  groups: [
    { name: 'auditors', external: false },
    { name: 'devs', external: false },
    { name: 'provided-group', external: true },
  ],
  permissionSets: ['Auditor', 'Old'],
};

/** What a configuration wants on `FACTS`. */
export async function desired(content: string | Folder, facts: Partial<Facts> = {}): Promise<Desired> {
  const result = expand(await valid(content), { ...FACTS, ...facts });
  if (!result.ok) throw new Error(lines(result.issues).join('\n'));
  return result.value;
}

/** Why a configuration cannot be expanded on `FACTS`. */
export async function expansionLines(content: string | Folder, facts: Partial<Facts> = {}): Promise<readonly string[]> {
  const result = expand(await valid(content), { ...FACTS, ...facts });
  return lines(result.ok ? result.value.warnings : result.issues).map((line) =>
    line.replace(/^\/.*\/(?=a\.yaml:)/u, ''),
  );
}

/** The desired resource under a key. */
export function resource({ resources }: Desired, key: string): Resource {
  const found = resources.find((candidate) => candidate.key === key);
  if (found === undefined) throw new Error(`no ${key} among ${resources.map((each) => each.key).join(', ')}`);
  return found;
}

export function keys({ resources }: Desired, kind: Resource['kind']): readonly string[] {
  return resources
    .filter((each) => each.kind === kind)
    .map(({ key }) => key.slice(kind.length + 1))
    .toSorted();
}
