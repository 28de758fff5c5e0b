/**
 * What somebody else hands to the command line, spoilt: answers of a service, plan files, state files. Each ends in
 * a clear error, exit 1, in bounded time, with nothing written; and no secret is ever printed.
 */

import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from '../reconciler/simulator/faults.ts';
import { startSimulator } from '../reconciler/simulator/server.ts';
import { ALL_KINDS, beforeAllKinds, held } from './support/all-kinds.ts';
import type { Ran } from './support/command.ts';
import { command, inProcess } from './support/command.ts';
import { fastTime } from './support/fast-time.ts';

/** The day that the configuration's dates are made for. */
const START = Date.UTC(2026, 10, 21, 12);
/** Waits of minutes become seconds; what takes long all the same is our own work. */
const FACTOR = 60;
const SECONDS = 60_000;

const SECRETS = {
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYSECRETKEY1',
  AWS_SESSION_TOKEN: 'IQoJb3JpZ2luX2VjTOKENTOKENTOKENTOKEN2',
  GITHUB_TOKEN: 'ghs_TOKENTOKENTOKENTOKENTOKENTOKENTOKEN3',
};

function expectNoSecret({ out, err }: Ran): void {
  for (const secret of Object.values(SECRETS)) expect(out + err).not.toContain(secret);
  expect(out + err).not.toMatch(/Signature=[0-9a-f]{64}|x-amz-security-token/iu);
}

async function against(
  faults: readonly Fault[],
  ...args: readonly string[]
): Promise<Ran & { readonly changed: boolean }> {
  const { clock, env } = fastTime(START, FACTOR);
  const simulator = await startSimulator({ state: beforeAllKinds(), clock, faults, limits: { callsPerSecond: {} } });
  try {
    const before = JSON.stringify(held(simulator.state()));
    const ran = await command([...args, '--config', ALL_KINDS], {
      env: { ...simulator.environment(), ...SECRETS, ...env },
    });
    return { ...ran, changed: before !== JSON.stringify(held(simulator.state())) };
  } finally {
    await simulator.close();
  }
}

/** So that each list has more than one page. */
const SMALL_PAGES: Fault = { operation: '*:List*', when: { always: true }, kind: 'page-size', size: 1 };
const EVERY_LIST = { operation: '*:List*', when: { always: true } } as const;

describe('a service that answers', () => {
  test.each<[string, Fault, RegExp]>([
    ['no JSON', { ...EVERY_LIST, kind: 'not-json' }, /not what the service sends/u],
    ['half an answer', { ...EVERY_LIST, kind: 'truncated' }, /not what the service sends/u],
    [
      'the same page token again and again',
      { ...EVERY_LIST, kind: 'repeated-token' },
      /the same page token came twice/u,
    ],
    ['empty pages without end', { ...EVERY_LIST, kind: 'empty-page' }, /could not be read to its end/u],
    [
      'no access',
      { operation: '*:ListUsers', when: { always: true }, kind: 'error', code: 'AccessDeniedException' },
      /AccessDenied/u,
    ],
  ])(
    '%s',
    async (_, fault, said) => {
      const ran = await against([SMALL_PAGES, fault], 'apply', '--yes', '--verbose');
      expect(ran).toMatchObject({ code: 1, changed: false });
      expect(ran.err).toMatch(said);
      expectNoSecret(ran);
    },
    SECONDS,
  );

  test(
    'with errors in the middle of an apply, told with all that lies behind them, tells no secret',
    async () => {
      const fault = {
        operation: '*:Create*',
        when: { every: 2 },
        kind: 'error',
        code: 'AccessDeniedException',
      } as const;
      const ran = await against([fault], 'apply', '--yes', '--verbose');
      expect(ran).toMatchObject({ code: 4, changed: true });
      expectNoSecret(ran);
    },
    SECONDS,
  );
});

const SMALL = `
version: 1
accounts: { management: "111111111111" }
groups: [{ name: auditors }]
`;

interface Desk {
  readonly plan: string;
  readonly state: string;
  readonly run: (...args: readonly string[]) => Promise<Ran>;
  /** The names and contents of all files. */
  readonly everything: () => Promise<unknown>;
}

const FILES = ['config.yaml', 'state.json', 'plan.json'] as const;

let folder = '';
let planned: readonly string[] = [];

function files(): readonly [config: string, state: string, plan: string] {
  return [path.join(folder, FILES[0]), path.join(folder, FILES[1]), path.join(folder, FILES[2])];
}

/** Planned once: the plan and the state that it was made for are the same for every way to spoil them. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cw-gitops-hostile-'));
  const [config, state, plan] = files();
  await writeFile(config, SMALL);
  const ran = await command(['plan', '--out', plan, '--config', config, '--simulate', state]);
  expect(ran.code, ran.err).toBe(0);
  planned = await Promise.all(files().map((file) => readFile(file, 'utf8')));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function atDesk(work: (desk: Desk) => Promise<void>): Promise<void> {
  await rm(folder, { recursive: true });
  await mkdir(folder);
  await Promise.all(files().map((file, index) => writeFile(file, planned[index] ?? '')));
  const [config, state, plan] = files();
  const run: Desk['run'] = (...args) => inProcess([...args, '--config', config, '--simulate', state]);
  await work({
    plan,
    state,
    run,
    everything: async () =>
      Promise.all((await readdir(folder)).map(async (name) => [name, await readFile(path.join(folder, name), 'utf8')])),
  });
}

const SPOILT: readonly (readonly [string, (text: string) => string])[] = [
  ['cut in half', (text) => text.slice(0, text.length / 2)],
  ['emptied', () => ''],
  ['not JSON any more', (text) => `${text}}`],
  ['of another version', (text) => text.replace(/"(formatVersion|version)": 1/u, '"$1": 2')],
  ['a list', () => '[1, 2, 3]'],
  ['nested deeply', () => '['.repeat(100_000)],
  ['full of prototypes', (text) => text.replace('{', '{ "__proto__": { "changes": [] }, "constructor": 1,')],
];

describe('a plan file', () => {
  test.each([...SPOILT, ['edited', (text: string) => text.replaceAll('auditors', 'admins')] as const])(
    'that is %s applies nothing',
    async (_, spoil) => {
      await atDesk(async ({ plan, run, everything }) => {
        await writeFile(plan, spoil(await readFile(plan, 'utf8')));
        const before = await everything();
        const ran = await run('apply', plan);
        expect(ran).toMatchObject({ code: 1, out: '' });
        expect(ran.err).toContain('plan.json');
        expect(await everything()).toEqual(before);
      });
    },
  );
});

describe('a state file', () => {
  test.each(SPOILT)('that is %s is left as it is', async (_, spoil) => {
    await atDesk(async ({ state, run, everything }) => {
      await writeFile(state, spoil(await readFile(state, 'utf8')));
      const before = await everything();
      const ran = await run('apply', '--yes');
      expect(ran).toMatchObject({ code: 1, out: '' });
      expect(ran.err).toContain('state.json');
      expect(await everything()).toEqual(before);
    });
  });
});
