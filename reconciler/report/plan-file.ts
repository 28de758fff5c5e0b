/** Reads a plan file, and says in words why one cannot be used. */

import type { Result } from '../core/issue.ts';
import type { PlanDocument } from '../core/plan.types.ts';
import { parseDocument } from './document-file.ts';
import { planShape } from './plan-shape.ts';

/**
 * The plan that a file's text holds, or the issues of `parseDocument`. Only a plan that breaches a guard may have no
 * digest. `digestOf` is that of `core/plan.ts`.
 */
export function parsePlanDocument(text: string, digestOf: (plan: PlanDocument) => string): Result<PlanDocument> {
  return parseDocument(text, {
    name: 'plan file',
    shape: planShape,
    isAsDigested: (document) =>
      document.breaches.length > 0 ? document.digest === undefined : document.digest === digestOf(document),
    hint: 'make a new one with: cw-gitops plan --out plan.json',
  });
}
