/** Parts → one document: lists are concatenated in path order, objects merged key by key, all else may stand once. */

import type { NonEmpty } from '../core/grouped.ts';
import { grouped } from '../core/grouped.ts';
import type { Issue } from '../core/issue.ts';
import { mistake, placeText } from './codes.ts';
import type { Part } from './load.ts';
import type { Entry, List, Mapping, Node } from './node.ts';
import { entriesOf, itemsOf, listOf, mappingOf, position } from './node.ts';

export interface Merged {
  readonly root: Mapping;
  readonly issues: readonly Issue[];
}

/** Merges the parts; where two do not fit together the first counts, and the second is an issue. */
export function mergeParts(parts: readonly Part[]): Merged {
  const issues: Issue[] = [];
  const [first, ...others] = parts.flatMap(({ node }): readonly Mapping[] => {
    if (node === undefined || node.type === 'mapping') return node === undefined ? [] : [node];
    issues.push(mistake('CONFIG_VALUE', position(node), 'a part must be a mapping of fields such as `users:`'));
    return [];
  });
  const nothing = { source: { file: '', lines: [0] }, offset: 0 };
  const root = first === undefined ? mappingOf(nothing, new Map()) : mergeMappings([first, ...others], '', issues);
  return { root, issues };
}

/** All of them at once: one after the other, each would copy all that the ones before it have given. */
function mergeMappings(mappings: NonEmpty<Mapping>, path: string, issues: Issue[]): Mapping {
  const [first, ...others] = mappings;
  if (others.length === 0) return first;
  const written = grouped(
    mappings.flatMap((mapping) => [...entriesOf(mapping)]),
    ([key]) => key,
  );
  const entries = [...written].map(([key, [[, before], ...after]]) => {
    const here = path === '' ? key : `${path}.${key}`;
    const later = after.map(([, entry]) => entry);
    return [key, { ...before, node: mergeNodes(before, later, here, issues) }] as const;
  });
  return mappingOf(first, new Map(entries));
}

function mergeNodes(before: Entry, later: readonly Entry[], path: string, issues: Issue[]): Node {
  const { node: first } = before;
  // Each part may say the version, and one that says another must be found by the schema.
  const isVersion = path === 'version';
  const fits = ({ node }: Entry): boolean => node.type === first.type && first.type !== 'scalar';
  for (const entry of isVersion ? [] : later) if (!fits(entry)) issues.push(givenTwice(before, entry, path));
  const fitting = later.filter(fits).map(({ node }) => node);
  switch (first.type) {
    case 'list':
      return listOf(first, [first, ...(fitting as readonly List[])].flatMap(itemsOf));
    case 'mapping':
      return mergeMappings([first, ...(fitting as readonly Mapping[])], path, issues);
    case 'scalar':
      return (isVersion ? [before, ...later] : []).map(({ node }) => node).find((node) => !isOne(node)) ?? first;
  }
}

function isOne(node: Node): boolean {
  return node.type === 'scalar' && node.value === 1;
}

function givenTwice(before: Entry, { keyAt, node }: Entry, path: string): Issue {
  const there = placeText(position(before.keyAt));
  const first = before.node.type;
  const message =
    first === node.type
      ? `"${path}" is given twice, first at ${there}`
      : `"${path}" is a ${node.type} here, but a ${first} at ${there}`;
  return mistake('CONFIG_TWICE', position(keyAt), message);
}
