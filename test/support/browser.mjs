/** The machine's own Chromium, headless and without any network of its own. */

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Whether there is a Chromium to run (`CHROMIUM` names another one). */
export const hasChromium = existsSync(EXECUTABLE);

/** As root, as in a container, Chromium has no sandbox; the pages are ours. The profile is a new, empty one. */
export async function launchChromium() {
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
