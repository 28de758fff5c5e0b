/** Who has approved what this run is to apply: nobody has to, a digest, a plan file, or nobody has. */

import { setTimeout } from 'node:timers/promises';
import type { Issue } from '../core/issue.ts';
import { IssueError } from '../core/issue.ts';
import { digestOf } from '../core/plan.ts';
import type { PlanDocument } from '../core/plan.types.ts';
import { parsePlanDocument } from '../report/plan-file.ts';
import { readTextFile } from '../text-file.ts';
import type { MergedPullRequest } from './github.ts';
import type { Inputs } from './inputs.ts';
import { inputIssue } from './inputs.ts';
import type { Outline } from './outline.ts';
import { outlineShown, reviewOf } from './review.ts';
import type { Task } from './task.ts';
import { orWarn } from './task.ts';

export interface Approval {
  /** What may be applied; absent when `missing` says why nothing may, or when nobody has to be asked. */
  readonly approved?: PlanDocument | string;
  readonly missing?: Issue;
  /** What was reviewed, to tell what moved. */
  readonly outline?: Outline;
  /** The pull request whose merge this is, to write on. */
  readonly pull?: MergedPullRequest;
}

/** What `apply-only` may take without a review: nobody's merge is among it. */
const UNREVIEWED = new Set(['clock', 'organization']);

/** The approval for a plan or an apply outside of a pull request; an IssueError when nothing could approve it. */
export async function approvalFor(task: Task): Promise<Approval> {
  const { inputs, event, place } = task;
  const given = await givenApproval(inputs);
  const unreviewed = inputs.applyOnly?.every((origin) => UNREVIEWED.has(origin)) === true;
  if (given !== undefined || unreviewed) {
    // Nobody's comment has to be read: the pull request is only where to say what came of it.
    const found = await orWarn('what came of it is not written back', () => whereToTell(task, given));
    return { ...found, ...(given === undefined ? {} : { approved: given }) };
  }
  if (event.kind !== 'push') throw new IssueError(nobody(inputs));
  const pull = await pullRequestOf(task);
  if (pull === undefined) return inputs.allowDirectPush ? {} : { missing: directPush() };
  const review = reviewOf(pull, await task.github.comments(pull.number), place.key);
  if (!review.ok) return { pull, missing: review.issue };
  const { digest, outline } = review;
  return { pull, approved: digest, ...(outline === undefined ? {} : { outline }) };
}

/** The pull request, and what it shows with a digest that was given. */
async function whereToTell(task: Task, given: PlanDocument | string | undefined): Promise<Approval> {
  const pull = await pullRequestOf(task);
  if (pull === undefined || typeof given !== 'string') return pull === undefined ? {} : { pull };
  const outline = outlineShown(await task.github.comments(pull.number), given, task.place.key);
  return { pull, ...(outline === undefined ? {} : { outline }) };
}

/** GitHub may know a pull request as merged a moment after the push. */
const PAUSES = [0, 1_500] as const;

async function pullRequestOf({ github, place, event }: Task): Promise<MergedPullRequest | undefined> {
  const { commit, branch } = place;
  if (branch === undefined || event.kind === 'other') return undefined;
  for (const pause of event.kind === 'push' ? PAUSES : PAUSES.slice(0, 1)) {
    await setTimeout(pause);
    const pull = await github.pullRequestOf(commit, branch);
    if (pull !== undefined) return pull;
  }
  return undefined;
}

async function givenApproval({ planFile, expectDigest }: Inputs): Promise<PlanDocument | string | undefined> {
  if (planFile === undefined) return expectDigest;
  const text = await readTextFile(planFile);
  if (text === undefined) throw new IssueError(inputIssue(`there is no plan file ${planFile}`));
  const parsed = parsePlanDocument(text, digestOf);
  if (!parsed.ok) throw new IssueError(...parsed.issues);
  const { digest = '(none)' } = parsed.value;
  if (expectDigest === undefined || digest === expectDigest) return parsed.value;
  throw new IssueError(inputIssue(`the plan file has the digest ${digest}, not ${expectDigest}`));
}

function directPush(): Issue {
  return {
    code: 'PLAN_NOT_REVIEWED',
    severity: 'error',
    message: 'this commit was pushed without a pull request, so that nobody has reviewed its plan',
    hint: 'run the workflow by hand with expect-digest, or set allow-direct-push',
  };
}

function nobody({ applyOnly }: Inputs): Issue {
  if (applyOnly === undefined) {
    return inputIssue(
      'nobody has approved what this run would apply',
      'give expect-digest, plan-file, or apply-only: clock,organization',
    );
  }
  const others = applyOnly.filter((origin) => !UNREVIEWED.has(origin)).join(', ');
  return inputIssue(`apply-only takes ${others} only with expect-digest or plan-file: that is somebody's to review`);
}
