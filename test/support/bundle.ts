/** The command line and the Action, built once a process for the tests that run it as people do; the committed dist/ is left alone. */

import { execFileSync } from 'node:child_process';
import path from 'node:path';

const FOLDER = path.resolve('node_modules/.cache/cw-gitops', String(process.pid));

let built = false;

/** The path of the built command line. */
export function bundle(): string {
  return path.join(builtFolder(), 'cli.js');
}

/** The path of the built Action. */
export function bundledAction(): string {
  return path.join(builtFolder(), 'action.js');
}

function builtFolder(): string {
  if (!built) execFileSync(process.execPath, ['scripts/build.mjs', '--outdir', FOLDER], { stdio: 'inherit' });
  built = true;
  return FOLDER;
}
