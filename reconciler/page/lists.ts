/** The same as the picture, as tables: page by page, every row with its line of the file. */

import { button, element } from './dom.ts';
import type { Given, Membership, Model, Thing, ThingType } from './model.ts';
import { AFTER, BEFORE, countedThings, lineText, longNameOf, nameOf, noteText } from './model.ts';
import type { SelectedGrant, Selection } from './select.ts';

const PAGE = 20;
/** Most names in one cell. */
const NAMES = 4;

export type Focus = (thing: Thing) => void;

interface Column {
  readonly head: string;
  readonly cell: string;
}

/** Rows that are made when they are shown. */
export function paged<Row>(
  caption: string,
  columns: readonly Column[],
  rows: readonly Row[],
  cells: (row: Row) => readonly (Node | string)[],
): HTMLElement {
  let first = 0;
  const body = element('tbody');
  const place = element('span', { 'aria-live': 'polite' });
  const back = button('Previous', () => turn(-PAGE));
  const forth = button('Next', () => turn(PAGE));
  const table = element(
    'table',
    {},
    element('caption', {}, caption),
    element('thead', {}, element('tr', {}, ...columns.map(({ head }) => element('th', { scope: 'col' }, head)))),
    body,
  );

  function turn(by: number): void {
    first += by;
    const shown = rows.slice(first, first + PAGE);
    body.replaceChildren(
      ...shown.map((row) =>
        element('tr', {}, ...cells(row).map((cell, index) => element('td', { class: columns[index]?.cell }, cell))),
      ),
    );
    place.textContent = `${(first + 1).toLocaleString('en')}–${(first + shown.length).toLocaleString('en')} of ${rows.length.toLocaleString('en')}`;
    back.disabled = first === 0;
    forth.disabled = first + PAGE >= rows.length;
  }

  turn(0);
  const pages = rows.length > PAGE ? [element('p', { class: 'pages' }, back, place, forth)] : [];
  return element(
    'div',
    { class: 'list' },
    element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption }, table),
    ...pages,
  );
}

/** Who holds what where, and which line gives it. */
export function grantTable(model: Model, { grants }: Selection, focus: Focus): HTMLElement {
  const columns = [...changeColumn(model), ...columnsOf(['Who', 'Permission set', 'Where', 'Why', 'Line'])];
  const sorted = grants.toSorted((a, b) => rank(a.grant) - rank(b.grant));
  return paged(`Grants (${sorted.length.toLocaleString('en')})`, columns, sorted, (row) => [
    ...changeCell(model, row.grant),
    holders(model, row, focus),
    name(model, { type: 'set', index: row.grant.set }, focus),
    names(model, 'place', row.places, focus),
    noteText(model, row.grant),
    line(model, row.grant),
  ]);
}

/** Who is in which group, and which line says so. */
export function membershipTable(model: Model, { memberships }: Selection, focus: Focus): HTMLElement {
  const columns = [...changeColumn(model), ...columnsOf(['Person', 'Group', 'Why', 'Line'])];
  const sorted = [...memberships].sort((a: Membership, b: Membership) => rank(a) - rank(b) || a.user - b.user);
  return paged(`Memberships (${sorted.length.toLocaleString('en')})`, columns, sorted, (row) => [
    ...changeCell(model, row),
    name(model, { type: 'user', index: row.user }, focus),
    name(model, { type: 'group', index: row.group }, focus),
    noteText(model, row),
    line(model, row),
  ]);
}

function columnsOf(heads: readonly string[]): readonly Column[] {
  return heads.map((head) => ({ head, cell: head.toLowerCase().replace(' ', '-') }));
}

function changeColumn({ document }: Model): readonly Column[] {
  return document.sides === 1 ? [] : [{ head: 'Change', cell: 'change' }];
}

function changeCell({ document }: Model, { side }: Given): readonly Node[] {
  if (document.sides === 1) return [];
  const [kind, text] = CHANGES[side] ?? ['same', 'stays'];
  return [element('span', { class: `badge ${kind}` }, text)];
}

const CHANGES: { readonly [side: number]: readonly [kind: string, text: string] } = {
  [AFTER]: ['new', '+ comes'],
  [BEFORE]: ['gone', '− goes'],
};

/** What changes comes first. */
function rank({ side }: Given): number {
  return [3, 1, 0, 2][side] ?? 3;
}

function holders(model: Model, { grant, principals }: SelectedGrant, focus: Focus): Node {
  return names(model, grant.principalType, principals, focus);
}

/** The first few of them, and the others when they are asked for. */
export function names(model: Model, type: ThingType, things: readonly number[], focus: Focus): Node {
  const cell = element('span', { class: 'names' });
  const shown = things.slice(0, NAMES);
  for (const index of shown) cell.append(name(model, { type, index }, focus), ' ');
  if (type === 'group') {
    const people = things.reduce((sum, group) => sum + model.membersOf(group).length, 0);
    cell.append(element('small', {}, countedThings(people, 'user')));
  }
  const rest = things.slice(NAMES);
  if (rest.length === 0) return cell;
  const more = button(`and ${rest.length.toLocaleString('en')} more`, () => {
    const next = rest.splice(0, 50).map((index) => name(model, { type, index }, focus));
    more.before(...next.flatMap((node) => [node, ' ']));
    more.textContent = `and ${rest.length.toLocaleString('en')} more`;
    if (rest.length === 0) more.remove();
    next[0]?.focus();
  });
  cell.append(' ', more);
  return cell;
}

/** A name that leads to everything about it. */
export function name(model: Model, thing: Thing, focus: Focus): HTMLButtonElement {
  const title = `Only what goes through ${longNameOf(model, thing)}`;
  return button(nameOf(model, thing), () => focus(thing), { class: `name ${thing.type}`, title });
}

function line(model: Model, given: Given): Node | string {
  const text = lineText(model, given);
  return text === '' ? element('span', { class: 'faint' }, 'not in the file') : element('code', {}, text);
}
