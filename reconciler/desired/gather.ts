/** Assignments, one for each set, account and principal → entries as a person would write them. */

import { byCodePoint } from '../core/json.ts';
import type { AssignmentSpec } from '../core/resource.ts';
import type { Assignment } from './document.types.ts';
import { grouped } from '../core/grouped.ts';
import type { AccountWriter } from './write-accounts.ts';
import { principalFields } from './write-principals.ts';

/** One entry for many sets, accounts and principals, never longer than an entry for each grant; in order. */
export function gatherAssignments(grants: readonly AssignmentSpec[], accounts: AccountWriter): readonly Assignment[] {
  const bySet = [...grouped(grants, ({ permissionSet }) => permissionSet)];
  const entries = bySet.flatMap(([permissionSet, held]) => {
    const forms = [byPrincipals(held), byAccounts(held)].map((parts) =>
      parts.map((part) => ({ permissionSet, entry: entryOf(part, accounts) })),
    );
    return forms.reduce((best, form) => (JSON.stringify(form).length < JSON.stringify(best).length ? form : best));
  });
  const merged = new Map<string, { readonly names: string[]; readonly entry: Assignment }>();
  for (const { permissionSet, entry } of entries) {
    const words = JSON.stringify(entry);
    const known = merged.get(words);
    if (known === undefined) merged.set(words, { names: [permissionSet], entry });
    else known.names.push(permissionSet);
  }
  return [...merged.values()]
    .map(({ names, entry }): Assignment => {
      const permissionSets = names.toSorted(byCodePoint);
      return names.length === 1 ? { permissionSet: names.join(''), ...entry } : { permissionSets, ...entry };
    })
    .map((entry) => ({ entry, words: JSON.stringify([entry.permissionSet ?? entry.permissionSets, entry]) }))
    .toSorted((a, b) => byCodePoint(a.words, b.words))
    .map(({ entry }) => entry);
}

/** All of these principals on all of these accounts. */
interface Part {
  readonly accounts: ReadonlySet<string>;
  readonly principals: readonly AssignmentSpec[];
}

/** Principals that hold a set on the same accounts go together. */
function byPrincipals(grants: readonly AssignmentSpec[]): readonly Part[] {
  const held = [...grouped(grants, principalWords).values()].map((own) => ({
    own,
    on: own.map(({ account }) => account).toSorted(byCodePoint),
  }));
  return [...grouped(held, ({ on }) => on.join(' ')).values()].map((same) => ({
    accounts: new Set(same.flatMap(({ on }) => on)),
    principals: same.flatMap(({ own }) => own.slice(0, 1)),
  }));
}

/** Accounts on which the same principals hold a set go together. */
function byAccounts(grants: readonly AssignmentSpec[]): readonly Part[] {
  const held = [...grouped(grants, ({ account }) => account).values()].map((here) => ({
    here,
    who: here.map(principalWords).toSorted(byCodePoint),
  }));
  return [...grouped(held, ({ who }) => JSON.stringify(who)).values()].map((same) => ({
    accounts: new Set(same.flatMap(({ here }) => here.map(({ account }) => account))),
    principals: same.slice(0, 1).flatMap(({ here }) => here),
  }));
}

function principalWords({ principalType, principal }: AssignmentSpec): string {
  return `${principalType} ${principal}`;
}

function entryOf({ accounts: ids, principals }: Part, accounts: AccountWriter): Assignment {
  return { ...accounts.wordsFor(ids), ...principalFields(principals) };
}
