// Mutation testing of what decides: guard, diff and order. Changes one operator at a time in a copy of the tree, and runs the
// tests of the core: a mutant that no test notices is printed, with the score. By hand before a release:
//
//   node scripts/mutate.mjs [count]      so many mutants, chosen by SEED; all of them when absent

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDraw } from './draw.mjs';

const COUNT = Number(process.argv[2] ?? Number.POSITIVE_INFINITY);
const SEED = Number(process.env.SEED ?? 20_261_121);
const CORE = 'reconciler/core';
const CHOSEN = /^(?:guard|diff|order)(?:-[a-z-]+)?\.ts$/u;
const TESTS = [
  'test/core/guard',
  'test/core/diff',
  'test/core/order',
  'test/core/plan.test.ts',
  'test/core/rename.test.ts',
];

/** What is put in the place of what: each occurrence is a mutant. */
const OPERATORS = [
  [/ === /gu, ' !== '],
  [/ !== /gu, ' === '],
  [/ < /gu, ' <= '],
  [/ <= /gu, ' < '],
  [/ > /gu, ' >= '],
  [/ >= /gu, ' > '],
  [/ && /gu, ' || '],
  [/ \|\| /gu, ' && '],
  [/ \+ (?=[\w(])/gu, ' - '],
  [/ - (?=[\w(])/gu, ' + '],
  [/\.some\(/gu, '.every('],
  [/\.every\(/gu, '.some('],
  [/\btrue\b/gu, 'false'],
  [/\bfalse\b/gu, 'true'],
  [/(?<=\(|return |=> |&& |\|\| )!(?=[\w(])/gu, ''],
  [/Math\.min\(/gu, 'Math.max('],
  [/Math\.max\(/gu, 'Math.min('],
  [/\?\? 0\b/gu, '?? 1'],
  [/\.filter\(/gu, '.filter((one) => one === undefined).filter('],
];

const draw = createDraw(SEED);

function mutantsOf(file) {
  const text = readFileSync(path.join(CORE, file), 'utf8');
  return OPERATORS.flatMap(([pattern, replacement]) =>
    [...text.matchAll(pattern)]
      .filter(({ index }) => !isProse(text, index))
      .map(({ 0: found, index }) => ({ file, text, index, found, replacement })),
  );
}

/** Comments, imports, types and texts for people are no decisions. */
function isProse(text, index) {
  const line = text.slice(text.lastIndexOf('\n', index) + 1, text.indexOf('\n', index));
  const before = text.slice(text.lastIndexOf('\n', index) + 1, index);
  if (/^\s*(?:\*|\/\/|\/\*|import |type |export type )/u.test(line) || line.includes('readonly ')) return true;
  return (before.split(/[`']/u).length - 1) % 2 === 1;
}

const folder = mkdtempSync(path.join(tmpdir(), 'cw-gitops-mutants-'));
for (const part of ['reconciler', 'test', 'schemas', 'package.json', 'vitest.config.ts', 'tsconfig.json'])
  cpSync(part, path.join(folder, part), { recursive: true });
symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'));

function passes() {
  const { status } = spawnSync('node_modules/.bin/vitest', ['run', '--bail', '1', '--reporter', 'dot', ...TESTS], {
    cwd: folder,
    stdio: 'ignore',
    env: { ...process.env, RUNS: process.env.RUNS ?? '60' },
    timeout: 120_000,
  });
  return status === 0;
}

if (!passes()) throw new Error('the tests do not pass without a mutant');
const all = readdirSync(CORE)
  .filter((file) => CHOSEN.test(file))
  .flatMap(mutantsOf)
  .map((mutant) => ({ ...mutant, rank: draw(2 ** 32) }))
  .toSorted((a, b) => a.rank - b.rank);
const tried = all.slice(0, COUNT);
let killed = 0;
for (const [number, { file, text, index, found, replacement }] of tried.entries()) {
  const target = path.join(folder, CORE, file);
  writeFileSync(target, text.slice(0, index) + replacement + text.slice(index + found.length));
  const survived = passes();
  writeFileSync(target, text);
  if (survived) {
    const line = text.slice(0, index).split('\n').length;
    process.stdout.write(`survived: ${CORE}/${file}:${line} "${found.trim()}" → "${replacement.trim()}"\n`);
  } else killed += 1;
  if (number % 20 === 19) process.stderr.write(`${killed} of ${number + 1} killed\n`);
}
rmSync(folder, { recursive: true });
const score = Math.round((100 * killed) / tried.length);
process.stdout.write(
  `SEED=${SEED}: ${killed} of ${tried.length} mutants killed (${score} %), of ${all.length} in all\n`,
);
