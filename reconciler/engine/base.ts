/** The base of a plan: what the file said at another commit, so that each change can say what caused it. */

import type { Change, Origin } from '../core/change.ts';
import { ORIGINS } from '../core/change.ts';
import type { Desired } from '../core/desired.ts';
import type { Facts, FactsWanted } from '../core/facts.ts';
import type { Issue } from '../core/issue.ts';
import type { Key } from '../core/key.ts';
import { groupKey, userKey } from '../core/key.ts';
import { LEFT_OUT, NOT_CHOSEN, waitingForOthers } from '../core/left-out.ts';
import { originsAgainst, originsWithoutFile } from '../core/origin.ts';
import type { TermChange } from '../core/terms.ts';
import { termChanges } from '../core/terms.ts';
import type { Configuration } from '../desired/configuration.ts';
import { expand } from '../desired/expand.ts';
import { namedIdentities } from '../desired/undeclared.ts';
import { factsWanted } from '../desired/wanted.ts';

/** What changes are told against: the file of another commit, the file itself, or nothing. */
export type Base = { readonly at: Configuration } | 'itself' | undefined;

export interface Told {
  readonly changes: readonly Change[];
  readonly warnings: readonly Issue[];
  readonly terms: readonly TermChange[];
}

/** The facts that both the configuration and its base need. */
export function factsWantedWith(configuration: Configuration, base: Base): FactsWanted {
  const wanted = factsWanted(configuration);
  if (base === undefined || base === 'itself') return withNamed(wanted, [configuration]);
  const more = factsWanted(base.at);
  const both = {
    ...wanted,
    accounts: wanted.accounts || more.accounts,
    identities: wanted.identities || more.identities,
    permissionSets: wanted.permissionSets || more.permissionSets,
    unitPaths: [...wanted.unitPaths, ...more.unitPaths],
    accountTags: wanted.accountTags || more.accountTags,
  };
  return withNamed(both, [configuration, base.at]);
}

function withNamed(wanted: FactsWanted, configurations: readonly Configuration[]): FactsWanted {
  return wanted.identities ? { ...wanted, named: namedIdentities(configurations) } : wanted;
}

/** The changes with their origins, and only those of `only`. */
export function tellOrigins(
  changes: readonly Change[],
  desired: Desired,
  base: Base,
  facts: Facts,
  only: readonly Origin[] | undefined,
): Told {
  const told = against(changes, desired, base, facts);
  if (only === undefined) return told;
  const isChosen = ({ origin }: Change): boolean => only.includes(origin);
  const held = waitingForOthers(told.changes, isChosen, desired.renames.permissionSets);
  return {
    ...told,
    changes: told.changes.filter((change) => isChosen(change) && !held.has(change.key)),
    warnings: [...told.warnings, ...notChosen(told.changes, only), ...heldBack(held)],
  };
}

function heldBack(held: ReadonlyMap<Key, Key>): readonly Issue[] {
  return [...held].map(([key, other]) => ({
    code: LEFT_OUT,
    severity: 'warning',
    message: `${key} is left out: it waits for ${other}, which is left out too`,
    hint: 'choose both origins, or leave `--only` away',
  }));
}

/** That more is due than was asked for, so that nobody takes the plan for all that differs. */
function notChosen(changes: readonly Change[], only: readonly Origin[]): readonly Issue[] {
  const counts = ORIGINS.filter((origin) => !only.includes(origin)).map((origin) => ({
    origin,
    count: changes.filter((change) => change.origin === origin).length,
  }));
  const due = counts.filter(({ count }) => count > 0).map(({ origin, count }) => `${count} of origin ${origin}`);
  if (due.length === 0) return [];
  const message = `more is due than was chosen: ${due.join(', ')}`;
  return [{ code: NOT_CHOSEN, severity: 'warning', message, hint: 'see it with `cw-gitops plan`' }];
}

function against(changes: readonly Change[], desired: Desired, base: Base, facts: Facts): Told {
  if (base === undefined) return { changes, warnings: [], terms: [] };
  if (base === 'itself') return { changes: originsWithoutFile(changes, desired.resources), warnings: [], terms: [] };
  const expanded = expand(base.at, facts);
  const warnings = [...droppedProfile(desired, base.at), ...droppedNames(desired, base.at)];
  if (expanded.ok) {
    const { value } = expanded;
    return { changes: originsAgainst(changes, desired, value), warnings, terms: termChanges(desired, value) };
  }
  const [first] = expanded.issues;
  const message = `the base cannot be compared with, so everything counts as this file's: ${first?.message ?? ''}`;
  return { changes, warnings: [...warnings, { code: 'PLAN_BASE', severity: 'warning', message }], terms: [] };
}

/** A name that was declared and now is only named: it stays, and nobody looks after it any more. */
function droppedNames({ referenced }: Desired, { document }: Configuration): readonly Issue[] {
  const declared = [
    ...(document.users ?? []).map(({ userName }) => ({ what: 'user', name: userName, key: userKey(userName) })),
    ...(document.groups ?? []).map(({ name }) => ({ what: 'group', name, key: groupKey(name) })),
  ];
  return declared
    .filter(({ key }) => referenced.has(key))
    .map(({ what, name }) => ({
      code: 'PLAN_BASE',
      severity: 'warning',
      message: `the base declares ${what} "${name}", and the file only names it: it is left as it is from now on`,
      hint: 'declare it again, or take the name out everywhere',
    }));
}

/** A dropped `codewhisperer` section removes nothing, which may not be what its author thinks. */
function droppedProfile(desired: Desired, base: Configuration): readonly Issue[] {
  if (base.document.codewhisperer === undefined || desired.profile !== undefined) return [];
  const message = 'the base names a CodeWhisperer profile and the file does not: it stays as it is, seats and all';
  return [
    { code: 'PLAN_BASE', severity: 'warning', message, hint: 'to delete it, write `codewhisperer.state: absent`' },
  ];
}
