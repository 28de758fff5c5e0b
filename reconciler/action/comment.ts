/** The comment on a pull request: what the plan means for people, what it changes, and the digest that approves it. */

import type { Issue } from '../core/issue.ts';
import type { Plan } from '../core/plan.types.ts';
import { codeSpan, fenced, markdownWords, shown } from '../report/escape.ts';
import { happenedLines } from '../report/happened.ts';
import { issueText } from '../report/issues.ts';
import type { MarkdownSection } from '../report/markdown.ts';
import { planSections } from '../report/markdown.ts';
import { accountNamer } from '../report/names.ts';
import { count, counted } from '../core/counted.ts';
import { diagram } from './diagram.ts';
import { COMMENT_ROOM, fitted } from './fitting.ts';
import type { Marker, RemarkKind } from './marker.ts';
import { markerText } from './marker.ts';
import { outlineText } from './outline.ts';
import type { Place } from './place.ts';
import { commitLink, runLink } from './place.ts';

type Section = Pick<MarkdownSection, 'markdown' | 'essential'>;

const SHORTENED =
  '**Digest** not shown: this plan is too long for GitHub and was shortened from the bottom, so that it approves nothing. The job summary and the run’s artifact hold the whole.';

/** A text around a plan. */
interface PlanText {
  readonly kind: RemarkKind;
  readonly place: Place;
  readonly plan: Plan;
  /** The commit that the text is about; by default the one that is checked out. */
  readonly commit?: string;
  /** Above the plan. */
  readonly lead?: readonly string[];
  /** Below the plan's title. */
  readonly line: string;
  /** Above the changes. */
  readonly aside?: string;
  /** Below the digest; left out where that is. */
  readonly trail?: string;
}

/**
 * The comment for the plan of a pull request whose last commit is `commit`. It carries the digest, as the approval of an
 * apply, only when it shows all of a plan that no guard refuses. `verdict` is that of a rehearsal.
 */
export function planComment(plan: Plan, place: Place, commit: string, verdict = ''): string {
  const planned = `Planned for ${commitLink(place, commit)} · ${runLink(place)}`;
  const line = verdict === '' ? planned : `${planned}\\\n${markdownWords(verdict)}`;
  if (!isAllClear(plan)) return planText({ kind: 'plan', place, plan, commit, line, aside: elsewhere(plan) });
  const { key } = place;
  const { digest = '' } = plan;
  return `${markerText({ kind: 'plan', key, commit, digest })}\n**No changes**: what is live is as declared. ${line}\n`;
}

/** Nothing to do and nothing to say: also of no grant's end or reason, which a reviewer has to see though it changes nothing. */
function isAllClear({ changes, breaches, warnings, terms, ending }: Plan): boolean {
  return changes.length + breaches.length + warnings.length === 0 && terms === undefined && ending === undefined;
}

/** Most lines of what a pull request did not cause. */
const ELSEWHERE = 30;

/** What the plan answers besides the pull request: it was waiting already. Empty when there is nothing of it. */
function elsewhere({ changes, accounts }: Plan): string {
  const waiting = changes.filter(({ origin }) => origin !== 'file');
  if (waiting.length === 0) return '';
  const part = `${count(waiting.length)} of ${counted(changes.length, 'change')}`;
  const lines = happenedLines(waiting, accountNamer(accounts), ELSEWHERE);
  return `#### Was waiting already\n\nNot this pull request, but what happened elsewhere is the cause of ${part}:\n\n${fenced(lines, 'diff')}`;
}

/** The body of a comment or an issue that shows a plan. */
export function planText(text: PlanText): string {
  const { kind, place, plan, commit = place.commit, trail } = text;
  const marker = { kind, key: place.key, commit };
  const approval = { ...marker, ...(plan.digest === undefined ? {} : { digest: plan.digest }) };
  const outline = outlineText(plan.changes);
  const below = [trail ?? '', outline].filter((part) => part !== '').map((markdown) => ({ markdown, essential: true }));
  const all = body(approval, [...sectionsOf(text, { whole: true }), ...below]);
  return all.whole ? all.text : body(marker, sectionsOf(text, { whole: false }), SHORTENED).text;
}

/** The parts of a plan with the picture below the people; of one that is not whole, all but the digest. */
function sectionsOf(
  { plan, lead = [], line, aside = '' }: PlanText,
  { whole }: { readonly whole: boolean },
): readonly Section[] {
  const drawn = diagram(plan);
  const all = planSections(plan, { whole });
  const parts = all.flatMap((section, index): readonly Section[] => {
    const { part, markdown, essential } = section;
    if (part === 'head') return [{ markdown: `${markdown}\\\n${line}`, essential }];
    if (part === 'digest' && !whole) return [];
    if (all[index - 1]?.part === part) return [section];
    if (part === 'people') return [section, { markdown: drawn ?? '', essential: false }];
    return part === 'changes' ? [{ markdown: aside, essential: false }, section] : [section];
  });
  return [...lead.map((markdown) => ({ markdown, essential: true })), ...parts];
}

/** With `note` the text is known to be shortened, even if all the parts that are left fit. */
function body(
  marker: Marker,
  sections: readonly Section[],
  note?: string,
): { readonly text: string; readonly whole: boolean } {
  const head = `${markerText(marker)}\n`;
  const tail = note === undefined ? '\n' : `\n\n${note}\n`;
  const room = COMMENT_ROOM - head.length - tail.length;
  const { markdown, whole } = fitted(sections, room, note === undefined ? CUT : '');
  return { text: `${head}${markdown}${tail}`, whole };
}

const CUT = 'Shortened from the bottom: the job summary and the run’s artifact hold the whole.';

/** The comment when there is no plan: what is wrong, each with its place. */
export function failureComment(issues: readonly Issue[], place: Place, commit: string): string {
  const head = `### No plan\n\nFor ${commitLink(place, commit)} · ${runLink(place)}`;
  return plainText('plan', place, [head, `> [!CAUTION]\n${issueLines(issues, '> ')}`], commit);
}

/** The comment on a merged pull request when this run could not plan or apply it. */
export function afterMergeFailure(title: string, issues: readonly Issue[], place: Place): string {
  const head = `### ${title}\n\nFor ${commitLink(place, place.commit)} · ${runLink(place)}`;
  return plainText('after-merge', place, [head, issueLines(issues)]);
}

/** The body of a comment that is no approval, shortened when it has to be. */
export function plainText(kind: RemarkKind, place: Place, texts: readonly string[], commit = place.commit): string {
  const sections = texts.map((markdown) => ({ markdown, essential: false }));
  return body({ kind, key: place.key, commit }, sections).text;
}

/** Most issues of a comment. */
const ISSUES = 50;

/** Issues as a list, one line each. */
export function issueLines(issues: readonly Issue[], prefix = ''): string {
  const lines = issues.slice(0, ISSUES).map(({ code, at, ...issue }) => {
    const place = at === undefined ? '' : ` ${codeSpan(`${shown(at.file, 200)}:${at.line}`)}`;
    return `${prefix}- ${codeSpan(shown(code))} ${markdownWords(issueText({ code, ...issue }))}${place}`;
  });
  const rest = issues.length > ISSUES ? [`${prefix}- and ${issues.length - ISSUES} more`] : [];
  return [...lines, ...rest].join('\n');
}
