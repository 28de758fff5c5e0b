/** The job that the Action runs in: its log, annotations, outputs, summary and files, through the toolkit. */

import * as core from '@actions/core';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { planPage } from '../commands/page.ts';
import { STOPPED, waitingNotice } from '../commands/progress.ts';
import type { Issue } from '../core/issue.ts';
import type { Plan } from '../core/plan.types.ts';
import type { Reach } from '../core/reach.ts';
import type { Host, Progress } from '../engine/host.ts';
import { shown } from '../report/escape.ts';
import { issueText, renderIssues } from '../report/issues.ts';
import { planJson } from '../report/json.ts';
import { planSections, renderPlanMarkdown } from '../report/markdown.ts';
import { renderPlanText } from '../report/text.ts';
import { effectCount } from '../report/persons.ts';
import { writeTextFile } from '../text-file.ts';
import { fitted, SUMMARY_ROOM } from './fitting.ts';

/** Most annotations of a job; GitHub shows no more. */
const ANNOTATIONS = 50;

/** Errors and warnings in the log, and as annotations on the lines that they are about. `folder` leads to the files. */
export function annotate(issues: readonly Issue[], folder: string): void {
  if (issues.length > ANNOTATIONS) core.info(renderIssues(issues));
  for (const issue of issues.slice(0, ANNOTATIONS)) {
    const { severity, code, at } = issue;
    const place = at === undefined ? {} : { file: fileOf(at.file, folder), startLine: at.line, startColumn: at.column };
    const properties = { title: shown(code), ...place };
    if (severity === 'error') core.error(issueText(issue), properties);
    else core.warning(issueText(issue), properties);
  }
}

function fileOf(file: string, folder: string): string {
  return path.posix.isAbsolute(file) ? shown(file, 200) : path.posix.join(folder, shown(file, 200));
}

/** The plan in the log, the whole of it in files, and its numbers as outputs; with `reach`, as a page with its map too. */
export async function reportPlan(plan: Plan, folder: string, reach?: Reach): Promise<void> {
  core.info(renderPlanText(plan, { color: false, verbose: false }));
  await mkdir(folder, { recursive: true });
  const planPath = path.join(folder, 'plan.json');
  const reportPath = path.join(folder, 'plan.md');
  await writeTextFile(planPath, planJson(plan));
  await writeTextFile(reportPath, renderPlanMarkdown(plan, { verbose: true }));
  if (reach !== undefined) await writeTextFile(path.join(folder, 'report.html'), planPage(plan, reach));
  const { create, update, replace, delete: removed } = plan.summary;
  const outputs = {
    'has-changes': plan.changes.length > 0,
    creates: create,
    updates: update,
    replaces: replace,
    deletes: removed,
    digest: plan.digest ?? '',
    'plan-path': planPath,
    'report-path': reportPath,
    'seats-before': plan.seats?.before ?? '',
    'seats-after': plan.seats?.after ?? '',
  };
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value);
}

const CUT = 'Shortened from the bottom: GitHub takes no longer summary. The run’s artifact holds the whole plan.';

/** Of so many changes and people a summary would be too long with each by itself: it is not even tried. */
const MOST_SINGLE = 10_000;

/** The plan in the job's summary: every change by itself where GitHub takes so much, else grouped. */
export async function summarizePlan(plan: Plan, before = ''): Promise<void> {
  const lead = before === '' ? [] : [{ markdown: before, essential: true }];
  const fit = (options: { readonly verbose?: boolean; readonly whole?: boolean }) =>
    fitted([...lead, ...planSections(plan, options)], SUMMARY_ROOM, CUT, (text) => Buffer.byteLength(text));
  const single = plan.changes.length + effectCount(plan.people) > MOST_SINGLE ? undefined : fit({ verbose: true });
  await summarize((single?.whole === true ? single : fit({ whole: true })).markdown);
}

/** Adds to the job's summary, where the runner keeps one. What was applied is applied, with a summary or without. */
export async function summarize(markdown: string): Promise<void> {
  if (process.env['GITHUB_STEP_SUMMARY'] === undefined) return;
  try {
    await core.summary.addRaw(`${markdown}\n`).write();
  } catch (error) {
    core.warning(
      `the summary could not be written: ${shown(error instanceof Error ? error.message : String(error), 300)}`,
    );
  }
}

/** Milliseconds between two lines of progress. */
const PACE = 10_000;

/** Progress for the log: now and then a line, and what failed at once. */
export function progressLog(): Host['notify'] {
  let last = Date.now();
  const sayWaiting = waitingNotice(core.info);
  return (progress: Progress) => {
    if (progress.step === 'note' || progress.step === 'approved') core.info(shown(progress.text, 1_000));
    if (progress.step === 'waiting') sayWaiting(progress.what);
    if (progress.step === 'cancelling') core.warning('stopping: nothing new is started, what is under way is finished');
    if (progress.step === 'stopped') core.error(STOPPED);
    if (progress.step !== 'ended' || Date.now() - last < PACE) return;
    last = Date.now();
    core.info(`${progress.done} of ${progress.of} changes, ${progress.calls} calls`);
  };
}
