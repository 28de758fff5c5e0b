/** `export`: on any organisation the plan of what it writes is empty, and it writes the same bytes again. */

import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { connectSimulator } from '../reconciler/commands/open.ts';
import { EXPORT_KINDS } from '../reconciler/core/export-kinds.ts';
import { IssueError } from '../reconciler/core/issue.ts';
import { validateConfiguration } from '../reconciler/desired/validate.ts';
import type { Cloud } from '../reconciler/engine/cloud.ts';
import { exportInto } from '../reconciler/engine/export-into.ts';
import type { ReadWhole } from '../reconciler/engine/export.ts';
import { readWhole } from '../reconciler/engine/export.ts';
import { Refusal } from '../reconciler/engine/refusal.ts';
import type { Files } from '../reconciler/files.ts';
import { openFiles } from '../reconciler/files.ts';
import { createVirtualClock } from '../reconciler/simulator/clock.ts';
import type { Fault } from '../reconciler/simulator/faults.ts';
import { startSimulator } from '../reconciler/simulator/server.ts';
import type { SimulatorState } from '../reconciler/simulator/state.types.ts';
import { inProcess, inTemporaryFolder } from './support/command.ts';
import { wide } from './support/wide-organizations.ts';

/** Nothing can be said of profiles. */
const UNREADABLE = {
  operation: 'codewhisperer:ListProfiles',
  kind: 'error',
  code: 'AccessDeniedException',
  when: { always: true },
} as const;

const RUNS = Number(process.env['LAW_RUNS'] ?? 12);

interface Desk {
  readonly exported: (
    name: string,
    ...args: readonly string[]
  ) => Promise<{ readonly err: string; readonly text: string }>;
  readonly changes: (name: string) => Promise<readonly string[]>;
}

/** All files of a folder as one text, each under its name. */
async function textOf(folder: string): Promise<string> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const named = files.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))).toSorted();
  const texts = await Promise.all(named.map((file) => readFile(path.join(folder, file), 'utf8')));
  return named.map((file, index) => `=== ${file}\n${texts[index]}`).join('\n');
}

async function atDesk<T>(state: SimulatorState, work: (desk: Desk) => Promise<T>, config?: string): Promise<T> {
  return inTemporaryFolder(async (folder) => {
    const file = path.join(folder, 'state.json');
    await writeFile(file, JSON.stringify(state));
    const own = path.join(folder, 'own.yaml');
    await writeFile(own, config ?? 'version: 1\n');
    return work({
      exported: async (name, ...args) => {
        const out = path.join(folder, name);
        const ran = await inProcess(['export', '--out', out, '--config', own, '--simulate', file, ...args]);
        if (ran.code !== 0) throw new Error(ran.err);
        return { err: ran.err, text: await textOf(out) };
      },
      changes: async (name) => {
        const args = ['--config', path.join(folder, name), '--simulate', file, '--format', 'json'];
        const ran = await inProcess(['plan', ...args]);
        if (ran.code !== 0) throw new Error(ran.err + ran.out);
        const { changes } = JSON.parse(ran.out) as { readonly changes: readonly { verb: string; id: string }[] };
        return changes.map(({ verb, id }) => `${verb} ${id}`);
      },
    });
  });
}

async function onServices<T>(
  state: SimulatorState,
  faults: readonly Fault[],
  work: (cloud: Cloud) => Promise<T>,
): Promise<T> {
  const clock = createVirtualClock(0);
  const simulator = await startSimulator({ state, clock, faults });
  const cloud = await connectSimulator(simulator, clock);
  try {
    return await work(cloud);
  } finally {
    cloud.close();
    await simulator.close();
  }
}

describe('the laws of export', () => {
  test('the plan of an export is empty, and the same is written again', async () => {
    await fc.assert(
      fc.asyncProperty(wide, async (state) => {
        await atDesk(state, async ({ exported, changes }) => {
          const { text } = await exported('one');
          expect((await exported('two')).text).toBe(text);
          expect({ changes: await changes('one'), text }).toEqual({ changes: [], text });
        });
      }),
      { numRuns: RUNS },
    );
  }, 240_000);
});

