// `npm run bench`: what a plan and an apply cost at three sizes, beside what another pattern of calls would cost.
//
//   npm run bench             S, M and L; some minutes
//   npm run bench -- S M      these sizes; about a minute
//   --thorough                at L, too, a plan that reads every pair of account and set: 106,000 calls
//   --no-apply                at L no apply, and no plan after it

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundledTogether } from './bundled.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
try {
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  await bundledTogether(['bench/main.ts', 'bench/serve.ts'], folder);
  spawnSync(process.execPath, ['scripts/build.mjs', '--outdir', path.join(folder, 'cli')], { stdio: 'inherit' });
  const run = spawnSync(process.execPath, [path.join(folder, 'main.js'), folder, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.stdout.write('\nPrinting a plan of 100,000 changes\n\n');
  const print = spawnSync(process.execPath, ['bench/print.mjs', '100000'], { stdio: 'inherit' });
  process.exitCode = (run.status ?? 1) || (print.status ?? 1);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
