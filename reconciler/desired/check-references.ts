/** Names that must be declared, and names that look as if they were meant to be. */

import type { Issue } from '../core/issue.ts';
import type { PrincipalType } from '../core/key.ts';
import { caution, mistake } from './codes.ts';
import type { Configuration, Mention, PrincipalMention } from './configuration.ts';
import { at } from './configuration.ts';
import type { DeclaredNames } from './declared.ts';
import { declaredPrincipals } from './declared.ts';
import { candidatesHint, nearMisses } from './names.ts';
import { newNames } from './renames.ts';

/** Permission sets that entries name without anything declaring them. */
export function unknownSets(configuration: Configuration, declared: DeclaredNames): readonly Issue[] {
  const { guards = {} } = configuration.document;
  const granted = configuration.grants.filter(({ path }) => path[0] === 'assignments').flatMap(({ sets }) => sets);
  const administrators = (guards.administrators ?? []).map(({ permissionSet: name }, index) => ({
    name,
    path: ['guards', 'administrators', index, 'permissionSet'],
  }));
  const expiring = (guards.expiry ?? []).map(({ permissionSet: name }, index) => ({
    name,
    path: ['guards', 'expiry', index, 'permissionSet'],
  }));
  // A guard may well be for the preset that only `admins` grants.
  const guarded = [...administrators, ...expiring].filter(({ name }) => !declared.adminSets.has(name));
  return unknown(configuration, [...granted, ...guarded], declared);
}

function unknown(
  configuration: Configuration,
  mentions: readonly Mention[],
  declared: DeclaredNames,
): readonly Issue[] {
  const renamed = newNames(configuration.document.permissionSets);
  return mentions
    .filter(({ name }) => !declared.permissionSets.has(name))
    .map(({ name, path }) =>
      mistake(
        'CONFIG_REFERENCE',
        at(configuration, path),
        `no permission set "${name}"`,
        setHint(name, declared, renamed),
      ),
    );
}

function setHint(name: string, declared: DeclaredNames, renamed: ReadonlyMap<string, string>): string | undefined {
  const newName = renamed.get(name);
  if (newName !== undefined) return `it is now called "${newName}"`;
  if (declared.adminSets.has(name)) return `declare it under permissionSets, with the preset that admins gives it`;
  return candidatesHint(name, [...declared.permissionSets]);
}

/** The one set that both administrators are given without a declaration would have to be two presets at once. */
export function ambiguousPresets(configuration: Configuration, declared: DeclaredNames): readonly Issue[] {
  const [first, second] = configuration.grants.filter(({ path }) => path[0] === 'admins').flatMap(({ sets }) => sets);
  if (first === undefined || first.name !== second?.name || declared.permissionSets.has(first.name)) return [];
  const message = `"${second.name}" would have to be the preset of both administrators`;
  return [mistake('CONFIG_CONTRADICTION', at(configuration, second.path), message, 'declare it under permissionSets')];
}

/** All users and groups that entries name, in the order of the document. */
export function principalMentions({ grants, members, authorized }: Configuration): readonly PrincipalMention[] {
  return [...members, ...grants.flatMap(({ principals }) => principals), ...authorized];
}

/** Undeclared users and groups whose names nearly are those of declared ones; each name once. */
export function nearNames(configuration: Configuration, declared: DeclaredNames): readonly Issue[] {
  const undeclared = principalMentions(configuration).filter(
    ({ type, name }) => !declaredPrincipals(declared, type).has(name),
  );
  if (undeclared.length === 0) return [];
  const near = {
    user: nearMisses(declared.users),
    group: nearMisses(declared.groups),
  } satisfies { readonly [type in PrincipalType]: unknown };
  const seen = new Set<string>();
  return undeclared.flatMap(({ type, name, path }) => {
    const identity = `${type}/${name}`;
    if (seen.has(identity)) return [];
    seen.add(identity);
    const meant = near[type](name);
    if (meant === undefined) return [];
    const message = `${type} "${name}" is not declared, and will be looked up`;
    return [caution('CONFIG_NEAR_MISS', at(configuration, path), message, `did you mean "${meant}"?`)];
  });
}

/** Groups that entries name by the name that they are about to lose. */
export function formerGroupNames(configuration: Configuration, declared: DeclaredNames): readonly Issue[] {
  const renamed = newNames(configuration.document.groups);
  if (renamed.size === 0) return [];
  return principalMentions(configuration).flatMap((mention) => {
    const { type, name } = mention;
    const newName = renamed.get(name);
    if (type !== 'group' || newName === undefined || declared.groups.has(name)) return [];
    const message = `group "${name}" is renamed to "${newName}"`;
    return [mistake('CONFIG_RENAME', at(configuration, mention.path), message, `name it "${newName}" here`)];
  });
}

/** `admins.codewhisperer` without an account of its own, where there is no profile either. */
export function missingAdminAccount(configuration: Configuration): readonly Issue[] {
  const { admins, codewhisperer } = configuration.document;
  if (admins?.codewhisperer === undefined) return [];
  if ((admins.codewhisperer.account ?? codewhisperer?.account) !== undefined) return [];
  const message = '"account" is missing: there is no profile whose account it would be';
  return [mistake('CONFIG_MISSING', at(configuration, ['admins', 'codewhisperer']), message, 'give it an account')];
}
