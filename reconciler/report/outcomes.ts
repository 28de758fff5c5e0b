/** What became of a plan's changes: the list that exit code 4 stands for (DESIGN section 3). */

import type { Change, Outcome } from '../core/change.ts';
import { grouped } from '../core/grouped.ts';
import type { IssueDocument, Plan } from '../core/plan.types.ts';
import type { View } from './changes.ts';
import { titleBlocks } from './changes.ts';
import { fenced, shown } from './escape.ts';
import { issueDocument, issueText } from './issues.ts';
import type { Block } from './layout.ts';
import { fit, paintOf } from './layout.ts';
import { accountNamer, changeTitle } from './names.ts';
import { count, counted } from '../core/counted.ts';

export interface OutcomeOptions {
  /** Lists what was done, too. */
  readonly verbose?: boolean;
  /** The plan's names of accounts; without them accounts go by their ids. */
  readonly accounts?: Plan['accounts'];
  /** Where the changes are that have no line. */
  readonly rest?: string;
}

/** Most lines of what failed and of what was skipped. */
const LINES = 200;
const LISTED = '--verbose lists them';

/** One summary line; then what failed and why, and what was skipped because of which. Ends with a line end. */
export function renderOutcomesText(
  outcomes: readonly Outcome[],
  { color, verbose = false, accounts = {}, rest = LISTED }: OutcomeOptions & { readonly color: boolean },
): string {
  const paint = paintOf(color);
  const view: View = { account: accountNamer(accounts), paint, limit: 300, signFirst: false };
  const sections = outcomeSections(outcomes, view, { verbose, accounts, rest }).map(
    ({ title, lines }) => `\n${paint.heading(title)}\n${lines.join('\n')}\n`,
  );
  const { failed, skipped } = tally(outcomes);
  const mark = failed + skipped === 0 ? paint.add : paint.remove;
  return `${mark(outcomesSummary(outcomes))}\n${sections.join('')}`;
}

/** The same as Markdown. */
export function renderOutcomesMarkdown(
  outcomes: readonly Outcome[],
  { verbose = false, accounts = {}, rest = LISTED }: OutcomeOptions = {},
): string {
  const view: View = { account: accountNamer(accounts), paint: paintOf(false), limit: 300, signFirst: true };
  const sections = outcomeSections(outcomes, view, { verbose, accounts, rest }).map(
    ({ title, lines }) => `\n#### ${title}\n\n${fenced(lines, 'diff')}\n`,
  );
  return `### ${outcomesSummary(outcomes)}\n${sections.join('')}`;
}

/** `Applied in part: 410 done, 2 failed, 7 skipped`. */
export function outcomesSummary(outcomes: readonly Outcome[]): string {
  const { done, failed, skipped } = tally(outcomes);
  if (failed + skipped === 0) return `Applied: ${counted(done, 'change')} done`;
  const parts = [
    `${count(done)} done`,
    ...(failed === 0 ? [] : [`${count(failed)} failed`]),
    ...(skipped === 0 ? [] : [`${count(skipped)} skipped`]),
  ];
  return `${done === 0 ? 'Not applied' : 'Applied in part'}: ${parts.join(', ')}`;
}

function tally(outcomes: readonly Outcome[]): { readonly [status in Outcome['status']]: number } {
  const counts = { done: 0, failed: 0, skipped: 0 };
  for (const { status } of outcomes) counts[status] += 1;
  return counts;
}

interface OutcomeSection {
  readonly title: string;
  readonly lines: readonly string[];
}

function outcomeSections(
  outcomes: readonly Outcome[],
  view: View,
  { verbose, accounts, rest }: Required<OutcomeOptions>,
): readonly OutcomeSection[] {
  const statuses = new Map<string, Outcome['status']>(outcomes.map(({ change, status }) => [change.key, status]));
  const room = verbose ? Infinity : LINES;
  const section = (title: string, status: Outcome['status']): readonly OutcomeSection[] => {
    const chosen = outcomes.filter((outcome) => outcome.status === status);
    if (chosen.length === 0) return [];
    const blocks = [...grouped(chosen, (outcome) => whyText(outcome, statuses, accounts))].flatMap(([why, same]) =>
      reasonedBlocks(
        same.map(({ change }) => change),
        why,
        view,
      ),
    );
    return [{ title, lines: fit(blocks, room, (items) => `  … ${counted(items, 'more change')} (${rest})`) }];
  };
  return [
    ...section('Failed', 'failed'),
    ...section('Skipped', 'skipped'),
    ...(verbose ? section('Done', 'done') : []),
  ];
}

function whyText(
  outcome: Outcome,
  statuses: ReadonlyMap<string, Outcome['status']>,
  accounts: Plan['accounts'],
): string {
  if (outcome.status === 'done') return '';
  if (outcome.status === 'failed') return `${shown(outcome.issue.code)} ${issueText(outcome.issue)}`;
  if (outcome.because === 'cancelled') return 'not started: the run was stopped before';
  const became = statuses.get(outcome.because) === 'failed' ? 'failed' : 'was skipped';
  return `waits for ${changeTitle({ key: outcome.because }, accounts)}, which ${became}`;
}

function reasonedBlocks(changes: readonly Change[], why: string, view: View): readonly Block[] {
  return titleBlocks(changes, view).map(({ lines, items }) => ({
    lines: why === '' ? lines : [...lines, `      ${why}`],
    items,
  }));
}

/** An outcome as data. */
export interface OutcomeDocument {
  readonly id: string;
  readonly kind: Change['kind'];
  readonly verb: Change['verb'];
  readonly status: Outcome['status'];
  /** Why it failed. */
  readonly issue?: IssueDocument;
  /** Why it was skipped: the id of the change that it waits for, or `cancelled`. */
  readonly because?: string;
}

/** Every outcome in the order given. */
export function outcomesDocument(outcomes: readonly Outcome[]): readonly OutcomeDocument[] {
  return outcomes.map((outcome) => {
    const { key, kind, verb } = outcome.change;
    const base = { id: key, kind, verb, status: outcome.status };
    if (outcome.status === 'failed') return { ...base, issue: issueDocument(outcome.issue) };
    return outcome.status === 'skipped' ? { ...base, because: outcome.because } : base;
  });
}
