// How large the page of a large organisation is, and how long Chromium takes to open it: 5,000 people, 500 groups with
// 25,000 memberships, 50 permission sets on 1,000 accounts, 10,000 assignments. Opened is: parsed, drawn, and ready for
// the keyboard. Exits with 1 past 3 seconds or 5 MB.
//
//   node bench/page.mjs

import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { pageAssets } from '../scripts/page.mjs';
import { launchChromium } from '../test/support/browser.mjs';

const MOST_SECONDS = 3;
const MOST_MEGABYTES = 5;
const SIZE = { users: 5_000, groups: 500, members: 50, sets: 50, accounts: 1_000, assignments: 10_000 };

const bundle = await build({
  stdin: {
    contents: `export { renderPlanPage } from './reconciler/report/plan-page.ts';
      export { renderAccessPage } from './reconciler/report/access-page.ts';
      export { mapDocument } from './reconciler/report/map.ts';
      export { reachOfPlan, reachOfHoldings } from './reconciler/core/reach.ts';
      export { accessReport } from './reconciler/core/access-report.ts';
      export { readAccesses } from './reconciler/core/read-accesses.ts';
      export { peopleAffected } from './reconciler/core/people.ts';
      export { aPlan } from './test/support/builders.ts';
      export { desiredOf } from './test/support/resources.ts';
      export { assignment, creation, deletion, live, membership } from './test/support/arbitraries.ts';`,
    resolveDir: new URL('..', import.meta.url).pathname,
  },
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
});
const code = Buffer.from(bundle.outputFiles[0].contents).toString('base64');
const made = await import(`data:text/javascript;base64,${code}`);

const user = (index) => `user_${index}@example.com`;
const group = (index) => `group-${index}`;
const account = (index) => String(100_000_000_000 + index);
const numbers = (count) => Array.from({ length: count }, (_, index) => index);
const at = (file, line) => ({ file: `config/${file}.yaml`, line, column: 5 });

const memberships = numbers(SIZE.groups).flatMap((index) =>
  numbers(SIZE.members).map((member) => ({
    ...made.membership(group(index), user((index * 7 + member * 13) % SIZE.users)),
    at: at('groups', index * 60 + member),
  })),
);
const assignments = numbers(SIZE.assignments).map((index) => {
  const holder =
    index % 10 === 0 ? ['user', user((index * 31) % SIZE.users)] : ['group', group((index * 17) % SIZE.groups)];
  const place = account((index * 7) % SIZE.accounts);
  return { ...made.assignment(`Set${index % SIZE.sets}`, place, ...holder), at: at('assignments', index * 3) };
});
const resources = [...new Map([...memberships, ...assignments].map((resource) => [resource.key, resource])).values()];
const accounts = Object.fromEntries(numbers(SIZE.accounts).map((index) => [account(index), `workload-${index}`]));

/** A page of a plan that finds `live` and makes or takes away `changes`. */
function planPage(live, changes, assets) {
  const desired = made.desiredOf({ resources });
  const accountName = (id) => accounts[id];
  const reach = made.reachOfPlan({ live, changes, desired, accountName, disabled: new Set() });
  const people = made.peopleAffected(made.readAccesses({ live, changes, renames: { permissionSets: new Map() } }));
  return made.renderPlanPage(made.aPlan({ changes, people, accounts }), made.mapDocument(reach, 2), assets);
}

function accessPage(assets) {
  const place = (id) => ({ type: 'account', id, name: accounts[id] });
  const holdings = {
    sets: assignments.map(({ spec, at: line }) => ({ ...spec, place: place(spec.account), at: line })),
    memberships: memberships.map(({ spec, at: line }) => ({ ...spec, at: line })),
    uses: [],
    disabled: new Set(),
  };
  const map = made.mapDocument(made.reachOfHoldings(holdings, {}), 1);
  return made.renderAccessPage(made.accessReport(holdings, {}), { source: 'file', now: 0 }, map, assets);
}

const liveThings = resources.map(made.live);
const some = [
  ...memberships.filter((_, index) => index % 100 === 0).map(made.deletion),
  ...assignments.filter((_, index) => index % 40 === 0).map(made.deletion),
];
const pages = {
  'a first plan that makes everything': (assets) => planPage([], resources.map(made.creation), assets),
  'a plan of 500 changes': (assets) => planPage(liveThings, some, assets),
  'who can do what where': (assets) => accessPage(assets),
};

const assets = await pageAssets();
const folder = mkdtempSync(path.join(tmpdir(), 'cw-gitops-'));
const browser = await launchChromium();
try {
  for (const [name, render] of Object.entries(pages)) {
    const file = path.join(folder, 'page.html');
    const started = performance.now();
    writeFileSync(file, render(assets));
    const rendered = (performance.now() - started) / 1000;
    const megabytes = statSync(file).size / 1e6;
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error.stack ?? error.message));
    const opened = performance.now();
    await page.goto(`file://${file}`);
    await page.waitForSelector('html[data-ready]');
    const seconds = (performance.now() - opened) / 1000;
    const nodes = await page.locator('.picture .node').count();
    const searched = performance.now();
    await page.locator('#search').fill('user_42');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.chip');
    const search = (performance.now() - searched) / 1000;
    await page.close();
    const figures = `${megabytes.toFixed(2)} MB, written in ${rendered.toFixed(1)} s, opened in ${seconds.toFixed(2)} s`;
    console.log(`${name}: ${figures}, ${nodes} nodes drawn, one person found in ${search.toFixed(2)} s`);
    if (seconds > MOST_SECONDS || megabytes > MOST_MEGABYTES) process.exitCode = 1;
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
