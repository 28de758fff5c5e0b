/** The changes of a plan in the groups that people read: of one kind and verb, of one shape (DESIGN section 4, the sample). */

import type { Change, Verb } from '../core/change.ts';
import { specAfter, specBefore } from '../core/change.ts';
import { byCodePoint, canonicalJson } from '../core/json.ts';
import type { KindName } from '../core/key.ts';
import { KIND_NAMES } from '../core/key.ts';
import type { Coordinates, Crossing } from './crossing.ts';
import { crossings } from './crossing.ts';
import { keyParts } from './names.ts';

export type ChangeGroup = Crossing<Change>;

/** All groups of one kind and verb: never empty, the largest group first. */
export interface Bucket {
  readonly kind: KindName;
  readonly verb: Verb;
  readonly groups: readonly ChangeGroup[];
}

const VERBS: readonly Verb[] = ['create', 'update', 'replace', 'delete'];

/** By kind in the order of KIND_NAMES, then by verb. */
export function bucketsOf(changes: readonly Change[]): readonly Bucket[] {
  return KIND_NAMES.flatMap((kind) => {
    const ofKind = changes.filter((change) => change.kind === kind);
    return VERBS.flatMap((verb) => {
      const groups = crossings(
        ofKind.filter((change) => change.verb === verb),
        coordinatesOf,
      );
      return groups.length === 0 ? [] : [{ kind, verb, groups }];
    });
  });
}

/** The kinds whose things are told with their content; the others are their names. */
const WITH_CONTENT: ReadonlySet<KindName> = new Set([
  'service-access',
  'delegated-administrator',
  'permission-set',
  'service-linked-role',
  'profile',
  'application',
]);

export function hasContent(change: Change): boolean {
  return change.verb === 'update' || change.verb === 'replace' || WITH_CONTENT.has(change.kind);
}

// A kind that is named here stands in rows and columns; every other is a list of names.
function coordinatesOf(change: Change): Coordinates {
  const [kind, first, second, third, fourth] = keyParts(change.key);
  const difference = differenceOf(change);
  if (kind === 'assignment') return { shape: JSON.stringify([first, third, difference]), row: fourth, column: second };
  if (kind === 'membership') return { shape: difference, row: first, column: second };
  if (kind === 'authorization') {
    return { shape: JSON.stringify([first, seatOf(change), difference]), row: second, column: '' };
  }
  return { shape: difference, row: change.key, column: '' };
}

/** What a group has in common besides its shape. Which accounts are outdated does not tell two updates apart. */
function differenceOf(change: Change): string {
  if (change.verb === 'create' || change.verb === 'delete') return WITH_CONTENT.has(change.kind) ? change.key : '';
  const fields = change.fields.filter(({ field }) => field !== 'provisioned').map((field) => ({ ...field }));
  return canonicalJson(fields.toSorted((a, b) => byCodePoint(a.field, b.field)));
}

/** The paid seat that an authorisation gives or gave, or nothing. */
export function seatOf(change: Change): string {
  const seat = { ...specBefore(change), ...specAfter(change) }['subscription'];
  return typeof seat === 'string' ? seat : '';
}
