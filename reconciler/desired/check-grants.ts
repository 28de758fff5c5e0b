/** Entries that grant: what each must say, and that no two write out the same grant. */

import { addTo } from '../core/grouped.ts';
import type { Issue } from '../core/issue.ts';
import { getOrInsert } from '../core/once.ts';
import { caution, mistake, placeText } from './codes.ts';
import type { AccountTerm, Configuration, GrantEntry, Mention, Selector } from './configuration.ts';
import { accountTerms, at } from './configuration.ts';
import type { Step } from './node.ts';

/** Assignments that name no permission set, or name them in both ways. */
export function incompleteEntries(configuration: Configuration): readonly Issue[] {
  return (configuration.document.assignments ?? []).flatMap(({ permissionSet, permissionSets }, index) => {
    if ((permissionSet === undefined) !== (permissionSets === undefined)) return [];
    const place = at(configuration, ['assignments', index]);
    if (permissionSet === undefined) {
      return [mistake('CONFIG_MISSING', place, '"permissionSet" (or "permissionSets") is missing in this assignment')];
    }
    return [mistake('CONFIG_CONTRADICTION', place, 'give either "permissionSet" or "permissionSets"')];
  });
}

/** Entries that grant nothing to anybody. */
export function idleEntries(configuration: Configuration): readonly Issue[] {
  return configuration.grants.flatMap(({ path, sets, accounts, principals }) => {
    const [list] = path;
    const without = [
      ...(sets.length === 0 ? ['permission set'] : []),
      // What admins lack of an account is an error of its own.
      ...(accounts.length === 0 && list === 'assignments' ? ['account'] : []),
      ...(principals.length === 0 ? ['user or group'] : []),
    ];
    if (without.length === 0) return [];
    const message = `this grants nothing: it has no ${without.join(' and no ')}`;
    return [caution('CONFIG_NOTHING', at(configuration, path), message)];
  });
}

/** Selectors that say two things at once, or nothing. */
export function wrongSelectors(configuration: Configuration): readonly Issue[] {
  const scopes = (configuration.document.scopes ?? []).flatMap((scope, index) =>
    accountTerms(scope.accounts, ['scopes', index, 'accounts']),
  );
  const terms = [...configuration.grants.flatMap(({ accounts, except }) => [...accounts, ...except]), ...scopes];
  return terms.flatMap((term) => {
    if (term.type !== 'selected') return [];
    const wrong = selectorMistake(term.selector);
    return wrong === undefined ? [] : [mistake('CONFIG_SELECTOR', at(configuration, term.path), ...wrong)];
  });
}

function selectorMistake({ ou, recursive, tag, all }: Selector): readonly [string, string] | undefined {
  if (all === true && (ou !== undefined || tag !== undefined)) {
    return ['`all` selects every account, whatever else is asked for', 'leave out all, or the rest'];
  }
  if (recursive !== undefined && ou === undefined)
    return ['`recursive` is about an `ou`, and there is none', 'give it an ou'];
  if (ou?.split('/').includes('') === true) {
    return [`"${ou}" is no path of organisational units`, 'begin below the root, such as Workloads/Prod'];
  }
  return undefined;
}

/** Accounts that one entry both names and excepts. */
export function exceptedAccounts(configuration: Configuration): readonly Issue[] {
  return configuration.grants.flatMap(({ accounts, except }) => {
    if (except.length === 0) return [];
    const excepted = new Set(except.flatMap((term) => accountIdentity(configuration, term)));
    return accounts.flatMap((term) => {
      if (term.type !== 'named' || !accountIdentity(configuration, term).some((identity) => excepted.has(identity)))
        return [];
      const message = `account "${term.name}" is granted on and excepted in one entry`;
      return [mistake('CONFIG_CONTRADICTION', at(configuration, term.path), message, 'leave it out of one of the two')];
    });
  });
}

/**
 * Which account a term is, as far as that is known offline: the id of a short name or an id, else the name in AWS
 * Organizations. None for a selector.
 */
