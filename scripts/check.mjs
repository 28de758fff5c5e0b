// `npm run check`: everything that must hold before a commit lands, the same for people and for CI.
//
// `-- --tested` takes the tests as they were run a moment ago with coverage into coverage/results.json, which is what .ci/run
// does with the README's test command, rather than running all of them twice.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';

const RESULTS = 'coverage/results.json';

const STEPS = [
  { name: 'format', command: 'oxfmt', args: ['--check', '.'] },
  {
    name: 'lint',
    command: 'oxlint',
    args: ['--type-aware', '--deny-warnings', 'reconciler', 'test', 'scripts', 'bench'],
  },
  { name: 'types', command: 'tsc', args: [] },
  { name: 'types of the page', command: 'tsc', args: ['-p', 'reconciler/page'] },
  { name: 'types of its tests', command: 'tsc', args: ['-p', 'test/page'] },
  { name: 'workflows', command: 'node', args: ['scripts/lint-workflows.mjs'] },
  { name: 'promises', command: 'node', args: ['scripts/promises.mjs'] },
  { name: 'generated files', command: 'node', args: ['scripts/generate-types.mjs', '--check'] },
  {
    name: 'tests',
    command: 'vitest',
    args: ['run', '--coverage', '--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}`],
  },
  { name: 'dead code', command: 'knip', args: [] },
  { name: 'licences', command: 'node', args: ['scripts/licences.mjs', '--check'] },
  { name: 'build', command: 'node', args: ['scripts/build.mjs'] },
  { name: 'dist/ is what was committed', command: 'git', args: ['diff', '--exit-code', '--stat', '--', 'dist'] },
  { name: 'nothing in dist/ is new', command: 'node', args: ['scripts/untracked.mjs', 'dist'] },
];

const tested = process.argv.includes('--tested');
if (!tested) rmSync('coverage', { recursive: true, force: true });
const failed = [];
for (const { name, command, args } of STEPS) {
  process.stdout.write(`\n── ${name}\n`);
  if (tested && name === 'tests') {
    const { passed, failed: broken } = testCounts();
    process.stdout.write(`as they were run before: ${passed} passed, ${broken} failed\n`);
    if (passed === 0 || broken > 0) failed.push(name);
    continue;
  }
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
