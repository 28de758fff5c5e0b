/** The edits of one pass over a folder, gathered list by list, since two cuts into one list must know of each other. */

import type { YAMLMap } from 'yaml';
import { isAlias, isSeq } from 'yaml';
import { addTo } from '../../core/grouped.ts';
import type { Json } from '../../core/json.ts';
import { removeField, setField } from './field.ts';
import { editList } from './list.ts';
import type { EditedPart, Field } from './part.ts';
import { editedText, openPart, pairOf } from './part.ts';
import type { Place } from './places.ts';
import { itemsAt } from './places.ts';
import { addSection } from './section.ts';

/** A file that is not there yet. */
interface NewFile {
  readonly title: string;
  readonly sections: Map<string, Json[]>;
}

interface ListEdits {
  readonly field: Field;
  readonly removed: Set<number>;
  readonly added: Json[];
  readonly inserted: { readonly after: number; readonly value: Json }[];
}

/** What stands behind an alias has no place of its own: an edit of it is none, and the difference stays in the plan. */
export class Edits {
  readonly parts: readonly EditedPart[];
  readonly #lists = new Map<YAMLMap, Map<string, ListEdits>>();
  readonly #files = new Map<string, string>();
  readonly #new = new Map<string, NewFile>();

  constructor(parts: readonly EditedPart[]) {
    this.parts = parts;
  }

  remove(place: Place | undefined): void {
    if (place !== undefined) this.#list(place.field)?.removed.add(place.index);
  }

  add(field: Field, value: Json): void {
    this.#list(field)?.added.push(value);
  }

  /** Right behind an item of the same list. */
  insert({ field, index }: Place, value: Json): void {
    this.#list(field)?.inserted.push({ after: index, value });
  }

  /** Writes a field; takes it out, where there is no value. */
  put(field: Field | undefined, value: Json | undefined, after?: string): void {
    if (field === undefined) return;
    if (value === undefined) removeField(field);
    else setField(field, value, after);
  }

  /** A file that is no part, such as a policy. */
  write(path: string, text: string): void {
    this.#files.set(path, text);
  }

  /** An item of a section: in the part that has such things, or in a file of its own. */
  addTo(home: Home, section: string, value: Json): void {
    if (home.part !== undefined) {
      const [item] = itemsAt([home.part], [section]);
      if (item !== undefined) {
        this.add(item.field, value);
        return;
      }
    }
    const known = this.#new.get(home.path) ?? { title: home.title, sections: new Map<string, Json[]>() };
    addTo(known.sections, section, value);
    this.#new.set(home.path, known);
  }

  /** The new text of each file that differs, by its path. */
  texts(): ReadonlyMap<string, string> {
    for (const lists of this.#lists.values()) for (const edits of lists.values()) editOnce(edits);
    const texts = new Map(this.#files);
    for (const [path, { title, sections }] of this.#new) {
      const part = this.parts.find((one) => one.path === path) ?? openPart(path, `# ${title}\n`);
      texts.set(path, withSections(part, sections));
    }
    for (const part of this.parts) {
      const text = editedText(part);
      if (text !== part.text && !texts.has(part.path)) texts.set(part.path, text);
    }
    return texts;
  }

  #list(field: Field): ListEdits | undefined {
    // What stands behind an alias also stands elsewhere.
    if (isAlias(pairOf(field)?.value)) return undefined;
    const lists = this.#lists.get(field.map) ?? new Map<string, ListEdits>();
    this.#lists.set(field.map, lists);
    const known = lists.get(field.key) ?? { field, removed: new Set<number>(), added: [], inserted: [] };
    lists.set(field.key, known);
    return known;
  }
}

/** Where new things of a kind go. */
export interface Home {
  readonly path: string;
  /** Absent for a file that is not there yet. */
  readonly part?: EditedPart;
  /** Of a new file. */
  readonly title: string;
}

function withSections(part: EditedPart, sections: ReadonlyMap<string, readonly Json[]>): string {
  let current = { ...part, text: editedText(part) };
  for (const [section, items] of sections) {
    const next = openPart(current.path, current.text);
    addSection(next, section, items);
    current = { ...next, text: editedText(next) };
  }
  return current.text;
}

/** In brackets an item goes in at the end: there are no lines between which it could stand. */
function editOnce({ field, removed, added, inserted }: ListEdits): void {
  const list = pairOf(field)?.value;
  if (isSeq(list) && list.flow === true) {
    editList(field, { removed, added: [...added, ...inserted.map(({ value }) => value)] });
    return;
  }
  editList(field, { removed, added });
  for (const { after, value } of inserted) editList(field, { added: [value], after });
}
