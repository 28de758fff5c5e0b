/** A plan as text for a terminal, to be read from the top (DESIGN section 4, the sample). */

import type { Verb } from '../core/change.ts';
import type { KindName } from '../core/key.ts';
import type { Plan } from '../core/plan.types.ts';
import type { View } from './changes.ts';
import { groupedBlocks, singleBlocks } from './changes.ts';
import type { Block } from './layout.ts';
import { fairShares, fit, paintOf, shortenedBlock, signPaint } from './layout.ts';
import { accountNamer, KIND_WORDS, VERB_SIGNS } from './names.ts';
import { seatsPart } from './seats.ts';
import {
  administratorLines,
  forecastText,
  lastAssigneeBlocks,
  losesAnything,
  noChangesText,
  NO_DIGEST,
  noticeBlocks,
  personBlocks,
  SESSIONS_STAY_OPEN,
  summaryText,
  targetText,
  unmanagedLines,
  unmanagedText,
} from './sections.ts';
import { ENDING, endingBlocks, termBlocks } from './terms.ts';
import { undeclaredBlocks } from './undeclared.ts';
import { count, counted } from '../core/counted.ts';

export interface TextOptions {
  readonly color: boolean;
  /** Every change, person and unmanaged thing by itself. */
  readonly verbose: boolean;
  /** Most lines of the whole report, where it goes without saying that a person wants few: what a thing holds is cut first. */
  readonly room?: number;
}

/** Most lines of each part. */
interface Room {
  readonly notices: number;
  readonly people: number;
  /** Of the whole report; the changes get what the other parts leave, but 20 at least. */
  readonly report: number;
  /** Most characters of one value. */
  readonly value: number;
}

const ROOMY: Room = { notices: 30, people: 60, report: 400, value: 200 };
const TIGHT: Room = { notices: 6, people: 9, report: 58, value: 120 };
const ALL: Room = { notices: Infinity, people: Infinity, report: Infinity, value: 1_000 };
/** A plan of more changes is told in under 60 lines. */
const MANY_CHANGES = 200;
/** Most lines of one group of changes: the first of these with which all groups fit, else the last. */
const BLOCK_LINES = [40, 12, 6, 3] as const;

/** The plan for people; ends with a line end. Values are shown, never obeyed (`escape.ts`). */
export function renderPlanText(plan: Plan, { color, verbose, ...options }: TextOptions): string {
  const few = plan.changes.length > MANY_CHANGES ? TIGHT : ROOMY;
  const room = verbose ? ALL : { ...few, report: options.room ?? few.report };
  const view: View = {
    account: accountNamer(plan.accounts),
    paint: paintOf(color),
    limit: room.value,
    signFirst: false,
  };
  const before = [
    [view.paint.faint(targetText(plan, view.account))],
    breachPart(plan, view, room),
    peoplePart(plan, view, room, verbose),
    administratorsPart(plan, view),
    seatLines(plan, view, room, verbose),
    endingPart(plan, view, room),
    warningPart(plan, view, room),
  ];
  const after = [unmanagedPart(plan, view, verbose), endPart(plan, view)];
  const others = [...before, ...after].filter((part) => part.length > 0);
  const left = room.report - others.reduce((sum, part) => sum + part.length + 1, 0);
  return [...before, changePart(plan, view, Math.max(20, left - 4), verbose), ...after]
    .filter((part) => part.length > 0)
    .map((part) => `${part.join('\n')}\n`)
    .join('\n');
}

function breachPart({ breaches }: Plan, { paint }: View, room: Room): readonly string[] {
  if (breaches.length === 0) return [];
  const rest = (items: number): string =>
    `  … ${counted(items, 'more breach', 'more breaches')} (--verbose lists them)`;
  const title = `${paint.remove(paint.heading('Refused'))}  ${counted(breaches.length, 'guard breach', 'guard breaches')}`;
  return [title, ...fit(noticeBlocks(breaches, paint), room.notices, rest)];
}

function warningPart({ warnings }: Plan, { paint }: View, room: Room): readonly string[] {
  if (warnings.length === 0) return [];
  const rest = (items: number): string => `  … ${counted(items, 'more warning')} (--verbose lists them)`;
  return [paint.heading('Warnings'), ...fit(noticeBlocks(warnings, paint), room.notices, rest)];
}

