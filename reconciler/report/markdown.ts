/** A plan as GitHub Markdown: people first, the changes folded, no value outside of code (`escape.ts`). */

import type { Issue } from '../core/issue.ts';
import type { Plan } from '../core/plan.types.ts';
import type { BlockBucket, View } from './changes.ts';
import { groupedBlocks, singleBlocks } from './changes.ts';
import { codeSpan, fenced, markdownWords, shown } from './escape.ts';
import { issueText } from './issues.ts';
import { fit, paintOf, shortenedBlock } from './layout.ts';
import { accountNamer, KIND_WORDS } from './names.ts';
import { seatsPart } from './seats.ts';
import {
  administratorLines,
  forecastText,
  lastAssigneeBlocks,
  losesAnything,
  noChangesText,
  NO_DIGEST,
  personBlocks,
  SESSIONS_STAY_OPEN,
  summaryText,
  targetText,
  unmanagedLines,
  unmanagedText,
} from './sections.ts';
import { ENDING, endingBlocks, termBlocks, termsText } from './terms.ts';
import { undeclaredBlocks } from './undeclared.ts';
import { count, counted } from '../core/counted.ts';

/** One part of the report. Parts that are not essential may be left out, from the last one on, where room is short. */
export interface MarkdownSection {
  readonly part: 'head' | 'breaches' | 'warnings' | 'people' | 'changes' | 'last assignees' | 'unmanaged' | 'digest';
  readonly markdown: string;
  readonly essential: boolean;
}

export interface MarkdownOptions {
  /** Every change, person and unmanaged thing by itself. */
  readonly verbose?: boolean;
  /** Changes of one shape as one line, but as many lines as there are: nothing is counted instead of shown. */
  readonly whole?: boolean;
}

/** Most lines of people, of one kind of change, and of one group of changes. */
const LINES = { people: 60, bucket: 200, block: 60, unmanaged: 100, notices: 50 } as const;
type Lines = { readonly [part in keyof typeof LINES]: number };
const ALL_LINES: Lines = {
  people: Infinity,
  bucket: Infinity,
  block: Infinity,
  unmanaged: Infinity,
  notices: Infinity,
};
/** So few lines of changes are not folded. */
const OPEN_LINES = 30;

/** The whole report, with a line end. */
export function renderPlanMarkdown(plan: Plan, options: MarkdownOptions = {}): string {
  return `${planSections(plan, options)
    .map(({ markdown }) => markdown)
    .join('\n\n')}\n`;
}

/** The report's parts in order, to be joined by empty lines. */
export function planSections(plan: Plan, options: MarkdownOptions = {}): readonly MarkdownSection[] {
  const { verbose = false, whole = verbose } = options;
  const account = accountNamer(plan.accounts);
  const view: View = { account, paint: paintOf(false), limit: whole ? 1_000 : 300, signFirst: true };
  const lines = whole ? ALL_LINES : LINES;
  const sections = (
    part: MarkdownSection['part'],
    texts: readonly string[],
    essential = false,
  ): readonly MarkdownSection[] => texts.map((markdown) => ({ part, markdown, essential }));
  const head = `### Plan: ${plan.changes.length === 0 ? unchangedText(plan) : summaryText(plan)}\n\n${markdownWords(targetText(plan, account))}`;
  const refusal = 'Refused by guards: nothing of this plan can be applied';
  return [
    ...sections('head', [head], true),
    ...sections('breaches', alert('CAUTION', refusal, plan.breaches, lines), true),
    ...sections('warnings', alert('WARNING', counted(plan.warnings.length, 'warning'), plan.warnings, lines)),
    ...sections('people', people(plan, view, { verbose, lines })),
    ...sections('people', administrators(plan, view)),
    ...sections('people', seats(plan, view, { verbose, lines })),
    ...sections('people', ending(plan, view, lines)),
    ...(plan.changes.length === 0
      ? sections('changes', [noChangesText(plan)], true)
      : sections('changes', changes(plan, view, { verbose, lines }))),
    ...sections('last assignees', lastAssignees(plan, view, lines)),
    ...sections('unmanaged', unmanaged(plan, view, lines)),
    ...sections('digest', [end(plan)], true),
  ];
}

interface Room {
  readonly verbose: boolean;
  readonly lines: Lines;
}

