/** What came of a rehearsal: a verdict in one line, and a line for each schedule of faults. */

import { passed, rehearsed } from '../core/rehearsal.ts';
import type { Rehearsal, RehearsalRun } from '../core/rehearsal.types.ts';
import { codeSpan, shown } from './escape.ts';
import { issueDocument, issueText } from './issues.ts';
import { planDocument } from './json.ts';
import { paintOf } from './layout.ts';
import { count, counted } from '../core/counted.ts';
import { someOf } from './words.ts';

/** Most things of one list that are named. */
const NAMED = 3;

/**
 * `Rehearsed: 8 of 8 runs converged, seeds 1 to 8, 412 calls, about 40 s at the quota`. Calls and time are those of the run
 * that nothing disturbed, where there was one.
 */
export function rehearsalVerdict(rehearsal: Rehearsal): string {
  const { plan, unlike, runs } = rehearsal;
  const [first] = runs;
  const last = runs.at(-1);
  if (first === undefined || last === undefined) {
    return plan.breaches.length > 0
      ? 'Not rehearsed: a guard refuses the plan'
      : 'Not rehearsed: there is nothing to do';
  }
  const good = runs.filter(passed).length;
  const { calls, seconds } = runs.find(({ schedule }) => schedule === 'calm') ?? first;
  const seeds = runs.length === 1 ? `seed ${first.seed}` : `seeds ${first.seed} to ${last.seed}`;
  const parts = [
    `${good} of ${counted(runs.length, 'run')} converged`,
    seeds,
    counted(calls, 'call'),
    `about ${count(seconds)} s at the quota`,
    ...(unlike === undefined ? [] : ['on a copy that is not like the organisation']),
  ];
  return `${rehearsed(rehearsal) ? 'Rehearsed' : 'Rehearsal failed'}: ${parts.join(', ')}`;
}

export function renderRehearsalText(rehearsal: Rehearsal, { color }: { readonly color: boolean }): string {
  const paint = paintOf(color);
  const verdict = (rehearsed(rehearsal) ? paint.add : paint.remove)(rehearsalVerdict(rehearsal));
  const { unlike } = rehearsal;
  const lines = [
    ...(unlike === undefined ? [] : [`  ! ${shown(unlike, 300)}`]),
    ...rehearsal.runs.flatMap((run) => {
      const mark = passed(run) ? paint.add('✓') : paint.remove('✗');
      return [`  ${mark} ${run.schedule.padEnd(16)} ${figures(run)}`, ...troubles(run).map((line) => `      ${line}`)];
    }),
  ];
  return `${[verdict, ...lines].join('\n')}\n`;
}

export function renderRehearsalMarkdown(rehearsal: Rehearsal): string {
  const { runs, unlike } = rehearsal;
  const rows = runs.map((run) => {
    // A bar ends a cell, also inside of code.
    const trouble = troubles(run).map((line) => codeSpan(line).replaceAll('|', '\\|'));
    const cells = [
      run.schedule,
      run.seed,
      passed(run) ? 'converged' : 'failed',
      run.applies,
      run.calls,
      `${run.seconds} s`,
    ];
    return `| ${[...cells, trouble.join('<br>')].join(' | ')} |`;
  });
  const head = [
    '| Faults | Seed | Verdict | Applies | Calls | Time | What went wrong |',
    '| --- | --- | --- | --- | --- | --- | --- |',
  ];
  return [
    `### ${rehearsalVerdict(rehearsal)}`,
    ...(unlike === undefined ? [] : ['', codeSpan(shown(unlike, 300))]),
    ...(rows.length === 0 ? [] : ['', ...head, ...rows]),
    '',
  ].join('\n');
}

/** The rehearsal as data, with its plan. */
export function rehearsalDocument(rehearsal: Rehearsal) {
  const { plan, unlike, runs } = rehearsal;
  return {
    verdict: rehearsalVerdict(rehearsal),
    rehearsed: rehearsed(rehearsal),
    ...(unlike === undefined ? {} : { unlike }),
    runs: runs.map((run) => ({ ...run, passed: passed(run), failures: run.failures.map(issueDocument) })),
    plan: planDocument(plan),
  };
}

function figures({ seed, applies, calls, seconds }: RehearsalRun): string {
  const starts = applies === 1 ? 'at once' : `after ${applies} applies`;
  return `seed ${seed}, ${starts}, ${counted(calls, 'call')}, ${count(seconds)} s`;
}

/** Why a run did not pass; nothing of one that did. */
function troubles(run: RehearsalRun): readonly string[] {
  if (passed(run)) return [];
  const { left, breaches, failures } = run;
  const named = someOf(
    left.map((id) => shown(id)),
    NAMED,
  );
  return [
    ...(left.length === 0 ? [] : [`left to do: ${named}`]),
    ...breaches.map((breach) => `a guard did not hold: ${shown(breach, 300)}`),
    ...failures.slice(0, NAMED).map((issue) => `${shown(issue.code)} ${issueText(issue)}`),
  ];
}
