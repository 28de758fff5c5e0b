/** The page in the machine's own Chromium: what a reader does with it, and what it must never do. */

import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageAssets } from '../../scripts/page.mjs';
import type { Reach } from '../../reconciler/core/reach.ts';
import { mapDocument } from '../../reconciler/report/map.ts';
import { renderPlanPage } from '../../reconciler/report/plan-page.ts';
import { hasChromium, launchChromium } from '../support/browser.mjs';
import { command, inTemporaryFolder } from '../support/command.ts';
import { HOSTILE_NAMES } from '../support/hostile.ts';
import { hostilePlan } from '../support/plans.ts';

const SCENARIO = 'test/scenarios/021-a-week-of-changes';
const HOSTILE = [
  ...HOSTILE_NAMES,
  '</script><script>document.title = 1</script>',
  '<!--<script>',
  'a\u2028b',
  '<img src=x onerror=alert(1)>',
];

/** A page that is watched: nothing may be said on its console, and nothing asked of anybody. */
interface Opened {
  readonly page: Page;
  readonly complaints: readonly string[];
}

if (!hasChromium)
  process.stderr.write(
    'The tests of the page in a browser are skipped: there is no Chromium (apt-get install chromium)\n',
  );

describe.skipIf(!hasChromium)('in Chromium', () => {
  let browser: Browser;
  let plan: string;
  let access: string;

  beforeAll(async () => {
    browser = await launchChromium();
    await inTemporaryFolder(async (folder) => {
      mkdirSync(path.join(folder, 'config'));
      copyFileSync(path.join(SCENARIO, 'live.json'), path.join(folder, 'live.json'));
      copyFileSync(path.join(SCENARIO, 'config.yaml'), path.join(folder, 'config', 'people.yaml'));
      const runs = await Promise.all([
        command(['plan', '--simulate', 'live.json', '--format', 'html', '--quiet'], { cwd: folder }),
        command(['access', '--format', 'html', '--quiet'], { cwd: folder }),
      ]);
      expect(runs.map(({ code, err }) => [code, err])).toEqual([
        [0, ''],
        [0, ''],
      ]);
      [plan, access] = runs.map(({ out }) => out) as [string, string];
    });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
  });

  /** Opens a page as a file, does something with it, and expects that it complained of nothing and asked nobody. */
  async function onPage(text: string, work: (opened: Opened) => Promise<void>, options = {}): Promise<void> {
    await inTemporaryFolder(async (folder) => {
      const file = `file://${path.join(folder, 'page.html')}`;
      writeFileSync(path.join(folder, 'page.html'), text);
      const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(8_000);
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('dialog', (dialog) => complaints.push(dialog.message()));
      page.on('request', (request) => {
        if (request.url() !== file) complaints.push(request.url());
      });
      await page.goto(file);
      await page.waitForSelector('html[data-ready]');
      await work({ page, complaints });
      expect(complaints).toEqual([]);
      await context.close();
    });
  }

  test('a search finds a person, and choosing one shows only what leads through them', async () => {
    await onPage(plan, async ({ page }) => {
      await page.getByLabel('Find a person').fill('ADA');
      expect(await page.locator('#search-count').textContent()).toBe('1 found');
      await page.keyboard.press('Enter');
      expect(await page.locator('.chips').textContent()).toContain('person ada');
      expect(await page.locator('.node.user').count()).toBe(1);
      expect(await page.locator('#map-status').textContent()).toContain('1 person, 1 group, 2 permission sets');
      // What that person holds is shown whole, with the line that gives it.
      expect(await page.getByRole('table', { name: /^Grants/u }).textContent()).toContain('config/people.yaml:26');
      await page.getByRole('button', { name: 'Show all' }).click();
      expect(await page.locator('.chip').count()).toBe(0);
    });
  });

  test('the sides and the changes can be told apart, not only by colour', async () => {
    await onPage(plan, async ({ page }) => {
      expect(await page.locator('.picture .edge.new text').allTextContents()).toEqual(['+', '+', '+', '+']);
      expect(
        await page
          .locator('.picture .edge.gone path')
          .first()
          .evaluate((line) => getComputedStyle(line).strokeDasharray),
      ).not.toBe('none');
      await page.getByLabel('After', { exact: true }).check();
      expect(await page.locator('.picture .edge.gone').count()).toBe(0);
      await page.getByLabel('Before', { exact: true }).check();
      expect(await page.locator('.picture .edge.new').count()).toBe(0);
      expect(await page.locator('.node.user').allTextContents()).toContainEqual(expect.stringContaining('contractor'));
      await page.getByLabel('only what changes').uncheck();
      expect(await page.locator('.node.user').allTextContents()).toContainEqual(expect.stringContaining('bob'));
    });
  });

  test('everything can be done with the keyboard alone', async () => {
    await onPage(plan, async ({ page }) => {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
      const focused = () =>
        page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent);
      for (let presses = 0; presses < 40 && !(await focused())?.startsWith('person '); presses += 1)
        await page.keyboard.press('Tab');
      const first = await focused();
      expect(first).toMatch(/^person \w+/u);
      await page.keyboard.press('ArrowDown');
      expect(await focused()).not.toBe(first);
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowRight');
      expect(await focused()).toMatch(/^(?:group|permission set) /u);
      await page.keyboard.press('ArrowLeft');
      expect(await focused()).toMatch(/^person \w+/u);
      await page.keyboard.press('Enter');
      expect(await focused()).toMatch(/^person \w+/u);
      expect(await page.getByRole('table', { name: /What they reach/u }).count()).toBe(1);
      await page.keyboard.press('Escape');
      expect(await page.locator('.details').count()).toBe(0);
      expect(await focused()).toMatch(/^person \w+/u);
      const outline = await page.getByRole('button', { name: 'Dark' }).evaluate((button: HTMLElement) => {
        button.focus();
        return getComputedStyle(button).outlineStyle;
      });
      expect(outline).toBe('solid');
    });
  });

  test('the net effect on one person is told with its paths and lines', async () => {
    await onPage(plan, async ({ page }) => {
      await page.locator('.node.user', { hasText: 'ada' }).click();
      const table = page.getByRole('table', { name: /What they reach .43 in all/u });
      const text = await table.textContent();
      expect(text).toContain('+ gains');
      expect(text).toContain('config/people.yaml:11 and config/people.yaml:26');
      await table
        .getByRole('button', { name: /and \d+ more/u })
        .first()
        .click();
      expect(await table.getByRole('button', { name: 'shop-040' }).count()).toBe(1);
      expect(await table.locator('tr', { hasText: 'keeps' }).textContent()).toContain('direct (before)');
    });
  });

  test('a screen reader finds landmarks, headings, a name for the picture, and its text beside it', async () => {
    await onPage(plan, async ({ page }) => {
      for (const role of ['banner', 'navigation', 'main', 'search'] as const)
        expect(await page.getByRole(role).count()).toBe(1);
      expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
      expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
        'People',
        'Warnings (1)',
        'Map',
        'Changes',
        'Unmanaged',
        'Digest',
      ]);
      expect(await page.locator('svg.picture').getAttribute('aria-label')).toContain('4 people, 1 group');
      expect(await page.locator('svg .node:not([aria-label])').count()).toBe(0);
      expect(await page.locator('button:not(:has-text(""))').count()).toBe(0);
      const unnamed = await page
        .locator('input, select')
        .evaluateAll(
          (fields) =>
            fields.filter(
              (field) => (field as HTMLInputElement).labels?.length === 0 && !field.hasAttribute('aria-label'),
            ).length,
        );
      expect(unnamed).toBe(0);
    });
  });

  test('it is dark where the system is, or where the reader wants it, and every text can be read', async () => {
    const background = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await onPage(
      plan,
      async ({ page }) => {
        const light = await background(page);
        expect(await poorContrasts(page)).toEqual([]);
        await page.getByRole('button', { name: 'Dark' }).click();
        expect(await background(page)).not.toBe(light);
        expect(await page.getByRole('button', { name: 'Dark' }).getAttribute('aria-pressed')).toBe('true');
        expect(await poorContrasts(page)).toEqual([]);
      },
      { colorScheme: 'light' },
    );
    await onPage(
      plan,
      async ({ page }) => {
        const dark = await background(page);
        await page.getByRole('button', { name: 'Light' }).click();
        expect(await background(page)).not.toBe(dark);
      },
      { colorScheme: 'dark' },
    );
  });

  test('on a telephone nothing but the picture and the tables scrolls sideways', async () => {
    await onPage(
      plan,
      async ({ page }) => {
        const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        expect(wide).toBeLessThanOrEqual(window ?? 0);
      },
      { viewport: { width: 360, height: 740 } },
    );
  });

  test('access is a map too', async () => {
    await onPage(access, async ({ page }) => {
      expect(await page.locator('.node.place').allTextContents()).toContainEqual(
        expect.stringContaining('ou Workloads/Prod'),
      );
      expect(await page.getByLabel('only what changes').count()).toBe(0);
      expect(await page.getByRole('table', { name: /^Grants/u }).textContent()).toContain('config/people.yaml:24');
    });
  });

  test('a hostile name stays text', async () => {
    const place = { type: 'account', id: '333333333333', name: HOSTILE.join('') } as const;
    const reach: Reach = {
      memberships: HOSTILE.map((name) => ({ group: name, user: name, side: 2, reason: name })),
      grants: HOSTILE.map((name) => ({
        principalType: 'group',
        principal: name,
        what: name,
        place,
        side: 1,
        why: name,
      })),
      changedSets: new Set(HOSTILE),
      disabled: new Set(HOSTILE),
    };
    const text = renderPlanPage(hostilePlan(HOSTILE), mapDocument(reach, 2), await pageAssets());
    await onPage(text, async ({ page }) => {
      await page.getByLabel('Find a person').fill('script');
      expect(await page.locator('.results').textContent()).toContain('<script>');
      await page.keyboard.press('Enter');
      await page.locator('.node').first().click();
      expect(await page.locator('main img, main script, main a').count()).toBe(0);
      expect(await page.title()).toContain('to create');
    });
  });
});

/** Texts whose colour is too near to their background's (WCAG: 4.5 to 1). */
async function poorContrasts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const channels = (color: string): readonly number[] => (color.match(/[\d.]+/gu) ?? []).map(Number);
    const light = (color: string): number => {
      const [red = 0, green = 0, blue = 0] = channels(color).map((value) => {
        const share = value / 255;
        return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const behind = (element: Element | null): string => {
      if (element === null) return 'rgb(255, 255, 255)';
      const color = getComputedStyle(element).backgroundColor;
      return channels(color)[3] === 0 ? behind(element.parentElement) : color;
    };
    return [...document.querySelectorAll('p, td, th, dt, dd, li, h1, h2, summary, button, span, code, small, label')]
      .filter((element) => element.textContent?.trim() !== '' && !(element as HTMLButtonElement).disabled)
      .flatMap((element) => {
        const [a, b] = [light(getComputedStyle(element).color), light(behind(element))];
        const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        return contrast >= 4.5
          ? []
          : [`${element.tagName} ${element.textContent?.trim().slice(0, 30)} ${contrast.toFixed(1)}`];
      });
  });
}