function alert(kind: string, title: string, issues: readonly Issue[], most: Lines): readonly string[] {
  if (issues.length === 0) return [];
  const lines = issues.map(({ code, at, ...issue }) => {
    const place = at === undefined ? '' : ` ${codeSpan(`${shown(at.file, 200)}:${at.line}`)}`;
    return `> - ${codeSpan(shown(code))} ${markdownWords(issueText({ code, ...issue }))}${place}`;
  });
  const blocks = lines.map((line) => ({ lines: [line], items: 1 }));
  const shownLines = fit(blocks, most.notices, (items) => `> - and ${count(items)} more`);
  return [[`> [!${kind}]`, `> **${title}**`, '>', ...shownLines].join('\n')];
}

function people(plan: Plan, { account, paint }: View, { verbose, lines: most }: Room): readonly string[] {
  const told = personBlocks(plan, { account, paint, each: verbose, most: most.people });
  const blocks = [...told, ...undeclaredBlocks(plan, account, paint), ...termBlocks(plan, account, paint)];
  if (blocks.length === 0) return [];
  const rest = (items: number): string => `  … ${counted(items, 'more line')} of people`;
  const lines = fit(blocks, most.people, rest);
  const sessions = losesAnything(plan) ? [`  ! ${SESSIONS_STAY_OPEN}`] : [];
  return [`#### People\n\n${diff([...lines, ...sessions].map((line) => line.slice(2)))}`];
}

function ending(plan: Plan, { account, paint }: View, most: Lines): readonly string[] {
  const blocks = endingBlocks(plan, account, paint);
  if (blocks.length === 0) return [];
  const lines = fit(blocks, most.people, (items) => `  … ${counted(items, 'more line')} of what ends`);
  return [`**${ENDING}**\n\n${diff(lines.map((line) => line.slice(2)))}`];
}

function unchangedText(plan: Plan): string {
  return plan.terms === undefined ? 'no changes' : `${termsText(plan)} with another end or reason`;
}

function administrators(plan: Plan, { account }: View): readonly string[] {
  const lines = administratorLines(plan, account);
  return lines.length === 0 ? [] : [lines.map((line) => `**Administrators** ${codeSpan(line)}`).join('\\\n')];
}

function seats(plan: Plan, { paint }: View, { verbose, lines: most }: Room): readonly string[] {
  const part = seatsPart(plan.seats, { paint, each: verbose });
  if (part === undefined) return [];
  const rest = (items: number): string => `  … ${counted(items, 'more line')} of seats`;
  const lines = fit(part.blocks, most.people, rest);
  const title = `**Seats** ${codeSpan(part.title)}`;
  return [lines.length === 0 ? title : `${title}\n\n${diff(lines.map((line) => line.slice(2)))}`];
}

function changes(plan: Plan, view: View, { verbose, lines: most }: Room): readonly string[] {
  if (verbose) {
    const lines = singleBlocks(plan.changes, plan, view).flatMap((block) => block.lines);
    return [`#### Changes\n\n${folded('In the order of execution', diff(lines), lines.length <= OPEN_LINES)}`];
  }
  const buckets = groupedBlocks(plan.changes, plan, view).map((bucket) => ({
    bucket,
    lines: bucketLines(bucket, most),
  }));
  const open = buckets.reduce((sum, { lines }) => sum + lines.length, 0) <= OPEN_LINES;
  const parts = buckets.map(({ bucket, lines }) => folded(bucketTitle(bucket), diff(lines), open));
  return parts.map((part, index) => (index === 0 ? `#### Changes\n\n${part}` : part));
}

function bucketLines({ blocks }: BlockBucket, most: Lines): readonly string[] {
  const short = blocks.map((block) => shortenedBlock(block, most.block));
  return fit(short, most.bucket, (items) => `  … ${counted(items, 'more change')}`);
}

function bucketTitle({ kind, verb, blocks }: BlockBucket): string {
  const items = blocks.reduce((sum, block) => sum + block.items, 0);
  return `${counted(items, ...KIND_WORDS[kind])} to ${verb}`;
}

function lastAssignees(plan: Plan, { account, paint }: View, most: Lines): readonly string[] {
  if (plan.lastAssignees.length === 0) return [];
  const blocks = lastAssigneeBlocks(plan, account, paint);
  const rest = (items: number): string =>
    `  … ${counted(items, 'more permission set')} whose last assignee leaves an account`;
  return [diff(fit(blocks, most.notices, rest).map((line) => line.slice(2)))];
}

function unmanaged(plan: Plan, { account }: View, most: Lines): readonly string[] {
  if (plan.unmanaged.length === 0) return [];
  const blocks = unmanagedLines(plan, account).map((line) => ({ lines: [line.slice(2)], items: 1 }));
  const lines = fit(blocks, most.unmanaged, (items) => `… and ${count(items)} more`);
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
