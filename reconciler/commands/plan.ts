/** `plan`: what would change, and why. Reads only. */

import { makePlan } from '../engine/planning.ts';
import { writeTextFile } from '../text-file.ts';
import { planJson } from '../report/json.ts';
import type { PlanOptions } from './options.ts';
import { EXIT } from './options.ts';
import { plannedText } from './print.ts';
import { withRun } from './run.ts';

/** Resolves to 0, with `--detailed-exitcode` to 2 when there are changes, to 3 when a guard is breached. */
export async function plan(options: PlanOptions): Promise<number> {
  return withRun(options, async ({ configuration, cloud, terminal, notify, now, base }) => {
    const request = base === undefined ? { now } : { now, base };
    const planned = await makePlan(configuration, cloud, request, { notify });
    const { plan: made } = planned;
    terminal.endProgress();
    terminal.out(await plannedText(planned, { ...options, color: terminal.color }));
    if (options.out !== undefined) await writeTextFile(options.out, planJson(made));
    if (made.breaches.length > 0) return EXIT.refused;
    return options.detailedExitcode && (made.changes.length > 0 || made.terms !== undefined) ? EXIT.changes : EXIT.done;
  });
}
