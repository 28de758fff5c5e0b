/** Assignments and `admins` of a folder that is edited in place: entries are cut, split or taken out. */

import type { Json } from '../../core/json.ts';
import type { Key } from '../../core/key.ts';
import { assignmentKey } from '../../core/key.ts';
import type { Accounts } from '../accounts.ts';
import { createAccounts } from '../accounts.ts';
import type { GrantEntry, PrincipalMention } from '../configuration.ts';
import type { Assignment } from '../document.types.ts';
import type { Reach } from '../grants.ts';
import { reaches } from '../grants.ts';
import { holdsAt } from '../instant.ts';
import type { Step } from '../node.ts';
import { cutAccounts, idsOf, wordsAfter } from './accounts.ts';
import type { Block, Cell } from './blocks.ts';
import { blocksOf } from './blocks.ts';
import { asJson, fieldOf } from './names.ts';
import type { Pass } from './pass.ts';
import { withVerdict } from './pass.ts';
import type { Place } from './places.ts';
import { fieldsAt, itemAt } from './places.ts';
import { hasItsOwn, type Named, saidOnce } from './said-once.ts';

/** Cuts each entry down to what of it is live, or takes it out. What has expired is none that could be cut. */
export function takeOutGrants(pass: Pass): void {
  const going = new Set(withVerdict(pass, 'takes out').map(({ key }) => key));
  const accounts = createAccounts(pass.configuration, pass.facts);
  const entries = reaches(pass.configuration, accounts, []);
  const named = namedIn(entries, accounts, pass.facts.now);
  for (const reach of entries) {
    const { entry } = reach;
    const cells = cellsOf(reach, pass.facts.now);
    const held = cells.filter((cell) => !going.has(keyOf(cell)));
    if (held.length === cells.length) continue;
    const namesNewly = (left: readonly Cell[]) => {
      const cuts = blocksOf(left).map((block) => cutAccounts(entry, block.accounts, accounts, pass.accounts));
      const added = new Set(cuts.flatMap((cut) => cut.added));
      return (account: string) => added.has(pass.accounts.nameOf(account));
    };
    const [first, ...others] = blocksOf(saidOnce(held, named, { entry, keyOf, namesNewly }));
    if (first === undefined) takeOutEntry(pass, reach.entry);
    else cutEntry(pass, reach.entry, first, others, accounts);
  }
}

/** What entries name as they stand, on accounts that they do not select. */
function namedIn(entries: readonly Reach[], accounts: Accounts, now: number): Named {
  return new Set(
    entries.flatMap((reach) => {
      if (hasItsOwn(reach.entry)) return [];
      const terms = reach.entry.accounts.filter(({ type }) => type !== 'selected');
      const ids = new Set(terms.flatMap((term) => idsOf(term, accounts)));
      return cellsOf(reach, now).flatMap((cell) => (ids.has(cell.account) ? keyOf(cell) : []));
    }),
  );
}

function cellsOf({ entry, targets }: Reach, now: number): readonly Cell[] {
  if (!holdsAt(now, entry.expires)) return [];
  const sets = [...new Set(entry.sets.map(({ name }) => name))];
  const principals = [...new Set(entry.principals.map(wordsOf))];
  return sets.flatMap((set) =>
    targets.flatMap(({ id: account }) => principals.map((principal): Cell => ({ set, account, principal }))),
  );
}

export function wordsOf({ type, name }: Pick<PrincipalMention, 'type' | 'name'>): string {
  return `${type} ${name}`;
}

export function keyOf({ set, account, principal }: Cell): Key {
  const space = principal.indexOf(' ');
  const type = principal.slice(0, space) === 'user' ? 'user' : 'group';
  return assignmentKey(set, account, type, principal.slice(space + 1));
}

function takeOutEntry(pass: Pass, { path }: GrantEntry): void {
  const { edits } = pass;
  if (path[0] === 'admins') {
    for (const field of fieldsAt(edits.parts, path)) edits.put(field, undefined);
    return;
  }
  edits.remove(itemAt(edits.parts, path));
}

function cutEntry(pass: Pass, entry: GrantEntry, block: Block, others: readonly Block[], accounts: Accounts): void {
  const { edits } = pass;
  const drop = (path: readonly Step[]): void => edits.remove(itemAt(edits.parts, path));
  for (const { name, path } of entry.sets) if (!block.sets.has(name)) drop(path);
  for (const principal of entry.principals) if (!block.principals.has(wordsOf(principal))) drop(principal.path);
  const cut = cutAccounts(entry, block.accounts, accounts, pass.accounts);
  for (const index of cut.dropped) drop([...entry.path, 'accounts', index]);
  addAll(pass, entry, 'accounts', cut.added);
  addAll(pass, entry, 'except', cut.excepted);
  const place = itemAt(edits.parts, entry.path) as Place;
  for (const other of others) edits.insert(place, partOf(entry, other, pass, accounts));
}

/** A part of an entry as one of its own, with its end and its reason. */
function partOf(entry: GrantEntry, block: Block, pass: Pass, accounts: Accounts): Json {
  // An entry of `admins` has one set on one account, and is never split.
  const written = (pass.configuration.document.assignments as readonly Assignment[])[
    Number(entry.path[1])
  ] as Assignment;
  const { expires, reason, groups = [], users = [] } = written;
  const sets = [...block.sets];
  const own = (type: string, names: readonly string[]) =>
    names.filter((name) => block.principals.has(`${type} ${name}`));
  const [ownGroups, ownUsers] = [own('group', groups), own('user', users)];
  return asJson({
    ...(sets.length === 1 ? { permissionSet: sets[0] } : { permissionSets: sets }),
    ...wordsAfter(written, cutAccounts(entry, block.accounts, accounts, pass.accounts)),
    ...(ownGroups.length === 0 ? {} : { groups: ownGroups }),
    ...(ownUsers.length === 0 ? {} : { users: ownUsers }),
    ...(expires === undefined ? {} : { expires }),
    ...(reason === undefined ? {} : { reason }),
  });
}

export function addAll(pass: Pass, { path }: GrantEntry, key: 'accounts' | 'except', names: readonly string[]): void {
  if (names.length === 0) return;
  const [field] = fieldsAt(pass.edits.parts, [...path, key]);
  if (field === undefined) pass.edits.put(fieldOf(pass.edits.parts, path, key), names, 'accounts');
  else for (const name of names) pass.edits.add(field, name);
}
