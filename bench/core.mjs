// What the pure middle of a plan costs, without reading: differences, order, guards, people, forecast and the text.
//
//   node bench/core.mjs                  M and L, all scenarios; a process of its own for each
//   node bench/core.mjs L 'big group'    one size, the scenarios with this in their name

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundled } from './bundled.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'bench-core-'));
let program;

function run(...options) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, ...options], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  process.stderr.write(stderr);
  return JSON.parse(stdout);
}

try {
  program = await bundled('bench/core.ts', folder);
  const sizes = process.argv[2] === undefined ? ['M', 'L'] : [process.argv[2]];
  const rows = sizes.flatMap((size) =>
    run(size)
      .filter((name) => name.includes(process.argv[3] ?? ''))
      .map((scenario) => {
        const { times, peak, before, ...figures } = run(size, scenario);
        const total = Object.values(times).reduce((sum, seconds) => sum + seconds, 0);
        const seconds = Object.fromEntries(
          Object.entries(times).map(([part, value]) => [part, Number(value.toFixed(2))]),
        );
        const row = {
          size,
          scenario,
          ...figures,
          ...seconds,
          'seconds in all': Number(total.toFixed(2)),
          'MiB before': Math.round(before),
          'MiB peak': Math.round(peak),
        };
        console.error(JSON.stringify(row));
        return row;
      }),
  );
  console.table(rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
