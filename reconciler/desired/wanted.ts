/** Which facts a configuration needs, so that nothing else is read. */

import type { FactsWanted, WantedProfile } from '../core/facts.ts';
import type { Configuration, Selector } from './configuration.ts';
import { accountTerms } from './configuration.ts';
import { unitPath } from './units.ts';

/** All account selectors of a configuration: of its entries and of its scopes. */
export function selectorsOf({ grants, document }: Configuration): readonly Selector[] {
  const scopes = (document.scopes ?? []).flatMap((scope, index) => accountTerms(scope.accounts, ['scopes', index]));
  return [...grants.flatMap(({ accounts, except }) => [...accounts, ...except]), ...scopes].flatMap((term) =>
    term.type === 'selected' ? [term.selector] : [],
  );
}

/** What to read before the configuration can be expanded, at whatever moment. */
export function factsWanted(configuration: Configuration): FactsWanted {
  const { document, grants } = configuration;
  const selectors = selectorsOf(configuration);
  const units = new Map(selectors.flatMap(({ ou }) => (ou === undefined ? [] : [[ou, unitPath(ou)] as const])));
  const { removed = {}, unmanaged = {} } = document;
  const removes = (kind: 'users' | 'groups' | 'permissionSets') =>
    (removed[kind] ?? []).length > 0 || unmanaged[kind] === 'remove';
  const people = removes('users') || removes('groups');
  const sets = (document.permissionSets ?? []).length > 0 || grants.length > 0 || removes('permissionSets');
  const delegates = Object.keys(document.organization?.delegatedAdministrators ?? {}).length > 0;
  const profile = profileWanted(configuration);
  return {
    accounts: sets || people || delegates || profile !== undefined,
    // Of a permission set all assignees are read, and they have to be called by name.
    identities:
      sets || people || profile !== undefined || document.users !== undefined || document.groups !== undefined,
    permissionSets: sets,
    unitPaths: [...units.values()],
    accountTags: selectors.some(({ tag }) => tag !== undefined),
    ...(profile === undefined ? {} : { profile }),
  };
}

/** The profile by its account's id where the file knows it; a key is of no interest to one that is to be absent. */
function profileWanted({ document }: Configuration): WantedProfile | undefined {
  const { account, region, kmsKey, state } = document.codewhisperer ?? {};
  if (account === undefined || region === undefined) return undefined;
  return {
    account: document.accounts?.[account] ?? account,
    region,
    ...(kmsKey === undefined || state === 'absent' ? {} : { kmsKey }),
  };
}
