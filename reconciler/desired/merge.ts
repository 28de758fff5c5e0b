/** Parts → one document: lists are concatenated in path order, objects merged key by key, all else may stand once. */

import type { Issue } from '../core/issue.ts';
import { mistake, placeText } from './codes.ts';
import type { Part } from './load.ts';
import type { Entry, Mapping, Node } from './node.ts';
import { entriesOf, itemsOf, listOf, mappingOf, position } from './node.ts';

export interface Merged {
  readonly root: Mapping;
  readonly issues: readonly Issue[];
}

/** Merges the parts; where two do not fit together the first counts, and the second is an issue. */
export function mergeParts(parts: readonly Part[]): Merged {
  const issues: Issue[] = [];
  let root: Mapping | undefined;
  for (const { node } of parts) {
    if (node === undefined) continue;
    if (node.type !== 'mapping') {
      issues.push(mistake('CONFIG_VALUE', position(node), 'a part must be a mapping of fields such as `users:`'));
      continue;
    }
    root = root === undefined ? node : mergeMappings(root, node, '', issues);
  }
  const nothing = { source: { file: '', lines: [0] }, offset: 0 };
  return { root: root ?? mappingOf(nothing, new Map()), issues };
}

function mergeMappings(first: Mapping, second: Mapping, path: string, issues: Issue[]): Mapping {
  const entries = new Map(entriesOf(first));
  for (const [key, entry] of entriesOf(second)) {
    const before = entries.get(key);
    const here = path === '' ? key : `${path}.${key}`;
    entries.set(key, before === undefined ? entry : { ...before, node: mergeNodes(before, entry, here, issues) });
  }
  return mappingOf(first, entries);
}

function mergeNodes(before: Entry, entry: Entry, path: string, issues: Issue[]): Node {
  const [first, second] = [before.node, entry.node];
  if (first.type === 'list' && second.type === 'list') return listOf(first, [...itemsOf(first), ...itemsOf(second)]);
  if (first.type === 'mapping' && second.type === 'mapping') return mergeMappings(first, second, path, issues);
  // Each part may say the version, and one that says another must be found by the schema.
  if (path === 'version') return first.type === 'scalar' && first.value === 1 ? second : first;
  const there = placeText(position(before.keyAt));
  issues.push(
    first.type === second.type
      ? mistake('CONFIG_TWICE', position(entry.keyAt), `"${path}" is given twice, first at ${there}`)
      : mistake(
          'CONFIG_TWICE',
          position(entry.keyAt),
          `"${path}" is a ${second.type} here, but a ${first.type} at ${there}`,
        ),
  );
  return first;
}
