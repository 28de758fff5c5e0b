// Validates the configuration of a large organisation: 1,000 accounts, 50 permission sets, 5,000 users, 500 groups and
// 10,000 assignments. Prints the time and the peak memory; exits with 1 past 5 seconds or 500 MB.
//
//   node bench/validate.mjs            the assignments as 10,000 entries
//   node bench/validate.mjs gathered   the same grants, gathered into entries of many accounts

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundled } from './bundled.mjs';

const MAX_SECONDS = 5;
const MAX_MEGABYTES = 500;
const SIZE = { accounts: 1_000, sets: 50, users: 5_000, groups: 500, assignments: 10_000, membersOfGroup: 50 };

function accountId(index) {
  return String(100_000_000_000 + index);
}

function numbers(count) {
  return Array.from({ length: count }, (_, index) => index);
}

function people() {
  const users = numbers(SIZE.users).map(
    (index) => `  - userName: user_${index}
    givenName: Given ${index}
    familyName: Family ${index}
    email: user_${index}@example.com
`,
  );
  const groups = numbers(SIZE.groups).map((index) => {
    const members = numbers(SIZE.membersOfGroup).map(
      (member) => `      - user_${(index * 7 + member * 13) % SIZE.users}\n`,
    );
    return `  - name: group-${index}
    description: Group number ${index}
    members:
${members.join('')}`;
  });
  return `users:\n${users.join('')}groups:\n${groups.join('')}`;
}

function sets() {
  const entries = numbers(SIZE.sets).map(
    (index) => `  - name: Set${index}
    description: Permission set number ${index}
    sessionDuration: PT${(index % 12) + 1}H
    managedPolicies: [ReadOnlyAccess, job-function/Billing]
    inlinePolicy:
      Version: "2012-10-17"
      Statement:
        - { Effect: Allow, Action: ["s3:GetObject", "s3:ListBucket"], Resource: "arn:aws:s3:::bucket-${index}/*" }
    tags: { owner: team-${index} }
`,
  );
  return `permissionSets:\n${entries.join('')}`;
}

function grants() {
  return numbers(SIZE.assignments).map((index) => ({
    set: `Set${index % SIZE.sets}`,
    group: `group-${Math.floor(index / SIZE.sets) % SIZE.groups}`,
    account: `account-${(index * 31) % SIZE.accounts}`,
  }));
}

function written() {
  const entries = grants().map(
    ({ set, group, account }, index) => `  - permissionSet: ${set}
    accounts: [${account}]
    groups: [${group}]
    reason: Request ${index}
`,
  );
  return `assignments:\n${entries.join('')}`;
}

function gathered() {
  const accounts = new Map();
  for (const { set, group, account } of grants()) {
    const key = `${set} ${group.replace(/\d$/u, '')}`;
    const entry = accounts.get(key) ?? { set, groups: new Set(), accounts: new Set() };
    entry.groups.add(group);
    entry.accounts.add(account);
    accounts.set(key, entry);
  }
  const entries = [...accounts.values()].map(
    (entry) => `  - permissionSets: [${entry.set}]
    accounts: [${[...entry.accounts].join(', ')}]
    groups: [${[...entry.groups].join(', ')}]
`,
  );
  return `assignments:\n${entries.join('')}`;
}

function writeConfiguration(folder, form) {
  const accounts = numbers(SIZE.accounts).map((index) => `  account-${index}: "${accountId(index)}"\n`);
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'organization.yaml'), `version: 1\naccounts:\n${accounts.join('')}`);
  writeFileSync(path.join(folder, 'people.yaml'), people());
  writeFileSync(path.join(folder, 'permission-sets.yaml'), sets());
  writeFileSync(path.join(folder, 'assignments.yaml'), form === 'gathered' ? gathered() : written());
}

async function measure(bundle, folder) {
  const { validateConfiguration } = await import(pathToFileURL(bundle).href);
  const start = performance.now();
  const result = await validateConfiguration(folder, { now: Date.UTC(2026, 10, 21) });
  const seconds = (performance.now() - start) / 1_000;
  if (!result.ok) throw new Error(JSON.stringify(result.issues.slice(0, 5)));
  const megabytes = process.resourceUsage().maxRSS / 1_024;
  process.stdout.write(`${seconds.toFixed(2)} s, ${megabytes.toFixed(0)} MB at most\n`);
  if (seconds > MAX_SECONDS || megabytes > MAX_MEGABYTES) process.exitCode = 1;
}

async function main(form) {
  const folder = mkdtempSync(path.join(tmpdir(), 'validate-'));
  try {
    const bundle = await bundled('reconciler/desired/validate.ts', folder);
    writeConfiguration(path.join(folder, 'config'), form);
    // A process of its own, so that the memory of the bundler is not counted.
    const run = spawnSync(process.execPath, [process.argv[1], 'measure', bundle, path.join(folder, 'config')], {
      stdio: 'inherit',
    });
    process.exitCode = run.status ?? 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [form = 'written', ...rest] = process.argv.slice(2);
if (form === 'measure') await measure(...rest);
else await main(form);
