/** Assignments that are live, added to a folder that is edited in place. */

import { specBefore } from '../../core/change.ts';
import type { Key } from '../../core/key.ts';
import type { AssignmentSpec } from '../../core/resource.ts';
import type { Accounts } from '../accounts.ts';
import { createAccounts } from '../accounts.ts';
import { declaredNames } from '../declared.ts';
import { gatherAssignments } from '../gather.ts';
import type { Reach } from '../grants.ts';
import { reaches } from '../grants.ts';
import { declaredSets } from '../permission-sets.ts';
import { scopedPaths } from '../scope-limits.ts';
import { idsOf } from './accounts.ts';
import { addAll, keyOf, wordsOf } from './assignments.ts';
import type { Cell } from './blocks.ts';
import { homeOf } from './homes.ts';
import { asJson, fieldOf } from './names.ts';
import type { Field } from './part.ts';
import type { Pass } from './pass.ts';
import { withVerdict } from './pass.ts';
import { itemAt } from './places.ts';
import { hasItsOwn } from './said-once.ts';

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
  return !hasItsOwn(entry) && targets.length > 0 && field !== undefined && !scoped.has(field.part.path);
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
    const excepted = entry.except.filter((term) => idsOf(term, accounts).includes(account));
    if (excepted.some(({ type }) => type === 'selected')) continue;
    const cells = [...sets].flatMap((set) => principals.map((principal): Cell => ({ set, account, principal })));
    if (!takes(cells)) continue;
    for (const { path } of excepted) pass.edits.remove(itemAt(pass.edits.parts, path));
    const isSelected = entry.accounts.some((term) => idsOf(term, accounts).includes(account));
    if (!isSelected) addAll(pass, entry, 'accounts', [pass.accounts.nameOf(account)]);
  }
}
