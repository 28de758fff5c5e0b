/** Reads a file that this program wrote as JSON, and says in words why one cannot be used. */

import type { Issue, IssueCode, Result } from '../core/issue.ts';
import type { Shape } from './shape.ts';

/** Most mistakes of one file that are told. */
const MISTAKES = 5;

export interface DocumentFile<T> {
  /** What people call it: `plan file`. */
  readonly name: string;
  readonly shape: Shape;
  /** Whether the digest is that of the content. */
  readonly isAsDigested: (document: T) => boolean;
  /** What to do when it cannot be used. */
  readonly hint: string;
}

/**
 * The document that a text holds. Not that of a file which was cut (`PLAN_CUT`), is no JSON (`PLAN_NOT_JSON`), was made
 * for another version (`PLAN_FORMAT_VERSION`), has another shape (`PLAN_INVALID`), or whose content is no longer that of
 * its digest (`PLAN_EDITED`).
 */
export function parseDocument<T>(text: string, file: DocumentFile<T>): Result<T> {
  const { name, hint } = file;
  const refused = (code: IssueCode, ...messages: readonly string[]): Result<T> => ({
    ok: false,
    issues: messages.map((message): Issue => ({ code, severity: 'error', message, hint })),
  });
  const json = text.replace(/^\uFEFF/u, '');
  const parsed = parseJson(json);
  if (parsed === undefined) {
    const [code, what] = notJson(json);
    return refused(code, `the ${name} ${what}`);
  }
  const { value } = parsed;
  const version = formatVersion(value);
  if (version !== undefined && version !== 1) {
    const message = `the ${name} has format version ${JSON.stringify(version)}; this program reads 1`;
    return refused('PLAN_FORMAT_VERSION', message);
  }
  const mistakes = file.shape(value, '').map((what) => `no ${name}: ${what.trim()}`);
  if (mistakes.length > 0) return refused('PLAN_INVALID', ...mistakes.slice(0, MISTAKES));
  const document = value as T;
  if (!file.isAsDigested(document))
    return refused('PLAN_EDITED', `the ${name} was edited: its digest is that of another content`);
  return { ok: true, value: document, warnings: [] };
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

// Such files are written with their last brace on a line of its own.
function notJson(text: string): readonly [IssueCode, string] {
  if (text.trim() === '') return ['PLAN_NOT_JSON', 'is empty'];
  if (text.startsWith('{') && !/\n\}\s*$/u.test(text)) return ['PLAN_CUT', 'was cut: its end is missing'];
  return ['PLAN_NOT_JSON', 'is no JSON'];
}

function formatVersion(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'formatVersion' in value ? value.formatVersion : undefined;
}
