/** Assignments and `admins` of a folder that is edited in place: entries are cut, split, extended or added. */

import { specBefore } from '../../core/change.ts';
import type { Json } from '../../core/json.ts';
import type { Key } from '../../core/key.ts';
import { assignmentKey } from '../../core/key.ts';
import type { AssignmentSpec } from '../../core/resource.ts';
import type { Accounts } from '../accounts.ts';
import { createAccounts } from '../accounts.ts';
import type { GrantEntry, PrincipalMention } from '../configuration.ts';
import { declaredNames } from '../declared.ts';
import type { Assignment } from '../document.types.ts';
import { gatherAssignments } from '../gather.ts';
import type { Reach } from '../grants.ts';
import { reaches } from '../grants.ts';
import { holdsAt } from '../instant.ts';
import type { Step } from '../node.ts';
import { declaredSets } from '../permission-sets.ts';
import { scopedPaths } from '../scope-limits.ts';
import { cutAccounts, wordsAfter } from './accounts.ts';
import type { Block, Cell } from './blocks.ts';
import { blocksOf } from './blocks.ts';
import { homeOf } from './homes.ts';
import { asJson, fieldOf } from './names.ts';
import type { Field } from './part.ts';
import type { Pass } from './pass.ts';
import { withVerdict } from './pass.ts';
import type { Place } from './places.ts';
import { fieldsAt, itemAt } from './places.ts';

/** Cuts each entry down to what of it is live, or takes it out. What has expired is none that could be cut. */
export function takeOutGrants(pass: Pass): void {
  const going = new Set(withVerdict(pass, 'takes out').map(({ key }) => key));
  const accounts = createAccounts(pass.configuration, pass.facts);
  for (const reach of reaches(pass.configuration, accounts, [])) {
    const cells = cellsOf(reach, pass.facts.now);
    const held = cells.filter((cell) => !going.has(keyOf(cell)));
    if (held.length === cells.length) continue;
    const [first, ...others] = blocksOf(held);
    if (first === undefined) takeOutEntry(pass, reach.entry);
    else cutEntry(pass, reach.entry, first, others, accounts);
  }
}

function cellsOf({ entry, targets }: Reach, now: number): readonly Cell[] {
  if (!holdsAt(now, entry.expires)) return [];
  const sets = [...new Set(entry.sets.map(({ name }) => name))];
  const principals = [...new Set(entry.principals.map(wordsOf))];
  return sets.flatMap((set) =>
    targets.flatMap(({ id: account }) => principals.map((principal): Cell => ({ set, account, principal }))),
  );
}

function wordsOf({ type, name }: Pick<PrincipalMention, 'type' | 'name'>): string {
  return `${type} ${name}`;
}

function keyOf({ set, account, principal }: Cell): Key {
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

function addAll(pass: Pass, { path }: GrantEntry, key: 'accounts' | 'except', names: readonly string[]): void {
  if (names.length === 0) return;
  const [field] = fieldsAt(pass.edits.parts, [...path, key]);
  if (field === undefined) pass.edits.put(fieldOf(pass.edits.parts, path, key), names, 'accounts');
  else for (const name of names) pass.edits.add(field, name);
}

/** Adds what is live: to an entry that then says just that, else as entries of their own. */
export function addGrants(pass: Pass): void {
  const { configuration, edits } = pass;
  const { permissionSets: declared, adminSets } = declaredNames(configuration);
  const left = new Map<Key, AssignmentSpec>();
  for (const change of withVerdict(pass, 'adds')) {
    const spec = specBefore(change) as AssignmentSpec;
    const isSayable = declared.has(spec.permissionSet) || adminSets.has(spec.permissionSet);
    if (change.kind === 'assignment' && isSayable) left.set(change.key, spec);
  }
  const accounts = createAccounts(configuration, pass.facts);
  const scoped = scopedPaths(configuration);
  for (const reach of left.size === 0 ? [] : reaches(configuration, accounts, [])) {
    if (isOpen(reach, pass, scoped)) extend(pass, reach, left, accounts);
  }
  declareAdminSets(pass, new Set([...left.values()].map(({ permissionSet }) => permissionSet)));
  const home = homeOf('assignments', configuration, edits, pass.only);
  const sayable = [...left.values()].filter(({ permissionSet }) => declared.has(permissionSet));
  for (const entry of gatherAssignments(sayable, pass.accounts)) edits.addTo(home, 'assignments', asJson(entry));
}

/** A set that only `admins` names has to be declared before anything else can name it: the next pass does. */
function declareAdminSets(pass: Pass, sets: ReadonlySet<string>): void {
  const implied = declaredSets(pass.configuration).filter(
    ({ path, written }) => path[0] === 'admins' && sets.has(written.name),
  );
  const home = homeOf('permissionSets', pass.configuration, pass.edits, pass.only);
  for (const { written } of implied) pass.edits.addTo(home, 'permissionSets', asJson(written));
}

/** With fewer accounts, what a selector selects is no word for them: they may have been chosen one by one. */
const FEWEST = 3;

/** An end and a reason are those of the people whom the entry names, and a team's file is the team's. */
function isOpen({ entry, targets }: Reach, pass: Pass, scoped: ReadonlySet<string>): boolean {
  const field = fieldOf(pass.edits.parts, entry.path, 'accounts');
  return (
    entry.expires === undefined &&
    entry.reason === undefined &&
    targets.length > 0 &&
    field !== undefined &&
    !scoped.has(field.part.path)
  );
}

function extend(pass: Pass, { entry, targets }: Reach, left: Map<Key, AssignmentSpec>, accounts: Accounts): void {
  const sets = new Set(entry.sets.map(({ name }) => name));
  const candidates = [...left.values()].filter(({ permissionSet }) => sets.has(permissionSet));
  const takes = (cells: readonly Cell[]): boolean => {
    const keys = cells.map(keyOf);
    if (keys.length === 0 || !keys.every((key) => left.has(key))) return false;
    for (const key of keys) left.delete(key);
    return true;
  };
  const isNamed = entry.accounts.every(({ type }) => type !== 'selected');
  const on = targets.map(({ id }) => id);
  let extended = false;
  for (const { principalType: type, principal: name } of isNamed || on.length >= FEWEST ? candidates : []) {
    const cells = [...sets].flatMap((set) =>
      on.map((account): Cell => ({ set, account, principal: `${type} ${name}` })),
    );
    if (!takes(cells)) continue;
    extended = true;
    const field = fieldOf(pass.edits.parts, entry.path, type === 'user' ? 'users' : 'groups') as Field;
    pass.edits.add(field, name);
  }
  if (extended || entry.path[0] === 'admins') return;
  const principals = [...new Set(entry.principals.map(wordsOf))];
  for (const { account } of candidates) {
    const excepted = entry.except.filter((term) => accounts.targets(term, []).some(({ id }) => id === account));
    if (excepted.some(({ type }) => type === 'selected')) continue;
    const cells = [...sets].flatMap((set) => principals.map((principal): Cell => ({ set, account, principal })));
    if (!takes(cells)) continue;
    for (const { path } of excepted) pass.edits.remove(itemAt(pass.edits.parts, path));
    const isSelected = entry.accounts.some((term) => accounts.targets(term, []).some(({ id }) => id === account));
    if (!isSelected) addAll(pass, entry, 'accounts', [pass.accounts.nameOf(account)]);
  }
}
