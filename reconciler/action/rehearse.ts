/** The input `rehearse`: what came of applying the plan to a copy of the organisation first, in one line. */

import * as core from '@actions/core';
import { rehearsal } from '../commands/rehearse.ts';
import { rehearsed } from '../core/rehearsal.ts';
import type { Planned } from '../engine/planning.ts';
import { shown } from '../report/escape.ts';
import { rehearsalVerdict, renderRehearsalText } from '../report/rehearsal.ts';
import type { Services, Task } from './task.ts';

/** Most characters of the line. */
const LINE = 300;

/**
 * The verdict, for the comment and the summary; empty unless the input asks for it. One that is not good is a warning, and so
 * is a rehearsal that could not be held: the plan is the same without it. Every run is in the log.
 */
export async function rehearse({ inputs }: Task, services: Services, planned: Planned, now: number): Promise<string> {
  if (!inputs.rehearse) return '';
  try {
    const result = await rehearsal({ ...services, planned, now });
    core.info(renderRehearsalText(result, { color: false }));
    const verdict = shown(rehearsalVerdict(result), LINE);
    if (result.runs.length > 0 && !rehearsed(result)) core.warning(verdict, { title: 'REHEARSAL' });
    return verdict;
  } catch (error) {
    const verdict = shown(`Could not rehearse: ${error instanceof Error ? error.message : String(error)}`, LINE);
    core.warning(verdict, { title: 'REHEARSAL' });
    return verdict;
  }
}
