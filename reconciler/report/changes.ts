/** The changes of a plan as blocks of lines: a title, what brought it about, and what differs. */

import type { Change, Verb } from '../core/change.ts';
import { PROVISIONED_ACCOUNTS_A_SECOND } from '../core/forecast.ts';
import type { KindName } from '../core/key.ts';
import type { Plan } from '../core/plan.types.ts';
import { causesOf, grantText, hiddenNames, placeOf } from './causes.ts';
import { shown } from './escape.ts';
import { changeFieldLines } from './fields.ts';
import type { ChangeGroup } from './groups.ts';
import { bucketsOf, hasContent } from './groups.ts';
import type { Block, Paint } from './layout.ts';
import { columnWidth, padded, signPaint } from './layout.ts';
import type { AccountName } from './names.ts';
import { keyParts, KIND_WORDS, thingName, VERB_SIGNS } from './names.ts';
import { groupTitle } from './titles.ts';
import { counted } from '../core/counted.ts';
import { about } from './words.ts';

/** How a report is to look. */
export interface View {
  readonly account: AccountName;
  readonly paint: Paint;
  /** Most characters of one value. */
  readonly limit: number;
  /** For a Markdown `diff` block: the sign is the first character of each line, since it gives the line its colour. */
  readonly signFirst: boolean;
}

/** The blocks of one kind and verb, the largest first. */
export interface BlockBucket {
  readonly kind: KindName;
  readonly verb: Verb;
  readonly blocks: readonly Block[];
}

/** What a block shows, before it is laid out. All text is shown text (`escape.ts`). */
export interface Entry {
  readonly change: Change;
  readonly items: number;
  readonly title: string;
  readonly place: string;
  readonly notes: readonly string[];
  /** What is told with its content. */
  readonly content: Change | undefined;
}

/** The entries of one kind and verb, the largest first. */
export interface EntryBucket {
  readonly kind: KindName;
  readonly verb: Verb;
  readonly entries: readonly Entry[];
}

/** Many changes of one shape as one entry, by kind and verb. */
export function groupedEntries(
  changes: readonly Change[],
  plan: Pick<Plan, 'provisionings'>,
  account: AccountName,
): readonly EntryBucket[] {
  return bucketsOf(changes).map(({ kind, verb, groups }) => ({
    kind,
    verb,
    entries: groups.map((group) => groupEntry(group, plan, account)),
  }));
}

/** The same as blocks. */
export function groupedBlocks(
  changes: readonly Change[],
  plan: Pick<Plan, 'provisionings'>,
  view: View,
): readonly BlockBucket[] {
  const buckets = groupedEntries(changes, plan, view.account);
  const all = columnsOf(buckets.flatMap(({ entries }) => entries));
  return buckets.map(({ kind, verb, entries }) => {
    // In Markdown each kind and verb has a block of its own, and with it columns of its own.
    const columns = view.signFirst ? columnsOf(entries) : all;
    return { kind, verb, blocks: entries.map((entry) => block(entry, columns, view)) };
  });
}

/** Each change as a block of its own, in the order given. */
export function singleBlocks(
  changes: readonly Change[],
  plan: Pick<Plan, 'provisionings'>,
  view: View,
): readonly Block[] {
  const entries = changes.map((change) => singleEntry(change, plan, view));
  const columns = columnsOf(entries);
  return entries.map((entry) => block(entry, columns, view));
}

/** As `groupedBlocks`, but only what changes and where it stands: for outcomes, which have reasons of their own. */
export function titleBlocks(changes: readonly Change[], view: View): readonly Block[] {
  const groups = bucketsOf(changes).flatMap((bucket) => bucket.groups);
  const entries = groups.map((group): Entry => ({
    change: group.items[0],
    items: group.items.length,
    title: groupTitle(group, view.account),
    place: placeOf(group.items),
    notes: hiddenNames(group, view.account),
    content: undefined,
  }));
  const columns = columnsOf(entries);
  return entries.map((entry) => block(entry, columns, view));
}

