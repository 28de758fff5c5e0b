/** How the services are called: what the environment may say, and what a person is told with `--verbose`. */

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { tuningFrom } from '../reconciler/commands/tuning.ts';
import { inProcess, inTemporaryFolder } from './support/command.ts';

const CONFIG = `
version: 1
accounts: { management: "111111111111", prod: "333333333333" }
groups: [{ name: auditors }]
permissionSets:
  - { name: Auditor, managedPolicies: [ReadOnlyAccess] }
  - { name: Deploy, unmanagedAssignments: ignore }
assignments:
  - { permissionSet: Auditor, accounts: [prod], groups: [auditors] }
  - { permissionSet: Deploy, accounts: [prod, management], groups: [auditors] }
`;

afterEach(() => {
  vi.unstubAllEnvs();
});

async function inFolder(work: (...args: readonly string[]) => Promise<void>): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const config = path.join(folder, 'config.yaml');
    await writeFile(config, CONFIG);
    await work('--config', config, '--simulate', path.join(folder, 'state.json'));
  });
}

describe('CW_GITOPS_CALLS_PER_SECOND', () => {
  it('sets the rate of both directories, and of nothing else', () => {
    const limit = { rate: 15, burst: 15 };
    expect(tuningFrom({ CW_GITOPS_CALLS_PER_SECOND: '15' })).toEqual({
      limits: { 'sso-admin': limit, identitystore: limit },
    });
    expect(tuningFrom({ CW_GITOPS_CALLS_PER_SECOND: '0.5' }).limits?.['sso-admin']).toEqual({ rate: 0.5, burst: 1 });
    expect(tuningFrom({ CW_GITOPS_CALLS_PER_SECOND: '' })).toEqual({});
    expect(tuningFrom({})).toEqual({});
  });

  it.each(['0', '-1', 'fast', '1e3', '101', '10 '])('refuses "%s"', (text) => {
    expect(() => tuningFrom({ CW_GITOPS_CALLS_PER_SECOND: text })).toThrow('must be a number above 0');
  });

  it('that is refused ends a command with 1, before any call', async () => {
    vi.stubEnv('CW_GITOPS_CALLS_PER_SECOND', 'fast');
    await inFolder(async (...args) => {
      const { code, err } = await inProcess(['plan', ...args]);
      expect(code).toBe(1);
      expect(err).toContain('error USAGE_ENVIRONMENT CW_GITOPS_CALLS_PER_SECOND is "fast"');
    });
  });
});

describe('CW_GITOPS_ASSIGNMENTS', () => {
  it('is thorough or quick', () => {
    expect(tuningFrom({ CW_GITOPS_ASSIGNMENTS: 'quick' })).toEqual({ assignments: 'quick' });
    expect(() => tuningFrom({ CW_GITOPS_ASSIGNMENTS: 'some' })).toThrow('must be thorough or quick');
  });
});

describe('--verbose', () => {
  it('tells how grants were read, and why', async () => {
    await inFolder(async (...args) => {
      await inProcess(['apply', '--yes', ...args]);
      const quiet = await inProcess(['plan', ...args]);
      expect(quiet.err).toBe('');
      const { out, err } = await inProcess(['plan', '--verbose', ...args]);
      expect(out).toContain('No changes');
      expect(err).toContain('grants of everybody: by 1 pairs of account and permission set, since only these show');
      expect(err).toContain('grants that the file names: by 1 principals instead of 2 pairs');
    });
  });
});
