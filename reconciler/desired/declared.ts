/** The names that a configuration declares, also those of entries with a mistake: such an entry is there all the same. */

import type { PrincipalType } from '../core/key.ts';
import { PRESETS } from '../core/presets.ts';
import type { Configuration } from './configuration.ts';
import { ADMINS } from './configuration.ts';
import type { Mapping, Node } from './node.ts';
import { child, itemsOf, valueOf } from './node.ts';

export interface DeclaredNames {
  readonly users: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  /** Those under `permissionSets`. */
  readonly permissionSets: ReadonlySet<string>;
  /** Those that `admins` names, which are presets where nothing declares them. */
  readonly adminSets: ReadonlySet<string>;
  /** Short names of accounts. */
  readonly accounts: ReadonlySet<string>;
}

/** Reads the names from what is written, well-formed or not. */
export function declaredNames({ written, document }: Configuration): DeclaredNames {
  const { everything } = written;
  const accounts = child(everything, 'accounts');
  return {
    users: names(everything, 'users', 'userName'),
    groups: names(everything, 'groups', 'name'),
    permissionSets: names(everything, 'permissionSets', 'name'),
    adminSets: new Set(
      ADMINS.flatMap(({ field, preset }) => {
        const entry = document.admins?.[field];
        return entry === undefined ? [] : [entry.permissionSet ?? PRESETS[preset].name];
      }),
    ),
    accounts: new Set(accounts?.type === 'mapping' ? accounts.names.keys() : []),
  };
}

/** The declared names of one type of principal. */
export function declaredPrincipals(declared: DeclaredNames, type: PrincipalType): ReadonlySet<string> {
  return type === 'user' ? declared.users : declared.groups;
}

function names(root: Mapping, list: string, field: string): ReadonlySet<string> {
  const entries = child(root, list);
  const items: readonly Node[] = entries?.type === 'list' ? itemsOf(entries) : [];
  const found = items.flatMap((item) => {
    const name = child(item, field);
    return name === undefined ? [] : [valueOf(name)];
  });
  return new Set(found.filter((name) => typeof name === 'string'));
}
