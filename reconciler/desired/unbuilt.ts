/** Parts of the format that are checked but that nothing can carry out yet: a plan that left them out would be a lie. */

import type { Issue } from '../core/issue.ts';
import { mistake } from './codes.ts';
import type { Configuration } from './configuration.ts';
import { keyAt } from './document.ts';
import type { Step } from './node.ts';

const UNBUILT: readonly (readonly Step[])[] = [['pricing']];

/** One error for each such part that the configuration has. */
export function unbuiltParts({ written }: Configuration): readonly Issue[] {
  return UNBUILT.filter((path) => isWritten(written.value, path)).map((path) =>
    mistake(
      'CONFIG_NOT_BUILT',
      keyAt(written, ...path),
      `plan and apply cannot do "${path.join('.')}" yet, and leaving it out would say too little`,
      'take it out of the configuration for now',
    ),
  );
}

function isWritten(value: unknown, path: readonly Step[]): boolean {
  let found = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null) return false;
    found = (found as { readonly [name: string]: unknown })[step];
  }
  return found !== undefined;
}
