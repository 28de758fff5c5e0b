/** `drift`: `plan` for a schedule. */

import { makePlan } from '../engine/planning.ts';
import type { DriftOptions } from './options.ts';
import { EXIT } from './options.ts';
import { plannedText } from './print.ts';
import { withRun } from './run.ts';

/** Resolves to 2 when anything differs, also when a guard would refuse to repair it, else to 0. */
export async function drift(options: DriftOptions): Promise<number> {
  return withRun(options, async ({ configuration, cloud, terminal, notify, now, base = 'itself' }) => {
    const planned = await makePlan(configuration, cloud, { now, base }, { notify });
    terminal.endProgress();
    terminal.out(await plannedText(planned, { ...options, color: terminal.color }));
    return planned.plan.changes.length > 0 ? EXIT.changes : EXIT.done;
  });
}
