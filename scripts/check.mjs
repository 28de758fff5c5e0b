// `npm run check`: everything that must hold before a commit lands, the same for people and for CI.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';

const RESULTS = 'coverage/results.json';

const STEPS = [
  ['format', 'oxfmt', ['--check', '.']],
  ['lint', 'oxlint', ['--type-aware', '--deny-warnings', 'reconciler', 'test', 'scripts', 'bench']],
  ['types', 'tsc', []],
  ['generated files', 'node', ['scripts/generate-types.mjs', '--check']],
  ['tests', 'vitest', ['run', '--coverage', '--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}`]],
  ['dead code', 'knip', []],
  ['licences', 'node', ['scripts/licences.mjs', '--check']],
  ['build', 'node', ['scripts/build.mjs']],
  ['dist/ is what was committed', 'git', ['diff', '--exit-code', '--stat', '--', 'dist']],
  ['nothing in dist/ is new', 'node', ['scripts/untracked.mjs', 'dist']],
];

rmSync('coverage', { recursive: true, force: true });
const failed = [];
for (const [name, command, args] of STEPS) {
  process.stdout.write(`\n── ${name}\n`);
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: withLocalBinaries() });
  if (status !== 0) failed.push(name);
}

const counts = testCounts();
const steps = STEPS.length - failed.length;
process.stdout.write(
  `\n${steps} of ${STEPS.length} steps passed${failed.length > 0 ? `; failed: ${failed.join(', ')}` : ''}\n`,
);
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
process.exitCode = failed.length > 0 ? 1 : 0;

function withLocalBinaries() {
  return { ...process.env, PATH: `node_modules/.bin:${process.env.PATH}` };
}

function testCounts() {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(RESULTS, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
