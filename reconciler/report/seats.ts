/** The ledger of seats as text: how many, what they cost, whose come and go, and those that nobody wants. */

import { grouped } from '../core/grouped.ts';
import type { Key } from '../core/key.ts';
import type { HeldSeat, OrphanedSeat, SeatEffect, Seats } from '../core/seats.ts';
import { shown } from './escape.ts';
import type { Block, Paint, SignedLine } from './layout.ts';
import { signedTable } from './layout.ts';
import { thingName } from './names.ts';
import { sideText, whoText } from './persons.ts';
import { count, counted } from '../core/counted.ts';
import { someOf } from './words.ts';

export interface SeatsView {
  readonly paint: Paint;
  /** A line for each person, and the ledger also where the plan leaves all seats as they are. */
  readonly each: boolean;
}

/** All text is shown text. */
export interface SeatsPart {
  /** `41 → 42  +19.00 USD a month`: people, and at most what it costs. */
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** Nothing where no seat comes, goes, becomes another, or is nobody's. */
export function seatsPart(seats: Seats | undefined, { paint, each }: SeatsView): SeatsPart | undefined {
  if (seats === undefined) return undefined;
  const { people, orphaned, undeclared, before } = seats;
  const isQuiet = people.length === 0 && orphaned.length === 0 && undeclared.length === 0;
  if (isQuiet && !(each && before > 0)) return undefined;
  const { notes, warnings } = seatNotes(seats);
  const told = [...notes, ...warnings.map((note) => `${paint.warn('!')} ${note}`)];
  const table = signedTable(
    each ? people.flatMap((effect) => effect.users.map((user) => lineOf([user], effect))) : seatLines(people),
    paint,
  );
  return { title: titleOf(seats), blocks: [...table, ...told.map((note) => ({ lines: [`  ${note}`], items: 1 }))] };
}

/** What there is to say beside whose seats come and go. */
export function seatNotes(seats: Seats): { readonly notes: readonly string[]; readonly warnings: readonly string[] } {
  return {
    notes: [...stateNotes(seats), ...cancelledNotes(seats)],
    warnings: [...undeclaredNotes(seats), ...seats.orphaned.map(orphanedNote)],
  };
}

function titleOf({ before, after, monthly }: Seats): string {
  const people = before === after ? count(after) : `${count(before)} → ${count(after)}`;
  if (monthly === undefined || monthly.before === monthly.after) return people;
  const difference = monthly.after - monthly.before;
  return `${people}  ${difference < 0 ? '-' : '+'}${Math.abs(difference).toFixed(2)} ${shown(monthly.currency)} a month`;
}

/** Whose seats come and go. Effects of one shape as one line: whether the seat was in use makes no difference to one that stays. */
export function seatLines(people: readonly SeatEffect[]): readonly SignedLine[] {
  const shapes = grouped(people, (effect) => JSON.stringify(lineOf([], effect)));
  return [...shapes.values()].map((effects) =>
    lineOf(
      effects.flatMap(({ users }) => users),
      effects[0],
    ),
  );
}

function lineOf(users: readonly string[], { before, after }: SeatEffect): SignedLine {
  const line = (sign: string, one: string, many: string, type: string, how: string): SignedLine => ({
    sign,
    cells: [whoText(users), users.length === 1 ? one : many, type, how, ''],
  });
  if (before === null) return line('+', 'gains', 'gain', shown(after.type), sideText(after.through));
  const was = sideText(before.through);
  if (after === null) return line('-', 'loses', 'lose', shown(before.type), `was ${was}${UNUSED[before.state]}`);
  const now = sideText(after.through);
  const how = was === now ? now : `was ${was}, now ${now}`;
  if (before.type === after.type) return line('=', 'keeps', 'keep', shown(after.type), how);
  return line('~', 'changes', 'change', `${shown(before.type)} → ${shown(after.type)}`, how);
}

const UNUSED: { readonly [state in HeldSeat['state']]: string } = { active: '', pending: '; never used' };

/** What is paid for: a seat is charged from its first use on. */
function stateNotes({ after, active, monthly }: Seats): readonly string[] {
  const pending = after - active.after;
  const unused = pending === 0 ? '' : `${count(pending)} of ${count(after)} pending: not charged before the first use`;
  if (monthly === undefined) return unused === '' ? [] : [unused];
  const money = `${monthly.charged.toFixed(2)} ${shown(monthly.currency)} a month charged today, at most ${monthly.after.toFixed(2)} after`;
  return [unused === '' ? money : `${unused}; ${money}`];
}

function cancelledNotes({ cancelled }: Seats): readonly string[] {
  if (cancelled.length === 0) return [];
  return [`${count(cancelled.length)} cancelled, and listed until the month is over: ${named(cancelled)}`];
}

function undeclaredNotes({ undeclared }: Seats): readonly string[] {
  if (undeclared.length === 0) return [];
  const names = undeclared.map((id) => holderText(id));
  return [`${counted(names.length, 'seat')} that nobody declared and the plan leaves: ${someOf(names, MOST)}`];
}

/** Of which profile a seat is that only the list of people names, nobody says. */
function orphanedNote({ id, type, goes }: OrphanedSeat): string {
  const end = goes ? 'the plan takes it away' : 'left as it is';
  return `a seat of somebody who is gone, ${holderText(id)}: ${type === undefined ? 'no profile is named, look in the console' : end}`;
}

const MOST = 6;

function named(users: readonly string[]): string {
  return someOf(
    users.map((user) => shown(user)),
    MOST,
  );
}

/** An authorisation is named without an account. */
function holderText(id: Key): string {
  return thingName(id, shown);
}
