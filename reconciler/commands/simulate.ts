/** `simulate`: the simulator on loopback for any AWS tool, until it is stopped. */

import { once } from 'node:events';
import { IssueError } from '../core/issue.ts';
import { validateConfiguration } from '../desired/validate.ts';
import { seedState } from '../engine/seed.ts';
import { createRealClock } from '../simulator/clock.ts';
import { startSimulator } from '../simulator/server.ts';
import type { SimulatorState } from '../simulator/state.types.ts';
import { printFailure } from './failure.ts';
import type { SimulateOptions } from './options.ts';
import { EXIT } from './options.ts';
import { readStateFile, writeStateFile } from './state-file.ts';

/** Serves until SIGINT or SIGTERM, then writes the state back into its file. Resolves to 0, or to 1 when it cannot start. */
export async function simulate(options: SimulateOptions): Promise<number> {
  try {
    const state = await initialState(options);
    const { port } = options;
    const starting = startSimulator({ state, port, clock: createRealClock() });
    const simulator = await starting.catch((error: NodeJS.ErrnoException) => unserved(port, error));
    try {
      process.stdout.write(environmentText(simulator.environment()));
      if (!options.quiet)
        process.stderr.write(`serving ${state.organization.id} on ${simulator.url}; Ctrl-C stops it\n`);
      await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
      if (options.state !== undefined) await writeStateFile(options.state, simulator.state());
      if (!options.quiet) process.stderr.write(countsText(simulator.calls(), options.verbose));
      return EXIT.done;
    } finally {
      await simulator.close();
    }
  } catch (error) {
    printFailure(error, options.verbose);
    return EXIT.failed;
  }
}

/** A port that somebody else has, or that only root may have. */
function unserved(port: number, error: NodeJS.ErrnoException): never {
  if (error.syscall !== 'listen') throw error;
  const message = `port ${port} cannot be listened on (${error.code})`;
  throw new IssueError({ code: 'USAGE_PORT', severity: 'error', message, hint: 'name another one with --port' });
}

async function initialState({ state: file, config }: SimulateOptions): Promise<SimulatorState> {
  const stored = file === undefined ? undefined : await readStateFile(file);
  if (stored !== undefined) return stored;
  const result = await validateConfiguration(config, { now: Date.now() });
  if (!result.ok) throw new IssueError(...result.issues);
  return seedState(result.value);
}

function environmentText(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([name, value]) => `export ${name}=${value}\n`)
    .join('');
}

function countsText(calls: Readonly<Record<string, number>>, verbose: boolean): string {
  const rows = Object.entries(calls);
  const total = rows.reduce((sum, [, count]) => sum + count, 0);
  const lines = verbose
    ? rows.map(([operation, count]) => `${String(count).padStart(7)}  ${operation}\n`).join('')
    : '';
  return `${lines}${total} calls were answered\n`;
}