export function accountIdentity({ document }: Configuration, term: AccountTerm): readonly string[] {
  if (term.type === 'selected') return [];
  if (term.type === 'management') return [document.organization?.managementAccount ?? 'the management account'];
  return [document.accounts?.[term.name] ?? term.name];
}

/**
 * Two entries that write out the same permission set for the same principal on the same account. What an entry excepts by a
 * selector is known with the organisation only: the grants tell of such entries.
 */
export function overlappingGrants(configuration: Configuration): readonly Issue[] {
  const holders = new Map<string, GrantEntry[]>();
  for (const entry of configuration.grants) {
    if (entry.except.some(({ type }) => type === 'selected')) continue;
    for (const set of new Set(entry.sets.map(({ name }) => name))) {
      for (const principal of new Set(entry.principals.map(({ type, name }) => `${type} "${name}"`))) {
        addTo(holders, `${set} for ${principal}`, entry);
      }
    }
  }
  const told = new Set<GrantEntry>();
  return [...holders].flatMap(([grant, entries]) =>
    entries.length < 2 ? [] : overlaps(configuration, grant, entries, told),
  );
}

function overlaps(
  configuration: Configuration,
  grant: string,
  entries: readonly GrantEntry[],
  told: Set<GrantEntry>,
): readonly Issue[] {
  const written = new Map<string, GrantEntry>();
  return entries.flatMap((entry) => {
    const terms = entry.accounts.flatMap((term) =>
      accountIdentity(configuration, term).map((identity) => ({ term, identity })),
    );
    const twice = terms.find(({ identity }) => written.has(identity));
    for (const { identity } of terms) if (!written.has(identity)) written.set(identity, entry);
    const other = written.get(twice?.identity ?? '');
    if (twice === undefined || other === undefined || told.has(entry)) return [];
    told.add(entry);
    const place = placeText(at(configuration, other.path));
    const account = twice.term.type === 'named' ? `"${twice.term.name}"` : 'the management account';
    return [overlap(configuration, entry.path, `${grant} on ${account}`, place)];
  });
}

function overlap(configuration: Configuration, path: readonly Step[], what: string, place: string): Issue {
  return mistake(
    'CONFIG_OVERLAP',
    at(configuration, path),
    `${what} is already granted at ${place}`,
    'leave it in one of the two',
  );
}

/** One user as two members of a group, one principal as two entries of `authorized`. A repeated plain name counts once. */
export function repeatedEntries(configuration: Configuration): readonly Issue[] {
  const { members, authorized } = configuration;
  return [
    ...repeated(
      configuration,
      members,
      ({ group }) => group,
      ({ group, name }) => `membership of "${name}" in "${group}"`,
    ),
    ...repeated(
      configuration,
      authorized,
      ({ type }) => type,
      ({ type, name }) => `CodeWhisperer for ${type} "${name}"`,
    ),
  ];
}

function isPlain({ written }: Configuration, path: readonly Step[]): boolean {
  let value: unknown = written.value;
  for (const step of path) value = (value as { readonly [step: Step]: unknown })[step];
  return typeof value === 'string';
}

/** A name may stand once in its owner. */
function repeated<M extends Mention>(
  configuration: Configuration,
  entries: readonly M[],
  owner: (entry: M) => string,
  title: (entry: M) => string,
): readonly Issue[] {
  const seen = new Map<string, Map<string, M>>();
  return entries.flatMap((entry) => {
    const names = getOrInsert(seen, owner(entry), () => new Map<string, M>());
    const first = names.get(entry.name);
    if (first === undefined) {
      names.set(entry.name, entry);
      return [];
    }
    const sameList = first.path.slice(0, -1).join('/') === entry.path.slice(0, -1).join('/');
    if (sameList && isPlain(configuration, first.path) && isPlain(configuration, entry.path)) return [];
    return [overlap(configuration, entry.path, title(entry), placeText(at(configuration, first.path)))];
  });
}
