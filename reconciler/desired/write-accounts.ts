/** Accounts as a person would write them: by a name that is safe, or by a selector that takes just these and is shorter. */

import type { Account, Organization, OrganizationalUnit } from '../core/facts.ts';
import { isAccountId } from '../core/ids.ts';
import { byCodePoint } from '../core/json.ts';
import type { AccountSelector } from './document.types.ts';
import { grouped } from '../core/grouped.ts';
import { folded } from '../core/folded.ts';
import { shortNamesById } from './accounts.ts';
import { pathOfUnit, resolveUnit } from './units.ts';

/** What an entry says of its accounts. */
export interface WrittenAccounts {
  readonly accounts: readonly AccountSelector[];
  readonly except?: readonly string[];
}

export interface AccountWriter {
  /** The name of an account: its own where that is safe, else its id. */
  nameOf(id: string): string;
  /** The shortest words for just these accounts: ids of active ones. */
  wordsFor(ids: ReadonlySet<string>): WrittenAccounts;
}

type Selector = Exclude<AccountSelector, string>;

interface Candidate {
  readonly selector: Selector;
  readonly ids: ReadonlySet<string>;
}

/** With fewer accounts a selector says more than is known: somebody chose these two. */
const FEWEST = 3;
const SAFE = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._+=@-]{0,126}[\p{L}\p{M}\p{N}._+=@-]$/u;

/**
 * `organization` with all its units, and with the tags where tag selectors may be written; without ignored accounts.
 * `shortNames`: how a file calls accounts, name → id.
 */
export function createAccountWriter(
  organization: Organization,
  shortNames: { readonly [name: string]: string } = {},
): AccountWriter {
  const { accounts, managementAccount } = organization;
  const uses = grouped(accounts, ({ name }) => folded(name));
  const names = new Map(
    accounts.map(({ id, name }) => {
      const isOthers = name in shortNames;
      const isSafe = SAFE.test(name) && !isAccountId(name) && uses.get(folded(name))?.length === 1 && !isOthers;
      return [id, isSafe ? name : id] as const;
    }),
  );
  const own = shortNamesById({ accounts: shortNames });
  const nameOf = (id: string): string => own.get(id) ?? names.get(id) ?? id;
  const members = accounts.filter(({ id, active }) => active && id !== managementAccount);
  const all = { selector: { all: true }, ids: idsOf(members) } as const;
  const candidates = [...unitCandidates(organization, members), ...tagCandidates(members)];
  return {
    nameOf,
    wordsFor: (ids) => {
      const named = [...ids].map(nameOf).toSorted(byCodePoint);
      const plain: WrittenAccounts = { accounts: named };
      const chosen = new Set([...ids].filter((id) => id !== managementAccount));
      if (chosen.size < FEWEST) return plain;
      const management = ids.has(managementAccount) ? [nameOf(managementAccount)] : [];
      const forms = [
        ...exact(chosen, [all, ...candidates]),
        ...allBut(chosen, all, nameOf),
        covered(chosen, candidates, nameOf),
      ].map((form) => ({ ...form, accounts: [...management, ...form.accounts] }));
      return shortest([plain, ...forms]);
    },
  };
}

function idsOf(accounts: readonly Account[]): ReadonlySet<string> {
  return new Set(accounts.map(({ id }) => id));
}

/** Of equally long ones, the first. */
function shortest(forms: readonly WrittenAccounts[]): WrittenAccounts {
  const length = (form: WrittenAccounts): number => JSON.stringify(form).length;
  return forms.reduce((best, form) => (length(form) < length(best) ? form : best));
}

function isWithin(ids: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return ids.size <= others.size && [...ids].every((id) => others.has(id));
}

function exact(ids: ReadonlySet<string>, candidates: readonly Candidate[]): readonly WrittenAccounts[] {
  return candidates
    .filter((candidate) => candidate.ids.size === ids.size && isWithin(ids, candidate.ids))
    .map(({ selector }) => ({ accounts: [selector] }));
}

/** All accounts but a few: a fifth of them at most. */
function allBut(ids: ReadonlySet<string>, all: Candidate, nameOf: (id: string) => string): readonly WrittenAccounts[] {
  const left = [...all.ids].filter((id) => !ids.has(id));
  if (left.length === 0 || left.length * 5 > all.ids.size) return [];
  return [{ accounts: [all.selector], except: left.map(nameOf).toSorted(byCodePoint) }];
}

/** The largest selectors that take nothing else, and the rest by name. */
function covered(
  ids: ReadonlySet<string>,
  candidates: readonly Candidate[],
  nameOf: (id: string) => string,
): WrittenAccounts {
  const fitting = candidates.filter((candidate) => candidate.ids.size >= FEWEST && isWithin(candidate.ids, ids));
  const left = new Set(ids);
  const selectors: Selector[] = [];
  for (const candidate of fitting.toSorted((a, b) => b.ids.size - a.ids.size)) {
    const gained = [...candidate.ids].filter((id) => left.has(id));
    if (gained.length < FEWEST) continue;
    selectors.push(candidate.selector);
    for (const id of gained) left.delete(id);
  }
  return { accounts: [...selectors, ...[...left].map(nameOf).toSorted(byCodePoint)] };
}

function unitCandidates(organization: Organization, members: readonly Account[]): readonly Candidate[] {
  const units = organization.units.toSorted((a, b) => byCodePoint(a.id, b.id));
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  return units.flatMap((unit): readonly Candidate[] => {
    const ou = unitWords(unit, byId, organization);
    const direct = idsOf(members.filter(({ path = [] }) => path.at(-1) === unit.id));
    const below = idsOf(members.filter(({ path = [] }) => path.includes(unit.id)));
    const deep = direct.size === below.size ? [] : [{ selector: { ou, recursive: true }, ids: below }];
    return [{ selector: { ou }, ids: direct }, ...deep];
  });
}

/** The path of a unit, or its id where the path could be taken for something else. */
function unitWords(
  unit: OrganizationalUnit,
  byId: ReadonlyMap<string, OrganizationalUnit>,
  organization: Organization,
): string {
  const path = pathOfUnit(unit, byId);
  const resolved = resolveUnit(path, organization);
  return resolved.ok && resolved.id === unit.id && !path.startsWith('ou-') ? path : unit.id;
}

function tagCandidates(members: readonly Account[]): readonly Candidate[] {
  const tagged = new Map<string, { readonly selector: Selector; readonly ids: Set<string> }>();
  for (const { id, tags = {} } of members) {
    for (const [key, value] of Object.entries(tags)) {
      const words = JSON.stringify([key, value]);
      const known = tagged.get(words) ?? { selector: { tag: { [key]: value } }, ids: new Set<string>() };
      known.ids.add(id);
      tagged.set(words, known);
    }
  }
  return [...tagged].toSorted(([a], [b]) => byCodePoint(a, b)).map(([, candidate]) => candidate);
}
