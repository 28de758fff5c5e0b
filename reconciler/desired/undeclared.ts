/** Users and groups that a configuration names and does not declare, and whether it is about any others. */

import type { FactsWanted } from '../core/facts.ts';
import type { PrincipalType } from '../core/key.ts';
import type { Configuration } from './configuration.ts';

/** Names of the users, or groups, that a configuration refers to without declaring them: each once. */
export function undeclared(
  { document, grants, members, authorized }: Configuration,
  type: PrincipalType,
): readonly string[] {
  const declared = new Set<string>(
    type === 'user' ? document.users?.map(({ userName }) => userName) : document.groups?.map(({ name }) => name),
  );
  const names = [...grants.flatMap(({ principals }) => principals), ...authorized, ...members]
    .filter((principal) => principal.type === type)
    .map(({ name }) => name);
  return [...new Set(names.filter((name) => !declared.has(name)))];
}

/**
 * The users, and the groups, that the configurations (the file and its base) name, where knowing just those is enough.
 * It is not, and the member is absent, where `unmanaged` reports or removes the others; and for users also where any is
 * declared or removed, since an email address must not be somebody else's.
 */
export function namedIdentities(configurations: readonly Configuration[]): Required<FactsWanted>['named'] {
  const referred = (type: PrincipalType) => configurations.flatMap((one) => undeclared(one, type));
  const areIgnored = (noun: 'users' | 'groups') =>
    configurations.every(({ document }) => document.unmanaged?.[noun] === 'ignore');
  const owned = configurations.flatMap(({ document }) => [
    ...(document.users ?? []),
    ...(document.removed?.users ?? []),
  ]);
  return {
    ...(areIgnored('users') && owned.length === 0 ? { users: { referred: each(referred('user')), own: [] } } : {}),
    ...(areIgnored('groups')
      ? { groups: { referred: each(referred('group')), own: each(configurations.flatMap(ownGroups)) } }
      : {}),
  };
}

/** Groups that a configuration declares, under the names that they have or had, and those that it removes. */
function ownGroups({ document: { groups = [], removed = {} } }: Configuration): readonly string[] {
  const declared = groups.flatMap(({ name, previously }) => (previously === undefined ? [name] : [name, previously]));
  return [...declared, ...(removed.groups ?? [])];
}

function each(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
