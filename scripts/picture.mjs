// Draws the README's picture: the plan of a scenario, as a terminal shows it. Run it after `npm run build`.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const SCENARIO = 'test/scenarios/021-a-week-of-changes';
const PICTURE = 'docs/images/plan.svg';

const folder = mkdtempSync(path.join(tmpdir(), 'cw-gitops-'));
try {
  copyFileSync(path.join(SCENARIO, 'live.json'), path.join(folder, 'live.json'));
  mkdirSync(path.join(folder, 'config'));
  copyFileSync(path.join(SCENARIO, 'config.yaml'), path.join(folder, 'config', 'people.yaml'));
  const plan = execFileSync(process.execPath, [path.resolve('dist/cli.js'), 'plan', '--simulate', 'live.json'], {
    cwd: folder,
    env: { ...process.env, FORCE_COLOR: '1' },
  });
  const svg = execFileSync(
    process.execPath,
    ['scripts/render-terminal.mjs', '--title', 'cw-gitops plan', '--columns', '118'],
    { input: plan },
  );
  mkdirSync(path.dirname(PICTURE), { recursive: true });
  writeFileSync(PICTURE, svg);
} finally {
  rmSync(folder, { recursive: true });
}
