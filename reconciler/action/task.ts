/** What every command of the Action works with, and how it tells people on GitHub what became of it. */

import * as core from '@actions/core';
import type { Configuration } from '../desired/configuration.ts';
import { validateConfiguration } from '../desired/validate.ts';
import { IssueError } from '../core/issue.ts';
import type { Base } from '../engine/base.ts';
import type { Cloud } from '../engine/cloud.ts';
import type { Host } from '../engine/host.ts';
import { issuesOf } from '../commands/failure.ts';
import { openServices } from '../commands/open.ts';
import { baseOf } from '../commands/run.ts';
import { issueText } from '../report/issues.ts';
import type { Event, PullRequestEvent } from './event.ts';
import type { GitHub } from './github.ts';
import type { Inputs } from './inputs.ts';
import { annotate, progressLog } from './job.ts';
import type { RemarkKind } from './marker.ts';
import type { Place } from './place.ts';
import { latest } from './review.ts';

export interface Task {
  readonly inputs: Inputs;
  readonly event: Event;
  readonly place: Place;
  readonly github: GitHub;
  /** Where plan and report are written. */
  readonly folder: string;
}

/** The configuration and the services, for one command. */
export interface Services {
  readonly configuration: Configuration;
  readonly cloud: Cloud;
  readonly notify: Host['notify'];
  /** What the file said at the input `base`. */
  readonly base?: Base;
}

/** The valid configuration; an IssueError with all that is wrong with it. Its warnings are annotated. */
export async function configured({ inputs }: Task): Promise<Configuration> {
  const result = await validateConfiguration(inputs.config, { now: Date.now() });
  if (!result.ok) throw new IssueError(...result.issues);
  annotate(result.warnings, inputs.workingDirectory);
  return result.value;
}

/** Does the work with the configuration read and the services open. */
export async function withServices<T>(task: Task, work: (services: Services) => Promise<T>): Promise<T> {
  const configuration = await configured(task);
  const base = await baseOrWarn(task.inputs);
  // Only a run that is to write assumes the roles that may.
  const purpose = task.inputs.command === 'apply' ? 'apply' : 'plan';
  const notify = progressLog();
  const onWaiting = (what: string): void => notify({ step: 'waiting', what });
  const opened = await openServices(configuration, { purpose, onWaiting });
  try {
    const services = { configuration, cloud: opened.cloud, notify };
    return await work(base === undefined ? services : { ...services, base });
  } finally {
    await opened.close();
  }
}

// The first pull request has no base, and one that mends a broken branch has none that is valid: both are planned.
async function baseOrWarn(inputs: Inputs): Promise<Base> {
  try {
    return await baseOf(inputs);
  } catch (error) {
    if (!(error instanceof IssueError) || error.issues.some(({ code }) => code !== 'PLAN_BASE')) throw error;
    annotate(
      error.issues.map((issue) => ({ ...issue, severity: 'warning' as const })),
      inputs.workingDirectory,
    );
    return undefined;
  }
}

const UNWRITTEN = 'the comment could not be written';

/** Writes the comment of a kind on a pull request, in place of the last one. A comment that cannot be written is a warning. */
export async function comment(task: Task, pull: number, kind: RemarkKind, body: string): Promise<void> {
  const { inputs, github, place } = task;
  if (!inputs.comment) return;
  await orWarn(UNWRITTEN, async () => {
    const before = latest(await github.comments(pull), kind, place.key);
    if (before === undefined) await github.writeComment(pull, body);
    else await github.updateComment(before.id, body);
  });
}

/**
 * Writes the plan's comment on the pull request that this run is for, unless that has gone on meanwhile: a run that took
 * long, or is run again, must not put its plan in the place of a newer one, nor of the one that was reviewed.
 */
export async function commentPlan(task: Task, { number, head }: PullRequestEvent, body: string): Promise<void> {
  if (!task.inputs.comment) return;
  const now = await orWarn(UNWRITTEN, () => task.github.pullRequest(number));
  if (now === undefined) return;
  if (!now.merged && now.head === head) return comment(task, number, 'plan', body);
  const why = now.merged ? 'is merged' : 'has a newer commit';
  core.warning(`the comment is left as it is: pull request ${number} ${why} by now`);
}

/** What GitHub refuses here changes nothing about the plan: it is a warning, and the answer `undefined`. */
export async function orWarn<T>(what: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    core.warning(`${what}: ${issuesOf(error).map(issueText).join('; ')}`);
    return undefined;
  }
}
