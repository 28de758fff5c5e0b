import type { Browser } from 'playwright-core';

/** Whether there is a Chromium to run. */
export const hasChromium: boolean;
export function launchChromium(): Promise<Browser>;
