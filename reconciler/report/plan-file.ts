/** Reads a plan file, and says in words why one cannot be used. */

import type { Issue, IssueCode, Result } from '../core/issue.ts';
import type { PlanDocument } from '../core/plan.types.ts';
import { planShape } from './plan-shape.ts';

/** Most mistakes of one file that are told. */
const MISTAKES = 5;

/**
 * The plan that a file's text holds. Not that of a file which was cut (`PLAN_CUT`), is no JSON (`PLAN_NOT_JSON`), was
 * made for another version (`PLAN_FORMAT_VERSION`), is no plan (`PLAN_INVALID`), or whose content is no longer that of
 * its digest (`PLAN_EDITED`). Only a plan that breaches a guard may have no digest. `digestOf` is that of `core/plan.ts`.
 */
export function parsePlanDocument(text: string, digestOf: (plan: PlanDocument) => string): Result<PlanDocument> {
  const json = text.replace(/^\uFEFF/u, '');
  const parsed = parseJson(json);
  if (parsed === undefined) return refused([notJson(json)]);
  const { value } = parsed;
  const version = formatVersion(value);
  if (version !== undefined && version !== 1) {
    return refused([
      mistake(
        'PLAN_FORMAT_VERSION',
        `the plan file has format version ${JSON.stringify(version)}; this program reads 1`,
      ),
    ]);
  }
  const mistakes = planShape(value, '').map((what) => mistake('PLAN_INVALID', `no plan file: ${what.trim()}`));
  if (mistakes.length > 0) return refused(mistakes.slice(0, MISTAKES));
  const document = value as PlanDocument;
  if (!isAsDigested(document, digestOf)) {
    return refused([mistake('PLAN_EDITED', 'the plan file was edited: its digest is that of another content')]);
  }
  return { ok: true, value: document, warnings: [] };
}

function isAsDigested(document: PlanDocument, digestOf: (plan: PlanDocument) => string): boolean {
  if (document.breaches.length > 0) return document.digest === undefined;
  return document.digest === digestOf(document);
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

// Plan files are written with their last brace on a line of its own.
function notJson(text: string): Issue {
  if (text.trim() === '') return mistake('PLAN_NOT_JSON', 'the plan file is empty');
  if (text.startsWith('{') && !/\n\}\s*$/u.test(text))
    return mistake('PLAN_CUT', 'the plan file was cut: its end is missing');
  return mistake('PLAN_NOT_JSON', 'the plan file is no JSON');
}

function formatVersion(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'formatVersion' in value ? value.formatVersion : undefined;
}

function mistake(code: IssueCode, message: string): Issue {
  return { code, severity: 'error', message, hint: 'make a new one with: cw-gitops plan --out plan.json' };
}

function refused(issues: readonly Issue[]): { readonly ok: false; readonly issues: readonly Issue[] } {
  return { ok: false, issues };
}
