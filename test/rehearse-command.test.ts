/** `rehearse` as people use it: what is printed, the exit codes, and that what is live stays as it is. */

import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { inProcess, inTemporaryFolder } from './support/command.ts';

const CONFIG = `
version: 1
accounts: { management: "111111111111", prod: "333333333333" }
users: [{ userName: ada, givenName: Ada, familyName: Lovelace }]
groups: [{ name: auditors, members: [ada] }]
permissionSets: [{ name: Auditor, managedPolicies: [ReadOnlyAccess] }]
assignments: [{ permissionSet: Auditor, accounts: [prod], groups: [auditors] }]
`;

type Run = (...args: readonly string[]) => ReturnType<typeof inProcess>;

async function atDesk(work: (run: Run, file: (name: string) => string) => Promise<void>): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const file = (name: string): string => path.join(folder, name);
    await writeFile(file('config.yaml'), CONFIG);
    const run: Run = (name = '', ...args) =>
      inProcess([name, ...args, '--config', file('config.yaml'), '--simulate', file('state.json')]);
    await work(run, file);
  });
}

test('a plan is rehearsed, in every format, and nothing of what is live changes', async () => {
  await atDesk(async (run, file) => {
    expect((await run('plan')).code).toBe(0);
    const before = await readFile(file('state.json'), 'utf8');
    const text = await run('rehearse', '--faults', 'calm,kill', '--seed', '41');
    expect(text).toMatchObject({ code: 0, err: '' });
    expect(text.out).toMatch(
      /^Rehearsed: 2 of 2 runs converged, seeds 41 to 42, \d+ calls, about \d+ s at the quota$/mu,
    );
    const markdown = await run('rehearse', '--faults', 'calm', '--format', 'markdown');
    expect(markdown.out).toMatch(/^### Rehearsed: 1 of 1 run converged, seed 1,/u);
    const json = await run('rehearse', '--faults', 'calm', '--format', 'json');
    expect(JSON.parse(json.out)).toMatchObject({ rehearsed: true, runs: [{ schedule: 'calm', passed: true }] });
    expect(await readFile(file('state.json'), 'utf8')).toBe(before);
  });
});

test('what a guard refuses is shown and exits 3; what changes nothing exits 0', async () => {
  await atDesk(async (run, file) => {
    expect(await run('apply', '--yes')).toMatchObject({ code: 0 });
    expect(await run('rehearse')).toMatchObject({ code: 0, out: 'Not rehearsed: there is nothing to do\n' });
    await writeFile(file('config.yaml'), CONFIG.replace('groups: [auditors]', 'users: [ada]'));
    const refused = await run('rehearse');
    expect(refused.code).toBe(3);
    expect(refused.out).toContain('GUARD_REMOVALS');
    expect(refused.out).toContain('Not rehearsed: a guard refuses the plan');
  });
});

test.each([
  [['--faults', 'rain'], 'throttling'],
  [['--seed', '-1'], 'whole number'],
])('%j is refused with what there is', async (args, hint) => {
  await atDesk(async (run) => {
    expect(await run('rehearse', ...args)).toMatchObject({ code: 1, err: expect.stringContaining(hint) as string });
  });
});
