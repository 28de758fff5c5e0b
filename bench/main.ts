/** The whole measurement: each size in turn, then the writer, then the start; at the end the table and what holds. */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import path from 'node:path';
import type { Figures } from './figures.ts';
import { promises, rows } from './figures.ts';
import { applyAndPlanCost, type Cost, planCost } from './count.ts';
import type { Organisation, SizeName } from './organisation.ts';
import { organisation, SIZES } from './organisation.ts';
import { serve, usageOfPlan, wallTime } from './processes.ts';
import { replayRefresh } from './replay.ts';
import { table } from './table.ts';
import { QUICK_SERVICE, SLOW_SERVICE, writerFigures } from './writer.ts';

const [bundles = '', ...words] = process.argv.slice(2);
const options = new Set(words.filter((word) => word.startsWith('--')));
const wanted = words.filter((word) => !options.has(word));
const sizes = (Object.keys(SIZES) as SizeName[]).filter((name) => wanted.length === 0 || wanted.includes(name));
const began = performance.now();

function note(what: string): void {
  process.stderr.write(`${((performance.now() - began) / 1_000).toFixed(0).padStart(5)} s  ${what}\n`);
}

/** Writes the configuration into a folder of its own for as long as the work takes. */
async function withConfiguration<T>(files: Organisation['files'], work: (folder: string) => Promise<T>): Promise<T> {
  const folder = path.join(bundles, 'config');
  mkdirSync(folder);
  try {
    for (const [name, text] of files) writeFileSync(path.join(folder, name), text);
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const QUICKLY = { assignments: 'quick' } as const;

async function thoroughly(name: SizeName, { whole }: Organisation, config: string): Promise<Cost> {
  note(`${name}: plan that reads every pair`);
  return planCost(whole, config);
}

/** What is wanted then is what the file names, and that the cheaper way proves. */
const IGNORING = ['unmanaged.yaml', 'unmanaged:\n  assignments: ignore\n'] as const;

async function ignoringStrangers(name: SizeName, { whole, files }: Organisation): Promise<Cost> {
  note(`${name}: plan that ignores undeclared grants`);
  return withConfiguration(new Map([...files, IGNORING]), (config) => planCost(whole, config));
}

async function applyAndPlan(name: SizeName, { behind }: Organisation, config: string): Promise<Figures['applied']> {
  note(`${name}: apply, and plan again`);
  return applyAndPlanCost(behind, config, QUICKLY);
}

async function figuresOf(name: SizeName): Promise<Figures> {
  const made = organisation(SIZES[name]);
  const ignoring = await ignoringStrangers(name, made);
  return withConfiguration(made.files, async (config) => {
    note(`${name}: plan, on a clock that jumps`);
    const quick = await planCost(made.whole, config, QUICKLY);
    const reads = name === 'L' && !options.has('--thorough') ? undefined : await thoroughly(name, made, config);
    const applied = name === 'L' && options.has('--no-apply') ? undefined : await applyAndPlan(name, made, config);
    note(`${name}: the simulator starts in a process of its own`);
    const served = await serve(bundles, name);
    try {
      note(`${name}: plan of the command line`);
      const usage = await usageOfPlan(bundles, served.url, config, 'quick');
      const thorough = reads && { ...reads, usage: await usageOfPlan(bundles, served.url, config, 'thorough') };
      await served.calls();
      note(`${name}: replay`);
      await replayRefresh(served.url, made.whole);
      const replay = await served.calls();
      const plans = { quick: { ...quick, usage }, ignoring, ...(thorough === undefined ? {} : { thorough }) };
      return { size: name, plans, ...(applied === undefined ? {} : { applied }), replay };
    } finally {
      served.close();
    }
  });
}

const figures: Figures[] = [];
for (const name of sizes) figures.push(await figuresOf(name));
note('the writer');
const writers = [
  await writerFigures(withConfiguration, QUICK_SERVICE),
  await writerFigures(withConfiguration, SLOW_SERVICE),
];
note('the start');
const cli = path.join(bundles, 'cli', 'cli.js');
const start = {
  bare: await wallTime(['-e', '0'], 15),
  validate: await wallTime([cli, 'validate', '--config', 'config'], 15),
};

const [cpu] = cpus();
process.stdout.write(`${table(sizes, rows(figures))}\n\n`);
for (const line of promises({ figures, writers, start })) process.stdout.write(`${line}\n`);
process.stdout.write(
  `\nNode ${process.version}, ${availableParallelism()} × ${cpu?.model.trim() ?? 'unknown processor'}; ${((performance.now() - began) / 1_000).toFixed(0)} s in all\n`,
);
