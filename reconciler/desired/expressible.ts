/** Entries made from what is live, against the very checks of the file: what would not validate is told and left out. */

import type { Issue } from '../core/issue.ts';
import { policyMistakes } from '../core/policy-grammar.ts';
import { checkEach } from './check.ts';
import { caution } from './codes.ts';
import { createConfiguration } from './configuration.ts';
import { checkDocument } from './document.ts';
import type { Group, PermissionSet, User } from './document.types.ts';
import { folded } from '../core/folded.ts';
import type { Mapping, Node } from './node.ts';
import { listOf, mappingOf } from './node.ts';

type Section = 'users' | 'groups' | 'permissionSets';
type Entry = User | Group | PermissionSet;

const WORDS: { readonly [section in Section]: string } = {
  users: 'user',
  groups: 'group',
  permissionSets: 'permission set',
};

/** The entries that the format takes, in their order; for each other one a notice with the reason. */
export function expressible<T extends Entry>(section: Section, entries: readonly T[], notices: Issue[]): readonly T[] {
  if (mistakes(section, entries) === undefined) return entries;
  const taken = new Set<string>();
  return entries.filter((entry) => {
    const names = namesOf(entry);
    const twin = names.some((name) => taken.has(name));
    const why = mistakes(section, [entry]) ?? (twin ? 'another one has its name or address, but for case' : undefined);
    if (why === undefined) for (const name of names) taken.add(name);
    else
      notices.push(
        caution('CONFIG_EXPORT', undefined, `${WORDS[section]} "${nameOf(entry)}" is left as it is: ${why}`),
      );
    return why === undefined;
  });
}

function nameOf(entry: Entry): string {
  return 'name' in entry ? entry.name : entry.userName;
}

function namesOf(entry: Entry): readonly string[] {
  if ('name' in entry) return [folded(entry.name)];
  return [folded(entry.userName), ...(entry.email === undefined ? [] : [`address ${folded(entry.email)}`])];
}

/** The first thing that is wrong with the entries, if anything is. */
function mistakes(section: Section, entries: readonly Entry[]): string | undefined {
  const root = nodeOf({ version: 1, [section]: entries }) as Mapping;
  const { document, issues } = checkDocument(root);
  const configuration = createConfiguration(document, [], new Map());
  const wrong = [...issues, ...checkEach(configuration, [], 0)].filter(({ severity }) => severity === 'error');
  const policies = entries.flatMap((entry) =>
    'inlinePolicy' in entry && typeof entry.inlinePolicy === 'object'
      ? policyMistakes(entry.inlinePolicy as never)
      : [],
  );
  return [...wrong, ...policies].map(({ message }) => message)[0];
}

const NOWHERE = { source: { file: 'export', lines: [0] }, offset: 0 };

/** A value as if it had been read from a file. */
function nodeOf(value: unknown): Node {
  if (Array.isArray(value)) return listOf(NOWHERE, value.map(nodeOf));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      ([key, member]) => [key, { keyAt: NOWHERE, node: nodeOf(member) }] as const,
    );
    return mappingOf(NOWHERE, new Map(entries));
  }
  return { type: 'scalar', ...NOWHERE, value: value as string };
}
