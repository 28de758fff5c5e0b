import type { Configuration } from './configuration.ts';
import { createConfiguration } from './configuration.ts';
import { checkDocument } from './document.ts';
import { mappingOf } from './node.ts';

/** A configuration that says nothing, for a command that needs none. */
export function emptyConfiguration(): Configuration {
  const placed = { source: { file: '', lines: [0] }, offset: 0 };
  const { document } = checkDocument(mappingOf(placed, new Map()));
  return createConfiguration(document, [], new Map());
}