function peoplePart(plan: Plan, { account, paint }: View, room: Room, verbose: boolean): readonly string[] {
  const people = personBlocks(plan, { account, paint, each: verbose, most: room.people });
  const undeclared = undeclaredBlocks(plan, account, paint);
  const blocks = [...people, ...undeclared, ...termBlocks(plan, account, paint)];
  if (blocks.length === 0) return [];
  const rest = (items: number): string => `  … ${counted(items, 'more line')} of people (--verbose lists them)`;
  const sessions = losesAnything(plan) ? [`  ${paint.warn('!')} ${SESSIONS_STAY_OPEN}`] : [];
  return [paint.heading('People'), ...fit(blocks, room.people, rest), ...sessions];
}

function endingPart(plan: Plan, { account, paint }: View, room: Room): readonly string[] {
  const blocks = endingBlocks(plan, account, paint);
  if (blocks.length === 0) return [];
  const rest = (items: number): string => `  … ${counted(items, 'more line')} of what ends (--verbose lists them)`;
  return [paint.heading(ENDING), ...fit(blocks, room.people, rest)];
}

function administratorsPart(plan: Plan, { account, paint }: View): readonly string[] {
  return administratorLines(plan, account).map((line) => `${paint.heading('Administrators')}  ${line}`);
}

function seatLines({ seats }: Plan, { paint }: View, room: Room, verbose: boolean): readonly string[] {
  const part = seatsPart(seats, { paint, each: verbose });
  if (part === undefined) return [];
  const rest = (items: number): string => `  … ${counted(items, 'more line')} of seats (--verbose lists them)`;
  return [`${paint.heading('Seats')}  ${part.title}`, ...fit(part.blocks, room.people, rest)];
}

function changePart(plan: Plan, view: View, room: number, verbose: boolean): readonly string[] {
  if (plan.changes.length === 0) return [noChangesText(plan)];
  const { paint } = view;
  const lines = verbose
    ? singleBlocks(plan.changes, plan, view).flatMap((block) => block.lines)
    : groupedLines(plan, view, room);
  const more = (items: number): string =>
    `  … ${counted(items, 'more permission set')} whose last assignee leaves an account`;
  const leaving = fit(lastAssigneeBlocks(plan, view.account, paint), verbose ? Infinity : 3, more);
  return [`${paint.heading('Changes')}  ${summaryText(plan)}`, ...lines, ...leaving];
}

function groupedLines(plan: Plan, view: View, room: number): readonly string[] {
  const buckets = groupedBlocks(plan.changes, plan, view);
  const fitting = BLOCK_LINES.find(
    (most) => lineCount(buckets.flatMap(({ blocks }) => shortenedBlocks(blocks, most))) <= room,
  );
  const short = buckets.map((bucket) => ({ ...bucket, blocks: shortenedBlocks(bucket.blocks, fitting ?? 3) }));
  const shares = fairShares(
    short.map(({ blocks }) => lineCount(blocks)),
    room,
  );
  return short.flatMap(({ kind, verb, blocks }, index) => {
    const rest = (items: number, more: boolean): string => restLine(kind, verb, { items, more }, view);
    return fit(blocks, Number(shares[index]), rest);
  });
}

interface Rest {
  readonly items: number;
  /** Others stand above. */
  readonly more: boolean;
}

function restLine(kind: KindName, verb: Verb, { items, more }: Rest, { paint }: View): string {
  const [one, many] = KIND_WORDS[kind];
  const text = `${VERB_SIGNS[verb]} ${count(items)}${more ? ' more' : ''} ${items === 1 ? one : many}`;
  return `  ${signPaint(VERB_SIGNS[verb], paint)(text)} to ${verb} (--verbose lists them)`;
}

function shortenedBlocks(blocks: readonly Block[], most: number): readonly Block[] {
  return blocks.map((block) => shortenedBlock(block, most));
}

function lineCount(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { lines }) => sum + lines.length, 0);
}

function unmanagedPart(plan: Plan, { account, paint }: View, verbose: boolean): readonly string[] {
  if (plan.unmanaged.length === 0) return [];
  const title = `${paint.heading('Unmanaged')}  ${unmanagedText(plan)}`;
  return verbose ? [title, ...unmanagedLines(plan, account)] : [`${title}   ${paint.faint('(--verbose lists them)')}`];
}

function endPart(plan: Plan, { paint }: View): readonly string[] {
  const digest = `${paint.heading('Digest')}  ${plan.digest ?? NO_DIGEST}`;
  return plan.changes.length === 0 || plan.digest === undefined
    ? [digest]
    : [digest, `${paint.heading('Apply')}   ${forecastText(plan)}`];
}
