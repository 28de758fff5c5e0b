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
 * Where all configurations (the file, and its base) only refer to users, or groups, the names that they refer to. One that
 * declares, removes or reports some is about others too: it needs to know who exists, and who has an address.
 */
export function namedIdentities(configurations: readonly Configuration[]): Required<FactsWanted>['named'] {
  const names = (noun: 'users' | 'groups', type: PrincipalType): readonly string[] | undefined =>
    configurations.every((one) => isOnlyReferred(one, noun))
      ? [...new Set(configurations.flatMap((one) => undeclared(one, type)))]
      : undefined;
  const [users, groups] = [names('users', 'user'), names('groups', 'group')];
  return { ...(users === undefined ? {} : { users }), ...(groups === undefined ? {} : { groups }) };
}

function isOnlyReferred({ document }: Configuration, noun: 'users' | 'groups'): boolean {
  const { removed = {}, unmanaged = {} } = document;
  const own = [...(document[noun] ?? []), ...(removed[noun] ?? [])];
  return own.length === 0 && unmanaged[noun] === 'ignore';
}
