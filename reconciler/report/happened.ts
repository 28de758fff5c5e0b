/**
 * A plan told backwards: what became of the live things that it would bring back. Who did it AWS's answers do not say; what
 * expired, and which accounts came, the plan knows itself.
 */

import type { Change, Origin, Verb } from '../core/change.ts';
import { causesOf, placeOf } from './causes.ts';
import { shown } from './escape.ts';
import type { ChangeGroup } from './groups.ts';
import { bucketsOf } from './groups.ts';
import { columnWidth, fit, padded } from './layout.ts';
import type { AccountName } from './names.ts';
import { KIND_WORDS } from './names.ts';
import { groupTitle } from './titles.ts';
import { counted } from '../core/counted.ts';

const BY_HAND: { readonly [verb in Verb]: string } = {
  create: '- gone',
  update: '! changed',
  replace: '! changed',
  delete: '+ came',
};

const HAPPENED: { readonly [origin in Origin]: (verb: Verb) => string } = {
  drift: (verb) => BY_HAND[verb],
  clock: () => '! expired',
  organization: () => '! new account',
  file: () => '! not yet applied',
};

// What somebody has to look into comes first.
const ORDER = ['drift', 'clock', 'organization', 'file'] as const satisfies readonly Origin[];

/** Lines for a `diff` block, at most `most` of them; signs say what happened, and not what the plan does. */
export function happenedLines(changes: readonly Change[], account: AccountName, most: number): readonly string[] {
  const rows = ORDER.flatMap((origin) =>
    bucketsOf(changes.filter((change) => change.origin === origin)).flatMap(({ kind, verb, groups }) =>
      groups.map((group) => ({
        items: group.items.length,
        what: HAPPENED[origin](verb),
        kind: KIND_WORDS[kind][0],
        title: groupTitle(group, account),
        detail: detailOf(group, origin, account),
      })),
    ),
  );
  const widest = (column: 'what' | 'kind' | 'title', limit: number): number =>
    columnWidth(
      rows.map((row) => row[column]),
      limit,
    );
  const columns = { what: widest('what', 40), kind: widest('kind', 40), title: widest('title', 60) };
  const blocks = rows.map(({ items, what, kind, title, detail }) => {
    const head = `${padded(what, columns.what)}  ${padded(kind, columns.kind)}`;
    return { items, lines: [`${head}  ${detail === '' ? title : `${padded(title, columns.title)}  ${detail}`}`] };
  });
  return fit(blocks, most, (items) => `  … ${counted(items, 'more change')}`);
}

/** Which fields, where the file says otherwise, and what the clock and the organisation have to do with it. */
function detailOf(group: ChangeGroup, origin: Origin, account: AccountName): string {
  const [change] = group.items;
  const fields = change.verb === 'update' || change.verb === 'replace' ? change.fields : [];
  const cause = origin === 'clock' || origin === 'organization' ? causesOf(group, account) : '';
  return [fields.map(({ field }) => shown(field)).join(', '), placeOf(group.items), cause]
    .filter((part) => part !== '')
    .join('; ');
}
