/** Inline policies: written in the file, or in a .json file beside it, whose mistakes are shown in their own places. */

import path from 'node:path';
import type { Issue } from '../core/issue.ts';
import { policyMistakes } from '../core/policy-grammar.ts';
import { INLINE_POLICY_LENGTH, INLINE_POLICY_QUOTA, policySize, policyText } from '../core/policy.ts';
import type { Files } from '../files.ts';
import { mistake } from './codes.ts';
import type { InlinePolicy, PartFile } from './configuration.ts';
import type { WrittenDocument } from './document.ts';
import { parseJson } from './json-source.ts';
import type { Node } from './node.ts';
import { nearest, position, valueOf } from './node.ts';

const MAX_POLICY_BYTES = 1_000_000;

export interface Policies {
  /** By index in `permissionSets`. */
  readonly policies: ReadonlyMap<number, InlinePolicy>;
  readonly issues: readonly Issue[];
}

/** Reads and checks the inline policy of each permission set. */
export async function loadPolicies(
  written: WrittenDocument,
  parts: readonly PartFile[],
  files: Files,
): Promise<Policies> {
  const paths = new Map(parts.map(({ file, path: relative }) => [file, relative]));
  const policies = new Map<number, InlinePolicy>();
  const issues: Issue[] = [];
  const known = new Map<string, Loaded>();
  for (const [index, { inlinePolicy }] of (written.value.permissionSets ?? []).entries()) {
    if (inlinePolicy === undefined) continue;
    const node = nearest(written.root, ['permissionSets', index, 'inlinePolicy']);
    const file =
      typeof inlinePolicy === 'string' ? policyPath(paths.get(node.source.file) as string, inlinePolicy) : undefined;
    const before = file === undefined ? undefined : known.get(file);
    const loaded = before ?? (file === undefined ? { node, issues: mistakesIn(node) } : await loadPolicy(files, file));
    if (file !== undefined) known.set(file, loaded);
    // A file that several sets name is checked once.
    if (before === undefined) issues.push(...loaded.issues);
    if (loaded.node !== undefined) policies.set(index, { document: valueOf(loaded.node), node: loaded.node });
    if (loaded.unreadable !== undefined) {
      issues.push(mistake('CONFIG_FILE', position(node), loaded.unreadable));
    }
  }
  return { policies, issues };
}

interface Loaded {
  readonly node?: Node;
  /** Of the policy's own file. */
  readonly issues: readonly Issue[];
  /** Why there is no such file to look at: a mistake of each line that names it. */
  readonly unreadable?: string;
}

/** Relative to the file that names it. A path from the root of the disk stays one, to be refused. */
function policyPath(part: string, file: string): string {
  return path.isAbsolute(file) ? file : path.join(path.dirname(part), file);
}

async function loadPolicy(files: Files, file: string): Promise<Loaded> {
  const text = await files.read(file, MAX_POLICY_BYTES);
  if (!text.ok)
    return { issues: [], unreadable: text.issues.map(({ message }) => `policy ${file}: ${message}`).join(', ') };
  const parsed = parseJson(files.shown(file), text.value);
  return parsed.ok ? { node: parsed.node, issues: mistakesIn(parsed.node) } : { issues: [parsed.issue] };
}

function mistakesIn(node: Node): readonly Issue[] {
  const document = valueOf(node);
  const found = policyMistakes(document).map(({ path: place, message }) =>
    mistake('CONFIG_POLICY', position(nearest(node, place)), message),
  );
  const tooLong = lengthMistake(policyText(document));
  if (tooLong === undefined) return found;
  const way = 'move a part of it to a customer managed policy';
  return [...found, mistake('CONFIG_LIMIT', position(node), tooLong, way)];
}

/** Blanks count only beside the quota, and then only those inside texts: others are not sent. */
function lengthMistake(text: string): string | undefined {
  const size = policySize(text);
  if (size > INLINE_POLICY_QUOTA) {
    return `this policy has ${size} characters that are not blank, and AWS takes ${INLINE_POLICY_QUOTA}`;
  }
  const length = Array.from(text).length;
  if (length <= INLINE_POLICY_LENGTH) return undefined;
  return `this policy has ${length} characters, blanks too, and AWS takes ${INLINE_POLICY_LENGTH}`;
}
