/** What is declared or named, and at once ignored, removed or kept from ending. */

import type { Issue } from '../core/issue.ts';
import { mistake, placeText } from './codes.ts';
import type { AccountTerm, Configuration, Mention } from './configuration.ts';
import { at } from './configuration.ts';
import { keyAt } from './document.ts';
import { principalMentions } from './check-references.ts';
import { firstMatch } from './glob.ts';
import type { Step } from './node.ts';
import type { Renamable } from './renames.ts';

const NOUNS = { users: 'user', groups: 'group', permissionSets: 'permission set' } as const;
type Field = keyof typeof NOUNS;

interface Thing {
  readonly how: 'declared' | 'named' | 'to be removed';
  readonly mention: Mention;
}

/**
 * Everything declared or named that `ignore` matches or `removed` lists, and what both have; each name once, where it is
 * declared first.
 */
export function ignoredOrRemoved(configuration: Configuration): readonly Issue[] {
  const { ignore = {}, removed = {} } = configuration.document;
  return (['users', 'groups', 'permissionSets'] as const).flatMap((field) => {
    const globs = ignore[field] ?? [];
    const gone = removed[field] ?? [];
    return globs.length + gone.length === 0 ? [] : clashes(configuration, field, globs, gone);
  });
}

function clashes(
  configuration: Configuration,
  field: Field,
  globs: readonly string[],
  gone: readonly string[],
): readonly Issue[] {
  const ignored = firstMatch(globs);
  const removals = new Map(gone.map((name, index) => [name, index]));
  const seen = new Set<string>();
  const listed = gone.map((name, index): Thing => ({
    how: 'to be removed',
    mention: { name, path: ['removed', field, index] },
  }));
  return [...things(configuration, field), ...listed].flatMap(({ how, mention }) => {
    const { name } = mention;
    if (seen.has(name)) return [];
    seen.add(name);
    const glob = ignored(name);
    const removal = how === 'to be removed' ? undefined : removals.get(name);
    const subject = `${NOUNS[field]} "${name}" is ${how} here`;
    const clash = (what: string) =>
      mistake('CONFIG_CONTRADICTION', at(configuration, mention.path), `${subject}, but ${what}`, EITHER);
    return [
      ...(glob === undefined ? [] : [clash(`ignore.${field} has "${glob}"`)]),
      ...(removal === undefined
        ? []
        : [clash(`to be removed at ${placeText(at(configuration, ['removed', field, removal]))}`)]),
    ];
  });
}

const EITHER = 'take out one of the two';

function things(configuration: Configuration, field: Field): readonly Thing[] {
  const { document, grants } = configuration;
  const named: readonly Mention[] =
    field === 'permissionSets'
      ? grants.flatMap(({ sets }) => sets)
      : principalMentions(configuration).filter(({ type }) => type === NOUNS[field]);
  return [
    ...(field === 'users' ? declaredUsers(document.users) : renamable(field, document[field])),
    ...named.map((mention): Thing => ({ how: 'named', mention })),
  ];
}

function declaredUsers(entries: readonly { readonly userName: string }[] | undefined): readonly Thing[] {
  return (entries ?? []).map(({ userName: name }, index) => ({
    how: 'declared',
    mention: { name, path: ['users', index, 'userName'] },
  }));
}

function renamable(field: Field, entries: readonly Renamable[] | undefined): readonly Thing[] {
  const all = entries ?? [];
  return [
    ...all.map(({ name }, index): Thing => ({ how: 'declared', mention: { name, path: [field, index, 'name'] } })),
    ...all.flatMap(({ previously }, index): readonly Thing[] =>
      previously === undefined
        ? []
        : [{ how: 'named', mention: { name: previously, path: [field, index, 'previously'] } }],
    ),
  ];
}

