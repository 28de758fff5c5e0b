/**
 * The command line and the Action, built once a run for the tests that run them as people do; the committed dist/ is left
 * alone. The first worker that needs them builds, the others wait for it.
 */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

const BUNDLES = path.resolve('node_modules/.cache/cw-gitops/bundles');
/** Of this run of vitest: see vitest.config.ts. */
const FOLDER = path.join(BUNDLES, process.env['TEST_RUN'] ?? String(process.pid));
/** Milliseconds that a worker waits for another one's build. */
const PATIENCE = 120_000;
/** Milliseconds after which a bundle is nobody's any more. */
const OLD = 3_600_000;

/** The path of the built command line. */
export function bundle(): string {
  return path.join(builtFolder(), 'cli.js');
}

/** The path of the built Action. */
export function bundledAction(): string {
  return path.join(builtFolder(), 'action.js');
}

function builtFolder(): string {
  if (existsSync(FOLDER)) return FOLDER;
  if (isFirst()) build();
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (const start = Date.now(); !existsSync(FOLDER); Atomics.wait(clock, 0, 0, 50))
    if (Date.now() - start > PATIENCE) throw new Error('another worker has not built the bundle');
  return FOLDER;
}

function isFirst(): boolean {
  mkdirSync(BUNDLES, { recursive: true });
  try {
    mkdirSync(`${FOLDER}.lock`);
    return true;
  } catch {
    return false;
  }
}

function build(): void {
  const unfinished = `${FOLDER}.unfinished`;
  execFileSync(process.execPath, ['scripts/build.mjs', '--outdir', unfinished], { stdio: 'inherit' });
  renameSync(unfinished, FOLDER);
  for (const name of readdirSync(BUNDLES)) {
    const old = path.join(BUNDLES, name);
    if (Date.now() - statSync(old).mtimeMs > OLD) rmSync(old, { recursive: true, force: true });
  }
}
