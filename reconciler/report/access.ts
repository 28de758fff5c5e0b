/** Who can do what where, as text, Markdown and data (DESIGN section 3, `access`). */

import type { AccessPlace, AccessReport, AccessRow, Source, UseRow } from '../core/access-report.ts';
import { isGone } from '../core/gone.ts';
import { byCodePoint } from '../core/json.ts';
import { getOrInsert } from '../core/once.ts';
import { isoInstant } from '../core/time.ts';
import { lastDay } from './causes.ts';
import { codeSpan, shown } from './escape.ts';
import { jsonText } from './json.ts';
import { columnWidth, padded, paintOf } from './layout.ts';
import { counted, countedPeople } from '../core/counted.ts';
import { someOf } from './words.ts';

export interface AccessTextOptions {
  readonly color: boolean;
  /** Every account by name. */
  readonly verbose: boolean;
}

/** Where a report comes from, and of which moment it is. */
export interface AccessContext {
  readonly source: 'file' | 'live';
  /** Milliseconds since 1970. */
  readonly now: number;
}

const FEW_PLACES = 6;
const WIDEST = 40;

/** For a terminal: a person to a block, what they hold to a line. Ends with a line end. */
export function accessText(report: AccessReport, context: AccessContext, options: AccessTextOptions): string {
  const paint = paintOf(options.color);
  const most = options.verbose ? Infinity : FEW_PLACES;
  const sets = report.access.map((row) => ({ row, cells: accessCells(row, context, most) }));
  const uses = report.uses.map((row) => ({ row, cells: useCells(row, context) }));
  const rows = [...sets, ...uses];
  const widths = [0, 1, 2].map((column) =>
    columnWidth(
      rows.map(({ cells }) => String(cells[column])),
      WIDEST,
    ),
  );
  const blocks = new Map<string, string[]>();
  for (const { row, cells } of rows.toSorted((a, b) => byHolder(a.row, b.row))) {
    const title = holderTitle(row);
    const line =
      `  ${cells.map((cell, column) => padded(cell, [...widths, 0, 0, 0][column] as number)).join('  ')}`.trimEnd();
    getOrInsert(blocks, title, () => [paint.heading(title)]).push(line);
  }
  return `${[
    paint.faint(headText(context)),
    ...[...blocks.values()].map((lines) => lines.join('\n')),
    endText(report),
  ].join('\n\n')}\n`;
}

/** The same as a table, with no value outside of code. */
export function accessMarkdown(report: AccessReport, context: AccessContext): string {
  const rows = [
    ...report.access.map((row) => [holderTitle(row), ...accessCells(row, context, Infinity)]),
    ...report.uses.map((row) => [holderTitle(row), ...useCells(row, context)]),
  ];
  const table = rows.map((cells) => `| ${cells.map(markdownCell).join(' | ')} |`);
  const head = ['| Who | Holds | Where | Through | Line | Until | Why |', '|---|---|---|---|---|---|---|'];
  return `${[headText(context), ...(rows.length === 0 ? [] : [[...head, ...table].join('\n')]), endText(report)].join('\n\n')}\n`;
}

/** The first `most` of what is told as rows: who, what, where, through what, line, until when, why; all shown text. */
export function accessRows(report: AccessReport, context: AccessContext, most: number): readonly (readonly string[])[] {
  return [
    ...report.access.slice(0, most).map((row) => [holderTitle(row), ...accessCells(row, context, FEW_PLACES)]),
    ...report.uses
      .slice(0, Math.max(0, most - report.access.length))
      .map((row) => [holderTitle(row), ...useCells(row, context)]),
  ];
}

// A bar would end the cell, also inside code.
function markdownCell(text: string): string {
  return text === '' ? '' : codeSpan(text).replaceAll('|', '\\|');
}

