/** The one issue for drift: opened when there is some, updated in place, closed when it is gone. */

import type { Plan } from '../core/plan.types.ts';
import { shown } from '../report/escape.ts';
import { planText } from './comment.ts';
import { commitLink, runLink } from './place.ts';
import { latest } from './review.ts';
import type { Task } from './task.ts';
import { orWarn } from './task.ts';

/** Makes the issue say what the plan says. An issue that cannot be written is a warning. */
export async function syncDriftIssue({ inputs, github, place }: Task, plan: Plan): Promise<void> {
  if (!inputs.driftIssue) return;
  await orWarn('the drift issue', async () => {
    const open = latest(await github.openIssues(), 'drift', place.key);
    if (plan.changes.length === 0) {
      if (open !== undefined) await github.closeIssue(open.number, `The drift is gone: ${runLink(place)}`);
      return;
    }
    const line = `Compared with ${commitLink(place, place.commit)} · ${runLink(place)}`;
    const title = `Drift in ${shown(plan.target.organization.id)}`;
    const text = planText({ kind: 'drift', place, plan, lead: [LEAD], line });
    if (open === undefined) await github.openIssue(title, text);
    else await github.updateIssue(open.number, title, text);
  });
}

const LEAD =
  'What is live differs from the configuration, although nobody merged anything. Below is what would bring it back. What is to stay as it is now belongs into the configuration, by a pull request.';
