/** Who reaches what, as the map's page reads it: small, and with no name in it that is not shown text (`escape.ts`). */

import type { AccessPlace, Source } from '../core/access-report.ts';
import { grouped } from '../core/grouped.ts';
import { byCodePoint } from '../core/json.ts';
import type { Reach, ReachedGrant, ReachedMembership } from '../core/reach.ts';
import { termsText } from './causes.ts';
import { crossings } from './crossing.ts';
import { shown } from './escape.ts';
import type { MapDocument, MapGrant, MapMembers } from './map.types.ts';

/** Things by their number, in order, and the number of each; -1 for what is not among them. */
interface Register {
  readonly names: readonly string[];
  readonly numberOf: (name: string) => number;
}

interface Registers {
  readonly user: Register;
  readonly group: Register;
  readonly what: Register;
  readonly place: Register;
  readonly file: Register;
  readonly note: Register;
}

/** The map of a plan (two sides) or of one moment (one side). */
export function mapDocument(reach: Reach, sides: 1 | 2): MapDocument {
  const registers = registersOf(reach);
  const shownNames = ({ names }: Register): readonly string[] => names.map((name) => shown(name));
  const places = new Map(reach.grants.map(({ place }) => [placeKey(place), place]));
  return {
    sides,
    users: shownNames(registers.user),
    groups: shownNames(registers.group),
    sets: shownNames(registers.what),
    places: registers.place.names.map((key) => placeText(places.get(key) as AccessPlace)),
    ids: registers.place.names.map((key) => shown(placeId(places.get(key) as AccessPlace))),
    files: registers.file.names.map((name) => shown(name, 200)),
    // Made of shown text.
    notes: registers.note.names,
    disabled: numbersOf(reach.disabled, registers.user),
    changedSets: numbersOf(reach.changedSets, registers.what),
    memberships: memberRows(reach.memberships, registers),
    grants: grantRows(reach.grants, registers),
  };
}

function registersOf({ memberships, grants }: Reach): Registers {
  const principals = (type: 'user' | 'group'): readonly string[] =>
    grants.filter(({ principalType }) => principalType === type).map(({ principal }) => principal);
  return {
    user: register([...memberships.map(({ user }) => user), ...principals('user')]),
    group: register([...memberships.map(({ group }) => group), ...principals('group')]),
    what: register(grants.map(({ what }) => what)),
    place: register(grants.map(({ place }) => placeKey(place))),
    file: register([...memberships, ...grants].flatMap(({ at }) => (at === undefined ? [] : [at.file]))),
    note: register([...memberships, ...grants].map(noteOf).filter((note) => note !== '')),
  };
}

function register(all: readonly string[]): Register {
  const names = [...new Set(all)].sort(byCodePoint);
  const numbers = new Map(names.map((name, number) => [name, number]));
  return { names, numberOf: (name) => numbers.get(name) ?? -1 };
}

function numbersOf(names: ReadonlySet<string>, { numberOf }: Register): readonly number[] {
  return [...names].map(numberOf).filter((number) => number !== -1);
}

/** By name, so that the places are in the order in which people look for them. */
function placeKey(place: AccessPlace): string {
  return `${placeText(place)}\n${placeId(place)}`;
}

function placeText(place: AccessPlace): string {
  if (place.type === 'account') return shown(place.name);
  const except = place.except.length === 0 ? '' : ` but ${place.except.map((name) => shown(name)).join(', ')}`;
  return `${shown(place.text)}${except}`;
}

function placeId(place: AccessPlace): string {
  return place.type === 'account' ? (place.id ?? '') : '';
}

/** What gives it, until when and why; or why it goes. */
function noteOf(held: (ReachedMembership | ReachedGrant) & { readonly place?: AccessPlace }): string {
  const via = held.place?.type === 'account' ? held.place.via : undefined;
  return [
    ...(via === undefined ? [] : [shown(via)]),
    ...(held.why === undefined ? [] : [shown(held.why, 200)]),
    termsText(held),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function memberRows(memberships: readonly ReachedMembership[], registers: Registers): readonly MapMembers[] {
  const numbered = memberships.map((held) => ({
    user: registers.user.numberOf(held.user),
    line: lineOf(held),
    row: [
      registers.group.numberOf(held.group),
      held.side,
      fileOf(held, registers),
      registers.note.numberOf(noteOf(held)),
    ] as const,
  }));
  return [...grouped(numbered, ({ row }) => row.join(' ')).values()]
    .map((members): MapMembers => {
      const sorted = members.toSorted((a, b) => a.user - b.user);
      const [, , file] = members[0].row;
      return [...members[0].row, sorted.map(({ user }) => user), file === -1 ? [] : sorted.map(({ line }) => line)];
    })
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

function grantRows(grants: readonly ReachedGrant[], registers: Registers): readonly MapGrant[] {
  const numbered = grants.map((held) => ({
    row: [
      registers.what.numberOf(held.what),
      held.principalType,
      held.side,
      fileOf(held, registers),
      lineOf(held),
      registers.note.numberOf(noteOf(held)),
    ] as const,
    principal: String(registers[held.principalType].numberOf(held.principal)),
    place: String(registers.place.numberOf(placeKey(held.place))),
  }));
  return crossings(numbered, ({ row, principal, place }) => ({
    shape: row.join(' '),
    row: principal,
    column: place,
  })).map(({ items, rows, columns }) => [...items[0].row, inOrder(rows), inOrder(columns)]);
}

function inOrder(numbers: readonly string[]): readonly number[] {
  return numbers.map(Number).sort((a, b) => a - b);
}

function fileOf({ at }: Source, { file }: Registers): number {
  return at === undefined ? -1 : file.numberOf(at.file);
}

function lineOf({ at }: Source): number {
  return at?.line ?? 0;
}
