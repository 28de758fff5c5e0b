/** A plan that is not the one that was reviewed: told with what moved, and with the way to have it applied all the same. */

import type { Issue } from '../core/issue.ts';
import type { Plan } from '../core/plan.types.ts';
import { fenced } from '../report/escape.ts';
import { changeTitle } from '../report/names.ts';
import { EXIT } from '../commands/options.ts';
import type { Approval } from './approval.ts';
import { issueLines, planText } from './comment.ts';
import { annotate, summarizePlan } from './job.ts';
import type { Moved, Outline } from './outline.ts';
import { movedSince } from './outline.ts';
import { runLink } from './place.ts';
import type { Task } from './task.ts';
import { comment } from './task.ts';

/** Says so in the log, in the summary and on the pull request; resolves to the exit code. */
export async function refuse(
  task: Task,
  plan: Plan,
  issues: readonly Issue[],
  approval: Pick<Approval, 'outline' | 'pull'>,
): Promise<number> {
  const { place } = task;
  annotate(issues, task.inputs.workingDirectory);
  const lead = ['### Not applied', issueLines(issues), ...movedText(plan, approval.outline)];
  await summarizePlan(plan, lead.join('\n\n'));
  if (approval.pull !== undefined) {
    const text = {
      kind: 'after-merge',
      place,
      plan,
      lead,
      line: `As it is now · ${runLink(place)}`,
      trail: WAY_ON,
    } as const;
    await comment(task, approval.pull.number, 'after-merge', planText(text));
  }
  return EXIT.refused;
}

const WAY_ON =
  'This comment approves nothing. To apply just this plan, run the workflow by hand (`workflow_dispatch`) with the digest above as `expect-digest`; or open a pull request, whose plan then holds what is left.';

const SIGNS: { readonly [how in Moved['how']]: string } = { came: '+', went: '-', 'became another': '!' };
/** Most lines of what moved. */
const LINES = 100;

function movedText(plan: Plan, outline: Outline | undefined): readonly string[] {
  if (outline === undefined) return [];
  const moved = movedSince(outline, plan.changes);
  const lines = moved
    .slice(0, LINES)
    .map(({ key, how, verb }) => `${SIGNS[how]} ${how}: ${verb} ${changeTitle({ key }, plan.accounts)}`);
  const rest = moved.length > LINES ? [`… and ${moved.length - LINES} more`] : [];
  return moved.length === 0 ? [] : [`#### What moved since the review\n\n${fenced([...lines, ...rest], 'diff')}`];
}
