/** The accounts of an organisation as a configuration names and selects them. */

import type { Account, Facts, Organization } from '../core/facts.ts';
import { isAccountId } from '../core/ids.ts';
import type { Issue } from '../core/issue.ts';
import { canonicalJson } from '../core/json.ts';
import { getOrInsert } from '../core/once.ts';
import { caution, mistake } from './codes.ts';
import type { AccountTerm, Configuration, Mention, Selector } from './configuration.ts';
import { at } from './configuration.ts';
import type { DesiredState } from './document.types.ts';
import { firstMatch } from './glob.ts';
import { grouped } from '../core/grouped.ts';
import { candidatesHint } from './names.ts';
import { resolveUnit } from './units.ts';

/** An account that an entry means. */
export interface Target {
  /** 12 digits. */
  readonly id: string;
  /** The selector in words; absent when the account is named. */
  readonly via?: string;
}

export interface Accounts {
  /** The accounts that a term means, without those that cannot be granted on; what is wrong is added to `issues`. */
  targets(term: AccountTerm, issues: Issue[]): readonly Target[];
  /** The id that a name stands for, also of an account that is not active or not in the organisation. */
  idOf(mention: Mention, issues: Issue[]): string | undefined;
  /** Whether something live on the account is left alone: it is ignored, not active, or not in the organisation. */
  untouched(id: string): boolean;
  /** Whether nothing can be changed on the account: it is not active, or not in the organisation. */
  inactive(id: string): boolean;
}

interface Directory {
  readonly configuration: Configuration;
  readonly organization: Organization;
  /** Short name → id. */
  readonly shortNames: ReadonlyMap<string, string>;
  readonly byId: ReadonlyMap<string, Account>;
  readonly byName: ReadonlyMap<string, readonly Account[]>;
  /** The glob of `ignore.accounts` that matches one of an account's names. */
  ignoredBy(id: string): string | undefined;
  /** Ids of accounts that are not there or not active, once told. */
  readonly told: Set<string>;
  /** What selectors select, by their text. */
  readonly selected: Map<string, readonly Target[]>;
}

/** How a file calls accounts: id → short name; of several for one account the last. */
export function shortNamesById({ accounts = {} }: Pick<DesiredState, 'accounts'>): ReadonlyMap<string, string> {
  return new Map(Object.entries(accounts).map(([name, id]) => [id, name]));
}

/** Looks accounts up in the organisation. Each account that is not there, or not active, is told once. */
export function createAccounts(configuration: Configuration, { organization }: Facts): Accounts {
  const shortNames = Object.entries(configuration.document.accounts ?? {});
  const byId = new Map(organization.accounts.map((account) => [account.id, account]));
  const directory: Directory = {
    configuration,
    organization,
    shortNames: new Map(shortNames),
    byId,
    byName: grouped(organization.accounts, ({ name }) => name),
    ignoredBy: ignoring(configuration.document.ignore?.accounts ?? [], shortNames, byId),
    told: new Set(),
    selected: new Map(),
  };
  const inactive = (id: string): boolean => byId.get(id)?.active !== true;
  return {
    targets: (term, issues) => targets(directory, term, issues),
    idOf: (mention, issues) => idOf(directory, mention, issues),
    untouched: (id) => inactive(id) || directory.ignoredBy(id) !== undefined,
    inactive,
  };
}

/** Which glob an account's names match first, if one does: asked once for each account, whatever is granted there. */
function ignoring(
  globs: readonly string[],
  shortNames: readonly (readonly [name: string, id: string])[],
  byId: ReadonlyMap<string, Account>,
): Directory['ignoredBy'] {
  const matching = firstMatch(globs);
  const namesOf = grouped(shortNames, ([, id]) => id);
  const found = new Map<string, string | undefined>();
  function matchOf(id: string): string | undefined {
    const name = byId.get(id)?.name ?? id;
    return [...(namesOf.get(id) ?? []).map(([short]) => short), id, name]
      .map(matching)
      .find((glob) => glob !== undefined);
  }
  return (id) => {
    if (!found.has(id)) found.set(id, matchOf(id));
    return found.get(id);
  };
}