/** Accounts that are named although `ignore.accounts` matches their short name, their id, or the name as written. */
export function ignoredAccounts(configuration: Configuration): readonly Issue[] {
  const { document, written } = configuration;
  const globs = document.ignore?.accounts ?? [];
  if (globs.length === 0) return [];
  const ignored = firstMatch(globs);
  const shortNames = Object.entries(document.accounts ?? {});
  const declared = shortNames.flatMap(([name, id]) => {
    const glob = ignored(name) ?? ignored(id);
    if (glob === undefined) return [];
    const message = `account "${name}" is declared here, but ignore.accounts has "${glob}"`;
    return [mistake('CONFIG_CONTRADICTION', keyAt(written, 'accounts', name), message, EITHER)];
  });
  const known = new Set(shortNames.map(([name]) => name));
  const named = accountMentions(configuration).flatMap((mention) => {
    const { name } = mention;
    // A declared short name is told at its declaration.
    const glob = known.has(name) ? undefined : ignored(name);
    if (glob === undefined) return [];
    const message = `account "${name}" is named here, but ignore.accounts has "${glob}"`;
    return [mistake('CONFIG_CONTRADICTION', at(configuration, mention.path), message, EITHER)];
  });
  return [...declared, ...named, ...ignoredManagement(configuration, ignored)];
}

/** `admins.organization` names the management account without its id, which the file may have elsewhere. */
function ignoredManagement(
  configuration: Configuration,
  ignored: (name: string) => string | undefined,
): readonly Issue[] {
  const id = configuration.document.organization?.managementAccount;
  const glob = id === undefined ? undefined : ignored(id);
  if (glob === undefined) return [];
  const message = `the management account is named here, but ignore.accounts has "${glob}"`;
  return configuration.grants
    .flatMap(({ accounts }) => accounts.filter(({ type }) => type === 'management'))
    .map(({ path }) => mistake('CONFIG_CONTRADICTION', at(configuration, path), message, EITHER));
}

function accountMentions({ document, grants }: Configuration): readonly Mention[] {
  const named = (term: AccountTerm): readonly Mention[] => (term.type === 'named' ? [term] : []);
  const administrators = (document.guards?.administrators ?? []).map(({ account }, index) => ({
    name: account,
    path: ['guards', 'administrators', index, 'account'] as readonly Step[],
  }));
  const profile = document.codewhisperer?.account;
  return [
    ...grants.flatMap(({ accounts, except }) => [...accounts, ...except]).flatMap(named),
    ...administrators,
    ...(profile === undefined ? [] : [{ name: profile, path: ['codewhisperer', 'account'] }]),
  ];
}

/** `expires` on what `guards.protected` names: it would be removed on that day. */
export function expiringProtected(configuration: Configuration): readonly Issue[] {
  const { permissionSets, users, groups } = configuration.document.guards?.protected ?? {};
  const spared = { permissionSets: new Set(permissionSets), user: new Set(users), group: new Set(groups) };
  const issue = (path: readonly Step[], noun: string, name: string) =>
    mistake(
      'CONFIG_EXPIRY',
      at(configuration, [...path, 'expires']),
      `${noun} "${name}" is protected, so nothing that names it may end`,
      'take out expires',
    );
  const entries = configuration.grants.filter(({ expires }) => expires !== undefined);
  const members = configuration.members.filter(({ expires }) => expires !== undefined);
  const authorized = configuration.authorized.filter(({ expires }) => expires !== undefined);
  return [
    ...entries.flatMap(({ path, sets, principals }) => [
      ...sets
        .filter(({ name }) => spared.permissionSets.has(name))
        .map(({ name }) => issue(path, 'permission set', name)),
      ...principals.filter(({ type, name }) => spared[type].has(name)).map(({ type, name }) => issue(path, type, name)),
    ]),
    ...members.flatMap(({ path, name, group }) => [
      ...(spared.user.has(name) ? [issue(path, 'user', name)] : []),
      ...(spared.group.has(group) ? [issue(path, 'group', group)] : []),
    ]),
    ...authorized
      .filter(({ type, name }) => spared[type].has(name))
      .map(({ path, type, name }) => issue(path, type, name)),
  ];
}

/** Grants without an end of sets that `guards.expiry` lets nobody hold for good. */
export function missingExpiry(configuration: Configuration): readonly Issue[] {
  const guards = configuration.document.guards?.expiry ?? [];
  if (guards.length === 0) return [];
  return configuration.grants.flatMap(({ path, sets, expires }) => {
    const names = new Set(sets.map(({ name }) => name));
    const guard = expires === undefined ? guards.find(({ permissionSet }) => names.has(permissionSet)) : undefined;
    if (guard === undefined) return [];
    const message = `permission set "${guard.permissionSet}" is only granted with an end (guards.expiry)`;
    return [
      mistake('CONFIG_EXPIRY', at(configuration, path), message, `give this entry expires, within ${guard.within}`),
    ];
  });
}
