/** Below a group's title: what brought its changes about, whom the title only counts, and where it stands in the file. */

import type { Change, Origin } from '../core/change.ts';
import { grouped } from '../core/grouped.ts';
import type { Position } from '../core/issue.ts';
import { byCodePoint } from '../core/json.ts';
import type { Resource } from '../core/resource.ts';
import { isoDay, isoInstant } from '../core/time.ts';
import { shown } from './escape.ts';
import type { ChangeGroup } from './groups.ts';
import type { AccountName } from './names.ts';
import { keyParts, KIND_WORDS, thingName } from './names.ts';
import { NAMES } from './titles.ts';
import { count, counted } from '../core/counted.ts';
import { someOf } from './words.ts';

/** Most causes on one line. */
const CAUSES = 4;
/** A cause of so few changes names them. */
const FEW = 3;

/** `config/assignments.yaml:14`: where the first of the changes stands, and how many other places there are. */
export function placeOf(changes: readonly Change[]): string {
  const places = new Set(changes.flatMap((change) => (change.verb === 'delete' ? [] : line(change.after.at))));
  const [first, ...others] = places;
  if (first === undefined) return '';
  return others.length === 0 ? first : `${first} and ${counted(others.length, 'more place')}`;
}

function line(at: Position | undefined): readonly string[] {
  return at === undefined ? [] : [`${shown(at.file, 200)}:${at.line}`];
}

/** What brought a group about: `ou Workloads/Prod (411); new account in ou Workloads/Prod: sandbox-7 (1)`. May be empty. */
export function causesOf(group: ChangeGroup, account: AccountName): string {
  const byCause = grouped(group.items, causeOf);
  if (byCause.size === 1) return [...byCause.keys()].join('');
  const told = [...byCause]
    .sort(([a, left], [b, right]) => right.length - left.length || byCodePoint(a, b))
    .map(([cause, changes]) => {
      const names =
        changes.length > FEW ? '' : `: ${changes.map((change) => sideName(change, group, account)).join(', ')}`;
      return `${cause === '' ? 'written out' : cause}${names} (${count(changes.length)})`;
    });
  return told.length <= CAUSES
    ? told.join('; ')
    : `${told.slice(0, CAUSES).join('; ')}; ${count(told.length - CAUSES)} more causes`;
}

/** What tells a change from the others of its group. */
function sideName(change: Change, { rows, columns }: ChangeGroup, account: AccountName): string {
  const [kind, first, second, , fourth] = keyParts(change.key);
  if (rows.length > 1 && columns.length > 1) return thingName(change.key, account);
  if (kind === 'assignment') return columns.length > 1 ? account(second) : shown(fourth);
  if (kind === 'membership') return columns.length > 1 ? shown(second) : shown(first);
  return thingName(change.key, account);
}

/** Why, and what the file says of the grant. Empty for what is simply written in the file. */
function causeOf(change: Change): string {
  return [sourceOf(change), grantText(change)].filter((part) => part !== '').join(', ');
}

/** Until when and with which reason the file grants it: `until 2027-03-31, “Yearly audit”`. May be empty. */
export function grantText(change: Change): string {
  return change.verb === 'delete' ? '' : termsText(change.after);
}

/** The same of anything that the file gives. */
export function termsText({ expires, reason }: Pick<Resource, 'expires' | 'reason'>): string {
  return [
    expires === undefined ? '' : `until ${lastDay(expires)}`,
    reason === undefined ? '' : `“${shown(reason, 200)}”`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

const SOURCES: { readonly [origin in Origin]: (change: Change, selector: string) => string } = {
  file: (change, selector) => (change.verb === 'delete' ? shown(change.reason, 200) : selector),
  clock: (change) => shown(change.reason, 200),
  organization: (_change, selector) => (selector === '' ? 'new account' : `new account in ${selector}`),
  drift: (change) => `drift: ${shown(change.reason, 200)}`,
};

function sourceOf(change: Change): string {
  const selector = change.verb === 'delete' || change.after.via === undefined ? '' : shown(change.after.via);
  return SOURCES[change.origin](change, selector);
}

/** `2027-01-31`: a date in the file ends with that day, so midnight belongs to the day before; else the instant. */
export function lastDay(expires: number): string {
  return expires % 86_400_000 === 0 ? isoDay(expires - 1) : isoInstant(expires);
}

/** The names that a title only counts, a line for each side. Selected accounts go by their selector instead. */
export function hiddenNames({ items, rows, columns }: ChangeGroup, account: AccountName): readonly string[] {
  const [kind, first, , third] = keyParts(items[0].key);
  const told = (names: readonly string[], many: string): readonly string[] =>
    names.length > FEW ? [`${many} ${someOf(names, NAMES)}`] : [];
  const shownRows = rows.map((name) => shown(name));
  if (kind === 'membership')
    return [
      ...told(
        columns.map((name) => shown(name)),
        'users',
      ),
      ...told(shownRows, 'groups'),
    ];
  if (kind === 'authorization') return told(shownRows, KIND_WORDS[first as 'user'][1]);
  if (kind !== 'assignment') return [];
  const selected = items.every((change) => change.verb !== 'delete' && change.after.via !== undefined);
  return [
    ...told(shownRows, KIND_WORDS[third as 'user'][1]),
    ...told(selected ? [] : columns.map(account), 'accounts'),
  ];
}
