/** A configuration path → its parts, each parsed; what cannot be read is an issue, and never an empty part. */

import type { Issue } from '../core/issue.ts';
import type { Files, Opened } from '../files.ts';
import type { PartFile } from './configuration.ts';
import type { Node } from './node.ts';
import { parseYaml } from './source.ts';
import { newShared } from './yaml-values.ts';

/** What is larger is refused. */
export const MAX_PART_BYTES = 16_000_000;
/** Of the names of a folder's parts. */
export const YAML_ENDINGS = ['.yaml', '.yml'];

/** Whether a file of that name is a part, and no folder of parts. */
export function isPartName(file: string): boolean {
  return YAML_ENDINGS.some((ending) => file.endsWith(ending));
}

export interface Part extends PartFile {
  /** Absent for a part with only comments. */
  readonly node?: Node;
}

export interface Loaded {
  readonly files: Files;
  /** In path order. */
  readonly parts: readonly Part[];
  readonly issues: readonly Issue[];
  /** Whether a part could not be read or understood: what it would declare is not known. */
  readonly broken: boolean;
}

/** Loads the file, or each part of the folder, that was opened. */
export async function loadParts({ files, only }: Opened): Promise<Loaded> {
  const listed = only === undefined ? await files.list(YAML_ENDINGS) : { paths: [only], issues: [] };
  const parts: Part[] = [];
  const shared = newShared();
  const issues: Issue[] = [...listed.issues];
  let broken = issues.length > 0;
  for (const path of listed.paths) {
    const file = files.shown(path);
    const text = await files.read(path, MAX_PART_BYTES);
    const parsed = text.ok ? parseYaml(file, text.value, shared) : { issues: text.issues, broken: true };
    issues.push(...parsed.issues);
    broken ||= parsed.broken;
    parts.push({ file, path, ...('node' in parsed ? { node: parsed.node } : {}) });
  }
  return { files, parts, issues, broken };
}
