// `node bench/terraform.mjs`: the calls of a refresh by Terraform itself, beside the replay's that `npm run bench` counts.
// Needs `terraform`, and the provider hashicorp/aws where `terraform init` finds it; 40 s at size S.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundledTogether } from './bundled.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
try {
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  await bundledTogether(['bench/terraform.ts', 'bench/serve.ts'], folder);
  const run = spawnSync(process.execPath, [path.join(folder, 'terraform.js'), folder, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exitCode = run.status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