function targets(directory: Directory, term: AccountTerm, issues: Issue[]): readonly Target[] {
  if (term.type === 'management') {
    const id = unlessIgnored(
      directory,
      directory.organization.managementAccount,
      'the management account',
      term,
      issues,
    );
    return id === undefined ? [] : granted(directory, id, term, issues);
  }
  if (term.type === 'named') {
    const id = idOf(directory, term, issues);
    return id === undefined ? [] : granted(directory, id, term, issues);
  }
  const text = canonicalJson({ ...term.selector });
  return getOrInsert(directory.selected, text, () => select(directory, term.selector, term, issues));
}

function idOf(directory: Directory, mention: Mention, issues: Issue[]): string | undefined {
  const { configuration, shortNames, byName } = directory;
  const { name, path } = mention;
  const known = shortNames.get(name) ?? (isAccountId(name) ? name : undefined);
  const ids = known === undefined ? (byName.get(name) ?? []).map((account) => account.id) : [known];
  const [id] = ids;
  const refuse = (message: string, hint: string | undefined) => {
    issues.push(mistake('CONFIG_REFERENCE', at(configuration, path), message, hint));
    return undefined;
  };
  if (id === undefined) {
    return refuse(`no account "${name}"`, candidatesHint(name, [...shortNames.keys(), ...byName.keys()]));
  }
  if (ids.length > 1) {
    const hint = `name one by its id: ${ids.map((one) => `"${one}"`).join(', ')}`;
    return refuse(`${ids.length} accounts are called "${name}"`, hint);
  }
  return unlessIgnored(directory, id, `account "${name}"`, mention, issues);
}

/** The id of an account that something names, in these words, where it may. */
function unlessIgnored(
  directory: Directory,
  id: string,
  words: string,
  { path }: Pick<Mention, 'path'>,
  issues: Issue[],
): string | undefined {
  const glob = directory.ignoredBy(id);
  if (glob === undefined) return id;
  const message = `${words} is named here, but ignore.accounts has "${glob}"`;
  const hint = 'name another one, or do not ignore it';
  issues.push(mistake('CONFIG_CONTRADICTION', at(directory.configuration, path), message, hint));
  return undefined;
}

/** The account as a target, or why nothing can be granted there. */
function granted(directory: Directory, id: string, { path }: AccountTerm, issues: Issue[]): readonly Target[] {
  const account = directory.byId.get(id);
  if (account?.active === true) return [{ id }];
  if (!directory.told.has(id)) {
    directory.told.add(id);
    const message =
      account === undefined
        ? `account ${id} is not in the organisation: nothing is granted there`
        : `account ${id} (${account.name}) is ${account.state}: what is there is left as it is`;
    issues.push(caution('CONFIG_ACCOUNT', at(directory.configuration, path), message));
  }
  return [];
}

function select(directory: Directory, selector: Selector, { path }: AccountTerm, issues: Issue[]): readonly Target[] {
  const { configuration, organization } = directory;
  const unit = selector.ou === undefined ? undefined : resolveUnit(selector.ou, organization);
  if (unit?.ok === false) {
    issues.push(mistake('CONFIG_REFERENCE', at(configuration, [...path, 'ou']), unit.mistake, unit.hint));
    return [];
  }
  const via = selectorText(selector);
  const found = organization.accounts
    .filter((account) => account.active && account.id !== organization.managementAccount)
    .filter((account) => unit === undefined || isIn(account, unit.id, selector.recursive === true))
    .filter((account) => Object.entries(selector.tag ?? {}).every(([key, value]) => account.tags?.[key] === value))
    .filter(({ id }) => directory.ignoredBy(id) === undefined)
    .map(({ id }) => ({ id, via }));
  if (found.length === 0)
    issues.push(caution('CONFIG_NOTHING', at(configuration, path), `no account is selected by ${via}`));
  return found;
}

function isIn({ path = [] }: Account, unit: string, recursive: boolean): boolean {
  return recursive ? path.includes(unit) : path.at(-1) === unit;
}

/** A selector in the words that plans use: `ou Workloads/Prod`, `tag stage=prod`, `all accounts`. */
export function selectorText(selector: Selector): string {
  const unit = selector.ou === undefined ? [] : [`ou ${selector.ou}${selector.recursive === true ? ' and below' : ''}`];
  const tags = Object.entries(selector.tag ?? {}).map(([key, value]) => `tag ${key}=${value}`);
  const words = [...unit, ...tags];
  return words.length === 0 ? 'all accounts' : words.join(', ');
}
