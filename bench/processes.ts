/** The simulator and the command line as processes of their own, so that each one's share is its own. */

import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SizeName } from './organisation.ts';
import type { Told } from './serve.ts';

export interface Served {
  readonly url: string;
  /** Calls by `service:Operation` since this was last asked. */
  calls(): Promise<Readonly<Record<string, number>>>;
  close(): void;
}

/** The simulator with an organisation of that size; `folder` has the bundles. */
export async function serve(folder: string, size: SizeName): Promise<Served> {
  const child = fork(path.join(folder, 'serve.js'), [size], { execArgv: [] });
  const told = async (): Promise<Told> => {
    const [message] = (await once(child, 'message')) as [Told];
    return message;
  };
  const first = await told();
  return {
    url: 'url' in first ? first.url : '',
    calls: async () => {
      child.send('calls');
      const answer = await told();
      return 'calls' in answer ? answer.calls : {};
    },
    close: () => void child.kill(),
  };
}

export interface Usage {
  /** Of the processor, the system's included. */
  readonly seconds: number;
  readonly megabytes: number;
}

export interface UsageOfPlan extends Usage {
  /** Times the processor time of Node that runs nothing, taken in the same minute: the machine's pace is in both. */
  readonly timesBare: number;
}

// A second of the limiter's takes a millisecond: what is left is the work.
const FASTER = 1_000;

const RUNS = 3;

/**
 * What the built command line uses for `plan` against the simulator at `url`: of three runs the least of the processor, since
 * whatever else runs slows it, also the simulator's own start, and the most of memory. Throws unless each exits with 0.
 */
export async function usageOfPlan(...plan: Parameters<typeof usageOfOnePlan>): Promise<UsageOfPlan> {
  const usages: Usage[] = [];
  const bare: Usage[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    bare.push(await usageOfProcess(plan[0], ['-e', '0']));
    usages.push(await usageOfOnePlan(...plan));
  }
  const seconds = leastSeconds(usages);
  const megabytes = Math.max(...usages.map((usage) => usage.megabytes));
  return { seconds, megabytes, timesBare: seconds / leastSeconds(bare) };
}

function leastSeconds(usages: readonly Usage[]): number {
  return Math.min(...usages.map(({ seconds }) => seconds));
}

async function usageOfOnePlan(
  folder: string,
  url: string,
  config: string,
  assignments: 'thorough' | 'quick',
): Promise<Usage> {
  const preload = pathToFileURL('test/support/fast-time.mjs').href;
  const started = String(Date.now());
  const args = [`--import=${preload}`, path.join(folder, 'cli', 'cli.js'), 'plan', '--config', config];
  return usageOfProcess(folder, args, {
    AWS_ACCESS_KEY_ID: 'AKIABENCHMARK0000000',
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: url,
    FAST_TIME_ORIGIN: started,
    FAST_TIME_START: started,
    FAST_TIME_FACTOR: String(FASTER),
    CW_GITOPS_ASSIGNMENTS: assignments,
  });
}

/** Throws unless Node with these arguments exits with 0. */
async function usageOfProcess(
  folder: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Usage> {
  const file = path.join(folder, 'usage.json');
  const preload = pathToFileURL('bench/usage.mjs').href;
  const child = spawn(process.execPath, [`--import=${preload}`, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...environment, BENCH_USAGE: file },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${args.slice(-3).join(' ')} ended with ${String(code)}`);
  return JSON.parse(readFileSync(file, 'utf8')) as Usage;
}

/** The middle of `times` wall times, in milliseconds, of a process with these arguments. */
export async function wallTime(args: readonly string[], times: number): Promise<number> {
  const taken: number[] = [];
  for (let run = 0; run < times; run += 1) {
    const began = performance.now();
    await once(spawn(process.execPath, args, { stdio: 'ignore' }), 'exit');
    taken.push(performance.now() - began);
  }
  return taken.toSorted((a, b) => a - b)[Math.floor(times / 2)] ?? 0;
}
