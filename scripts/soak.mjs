// `npm run soak`: the kill and fault matrices whole, from a seed that is printed; SEED=… repeats one. Takes an hour or so.
import { spawnSync } from 'node:child_process';

const seed = process.env.SEED ?? String(Math.floor(Math.random() * 1_000_000_000));
process.stdout.write(`SEED=${seed} npm run soak\n`);
const tests = ['test/engine/kill-process.test.ts', 'test/engine/kill.test.ts', 'test/engine/fault-matrix.test.ts'];
const { status } = spawnSync('node_modules/.bin/vitest', ['run', '--no-file-parallelism', ...tests], {
  stdio: 'inherit',
  env: { ...process.env, SOAK: '1', SEED: seed },
});
process.exitCode = status ?? 1;
