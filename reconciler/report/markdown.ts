/** A plan as GitHub Markdown: people first, the changes folded, no value outside of code (`escape.ts`). */

import type { Issue } from '../core/issue.ts';
import type { Plan } from '../core/plan.types.ts';
import type { BlockBucket, View } from './changes.ts';
import { groupedBlocks, singleBlocks } from './changes.ts';
import { codeSpan, fenced, markdownWords, shown } from './escape.ts';
import { issueText } from './issues.ts';
import { fit, paintOf, shortenedBlock } from './layout.ts';
import { accountNamer, KIND_WORDS } from './names.ts';
import {
  forecastText,
  lastAssigneeBlocks,
  NO_CHANGES,
  NO_DIGEST,
  personBlocks,
  summaryText,
  targetText,
  unmanagedLines,
  unmanagedText,
} from './sections.ts';
import { count, counted } from './words.ts';

/** One part of the report. Parts that are not essential may be left out, from the last one on, where room is short. */
export interface MarkdownSection {
  readonly markdown: string;
  readonly essential: boolean;
}

export interface MarkdownOptions {
  /** Every change, person and unmanaged thing by itself. */
  readonly verbose?: boolean;
}

/** Most lines of people, of one kind of change, and of one group of changes. */
const LINES = { people: 60, bucket: 200, block: 60, unmanaged: 100, notices: 50 } as const;
/** So few lines of changes are not folded. */
const OPEN_LINES = 30;

/** The whole report, with a line end. */
export function renderPlanMarkdown(plan: Plan, options: MarkdownOptions = {}): string {
  return `${planSections(plan, options)
    .map(({ markdown }) => markdown)
    .join('\n\n')}\n`;
}

/** The report's parts in order, to be joined by empty lines. */
export function planSections(plan: Plan, { verbose = false }: MarkdownOptions = {}): readonly MarkdownSection[] {
  const account = accountNamer(plan.accounts);
  const view: View = { account, paint: paintOf(false), limit: verbose ? 1_000 : 300, signFirst: true };
  const essential = (markdown: string): MarkdownSection => ({ markdown, essential: true });
  const spare = (markdown: string): MarkdownSection => ({ markdown, essential: false });
  const head = `### Plan: ${plan.changes.length === 0 ? 'no changes' : summaryText(plan)}\n\n${markdownWords(targetText(plan, account))}`;
  return [
    essential(head),
    ...alert('CAUTION', 'Refused by guards: nothing of this plan can be applied', plan.breaches, verbose).map(
      essential,
    ),
    ...alert('WARNING', counted(plan.warnings.length, 'warning'), plan.warnings, verbose).map(spare),
    ...people(plan, view, verbose).map(spare),
    ...(plan.changes.length === 0 ? [essential(NO_CHANGES)] : changes(plan, view, verbose).map(spare)),
    ...lastAssignees(plan, view, verbose).map(spare),
    ...unmanaged(plan, view, verbose).map(spare),
    essential(end(plan)),
  ];
}

function alert(kind: string, title: string, issues: readonly Issue[], verbose: boolean): readonly string[] {
  if (issues.length === 0) return [];
  const lines = issues.map(({ code, at, ...issue }) => {
    const place = at === undefined ? '' : ` ${codeSpan(`${shown(at.file, 200)}:${at.line}`)}`;
    return `> - ${codeSpan(shown(code))} ${markdownWords(issueText({ code, ...issue }))}${place}`;
  });
  const blocks = lines.map((line) => ({ lines: [line], items: 1 }));
  const shownLines = fit(blocks, verbose ? Infinity : LINES.notices, (items) => `> - and ${count(items)} more`);
  return [[`> [!${kind}]`, `> **${title}**`, '>', ...shownLines].join('\n')];
}

function people(plan: Plan, { account, paint }: View, verbose: boolean): readonly string[] {
  if (plan.people.length === 0) return [];
  const blocks = personBlocks(plan.people, { account, paint, each: verbose });
  const rest = (items: number): string => `  … ${counted(items, 'more line')} of people`;
  const lines = fit(blocks, verbose ? Infinity : LINES.people, rest);
  return [`#### People\n\n${diff(lines.map((line) => line.slice(2)))}`];
}

function changes(plan: Plan, view: View, verbose: boolean): readonly string[] {
  if (verbose) {
    const lines = singleBlocks(plan.changes, plan, view).flatMap((block) => block.lines);
    return [`#### Changes\n\n${folded('In the order of execution', diff(lines), lines.length <= OPEN_LINES)}`];
  }
  const buckets = groupedBlocks(plan.changes, plan, view).map((bucket) => ({ bucket, lines: bucketLines(bucket) }));
  const open = buckets.reduce((sum, { lines }) => sum + lines.length, 0) <= OPEN_LINES;
  const parts = buckets.map(({ bucket, lines }) => folded(bucketTitle(bucket), diff(lines), open));
  return parts.map((part, index) => (index === 0 ? `#### Changes\n\n${part}` : part));
}

function bucketLines({ blocks }: BlockBucket): readonly string[] {
  const short = blocks.map((block) => shortenedBlock(block, LINES.block));
  return fit(short, LINES.bucket, (items) => `  … ${counted(items, 'more change')}`);
}

function bucketTitle({ kind, verb, blocks }: BlockBucket): string {
  const items = blocks.reduce((sum, block) => sum + block.items, 0);
  return `${counted(items, ...KIND_WORDS[kind])} to ${verb}`;
}

function lastAssignees(plan: Plan, { account, paint }: View, verbose: boolean): readonly string[] {
  if (plan.lastAssignees.length === 0) return [];
  const blocks = lastAssigneeBlocks(plan, account, paint);
  const rest = (items: number): string =>
    `  … ${counted(items, 'more permission set')} whose last assignee leaves an account`;
  return [diff(fit(blocks, verbose ? Infinity : LINES.notices, rest).map((line) => line.slice(2)))];
}

function unmanaged(plan: Plan, { account }: View, verbose: boolean): readonly string[] {
  if (plan.unmanaged.length === 0) return [];
  const blocks = unmanagedLines(plan, account).map((line) => ({ lines: [line.slice(2)], items: 1 }));
  const lines = fit(blocks, verbose ? Infinity : LINES.unmanaged, (items) => `… and ${count(items)} more`);
  return [folded(`Unmanaged: ${unmanagedText(plan)}`, fenced(lines, 'text'), false)];
}

function end(plan: Plan): string {
  if (plan.digest === undefined) return `**Digest** ${NO_DIGEST}`;
  const digest = `**Digest** ${codeSpan(shown(plan.digest))}`;
  return plan.changes.length === 0 ? digest : `${digest}\\\n**Apply** ${forecastText(plan)}`;
}

function diff(lines: readonly string[]): string {
  return fenced(lines, 'diff');
}

/** `title` is ours: counts and the words for kinds. */
function folded(title: string, markdown: string, open: boolean): string {
  return `<details${open ? ' open' : ''}><summary>${title}</summary>\n\n${markdown}\n\n</details>`;
}
