/** The title of a group of changes: what changes for whom and where, whatever their number. */

import type { Change } from '../core/change.ts';
import type { PrincipalType } from '../core/key.ts';
import { shown } from './escape.ts';
import type { ChangeGroup } from './groups.ts';
import { seatOf } from './groups.ts';
import type { AccountName } from './names.ts';
import { keyParts, KIND_WORDS, thingName } from './names.ts';
import { counted } from '../core/counted.ts';
import { namedOrCounted, someOf } from './words.ts';

/** Most names on one line. */
export const NAMES = 6;

/** `Auditor for group auditors on 412 accounts`, `dev_one, dev_two in group developers`, or else the things' names. */
export function groupTitle({ items: [change], rows, columns }: ChangeGroup, account: AccountName): string {
  const [kind, first, , third] = keyParts(change.key);
  if (kind === 'assignment') {
    const who = principals(third as PrincipalType, rows);
    const where = columns.length > 3 ? counted(columns.length, 'account') : columns.map(account).join(', ');
    return columns.length > 1 ? `${shown(first)} for ${who} on ${where}` : `${shown(first)} on ${where} for ${who}`;
  }
  if (kind === 'membership') {
    const who = columns.length > 3 ? counted(columns.length, 'user') : columns.map((name) => shown(name)).join(', ');
    return `${who} in ${principals('group', rows)}`;
  }
  if (kind === 'authorization') {
    const seat = seatOf(change);
    return `${principals(first as PrincipalType, rows)}${seat === '' ? '' : `, seat ${shown(seat)}`}`;
  }
  return someOf(
    rows.map((key) => thingName(key as Change['key'], account)),
    NAMES,
  );
}

function principals(type: PrincipalType, names: readonly string[]): string {
  return namedOrCounted(
    names.map((name) => shown(name)),
    ...KIND_WORDS[type],
  );
}
