/** Reports as pages, with the script and the style that the build puts into the program (`scripts/page.mjs`). */

import type { AccessReport } from '../core/access-report.ts';
import type { Plan } from '../core/plan.types.ts';
import type { Reach } from '../core/reach.ts';
import type { AccessContext } from '../report/access.ts';
import { renderAccessPage } from '../report/access-page.ts';
import { mapDocument } from '../report/map.ts';
import type { PageAssets } from '../report/page.ts';
import { renderPlanPage } from '../report/plan-page.ts';

declare const CW_GITOPS_PAGE: PageAssets;

/** Run from the source, which nobody has built, a page is its text alone. */
const ASSETS = typeof CW_GITOPS_PAGE === 'undefined' ? { script: '', style: '' } : CW_GITOPS_PAGE;

/** The page of a plan, with the map of both its ends. */
export function planPage(plan: Plan, reach: Reach): string {
  return renderPlanPage(plan, mapDocument(reach, 2), ASSETS);
}

/** The page of who holds what, with its map. */
export function accessPage(report: AccessReport, context: AccessContext, reach: Reach): string {
  return renderAccessPage(report, context, mapDocument(reach, 1), ASSETS);
}
