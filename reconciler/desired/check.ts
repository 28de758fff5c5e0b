/** The rules that no schema can say, offline. Each rule finds all breaches of one sentence of the contract. */

import type { Issue } from '../core/issue.ts';
import type { Configuration } from './configuration.ts';

/** Rules that look at entries by themselves, and hold whatever else there is. */
export function checkEach(_configuration: Configuration, _now: number): readonly Issue[] {
  return [];
}

/** Rules that need to see all parts. */
export function checkTogether(_configuration: Configuration): readonly Issue[] {
  return [];
}