function groupEntry(group: ChangeGroup, plan: Pick<Plan, 'provisionings'>, account: AccountName): Entry {
  const [change] = group.items;
  const place = placeOf(group.items);
  const causes = causesOf(group, account);
  return {
    change,
    items: group.items.length,
    title: groupTitle(group, account),
    // What stands nowhere in the file has its cause in that column.
    place: place === '' ? causes : place,
    notes: [
      ...(place === '' || causes === '' ? [] : [causes]),
      ...hiddenNames(group, account),
      ...provisioningNotes(group.items, plan),
    ],
    content: hasContent(change) ? change : undefined,
  };
}

function singleEntry(change: Change, plan: Pick<Plan, 'provisionings'>, view: View): Entry {
  const grant = grantText(change);
  const needs = change.needs.map((key) => `${KIND_WORDS[keyParts(key)[0]][0]} ${thingName(key, view.account)}`);
  return {
    change,
    items: 1,
    title: thingName(change.key, view.account),
    place: placeOf([change]),
    notes: [
      `${shown(change.reason, view.limit)} (origin: ${change.origin})`,
      ...(grant === '' ? [] : [grant]),
      ...(needs.length === 0 ? [] : [`after ${needs.join(', ')}`]),
      ...provisioningNotes([change], plan),
    ],
    content: change,
  };
}

function provisioningNotes(
  changes: readonly Change[],
  { provisionings }: Pick<Plan, 'provisionings'>,
): readonly string[] {
  const sets = changes.flatMap(({ kind, verb, key }) =>
    kind === 'permission-set' && verb === 'update' ? [keyParts(key)[1]] : [],
  );
  const accounts = sets.reduce(
    (sum, set) => sum + (Object.hasOwn(provisionings, set) ? Number(provisionings[set]) : 0),
    0,
  );
  if (accounts === 0) return [];
  const time = about(Math.ceil(accounts / PROVISIONED_ACCOUNTS_A_SECOND));
  return [`provisions ${counted(accounts, 'account')} anew, ${time}; roles keep their names`];
}

interface Columns {
  readonly kind: number;
  readonly title: number;
}

function columnsOf(entries: readonly Entry[]): Columns {
  return {
    kind: columnWidth(
      entries.map(({ change }) => KIND_WORDS[change.kind][0]),
      40,
    ),
    title: columnWidth(
      entries.map(({ title }) => title),
      60,
    ),
  };
}

function block(entry: Entry, columns: Columns, view: View): Block {
  const { change, items, title, place, notes } = entry;
  const { paint } = view;
  const sign = VERB_SIGNS[change.verb];
  const head = `${signPaint(sign, paint)(`${sign} ${padded(KIND_WORDS[change.kind][0], columns.kind)}`)}  `;
  const line = place === '' ? title : `${padded(title, columns.title)}  ${paint.faint(place)}`;
  const indent = ' '.repeat(6 + columns.kind);
  return {
    lines: [
      `${view.signFirst ? '' : '  '}${head}${line}`,
      ...notes.map((note) => `${indent}${paint.faint(note)}`),
      ...contentLines(entry.content, view),
    ],
    items,
  };
}

/** Beside the names of fields that fits a terminal of 120 columns, and a comment without scrolling. */
const STATEMENT = 88;

function contentLines(change: Change | undefined, view: View): readonly string[] {
  if (change === undefined) return [];
  const lines = changeFieldLines(change, { ...view, statement: STATEMENT });
  const widest = columnWidth(
    lines.map(({ field }) => field),
    40,
  );
  return lines.map(({ sign, field, text }, index) => {
    const label = padded(lines[index - 1]?.field === field ? '' : field, widest);
    if (view.signFirst) return `${sign}     ${label}  ${text}`;
    return `      ${label}  ${signPaint(sign, view.paint)(sign === ' ' ? text : `${sign} ${text}`)}`;
  });
}
