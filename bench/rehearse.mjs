// Rehearses a plan of 200 changes under every schedule of faults, on an organisation of 40 accounts, 200 users and 400
// assignments, with the program built from the sources. Prints the verdict and the time; exits with 1 past 20 seconds.
//
//   node bench/rehearse.mjs

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const MAX_SECONDS = 20;
const SIZE = { accounts: 40, users: 200, groups: 20, sets: 10, changes: 200 };

function numbers(count) {
  return Array.from({ length: count }, (_, index) => index);
}

function accountId(index) {
  return String(100_000_000_000 + index);
}

/** `assignments` of all the grants that there could be are written; with fewer, the rest is left to do. */
function configuration(assignments) {
  const grants = numbers(assignments).map(
    (index) =>
      `  - { permissionSet: Set${index % SIZE.sets}, accounts: ["${accountId(Math.floor(index / SIZE.sets) % SIZE.accounts)}"], groups: [group-${(index * 7 + Math.floor(index / 400)) % SIZE.groups}] }\n`,
  );
  const accounts = numbers(SIZE.accounts).map(
    (index) => `  ${index === 0 ? 'management' : `account-${index}`}: "${accountId(index)}"\n`,
  );
  const groups = numbers(SIZE.groups).map((index) => {
    const members = numbers(10).map((member) => `user_${(index * 10 + member) % SIZE.users}`);
    return `  - { name: group-${index}, members: [${members.join(', ')}] }\n`;
  });
  return [
    `version: 1\naccounts:\n${accounts.join('')}`,
    `users:\n${numbers(SIZE.users)
      .map((index) => `  - { userName: user_${index}, givenName: Given, familyName: Family${index} }\n`)
      .join('')}`,
    `groups:\n${groups.join('')}`,
    `permissionSets:\n${numbers(SIZE.sets)
      .map((index) => `  - { name: Set${index}, managedPolicies: [ReadOnlyAccess] }\n`)
      .join('')}`,
    `admins: { organization: { users: [user_0] } }\n`,
    `assignments:\n${grants.join('')}`,
  ].join('');
}

const folder = mkdtempSync(path.join(tmpdir(), 'cw-gitops-rehearse-'));
try {
  execFileSync(process.execPath, ['scripts/build.mjs', '--outdir', folder]);
  const run = (...args) => {
    const began = Date.now();
    const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(folder, 'cli.js'), ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH },
      maxBuffer: 1e9,
    });
    return { status, stdout, stderr, seconds: (Date.now() - began) / 1_000 };
  };
  writeFileSync(path.join(folder, 'config.yaml'), configuration(400 - SIZE.changes));
  const files = ['--config', 'config.yaml', '--simulate', 'state.json'];
  const seeded = run('apply', '--yes', ...files, '--quiet');
  if (seeded.status !== 0) throw new Error(seeded.stderr);
  writeFileSync(path.join(folder, 'config.yaml'), configuration(400));
  const plan = JSON.parse(run('plan', '--format', 'json', ...files).stdout);
  const rehearsed = run('rehearse', ...files);
  process.stdout.write(rehearsed.stdout + rehearsed.stderr);
  process.stdout.write(`${plan.changes.length} changes, ${rehearsed.seconds.toFixed(1)} s (at most ${MAX_SECONDS})\n`);
  process.exitCode =
    rehearsed.status === 0 && plan.changes.length === SIZE.changes && rehearsed.seconds < MAX_SECONDS ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
