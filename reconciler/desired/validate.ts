/** A configuration path → a checked configuration, offline: everything wrong with it at once, or nothing. */

import type { Issue, Result } from '../core/issue.ts';
import { checkEach, checkTogether } from './check.ts';
import { idleEntries } from './check-grants.ts';
import { inOrder, mistake } from './codes.ts';
import type { Configuration } from './configuration.ts';
import { createConfiguration } from './configuration.ts';
import { checkDocument } from './document.ts';
import type { Loaded } from './load.ts';
import { loadParts } from './load.ts';
import type { Merged } from './merge.ts';
import { mergeParts } from './merge.ts';
import { loadPolicies } from './policies.ts';
import type { Opened } from '../files.ts';
import { openFiles } from '../files.ts';

export type { Configuration } from './configuration.ts';

export interface ValidateOptions {
  /** Milliseconds since 1970: what has expired then is told. */
  readonly now: number;
}

/**
 * Reads and checks the file or folder that `configPath` names, without a service. The issues of a failure are all
 * errors and warnings, by file and place; the warnings of a success are those that a person should still see.
 */
export async function validateConfiguration(
  configPath: string,
  { now }: ValidateOptions,
): Promise<Result<Configuration>> {
  const opened = await openFiles(configPath);
  return opened.ok ? validateOpened(opened.value, { now }) : opened;
}

/** The same for a file or folder that is open, or for what an edit would make of it. */
export async function validateOpened(opened: Opened, { now }: ValidateOptions): Promise<Result<Configuration>> {
  const loaded = await loadParts(opened);
  const { parts, files, broken } = loaded;
  const merged = mergeParts(parts);
  const checked = checkDocument(merged.root);
  const read = await loadPolicies(checked.document, parts, files);
  const configuration = createConfiguration(checked.document, parts, read.policies);
  const issues = inOrder([
    ...loaded.issues,
    ...merged.issues,
    ...missingParts(loaded, merged),
    ...checked.issues,
    ...read.issues,
    ...checkEach(configuration, parts, now),
    // A list from which a wrong entry was left out only seems to be empty.
    ...(checked.issues.length > 0 ? [] : idleEntries(configuration)),
    // What a part that cannot be read would declare is not known.
    ...(broken ? [] : checkTogether(configuration)),
  ]);
  const failed = issues.some(({ severity }) => severity === 'error');
  return failed ? { ok: false, issues } : { ok: true, value: configuration, warnings: issues };
}

function missingParts({ parts, broken }: Loaded, { root, issues: mergeIssues }: Merged): readonly Issue[] {
  if (broken || mergeIssues.length > 0 || root.names.has('version')) return [];
  const [first] = parts;
  const at = first === undefined ? undefined : { file: first.file, line: 1, column: 1 };
  if (root.names.size === 0) return [mistake('CONFIG_EMPTY', at, 'the configuration holds nothing', EMPTY)];
  return [mistake('CONFIG_VERSION', at, 'no part says which version of the format it is', 'write `version: 1` in one')];
}

const EMPTY = 'write `version: 1`; of a folder, *.yaml and *.yml files are read';
