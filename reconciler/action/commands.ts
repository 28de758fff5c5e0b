/** The four commands of the Action: the same story as on the command line, told on GitHub. Each resolves to its exit code. */

import * as core from '@actions/core';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Issue } from '../core/issue.ts';
import { IssueError } from '../core/issue.ts';
import type { Plan } from '../core/plan.types.ts';
import { LEFT_OUT, leavesSomeOut } from '../core/left-out.ts';
import { makePlan } from '../engine/planning.ts';
import type { Applied } from '../engine/reconcile.ts';
import { reconcile } from '../engine/reconcile.ts';
import { markdownWords } from '../report/escape.ts';
import { outcomesSummary, renderOutcomesMarkdown, renderOutcomesText } from '../report/outcomes.ts';
import { cancellation } from '../commands/cancel.ts';
import { EXIT } from '../commands/options.ts';
import { keepUndo } from '../commands/undo-file.ts';
import type { Approval } from './approval.ts';
import { approvalFor } from './approval.ts';
import { issueLines, plainText, planComment } from './comment.ts';
import { syncDriftIssue } from './drift-issue.ts';
import { inputIssue } from './inputs.ts';
import { annotate, reportPlan, summarize, summarizePlan } from './job.ts';
import { commitLink, runLink } from './place.ts';
import { isMerged } from './event.ts';
import { refuse } from './refusal.ts';
import { rehearse } from './rehearse.ts';
import type { Services, Task } from './task.ts';
import { comment, commentPlan, configured, withServices } from './task.ts';

/** The file alone, offline. */
export async function validate(task: Task): Promise<number> {
  const { parts } = await configured(task);
  core.info(`${task.inputs.config} is valid: ${parts.length} ${parts.length === 1 ? 'file' : 'files'}`);
  await summarize('The configuration is valid.');
  return EXIT.done;
}

/** On a pull request the plan to review; on a push, whether it is the one that was reviewed; else just the plan. */
export async function plan(task: Task): Promise<number> {
  const { inputs, event, place } = task;
  return withServices(task, async (services) => {
    const { configuration, cloud, notify, base } = services;
    const now = cloud.now();
    const request = { now, ...(base === undefined ? {} : { base }) };
    const planned = await makePlan(configuration, cloud, request, { notify });
    const { plan: made } = planned;
    await reportPlan(made, task.folder, planned.reach());
    const needsReview = event.kind === 'push' || inputs.expectDigest !== undefined;
    const approval = needsReview ? await approvalFor(task) : {};
    const refusals = needsReview ? refusalsOf(made, approval) : [];
    if (refusals.length > 0) return refuse(task, made, refusals, approval);
    annotate([...made.breaches, ...made.warnings], inputs.workingDirectory);
    const verdict = await rehearse(task, services, planned, now);
    await summarizePlan(made, markdownWords(verdict));
    if (event.kind === 'pull request' && !event.fork)
      await commentPlan(task, event, planComment(made, place, event.head, verdict));
    if (made.breaches.length > 0) return EXIT.refused;
    return made.changes.length > 0 ? EXIT.changes : EXIT.done;
  });
}

/** Why a plan may not be applied. One without changes needs nobody's approval. */
function refusalsOf(made: Plan, { approved, missing }: Approval): readonly Issue[] {
  if (made.breaches.length > 0) return made.breaches;
  if (made.changes.length === 0) return [];
  if (missing !== undefined) return [missing];
  if (typeof approved !== 'string' || approved === made.digest) return [];
  return [
    {
      code: 'PLAN_STALE',
      severity: 'error',
      // Without the new digest, which only stands below a plan that is shown whole.
      message: `this is no longer the plan that was approved, ${approved}`,
      hint: 'since then an account may have come, something expired, somebody changed something by hand, or part of it was applied',
    },
  ];
}

/** Applies what was approved, and writes what happened back to the pull request. */
export async function apply(task: Task): Promise<number> {
  const { event } = task;
  if (!isMerged(event)) throw new IssueError(inputIssue('what is not merged yet is planned, never applied'));
  const approval = await approvalFor(task);
  await assertCurrent(task);
  return withServices(task, async (services) => {
    const applied = await applyApproved(task, services, approval);
    await reportPlan(applied.plan, task.folder);
    switch (applied.ended) {
      case 'refused':
        // Not what was approved, since it was all done before.
        return applied.plan.breaches.length + applied.plan.changes.length === 0
          ? nothingToDo(task, approval, applied.plan)
          : refuse(task, applied.plan, staleIssues(applied, approval), approval);
      case 'declined':
        return refuse(task, applied.plan, refusalsOf(applied.plan, approval), approval);
      case 'nothing to do':
        return nothingToDo(task, approval, applied.plan);
      case 'applied':
        return toldOutcomes(task, approval, applied);
    }
  });
}

