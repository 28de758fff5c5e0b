/** The first part of a plan's page: what it means for people, for those who administer, and for seats. */

import type { PeopleEffect, Plan } from '../core/plan.types.ts';
import { shown } from './escape.ts';
import type { Markup } from './markup.ts';
import { html, NOTHING } from './markup.ts';
import type { AccountName } from './names.ts';
import { badge, effectTables, note, table } from './page-parts.ts';
import { seatLines, seatNotes } from './seats.ts';
import { losesAnything, peopleLines, SESSIONS_STAY_OPEN } from './sections.ts';
import { count } from '../core/counted.ts';

const EFFECTS: readonly (readonly [effect: PeopleEffect['effect'], title: string])[] = [
  ['gains', 'people gain access'],
  ['loses', 'people lose access'],
  ['keeps', 'keep it by another path'],
];

/** The net effect on persons, administrators before and after, seats and their cost. */
export function peopleMarkup(plan: Plan, account: AccountName): Markup {
  const lines = peopleLines(plan, { account, each: false, most: Infinity });
  const effects =
    lines.length === 0
      ? html`<p>Nobody gains or loses access.</p>`
      : effectTables('Net effect on people', ['Who', 'What', 'Where', 'How'], lines);
  return html`<dl class="tiles">
      ${EFFECTS.map(([effect, title]) => tile(title, count(peopleWith(plan, effect))))} ${seatTile(plan)}
    </dl>
    ${effects} ${losesAnything(plan) ? note(SESSIONS_STAY_OPEN) : NOTHING} ${administrators(plan, account)}
    ${seats(plan)}`;
}

function peopleWith({ people, signIns = [] }: Plan, does: PeopleEffect['effect']): number {
  const effects = [...people, ...signIns].filter(({ effect }) => effect === does);
  return new Set(effects.flatMap(({ users }) => users)).size;
}

function tile(title: string, value: string, below = ''): Markup {
  return html`<div class="tile">
    <dt>${title}</dt>
    <dd>${value}${below === '' ? NOTHING : html`<small>${below}</small>`}</dd>
  </div> `;
}

/** People with a paid seat, and what they cost. */
function seatTile({ seats: held }: Plan): Markup {
  if (held === undefined) return NOTHING;
  const { before, after, monthly } = held;
  const number = before === after ? count(after) : `${count(before)} → ${count(after)}`;
  if (monthly === undefined) return tile('paid seats', number);
  const [was, will] = [monthly.before.toFixed(2), monthly.after.toFixed(2)];
  const cost = `${was === will ? will : `${was} → ${will}`} ${shown(monthly.currency)} a month, at most`;
  return tile('paid seats', number, cost);
}

function administrators({ administrators: held }: Plan, account: AccountName): Markup {
  if (held.length === 0) return NOTHING;
  const rows = held.map(({ permissionSet, account: id, before, after }) => [
    html`${shown(permissionSet)} on ${account(id)}`,
    html`${count(before)}`,
    html`${count(after)}`,
    before === after ? badge('same', 'as before') : after < before ? badge('gone', '− fewer') : badge('new', '+ more'),
  ]);
  return table('Administrators: people who hold it, directly or through a group', ADMINISTRATORS, rows);
}

const ADMINISTRATORS = ['Permission set', 'Before', 'After', 'Change'];

/** Whose seats come and go, and what else there is to say of seats. */
function seats({ seats: held }: Plan): Markup {
  if (held === undefined) return NOTHING;
  const lines = seatLines(held.people);
  const { notes, warnings } = seatNotes(held);
  return html`${lines.length === 0 ? NOTHING : effectTables('Paid seats', ['Who', 'Seat', 'How'], lines)}
  ${notes.map((text) => html`<p>${text}.</p>`)} ${warnings.map(note)}`;
}
