// Takes the README's pictures of a plan's page, light and dark: a scenario's plan, in the machine's own Chromium.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launchChromium } from '../test/support/browser.mjs';

const SCENARIO = 'test/scenarios/021-a-week-of-changes';
const WIDTH = 1180;
const BUILT = 'node_modules/.cache/cw-gitops/pictures';

execFileSync(process.execPath, ['scripts/build.mjs', '--outdir', BUILT], { stdio: 'inherit' });
const folder = mkdtempSync(path.join(tmpdir(), 'cw-gitops-'));
const browser = await launchChromium();
try {
  copyFileSync(path.join(SCENARIO, 'live.json'), path.join(folder, 'live.json'));
  mkdirSync(path.join(folder, 'config'));
  copyFileSync(path.join(SCENARIO, 'config.yaml'), path.join(folder, 'config', 'people.yaml'));
  const page = execFileSync(
    process.execPath,
    [path.resolve(BUILT, 'cli.js'), 'plan', '--simulate', 'live.json', '--format', 'html', '--quiet'],
    { cwd: folder },
  );
  writeFileSync(path.join(folder, 'plan.html'), page);
  for (const colorScheme of ['light', 'dark']) await picture(colorScheme);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}

/** From the top of the page to the end of the picture. */
async function picture(colorScheme) {
  const page = await browser.newPage({
    viewport: { width: WIDTH, height: 1200 },
    colorScheme,
    reducedMotion: 'reduce',
  });
  await page.goto(`file://${path.join(folder, 'plan.html')}`);
  await page.waitForSelector('html[data-ready]');
  const { y, height } = await page.locator('.picture-box').boundingBox();
  const file = `docs/images/page-${colorScheme}.png`;
  await page.screenshot({ path: file, fullPage: true, clip: { x: 0, y: 0, width: WIDTH, height: y + height + 24 } });
  await page.close();
  process.stdout.write(`${file}\n`);
}