/** A digest that differs is told in our words; a plan file tells itself what moved. */
function staleIssues(
  { plan: made, issues }: Applied & { readonly ended: 'refused' },
  approval: Approval,
): readonly Issue[] {
  return typeof approval.approved === 'string' ? refusalsOf(made, approval) : issues;
}

async function applyApproved(
  { inputs, folder }: Task,
  { configuration, cloud, notify, base }: Services,
  { approved, missing }: Approval,
): Promise<Applied> {
  const { applyOnly: only } = inputs;
  const cancel = cancellation(notify, undefined);
  try {
    // Where nobody has approved it, the plan is made all the same: to be shown.
    const confirm = (): Promise<boolean> => Promise.resolve(missing === undefined);
    const host = { notify: cancel.notify, cancelled: cancel.signal, confirm };
    const request = {
      ...(approved === undefined ? {} : { approved }),
      ...(only === undefined ? {} : { only }),
      ...(base === undefined ? {} : { base }),
    };
    await mkdir(folder, { recursive: true });
    const keeper = keepUndo(path.join(folder, 'undo.json'), core.warning);
    return await reconcile({ configuration, cloud, host, now: cloud.now(), keeper, ...request });
  } finally {
    cancel.stop();
  }
}

/** Refuses to apply a configuration that the branch no longer has: an old run that is started again would undo the new one. */
async function assertCurrent({ github, place }: Task): Promise<void> {
  const { branch, commit, config } = place;
  if (branch === undefined || (await github.isUnchanged(config, commit, branch))) return;
  throw new Superseded({
    code: 'PLAN_SUPERSEDED',
    severity: 'error',
    message: `${branch} has another configuration by now than commit ${commit.slice(0, 7)}`,
    hint: 'what is left is in the plan of the newer commit',
  });
}

/** Exit 3: refused before anything was read. */
export class Superseded extends IssueError {}

async function toldOutcomes(
  task: Task,
  approval: Approval,
  { plan: done, outcomes }: Applied & { readonly ended: 'applied' },
): Promise<number> {
  const complete = outcomes.every(({ status }) => status === 'done') && leftOut(done).length === 0;
  const { accounts } = done;
  core.info(renderOutcomesText(outcomes, { color: false, accounts, verbose: !complete }));
  const [, ...details] = renderOutcomesMarkdown(outcomes, { accounts, rest: 'the log lists them' }).split('\n');
  const way = complete ? '' : wayOn(approval);
  const text = [details.join('\n').trim(), issueLines(leftOut(done)), way].filter((part) => part !== '').join('\n\n');
  annotate(
    outcomes.flatMap((outcome) => (outcome.status === 'failed' ? [outcome.issue] : [])),
    task.inputs.workingDirectory,
  );
  return told(task, approval, outcomesSummary(outcomes), text, complete ? EXIT.done : EXIT.partial);
}

/** What is left of a plan file is known to be of it; of a digest nothing but the whole plan is. */
function wayOn({ approved }: Approval): string {
  if (typeof approved !== 'string') return 'Run the failed job again to finish what is left, or open a pull request.';
  return 'What is left is another plan than the one that was approved. Run the failed job again to see it with its digest, then the workflow by hand (`workflow_dispatch`) with that as `expect-digest`; or open a pull request.';
}

async function nothingToDo(task: Task, approval: Approval, made: Plan): Promise<number> {
  const left = leftOut(made);
  const done = leavesSomeOut(made) ? 'Nothing to do of what was chosen' : 'Nothing to do: what is live is as declared';
  const title = left.length === 0 ? done : 'Nothing to do but what is left out';
  return told(task, approval, title, issueLines(left), left.length === 0 ? EXIT.done : EXIT.partial);
}

/** The removals that a guard forbids of chosen changes: the rest was applied. */
function leftOut({ warnings }: Plan): readonly Issue[] {
  return warnings.filter(({ code }) => code === LEFT_OUT);
}

async function told(task: Task, { pull }: Approval, title: string, text: string, exit: number): Promise<number> {
  const { place } = task;
  const lead = `### ${title}\n\nFor ${commitLink(place, place.commit)} · ${runLink(place)}`;
  await summarize([lead, text].join('\n\n'));
  if (pull !== undefined)
    await comment(task, pull.number, 'after-merge', plainText('after-merge', place, [lead, text]));
  return exit;
}

/** What differs although nobody merged anything, in one issue. */
export async function drift(task: Task): Promise<number> {
  return withServices(task, async ({ configuration, cloud, notify, base = 'itself' }) => {
    const { plan: made, reach } = await makePlan(configuration, cloud, { now: cloud.now(), base }, { notify });
    await reportPlan(made, task.folder, reach());
    annotate([...made.breaches, ...made.warnings], task.inputs.workingDirectory);
    await summarizePlan(made);
    await syncDriftIssue(task, made);
    return made.changes.length > 0 ? EXIT.changes : EXIT.done;
  });
}
