/** The bundled Action, run as a runner of GitHub runs it, in a repository with a configuration, against both simulators. */

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Fault } from '../../reconciler/simulator/faults.ts';
import type { Simulator } from '../../reconciler/simulator/server.ts';
import { startSimulator } from '../../reconciler/simulator/server.ts';
import { emptyState } from '../../reconciler/simulator/state.ts';
import { bundledAction } from './bundle.ts';
import { inputDefaults } from './workflow.ts';
import { inTemporaryFolder } from './command.ts';
import type { SimulatorState } from '../../reconciler/simulator/state.types.ts';
import type { FakePull, GitHubServer } from './github-server.ts';
import { startGitHub } from './github-server.ts';
import { onSimulator } from './simulated.ts';
import { CONFIG } from './small-organisation.ts';

export interface ActionRun {
  readonly code: number | null;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

export interface Call {
  readonly inputs: Readonly<Record<string, string>>;
  readonly event: string;
  readonly payload?: unknown;
  readonly commit: string;
  readonly ref: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A repository `acme/access` on branch `main`, an organisation of three accounts, and somebody who works with both. */
export interface Desk {
  readonly github: GitHubServer;
  readonly simulator: Simulator;
  readonly folder: string;
  readonly file: (name: string) => string;
  /** Rewrites the configuration and commits it; resolves to the commit. */
  readonly commit: (change?: (text: string) => string) => Promise<string>;
  /** A commit that becomes the head of a branch without a pull request. */
  readonly push: (commit: string) => void;
  readonly open: (number: number, commit: string) => FakePull;
  /** Merges as GitHub's three ways do: only the commit that it makes differs. */
  readonly merge: (pull: FakePull, mergeCommit?: string) => string;
  readonly run: (call: Call) => Promise<ActionRun>;
  readonly onPull: (pull: FakePull, inputs?: Readonly<Record<string, string>>) => Promise<ActionRun>;
  readonly onPush: (commit: string, inputs: Readonly<Record<string, string>>) => Promise<ActionRun>;
}

const BARE = emptyState({ accounts: [{ id: '333333333333', name: 'prod' }] });

export interface DeskOptions {
  readonly faults?: readonly Fault[];
  readonly config?: string;
  /** What is live already; nothing unless given. */
  readonly live?: SimulatorState;
}

/** What is live when a configuration was applied. */
export async function appliedState(config: string): Promise<SimulatorState> {
  return onSimulator(BARE, async (run) => {
    await run.apply({ 'all.yaml': config });
    return run.simulator.state();
  });
}

export async function atDesk(
  work: (desk: Desk) => Promise<void>,
  { faults = [], config = CONFIG, live = BARE }: DeskOptions = {},
): Promise<void> {
  const github = await startGitHub();
  const simulator = await startSimulator({
    state: live,
    limits: { operationMilliseconds: 5, furtherAccountMilliseconds: 1 },
    faults,
  });
  try {
    await inTemporaryFolder((folder) => work(deskOf(folder, github, simulator, config)));
  } finally {
    await simulator.close();
    await github.close();
  }
}

function deskOf(folder: string, github: GitHubServer, simulator: Simulator, config: string): Desk {
  const file = (name: string): string => path.join(folder, name);
  let text = config;
  let commits = 0;
  const hash = (value: string): string => createHash('sha1').update(value).digest('hex');
  const newCommit = (): string => {
    commits += 1;
    const commit = hash(`commit ${commits}`);
    github.state.objects.set(`${commit}:config`, hash(text));
    return commit;
  };
  const run = (call: Call): Promise<ActionRun> => runAction(folder, github, simulator, call);
  return {
    github,
    simulator,
    folder,
    file,
    commit: async (change = (same) => same) => {
      text = change(text);
      await mkdir(file('config'), { recursive: true });
      await writeFile(file('config/all.yaml'), text);
      return newCommit();
    },
    push: (commit) => void github.state.branches.set('main', commit),
    open: (number, head) => {
      const pull: FakePull = { number, head, base: 'main' };
      github.state.pulls.push(pull);
      return pull;
    },
    merge: (pull, mergeCommit = newCommit()) => {
      Object.assign(pull, { merged: Date.now(), mergeCommit });
      github.state.branches.set('main', mergeCommit);
      return mergeCommit;
    },
    run,
    onPull: (pull, inputs = {}) =>
      run({
        inputs: { command: 'plan', ...inputs },
        event: 'pull_request',
        payload: pullPayload(pull),
        commit: hash(`merge of ${pull.head}`),
        ref: `refs/pull/${pull.number}/merge`,
      }),
    onPush: (commit, inputs) => run({ inputs, event: 'push', payload: {}, commit, ref: 'refs/heads/main' }),
  };
}

export function pullPayload(pull: FakePull, from = 'acme/access'): unknown {
  const repo = { full_name: 'acme/access' };
  return {
    pull_request: {
      number: pull.number,
      head: { sha: pull.head, repo: { full_name: from } },
      base: { ref: pull.base, repo },
    },
  };
}

async function runAction(
  folder: string,
  github: GitHubServer,
  simulator: Simulator,
  { inputs, event, payload = {}, commit, ref, env = {} }: Call,
): Promise<ActionRun> {
  const file = (name: string): string => path.join(folder, `.runner-${name}`);
  await writeFile(file('event.json'), JSON.stringify(payload));
  await writeFile(file('output'), '');
  await writeFile(file('summary'), '');
  const child = spawn(process.execPath, [bundledAction()], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: '/nonexistent',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...simulator.environment(),
      GITHUB_ACTIONS: 'true',
      GITHUB_API_URL: github.url,
      GITHUB_SERVER_URL: 'https://github.example',
      GITHUB_REPOSITORY: 'acme/access',
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: file('event.json'),
      GITHUB_OUTPUT: file('output'),
      GITHUB_STEP_SUMMARY: file('summary'),
      GITHUB_WORKSPACE: folder,
      GITHUB_SHA: commit,
      GITHUB_REF: ref,
      GITHUB_RUN_ID: '4711',
      RUNNER_TEMP: path.join(folder, 'temp'),
      ...Object.fromEntries(
        Object.entries({ ...inputDefaults(), ...inputs }).map(([name, value]) => [
          `INPUT_${name.toUpperCase()}`,
          value,
        ]),
      ),
      ...env,
    },
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    code,
    log: Buffer.concat(chunks).toString(),
    outputs: outputsOf(await readFile(file('output'), 'utf8')),
    summary: await readFile(file('summary'), 'utf8'),
  };
}

function outputsOf(written: string): Readonly<Record<string, string>> {
  const found = written.matchAll(/^([\w-]+)<<(\S+)\n([^]*?)\n\2$/gmu);
  return Object.fromEntries([...found].map(([, name = '', , value = '']) => [name, value]));
}
