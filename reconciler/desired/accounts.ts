/** The accounts of an organisation as a configuration names and selects them. */

import type { Account, Facts } from '../core/facts.ts';
import type { Issue } from '../core/issue.ts';
import { canonicalJson } from '../core/json.ts';
import { caution, mistake } from './codes.ts';
import type { AccountTerm, Configuration, Mention, Selector } from './configuration.ts';
import { at } from './configuration.ts';
import { firstMatch } from './glob.ts';
import { grouped } from './grouped.ts';
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
}

const ACCOUNT_ID = /^\d{12}$/u;

/** Looks accounts up in the organisation. Each account that is not there, or not active, is told once. */
export function createAccounts(configuration: Configuration, facts: Facts): Accounts {
  const { organization } = facts;
  const shortNames = Object.entries(configuration.document.accounts ?? {});
  const ids = new Map(shortNames);
  const byId = new Map(organization.accounts.map((account) => [account.id, account]));
  const byName = grouped(organization.accounts, ({ name }) => name);
  const shortNamesOf = grouped(shortNames, ([, id]) => id);
  const ignoredBy = firstMatch(configuration.document.ignore?.accounts ?? []);
  const told = new Set<string>();
  const selected = new Map<string, readonly Target[]>();

  function ignoreGlob(id: string): string | undefined {
    const names = [...(shortNamesOf.get(id) ?? []).map(([name]) => name), id, ...nameOf(byId.get(id))];
    return names.map(ignoredBy).find((glob) => glob !== undefined);
  }

  function tell(id: string, term: Pick<Mention, 'path'>, issues: Issue[], message: string): void {
    if (told.has(id)) return;
    told.add(id);
    issues.push(caution('CONFIG_ACCOUNT', at(configuration, term.path), message));
  }

  function idOf(mention: Mention, issues: Issue[]): string | undefined {
    const known = ids.get(mention.name) ?? (ACCOUNT_ID.test(mention.name) ? mention.name : undefined);
    const named = known === undefined ? (byName.get(mention.name) ?? []).map(({ id }) => id) : [known];
    const [id, ...others] = named;
    const place = at(configuration, mention.path);
    if (id === undefined) {
      const candidates = [...ids.keys(), ...byName.keys()];
      issues.push(
        mistake('CONFIG_REFERENCE', place, `no account "${mention.name}"`, candidatesHint(mention.name, candidates)),
      );
      return undefined;
    }
    if (others.length > 0) {
      const hint = `name one by its id: ${named.map((one) => `"${one}"`).join(', ')}`;
      issues.push(mistake('CONFIG_REFERENCE', place, `${named.length} accounts are called "${mention.name}"`, hint));
      return undefined;
    }
    const glob = ignoreGlob(id);
    if (glob !== undefined) {
      const message = `account "${mention.name}" is named here, but ignore.accounts has "${glob}"`;
      issues.push(mistake('CONFIG_CONTRADICTION', place, message, 'name another one, or do not ignore it'));
      return undefined;
    }
    return id;
  }

  function granted(id: string, term: Pick<Mention, 'path'>, issues: Issue[]): readonly Target[] {
    const account = byId.get(id);
    if (account === undefined) {
      tell(id, term, issues, `account ${id} is not in the organisation: nothing is granted there`);
      return [];
    }
    if (account.active) return [{ id }];
    tell(id, term, issues, `account ${id} (${account.name}) is ${account.state}: what is there is left as it is`);
    return [];
  }

  function select(selector: Selector, term: AccountTerm, issues: Issue[]): readonly Target[] {
    const inUnit = selector.ou === undefined ? undefined : resolveUnit(selector.ou, organization);
    if (inUnit?.ok === false) {
      issues.push(mistake('CONFIG_REFERENCE', at(configuration, [...term.path, 'ou']), inUnit.mistake, inUnit.hint));
      return [];
    }
    const via = selectorText(selector);
    const found = organization.accounts
      .filter((account) => account.active && account.id !== organization.managementAccount)
      .filter((account) => inUnit === undefined || isIn(account, inUnit.id, selector.recursive === true))
      .filter((account) => Object.entries(selector.tag ?? {}).every(([key, value]) => account.tags?.[key] === value))
      .filter(({ id }) => ignoreGlob(id) === undefined)
      .map(({ id }) => ({ id, via }));
    if (found.length === 0) {
      issues.push(caution('CONFIG_NOTHING', at(configuration, term.path), `no account is selected by ${via}`));
    }
    return found;
  }

  function targets(term: AccountTerm, issues: Issue[]): readonly Target[] {
    if (term.type === 'management') return granted(organization.managementAccount, term, issues);
    if (term.type === 'named') {
      const id = idOf(term, issues);
      return id === undefined ? [] : granted(id, term, issues);
    }
    const text = canonicalJson({ ...term.selector });
    const known = selected.get(text) ?? select(term.selector, term, issues);
    selected.set(text, known);
    return known;
  }

  return { targets, idOf, untouched: (id) => byId.get(id)?.active !== true || ignoreGlob(id) !== undefined };
}

function nameOf(account: Account | undefined): readonly string[] {
  return account === undefined ? [] : [account.name];
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
