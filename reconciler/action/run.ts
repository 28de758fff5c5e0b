/** One run of the Action: inputs and environment in; log, outputs, and the job's success or failure out. */

import * as core from '@actions/core';
import { context, getOctokit } from '@actions/github';
import path from 'node:path';
import type { Issue } from '../core/issue.ts';
import { IssueError } from '../core/issue.ts';
import { Refusal } from '../engine/refusal.ts';
import { issuesOf } from '../commands/failure.ts';
import type { Failure } from '../aws/errors.ts';
import { EXIT } from '../commands/options.ts';
import { isPartName } from '../desired/load.ts';
import { shown } from '../report/escape.ts';
import { apply, drift, plan, Superseded, validate } from './commands.ts';
import { afterMergeFailure, failureComment, issueLines } from './comment.ts';
import type { PullRequestEvent } from './event.ts';
import { eventOf } from './event.ts';
import { createGitHub } from './github.ts';
import type { Command, Inputs } from './inputs.ts';
import { inputIssue, parseInputs } from './inputs.ts';
import { annotate, summarize } from './job.ts';
import { configurationKey } from './marker.ts';
import type { Place } from './place.ts';
import type { Task } from './task.ts';
import { comment, commentPlan, orWarn } from './task.ts';
import { latest } from './review.ts';

const COMMANDS: { readonly [command in Command]: (task: Task) => Promise<number> } = { plan, apply, drift, validate };

/** Never rejects: whatever goes wrong is annotated, and fails the job. */
export async function run(): Promise<void> {
  try {
    const inputs = inputsOf();
    const task = taskOf(inputs);
    finish(await withFailuresTold(task), inputs);
  } catch (error) {
    annotate(issuesHere(error), '.');
    finish(EXIT.failed);
  }
}

function inputsOf(): Inputs {
  const parsed = parseInputs((name) => core.getInput(name));
  if (!parsed.ok) throw new IssueError(...parsed.issues);
  const { token, command } = parsed.value;
  if (token === '' && command !== 'validate') throw new IssueError(inputIssue('the input github-token is empty'));
  if (token !== '') core.setSecret(token);
  if (context.eventName === 'pull_request_target') {
    throw new IssueError(
      inputIssue(
        'pull_request_target is never right here: it would give whoever opens a pull request the credentials of the branch',
        'use pull_request',
      ),
    );
  }
  return parsed.value;
}

function taskOf(inputs: Inputs): Task {
  const workspace = process.env['GITHUB_WORKSPACE'] ?? process.cwd();
  const working = path.resolve(workspace, inputs.workingDirectory);
  try {
    process.chdir(working);
  } catch {
    const folder = shown(inputs.workingDirectory, 200);
    throw new IssueError(inputIssue(`there is no folder ${folder}`, 'it is the input working-directory'));
  }
  const place = placeOf(path.relative(workspace, path.resolve(working, inputs.config)).split(path.sep).join('/'));
  const octokit = getOctokit(inputs.token || 'none');
  const temporary = process.env['RUNNER_TEMP'] ?? working;
  return {
    inputs,
    event: eventOf(context.eventName, context.payload),
    place,
    github: createGitHub(
      {
        request: (route, parameters) => octokit.request(route, { ...parameters }),
        graphql: (query, variables) => octokit.graphql(query, { ...variables }),
      },
      place.owner,
      place.repository,
    ),
    // A job that plans and applies keeps both plans.
    folder: path.join(temporary, `cw-gitops-${place.key}-${inputs.command}`),
  };
}

function placeOf(file: string): Place {
  const { repo, sha, ref, serverUrl, runId } = context;
  const branch = /^refs\/heads\/(.+)$/u.exec(ref)?.[1];
  return {
    owner: repo.owner,
    repository: repo.repo,
    commit: sha,
    ...(branch === undefined ? {} : { branch }),
    server: serverUrl,
    runId: String(runId),
    key: configurationKey(file),
    path: file,
    // Policies lie beside a file, so it is its folder that must be the same.
    config: isPartName(file) ? path.posix.dirname(file).replace(/^\.$/u, '') : file,
  };
}

async function withFailuresTold(task: Task): Promise<number> {
  const { inputs, event } = task;
  try {
    return await COMMANDS[inputs.command](task);
  } catch (error) {
    const issues = issuesHere(error);
    const title = `Could not ${inputs.command}`;
    annotate(issues, inputs.workingDirectory);
    await summarize(`### ${title}\n\n${issueLines(issues)}`);
    if (event.kind === 'pull request') await tellOnPull(task, event, issues);
    if (event.kind === 'push') await tellAfterMerge(task, title, issues);
    return error instanceof Refusal || error instanceof Superseded ? EXIT.refused : EXIT.failed;
  }
}

// A plan of an earlier commit must not stay there as if it were this one's.
async function tellOnPull(task: Task, event: PullRequestEvent, issues: readonly Issue[]): Promise<void> {
  if (event.fork || task.inputs.command !== 'plan') return;
  await commentPlan(task, event, failureComment(issues, task.place, event.head));
}

const AFTER_MERGE: ReadonlySet<Command> = new Set(['plan', 'apply']);

// A merge that nothing came of is not left without a word; what an earlier run says that it has done stays there.
async function tellAfterMerge(task: Task, title: string, issues: readonly Issue[]): Promise<void> {
  const { inputs, github, place } = task;
  const { branch } = place;
  if (branch === undefined || !inputs.comment || !AFTER_MERGE.has(inputs.command)) return;
  await orWarn('the failure is not written back', async () => {
    const pull = await github.pullRequestOf(place.commit, branch);
    if (pull === undefined || latest(await github.comments(pull.number), 'after-merge', place.key) !== undefined)
      return;
    await comment(task, pull.number, 'after-merge', afterMergeFailure(title, issues, place));
  });
}

/** What the command line would say, but for its options: a job has inputs, and no `--verbose`. */
function issuesHere(error: unknown): readonly Issue[] {
  if (error instanceof Error && error.stack !== undefined) core.debug(error.stack);
  return issuesOf(error).map((issue) => {
    if (issue.code === 'USAGE_FAILED') return { ...issue, hint: 'a run with debug logging shows where' };
    // Without a place in a file it is the configuration itself that is not there.
    const isWhole = issue.code === 'CONFIG_FILE' && issue.at === undefined;
    if (isWhole) return { ...issue, hint: NOT_THERE };
    return isWithoutCredentials(issue) ? { ...issue, hint: NO_CREDENTIALS } : issue;
  });
}

const NOT_THERE = 'it is the input config, in what a step before has checked out (actions/checkout)';
const NO_CREDENTIALS =
  'a step before gives this job its credentials (aws-actions/configure-aws-credentials), for which the job needs the permission id-token: write';

/** Of credentials that are there the service has said more. */
function isWithoutCredentials({ code, cause }: Issue): boolean {
  return code === 'AWS_CREDENTIALS' && (cause as Partial<Failure>).name === 'CredentialsProviderError';
}

function finish(exit: number, inputs?: Inputs): void {
  core.setOutput('exit-code', exit);
  if (exit === EXIT.done || (exit === EXIT.changes && inputs?.failOnChanges !== true)) return;
  core.setFailed(FAILURES[exit] ?? 'could not do it: see the errors above');
}

const FAILURES: { readonly [exit: number]: string } = {
  [EXIT.changes]: 'there are changes, and fail-on-changes is set',
  [EXIT.refused]: 'refused: nothing was changed',
  [EXIT.partial]: 'applied in part: see what failed above',
};
