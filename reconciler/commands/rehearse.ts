/** `rehearse`: the plan, applied to a copy of the organisation under one schedule of faults after another. Reads only. */

import { rehearsed } from '../core/rehearsal.ts';
import type { Rehearsal } from '../core/rehearsal.types.ts';
import type { Base } from '../engine/base.ts';
import type { Cloud } from '../engine/cloud.ts';
import type { Host } from '../engine/host.ts';
import type { Configuration } from '../desired/configuration.ts';
import type { ScheduleName } from '../engine/fault-schedules.ts';
import { SCHEDULES } from '../engine/fault-schedules.ts';
import type { Planned } from '../engine/planning.ts';
import { rehearse as rehearsePlan } from '../engine/rehearse.ts';
import { jsonText } from '../report/json.ts';
import { rehearsalDocument, renderRehearsalMarkdown, renderRehearsalText } from '../report/rehearsal.ts';
import { connectSimulator, simulatedAssumptions } from './open.ts';
import type { RehearseOptions } from './options.ts';
import { EXIT } from './options.ts';
import { planText } from './print.ts';
import { withRun } from './run.ts';

export interface ToRehearse {
  readonly configuration: Configuration;
  /** What is live; only read. */
  readonly cloud: Cloud;
  readonly notify: Host['notify'];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly base?: Base;
  /** The plan, where it was made already, at `now`: then nothing is read again. */
  readonly planned?: Planned;
  /** Default: all of them. */
  readonly schedules?: readonly ScheduleName[];
  /** Default 1. */
  readonly seed?: number;
}

/** The plan of a configuration, rehearsed; `rehearsalVerdict` of `report/rehearsal.ts` says it in one line. */
export function rehearsal({ notify, schedules = SCHEDULES, seed = 1, ...rest }: ToRehearse): Promise<Rehearsal> {
  const { configuration } = rest;
  return rehearsePlan({
    ...rest,
    host: { notify },
    schedules,
    seed,
    connect: (simulator, clock, more) =>
      connectSimulator(simulator, clock, { ...simulatedAssumptions(configuration, simulator, 'apply'), ...more }),
  });
}

/** Resolves to 0 when every run converged with its guards held, to 3 when a guard refuses the plan, to 4 otherwise. */
export async function rehearse(options: RehearseOptions): Promise<number> {
  return withRun(options, async ({ configuration, cloud, terminal, notify, now, base }) => {
    const { faults, seed, format } = options;
    const more = { ...(base === undefined ? {} : { base }), ...(faults === undefined ? {} : { schedules: faults }) };
    const result = await rehearsal({ configuration, cloud, notify, now, seed, ...more });
    terminal.endProgress();
    if (result.plan.breaches.length > 0 && format !== 'json')
      terminal.out(planText(result.plan, { ...options, color: terminal.color }));
    terminal.out(text(result, format, terminal.color));
    if (result.plan.breaches.length > 0) return EXIT.refused;
    return rehearsed(result) ? EXIT.done : EXIT.partial;
  });
}

function text(result: Rehearsal, format: RehearseOptions['format'], color: boolean): string {
  switch (format) {
    case 'text':
      return renderRehearsalText(result, { color });
    case 'markdown':
      return renderRehearsalMarkdown(result);
    case 'json':
      return jsonText(rehearsalDocument(result));
  }
}