describe('what an export reads like', () => {
  test('the demo organisation', async () => {
    await inTemporaryFolder(async (folder) => {
      const state = path.join(folder, 'demo.json');
      expect(await inProcess(['apply', '--yes', '--config', 'config', '--simulate', state])).toMatchObject({ code: 0 });
      const live = JSON.parse(await readFile(state, 'utf8')) as SimulatorState;
      const place = 'accounts: { tooling: "222222222222" }\ncodewhisperer: { account: tooling, region: us-east-1 }\n';
      await atDesk(
        live,
        async ({ exported, changes }) => {
          const { text, err } = await exported('one');
          expect(err).toBe('');
          expect(await changes('one')).toEqual([]);
          await expect(text).toMatchFileSnapshot('golden/export-demo.txt');
          const { text: profile } = await exported('two', '--only', 'profile');
          expect(profile).toContain('authorizations: ignore');
          expect(profile).not.toContain('authorized:');
          expect(await changes('two')).toEqual([]);
        },
        `version: 1\n${place}`,
      );
    });
  });

  const STATE: SimulatorState = {
    version: 1,
    organization: {
      id: 'o-exampleorg1',
      managementAccount: '111111111111',
      accounts: [
        { id: '111111111111', name: 'management' },
        { id: '222222222222', name: 'gone', state: 'SUSPENDED' },
      ],
    },
    identityCenter: {
      region: 'us-east-1',
      users: [
        { userName: 'ada', givenName: 'Ada', familyName: 'Lovelace', displayName: 'Ada Lovelace' },
        { userName: 'prov', givenName: 'P', familyName: 'Q', displayName: 'P Q', externalId: 'p-1' },
        { userName: 'off', givenName: 'O', familyName: 'F', displayName: 'O F', status: 'DISABLED' },
      ],
      groups: [
        { name: 'team', members: ['ada', 'prov'] },
        { name: 'provided', members: ['prov'], externalId: 'g-1' },
      ],
      permissionSets: [{ name: 'Auditor', outdated: ['111111111111'] }, { name: 'AWSControlTowerX' }],
      assignments: [
        { permissionSet: 'Auditor', account: '111111111111', group: 'provided' },
        { permissionSet: 'Auditor', account: '222222222222', user: 'ada' },
        {
          permissionSet: 'Auditor',
          account: '111111111111',
          principalId: '11111111-1111-1111-1111-111111111111',
          principalType: 'USER',
        },
        { permissionSet: 'AWSControlTowerX', account: '111111111111', user: 'ada' },
      ],
    },
  };

  test('what is cut short is no configuration: it would declare less than is live', async () => {
    await inTemporaryFolder(async (folder) => {
      const [state, out] = [path.join(folder, 'state.json'), path.join(folder, 'out')];
      await writeFile(state, JSON.stringify(STATE));
      await mkdir(path.join(out, 'people.yaml'), { recursive: true });
      const own = path.join(folder, 'own.yaml');
      await writeFile(own, 'version: 1\n');
      const ran = await inProcess(['export', '--out', out, '--config', own, '--simulate', state]);
      expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('people.yaml:1:1 error CONFIG_FILE') });
      expect(await inProcess(['validate', '--config', out])).toMatchObject({ code: 1 });
    });
  });

  test.each(['none/of/it', ''])('where no folder can be made that is said: state.json/%s', async (below) => {
    await inTemporaryFolder(async (folder) => {
      const state = path.join(folder, 'state.json');
      await writeFile(state, JSON.stringify(STATE));
      const out = path.join(state, below);
      const own = path.join(folder, 'own.yaml');
      await writeFile(own, 'version: 1\n');
      expect(await inProcess(['export', '--out', out, '--config', own, '--simulate', state])).toEqual({
        code: 1,
        out: '',
        err: expect.stringMatching(
          /^error USAGE_EXPORT \S+ cannot be made a folder \((?:EEXIST|ENOTDIR)\); name another place\n$/u,
        ),
      });
    });
  });

  test('what the format cannot say is listed, what a provider owns is only named, what is ignored is not there', async () => {
    const config = 'version: 1\nignore: { permissionSets: [AWSControlTower*] }\n';
    await atDesk(
      STATE,
      async ({ exported, changes }) => {
        const { text, err } = await exported('one');
        await expect(`${err}\n${text}`).toMatchFileSnapshot('golden/export-notices.txt');
        expect(await changes('one')).toEqual(['update permission-set/Auditor']);
      },
      config,
    );
  });

  test('the instance and the roles by which it was read are written, for the plan of the export reads by them', async () => {
    const instance = 'arn:aws:sso:::instance/ssoins-1234567890abcdef';
    const state = { ...STATE, identityCenter: { ...STATE.identityCenter, region: 'us-east-1', instanceArn: instance } };
    const config = `version: 1\nidentityCenter: { instanceArn: ${instance} }\nroles: { management: { plan: arn:aws:iam::111111111111:role/reader } }\n`;
    await atDesk(
      state,
      async ({ exported, changes }) => {
        const { text } = await exported('one');
        expect(text).toContain(`instanceArn: ${instance}`);
        expect(text).toContain('roles:\n  management: {plan: arn:aws:iam::111111111111:role/reader}');
        expect(await changes('one')).toEqual(['update permission-set/Auditor']);
      },
      config,
    );
  });

  test('what is ignored is left alone by the plan of the export, too', async () => {
    const ids = ['3', '4', '5', '6'].map((digit) => digit.repeat(12));
    const state: SimulatorState = {
      ...STATE,
      organization: {
        ...STATE.organization,
        accounts: [...STATE.organization.accounts, ...ids.map((id) => ({ id, name: `sandbox-${id}` }))],
      },
      identityCenter: {
        region: 'us-east-1',
        users: STATE.identityCenter?.users?.slice(0, 1) ?? [],
        permissionSets: [{ name: 'Auditor' }],
        assignments: ids.map((account) => ({ permissionSet: 'Auditor', account, user: 'ada' })),
      },
    };
    const config = 'version: 1\nignore: { accounts: [sandbox-3*] }\n';
    await atDesk(
      state,
      async ({ exported, changes }) => {
        const { text } = await exported('one');
        expect(text).toContain('accounts: [{all: true}]');
        expect(text).not.toContain('333333333333');
        expect(await changes('one')).toEqual([]);
      },
      config,
    );
  });

  test('only what is asked for, and nothing is to be removed for that', async () => {
    await atDesk(STATE, async ({ exported, changes }) => {
      const { text } = await exported('groups', '--only', 'group');
      expect(text).toContain('memberships: ignore');
      expect(text).not.toContain('users:');
      expect(await changes('groups')).toEqual([]);
      const { text: sets } = await exported('sets', '--only', 'permission-set');
      expect(sets).toContain('assignments: ignore');
      expect(await changes('sets')).toEqual(['update permission-set/Auditor']);
    });
  });

  test('a part that can no longer be read is an error, and not an empty part to be written over', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeFile(path.join(folder, 'all.yaml'), 'version: 1\ngroups: [{ name: team, description: Old }]\n');
      const [opened, validated] = [await openFiles(folder), await validateConfiguration(folder, { now: 0 })];
      if (!opened.ok || !validated.ok) throw new Error('the folder is not valid');
      const gone = { code: 'CONFIG_FILE', severity: 'error', message: 'this file does not exist' } as const;
      const read = (): ReturnType<Files['read']> => Promise.resolve({ ok: false, issues: [gone] });
      const files = { ...opened.value.files, read };
      await onServices(STATE, [], async (cloud) => {
        const request = { opened: { files }, configuration: validated.value, cloud, kinds: new Set(EXPORT_KINDS) };
        await expect(exportInto({ ...request, acceptRemovals: true, now: 0 })).rejects.toThrow(gone.message);
      });
    });
  });

  describe('a profile', () => {
    const read = async (text: string, fault?: Partial<Fault>): Promise<ReadWhole> =>
      inTemporaryFolder(async (folder) => {
        const file = path.join(folder, 'own.yaml');
        await writeFile(file, text);
        const validated = await validateConfiguration(file, { now: 0 });
        if (!validated.ok) throw new IssueError(...validated.issues);
        const faults = fault === undefined ? [] : [{ ...UNREADABLE, ...fault } as Fault];
        return onServices(STATE, faults, (cloud) => readWhole(validated.value, cloud, new Set(EXPORT_KINDS), 0));
      });
    const named = (account: string): string =>
      `version: 1\ncodewhisperer: { account: "${account}", region: us-east-1 }\n`;

    test.each<Partial<Fault>>([{ kind: 'throttling' }, { kind: 'lost-request' }])(
      'whose read fails is an error, whether the file names one or not: %j',
      async (fault) => {
        await expect(read(named('111111111111'), fault)).rejects.toThrow('codewhisperer ListProfiles failed');
        await expect(read('version: 1\n', fault)).rejects.toMatchObject({
          issues: [{ severity: 'error' }, { code: 'CONFIG_EXPORT', hint: expect.stringContaining('--only') as string }],
        });
      },
    );

    test.each<Partial<Fault>>([{}, { kind: 'error', code: 'UnknownOperationException' }])(
      'that may not be read, or that an emulator cannot have, is left out with a warning where nobody named it: %j',
      async (fault) => {
        const { notices } = await read('version: 1\n', fault);
        expect(notices.map(({ message }) => message)).toContainEqual(expect.stringContaining('could not be read'));
        await expect(read(named('111111111111'), fault)).rejects.toThrow('codewhisperer ListProfiles failed');
      },
    );

    test('is looked for where the file says, and nowhere else', async () => {
      await expect(read(named('nowhere'))).rejects.toThrow('no account "nowhere"');
      await expect(read(named('999999999999'))).rejects.toBeInstanceOf(Refusal);
    });
  });

  test('a folder that has a configuration is not written over', async () => {
    await inTemporaryFolder(async (folder) => {
      await writeFile(path.join(folder, 'a.yaml'), 'version: 1\n');
      const ran = await inProcess(['export', '--out', folder, '--config', folder, '--simulate']);
      expect(ran).toMatchObject({ code: 1, out: '', err: expect.stringContaining('already has a configuration') });
    });
  });
});
