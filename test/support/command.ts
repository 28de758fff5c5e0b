/** Runs the built command line as a process of its own, with nothing of this machine's AWS settings. */

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { vi } from 'vitest';
import { main } from '../../reconciler/cli.ts';
import { bundle } from './bundle.ts';

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** A process of the command line that is running. */
export interface Running {
  readonly ended: Promise<Ran>;
  /** What it wrote so far, standard output and standard error together. */
  written(): string;
  alive(): boolean;
  signal(name: 'SIGINT' | 'SIGKILL' | 'SIGTERM'): void;
}

let applies = 0;

/** An apply that does not say where its undo file goes would leave it in the repository. */
function tidy(args: readonly string[]): readonly string[] {
  if (args[0] !== 'apply' || args.includes('--undo-out')) return args;
  applies += 1;
  return [...args, '--undo-out', path.join(tmpdir(), `cw-gitops-undo-${process.pid}-${Date.now()}-${applies}.json`)];
}

export async function command(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return launch(args, options).ended;
}

/** Starts the built command line, and lets it run. */
export function launch(args: readonly string[], { env = {}, cwd }: RunOptions = {}): Running {
  const child = spawn(process.execPath, [bundle(), ...tidy(args)], {
    env: { PATH: process.env['PATH'] ?? '', AWS_EC2_METADATA_DISABLED: 'true', HOME: '/nonexistent', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
  });
  const [out, err] = [child.stdout, child.stderr].map((stream) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    return () => Buffer.concat(chunks).toString();
  }) as [() => string, () => string];
  return {
    ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, out: out(), err: err() }))),
    written: () => out() + err(),
    alive: () => child.exitCode === null && child.signalCode === null,
    signal: (name) => child.kill(name),
  };
}

/** The same in this process, for many runs in a row: nobody waits for Node to start. */
export async function inProcess(args: readonly string[]): Promise<Ran> {
  const written = { out: '', err: '' };
  const capture = (stream: NodeJS.WriteStream, name: 'out' | 'err') =>
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      written[name] += String(text);
      return true;
    });
  const captured = [capture(process.stdout, 'out'), capture(process.stderr, 'err')];
  try {
    return { code: await main(tidy(args)), ...written };
  } finally {
    for (const spy of captured) spy.mockRestore();
  }
}

/** Does the work with an empty folder, and takes it away again. */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cw-gitops-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
