/** The map's data with its links: which groups somebody is in, who is in a group, who holds what where. */

import type { MapDocument } from '../report/map.types.ts';

export const TYPES = ['user', 'group', 'set', 'place'] as const;
export type ThingType = (typeof TYPES)[number];

/** A person, a group, a permission set, or an account, by its number in the document. */
export interface Thing {
  readonly type: ThingType;
  readonly index: number;
}

/** What gives something: a line of a file, and until when and why. */
export interface Given {
  /** 1: before the plan, 2: after it, 3: both. */
  readonly side: number;
  /** -1: not in the file. */
  readonly file: number;
  readonly line: number;
  /** -1: nothing to say. */
  readonly note: number;
}

export interface Membership extends Given {
  readonly user: number;
  readonly group: number;
}

export interface Grant extends Given {
  readonly set: number;
  readonly principalType: 'user' | 'group';
  readonly principals: readonly number[];
  readonly places: readonly number[];
}

export interface Model {
  readonly document: MapDocument;
  readonly memberships: readonly Membership[];
  readonly grants: readonly Grant[];
  readonly membersOf: (group: number) => readonly Membership[];
  readonly isChangedSet: (set: number) => boolean;
  readonly isDisabled: (user: number) => boolean;
}

export const BEFORE = 1;
export const AFTER = 2;
export const BOTH = 3;

export function modelOf(document: MapDocument): Model {
  const memberships = document.memberships.flatMap(([group, side, file, note, users, lines]) =>
    users.map((user, index): Membership => ({ user, group, side, file, note, line: lines[index] ?? 0 })),
  );
  const grants = document.grants.map(([set, principalType, side, file, line, note, principals, places]): Grant => ({
    set,
    principalType,
    side,
    file,
    line,
    note,
    principals,
    places,
  }));
  const members = new Map<number, Membership[]>();
  for (const membership of memberships) {
    const others = members.get(membership.group);
    if (others === undefined) members.set(membership.group, [membership]);
    else others.push(membership);
  }
  const changed = new Set(document.changedSets);
  const disabled = new Set(document.disabled);
  return {
    document,
    memberships,
    grants,
    membersOf: (group) => members.get(group) ?? [],
    isChangedSet: (set) => changed.has(set),
    isDisabled: (user) => disabled.has(user),
  };
}

/** All names of a type; a thing's number is its place. */
export function namesOf({ document }: Model, type: ThingType): readonly string[] {
  return { user: document.users, group: document.groups, set: document.sets, place: document.places }[type];
}

export function nameOf(model: Model, { type, index }: Thing): string {
  return namesOf(model, type)[index] ?? '';
}

/** The name, of an account its id too. */
export function longNameOf(model: Model, thing: Thing): string {
  const name = nameOf(model, thing);
  if (thing.type === 'user') return model.isDisabled(thing.index) ? `${name} (cannot sign in)` : name;
  const id = thing.type === 'place' ? (model.document.ids[thing.index] ?? '') : '';
  return id === '' || id === name ? name : `${name} (${id})`;
}

/** `config/people.yaml:14`, or nothing. */
export function lineText({ document }: Model, { file, line }: Given): string {
  const name = document.files[file];
  return name === undefined ? '' : `${name}:${line}`;
}

export function noteText({ document }: Model, { note }: Given): string {
  return document.notes[note] ?? '';
}

export const TYPE_WORDS: { readonly [type in ThingType]: readonly [one: string, many: string] } = {
  user: ['person', 'people'],
  group: ['group', 'groups'],
  set: ['permission set', 'permission sets'],
  place: ['account', 'accounts'],
};

/** `1 person`, `4,873 people`. */
export function countedThings(number: number, type: ThingType): string {
  const [one, many] = TYPE_WORDS[type];
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}

/** What a side means in words; nothing for what stays. */
export function sideWord(side: number): string {
  if (side === AFTER) return 'new';
  return side === BEFORE ? 'gone' : '';
}
