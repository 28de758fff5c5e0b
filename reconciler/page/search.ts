/** Names that contain what is typed, whatever its case: those that begin with it first. */

import type { Model, Thing, ThingType } from './model.ts';
import { namesOf, TYPES } from './model.ts';

export interface Found {
  readonly things: readonly Thing[];
  readonly total: number;
}

/** The first `most` of all that are found, and how many there are. Accounts are also found by their ids. */
export function search(model: Model, text: string, only: ThingType | undefined, most: number): Found {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return { things: [], total: 0 };
  const found = TYPES.filter((type) => only === undefined || only === type).flatMap((type) =>
    namesOf(model, type).flatMap((name, index) => {
      const known = type === 'place' ? `${name} ${model.document.ids[index]}` : name;
      const place = known.toLowerCase().indexOf(wanted);
      return place === -1 ? [] : [{ thing: { type, index }, isStart: place === 0 }];
    }),
  );
  const sorted = [...found.filter(({ isStart }) => isStart), ...found.filter(({ isStart }) => !isStart)];
  return { things: sorted.slice(0, most).map(({ thing }) => thing), total: found.length };
}
