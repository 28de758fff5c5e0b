// How long the program takes to start, beside Node itself, measured turn by turn: the wall time of each, the least and the
// middle of several. The goal: `validate` on the example within twice Node's own start and 150 ms.
//
//   node bench/startup.mjs            21 turns
//   node bench/startup.mjs 101        so many

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const folder = mkdtempSync(path.join(tmpdir(), 'bench-startup-'));
const cli = path.join(folder, 'dist', 'cli.js');
const COMMANDS = {
  'node -e 0': ['-e', '0'],
  '--version': [cli, '--version'],
  validate: [cli, 'validate', '--config', 'config'],
};

try {
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  spawnSync(process.execPath, ['scripts/build.mjs', '--outdir', path.dirname(cli)], { stdio: 'inherit' });
  const times = Object.fromEntries(Object.keys(COMMANDS).map((name) => [name, []]));
  for (let turn = 0; turn < Number(process.argv[2] ?? 21); turn += 1) {
    for (const [name, args] of Object.entries(COMMANDS)) {
      const started = performance.now();
      const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      times[name].push(performance.now() - started);
      if (status !== 0) throw new Error(`${name}: ${stderr}`);
    }
  }
  const rows = Object.entries(times).map(([name, all]) => {
    const sorted = all.toSorted((a, b) => a - b);
    return { name, 'least ms': Math.round(sorted[0]), 'middle ms': Math.round(sorted[Math.floor(sorted.length / 2)]) };
  });
  console.table(rows);
  const [node, , validate] = rows;
  const goal = 2 * node['middle ms'] + 150;
  console.log(`validate: ${validate['middle ms']} ms of ${goal} ms`);
  process.exitCode = validate['middle ms'] <= goal ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