/** The same as data, whole. */
export function accessJson(report: AccessReport, { source, now }: AccessContext): string {
  return jsonText({
    formatVersion: 1,
    source,
    at: isoInstant(now),
    access: report.access.map(({ permissionSet, places, ...holder }) => ({
      ...holderJson(holder),
      permissionSet,
      places,
      ...sourcesJson(holder),
    })),
    codewhisperer: {
      authorized: report.uses.map(({ subscription, ...holder }) => ({
        ...holderJson(holder),
        subscription,
        ...sourcesJson(holder),
      })),
      seats: Object.fromEntries(report.seats),
    },
  });
}

type Holder = Pick<AccessRow, 'user' | 'group' | 'disabled' | 'grant' | 'membership'>;

function holderJson({ user, group, disabled }: Holder) {
  return { user: user ?? null, group: group ?? null, ...(disabled ? { disabled } : {}) };
}

function sourcesJson({ grant, membership }: Holder) {
  return { grant: sourceJson(grant), ...(membership === undefined ? {} : { membership: sourceJson(membership) }) };
}

function sourceJson({ at, expires, reason }: Source) {
  return {
    at: at ?? null,
    ...(expires === undefined ? {} : { expires: isoInstant(expires) }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** `Access as the file says, 2027-01-31T00:00:00Z`. */
export function headText({ source, now }: AccessContext): string {
  return `Access as ${source === 'file' ? 'the file says' : 'it is live'}, ${isoInstant(now)}`;
}

function endText({ access, uses, seats }: AccessReport): string {
  const people = new Set([...access, ...uses].flatMap(({ user }) => user ?? []));
  if (access.length + uses.length === 0) return 'Nobody';
  const seated = seats.size === 0 ? '' : `, ${counted(seats.size, 'paid seat')}`;
  return `${countedPeople(people.size)}${seated}`;
}

/** Groups of which nobody is known come last. */
function byHolder(a: Holder, b: Holder): number {
  return Number(a.user === undefined) - Number(b.user === undefined) || byCodePoint(a.user ?? '', b.user ?? '');
}

function holderTitle({ user, group, disabled }: Holder): string {
  // Without a person there is a group, of which nobody is known.
  if (user === undefined) return `members of group ${shown(group as string)} (none known)`;
  if (isGone(user)) return `${shown(user)} (no longer exists)`;
  return `${shown(user)}${disabled ? ' (cannot sign in)' : ''}`;
}

/** What, where, through what, which line, until when, why. */
function accessCells(row: AccessRow, context: AccessContext, most: number): readonly string[] {
  const places = someOf(row.places.map(placeText), most);
  return [shown(row.permissionSet), `on ${places}`, ...sourceCells(row, context)];
}

function useCells(row: UseRow, context: AccessContext): readonly string[] {
  const seat = row.subscription === null ? 'sign-in only' : `seat ${shown(row.subscription)}`;
  return ['CodeWhisperer', seat, ...sourceCells(row, context)];
}

function placeText(place: AccessPlace): string {
  if (place.type === 'account') return `${shown(place.name)}${place.via === undefined ? '' : ` (${shown(place.via)})`}`;
  const except = place.except.length === 0 ? '' : ` but ${place.except.map((name) => shown(name)).join(', ')}`;
  return `${shown(place.text)}${except}`;
}

function sourceCells({ group, grant, membership }: Holder, { now }: AccessContext): readonly string[] {
  const { at } = grant;
  return [
    group === undefined ? 'direct' : `through group ${shown(group)}`,
    at === undefined ? 'not in the file' : `${shown(at.file, 200)}:${at.line}`,
    [ending(grant, now), ending(membership ?? {}, now, 'membership ')].filter((text) => text !== '').join(', '),
    [grant.reason, membership?.reason].flatMap((reason) => (reason === undefined ? [] : [shown(reason)])).join('; '),
  ];
}

function ending({ expires }: Source, now: number, what = ''): string {
  if (expires === undefined) return '';
  return expires <= now ? `${what}expired on ${lastDay(expires)}` : `${what}until ${lastDay(expires)}`;
}
