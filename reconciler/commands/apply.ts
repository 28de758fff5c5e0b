/** `apply`: plans again, refuses what was not approved, applies, reads back. The only command that writes. */

import type { Origin } from '../core/change.ts';
import type { Issue } from '../core/issue.ts';
import { IssueError } from '../core/issue.ts';
import { digestOf } from '../core/plan.ts';
import type { Plan, PlanDocument } from '../core/plan.types.ts';
import type { UndoDocument } from '../core/undo.types.ts';
import type { Host } from '../engine/host.ts';
import { LEFT_OUT } from '../core/left-out.ts';
import type { Applied } from '../engine/reconcile.ts';
import { reconcile } from '../engine/reconcile.ts';
import { NOT_UNDONE } from '../engine/undo.ts';
import { readTextFile } from '../text-file.ts';
import { codeSpan, shown } from '../report/escape.ts';
import { renderIssues } from '../report/issues.ts';
import { jsonText, planDocument } from '../report/json.ts';
import { outcomesDocument, renderOutcomesMarkdown, renderOutcomesText } from '../report/outcomes.ts';
import { parsePlanDocument } from '../report/plan-file.ts';
import type { Terminal } from '../terminal.ts';
import type { Cancellation } from './cancel.ts';
import { cancellation } from './cancel.ts';
import type { ApplyOptions } from './options.ts';
import { EXIT } from './options.ts';
import { planText } from './print.ts';
import type { Run } from './run.ts';
import { withRun } from './run.ts';
import { keepUndo, readUndoFile, type UndoFile } from './undo-file.ts';

/** Resolves to 0 when all is as the file says, 1 when declined, 3 when refused, 4 when applied in part. */
export async function apply(options: ApplyOptions): Promise<number> {
  return withRun(options, (run) => carryOut(run, options), 'apply');
}

async function carryOut(run: Run, options: ApplyOptions): Promise<number> {
  const { terminal } = run;
  const undo = options.undo === undefined ? undefined : await undoneBy(options.undo, options);
  const approved = await approvedBy(options, terminal);
  const kept = isLasting(options)
    ? keepUndo(options.undoOut, (message) => terminal.err(`warning ${message}`))
    : undefined;
  const cancel = cancellation(run.notify, options.deadline);
  try {
    const host = hostOf(run, options, cancel);
    const keeper = kept === undefined ? {} : { keeper: kept };
    const applied = await reconcile({ ...run, host, ...request(approved, options.only, undo), ...keeper });
    terminal.endProgress();
    if (applied.ended === 'applied') await run.save();
    print(applied, terminal, options, kept?.file());
    return exitCode(applied);
  } finally {
    cancel.stop();
  }
}

function request(
  approved: PlanDocument | string | undefined,
  only: readonly Origin[] | undefined,
  undo: UndoDocument | undefined,
) {
  return {
    ...(approved === undefined ? {} : { approved }),
    ...(only === undefined ? {} : { only }),
    ...(undo === undefined ? {} : { undo }),
  };
}

/** A simulated organisation without a file is gone after the run: nothing of it can be undone. */
function isLasting({ simulate }: ApplyOptions): boolean {
  return simulate !== true;
}

async function undoneBy(file: string, { plan, only, base }: ApplyOptions): Promise<UndoDocument> {
  const others = Object.entries({ 'a plan file': plan, '--only': only, '--base': base });
  const other = others.find(([, value]) => value !== undefined);
  if (other !== undefined)
    throw usage(`--undo and ${other[0]} do not go together`, 'an undo is planned from its own file');
  return readUndoFile(file);
}

async function approvedBy(options: ApplyOptions, terminal: Terminal): Promise<PlanDocument | string | undefined> {
  const document = options.plan === undefined ? undefined : await readPlanFile(options.plan);
  if (document !== undefined) {
    const { expectDigest } = options;
    if (expectDigest === undefined || document.digest === expectDigest) return document;
    throw usage(`${options.plan} has the digest ${document.digest ?? '(none)'}, not ${expectDigest}`);
  }
  if (options.expectDigest !== undefined) return options.expectDigest;
  if (options.yes || terminal.interactive) return undefined;
  throw usage('there is nobody to ask', 'give a plan file, --expect-digest or --yes');
}

async function readPlanFile(file: string): Promise<PlanDocument> {
  const text = await readTextFile(file);
  if (text === undefined) throw usage(`there is no plan file ${file}`, `write one with: cw-gitops plan --out ${file}`);
  const parsed = parsePlanDocument(text, digestOf);
  if (!parsed.ok)
    throw new IssueError(...parsed.issues.map((issue) => ({ ...issue, message: `${file}: ${issue.message}` })));
  return parsed.value;
}

