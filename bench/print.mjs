// How long a plan of 100,000 changes takes to print: node bench/print.mjs [changes]

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundled } from './bundled.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'bench-print-'));
try {
  const program = await bundled('bench/print.ts', folder);
  process.exitCode = spawnSync(process.execPath, [program, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