function usage(message: string, hint?: string): IssueError {
  return new IssueError({ code: 'USAGE_APPLY', severity: 'error', message, ...(hint === undefined ? {} : { hint }) });
}

function hostOf({ terminal }: Run, options: ApplyOptions, { notify, signal }: Cancellation): Host {
  return {
    notify,
    cancelled: signal,
    confirm: async (plan: Plan) => {
      terminal.endProgress();
      if (options.format !== 'json') terminal.out(planText(plan, { ...options, color: terminal.color }));
      if (options.yes) return true;
      const answer = await terminal.ask(`Apply these ${plan.changes.length} changes? Only "yes" applies them: `);
      return answer.trim() === 'yes';
    },
  };
}

function print(applied: Applied, terminal: Terminal, options: ApplyOptions, undo: UndoFile | undefined): void {
  const { format, verbose } = options;
  const outcomes = applied.ended === 'applied' ? applied.outcomes : [];
  const { accounts, breaches } = applied.plan;
  if (format === 'json') {
    const document = {
      ended: applied.ended,
      plan: planDocument(applied.plan),
      outcomes: outcomesDocument(outcomes),
      ...(undo === undefined ? {} : { undo: undo.file }),
    };
    terminal.out(jsonText(document));
  }
  switch (applied.ended) {
    case 'nothing to do':
      if (format !== 'json') terminal.out(planText(applied.plan, { ...options, color: terminal.color }));
      return;
    case 'refused':
      if (format !== 'json') terminal.out(planText(applied.plan, { ...options, color: terminal.color }));
      // The plan itself shows what guards it breaches.
      printIssues(
        terminal,
        applied.issues.filter((issue) => !breaches.includes(issue)),
      );
      return;
    case 'declined':
      terminal.err('Nothing was applied.');
      return;
    case 'applied':
      if (format === 'markdown') terminal.out(renderOutcomesMarkdown(outcomes, { verbose, accounts }));
      if (format === 'text') terminal.out(renderOutcomesText(outcomes, { color: terminal.color, verbose, accounts }));
      if (format !== 'json' && outcomes.some(({ status }) => status !== 'done')) terminal.out(finishLine(options));
      if (format !== 'json' && undo !== undefined) terminal.out(undoLine(undo, options));
  }
}

/** What to do after an apply in part: what is left of a plan is accepted by its file, not by its digest. */
function finishLine({ plan, undo, expectDigest }: ApplyOptions): string {
  const digestAlone = expectDigest !== undefined && plan === undefined && undo === undefined;
  const again = digestAlone ? 'plan again' : 'run the same command again';
  return `\nTo finish this: mend what failed, then ${again}.`;
}

/** How to go back, with the file that says it: a line to be copied. */
function undoLine({ file, changes }: UndoFile, { format, config, simulate }: ApplyOptions): string {
  if (changes === 0)
    return `\nNo undo gives this back: ${format === 'markdown' ? codeSpan(file) : word(file)} says why.`;
  const words = [
    ['--undo', file],
    ...(config === 'config' ? [] : [['--config', config]]),
    ...(typeof simulate === 'string' ? [['--simulate', simulate]] : []),
  ];
  const line = ['cw-gitops apply', ...words.map(([option, value = '']) => `${option} ${word(value)}`)].join(' ');
  return format === 'markdown' ? `\n${codeSpan(line)} undoes it.` : `\nTo undo this: ${line}`;
}

function word(value: string): string {
  return shown(/^[\w./-]+$/u.test(value) ? value : JSON.stringify(value), 500);
}

function printIssues(terminal: Terminal, issues: readonly Issue[]): void {
  if (issues.length > 0) terminal.err(renderIssues(issues));
}

function exitCode(applied: Applied): number {
  const { warnings } = applied.plan;
  const partial = warnings.some(({ code }) => code === LEFT_OUT || code === NOT_UNDONE);
  switch (applied.ended) {
    case 'nothing to do':
      // Of an undo that no thing is left for, nothing was changed.
      if (warnings.some(({ code }) => code === NOT_UNDONE)) return EXIT.refused;
      return partial ? EXIT.partial : EXIT.done;
    case 'refused':
      return EXIT.refused;
    case 'declined':
      return EXIT.failed;
    case 'applied':
      return partial || applied.outcomes.some(({ status }) => status !== 'done') ? EXIT.partial : EXIT.done;
  }
}
